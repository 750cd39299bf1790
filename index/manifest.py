"""What a snapshot says of itself, and the check that it is whole."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import SnapshotError
from index.files import file_sha256

FORMAT_VERSION = 2
MANIFEST_FILE = "manifest.json"
# A quick check reads whole what is no larger than this.
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a snapshot: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The settings, counts and hashes of a snapshot.

    Attributes:
        id: Folder name: time of building and a part of the corpus hash.
        built_at: ISO 8601, UTC.
        model: The encoder's settings: name, hashes, runtime, dimension, pooling, prompts.
        chunking: How passages were cut, as the corpus told it.
        dense: How the vectors are indexed (`index.vectors.DenseSettings`).
        corpus_sha256: Hash of all slugs and source hashes.
        counts: Articles, statements, passages, references, pieces.
        files: Every file but this one, by path inside the folder.
    """

    id: str
    built_at: str
    model: Mapping[str, Any]
    chunking: Mapping[str, Any]
    dense: Mapping[str, Any]
    corpus_sha256: str
    counts: Mapping[str, int]
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION

    def save(self, folder: Path) -> None:
        """Write manifest.json, its own hash included."""
        raw = dataclasses.asdict(self)
        raw["self_sha256"] = _own_sha256(raw)
        text = json.dumps(raw, indent=2, ensure_ascii=False, sort_keys=True)
        (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read manifest.json.

        Raises:
            SnapshotError: It is missing, altered, or of a format this version does not read.
        """
        path = folder / MANIFEST_FILE
        try:
            raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            recorded = str(raw.pop("self_sha256"))
            version = raw["format_version"]
        except FileNotFoundError as error:
            raise SnapshotError(f"{path} is missing: this is no finished snapshot") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotError(f"cannot read {path}: {error}") from error
        if version != FORMAT_VERSION:
            raise SnapshotError(
                f"{path} has format version {version}, this program reads {FORMAT_VERSION}; "
                "build the snapshot again"
            )
        found = _own_sha256(raw)
        if found != recorded:
            raise SnapshotError(f"{path} was altered: it records SHA-256 {recorded}, read {found}")
        files = {name: FileEntry(**entry) for name, entry in raw["files"].items()}
        return cls(**{**raw, "files": files})


def list_files(folder: Path) -> dict[str, FileEntry]:
    """Return size and hash of every file under `folder`, the manifest left out."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST_FILE:
            entries[name] = FileEntry(path.stat().st_size, file_sha256(path))
    return entries


def verify_files(folder: Path, manifest: Manifest, *, full: bool) -> None:
    """Compare the files of a snapshot with its manifest.

    Args:
        folder: The snapshot.
        manifest: Its manifest.
        full: Hash every file; otherwise all sizes and the hashes of small files.

    Raises:
        SnapshotError: A file is missing or differs; the message gives both values.
    """
    # Hashing lets other threads run; more than a few only fight for the disk.
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        checks = [
            pool.submit(_verify_file, folder / name, entry, full)
            for name, entry in manifest.files.items()
        ]
        for check in checks:
            check.result()


def _verify_file(path: Path, entry: FileEntry, full: bool) -> None:
    try:
        size = path.stat().st_size
        if size != entry.size:
            raise SnapshotError(
                f"{path} has {size} bytes, the manifest records {entry.size}; "
                "build or activate another snapshot"
            )
        found = file_sha256(path) if full or size <= _SMALL else entry.sha256
    except OSError as error:
        raise SnapshotError(f"{path} is missing or unreadable: {error.strerror}") from error
    if found != entry.sha256:
        raise SnapshotError(
            f"{path} was altered: SHA-256 is {found}, the manifest records {entry.sha256}; "
            "build or activate another snapshot"
        )


def _own_sha256(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()

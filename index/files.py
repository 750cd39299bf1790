"""Hashing, syncing and atomic replacement of files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path


def file_sha256(path: Path) -> str:
    """Return the hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder under `folder`, children before parents."""
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(root) / name)
        sync(Path(root))


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` so that a reader sees the old or the new text, never a part."""
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync(path.parent)


def link_or_copy(source: Path, target: Path) -> None:
    """Hard-link `source` as `target`; copy it where linking is not possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def link_tree(source: Path, target: Path) -> None:
    """Mirror the files of a folder by hard links, or copies where linking fails."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            inside = target / path.relative_to(source)
            inside.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(path, inside)

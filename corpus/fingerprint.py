"""One hash over everything that decides what reading gives: the files and the code that reads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.library import article_files


def library_fingerprint(paths: Sequence[Path]) -> str:
    """Return the hex SHA-256 of all article files under `paths` and of this package's own files.

    It is equal exactly when reading again would give the same library. Unreadable files count by
    their name alone.

    Raises:
        FileNotFoundError: A given path does not exist.
    """
    digest = hashlib.sha256(_reader_sha256().encode())
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
def _reader_sha256() -> str:
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for file in sorted([*here.rglob("*.py"), *(here / "data").glob("*.json")]):
        digest.update(file.relative_to(here).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()

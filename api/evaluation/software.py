"""Which code answers: the version, and a hash that every changed rule changes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import corpus
import index
import rag
from api.version import refdesk_version

_SUFFIXES: Final = frozenset({".py", ".json"})
_SHOWN: Final = 12


@cache
def software() -> str:
    """Return version and code of this process, "0.1.0+3f2a91c07b5e".

    The part after the plus sign are the first 12 hex digits of a SHA-256 over names and contents
    of all .py and .json files of the packages corpus, index and rag, the judges among them.
    """
    packages = [Path(folder) for package in (corpus, index, rag) for folder in package.__path__]
    return f"{refdesk_version()}+{code_sha256(packages)[:_SHOWN]}"


def code_sha256(packages: list[Path]) -> str:
    """Return the hex SHA-256 of the code and data files of packages, by name in each."""
    digest = hashlib.sha256()
    for package in packages:
        for file in sorted(each for each in package.rglob("*") if each.suffix in _SUFFIXES):
            name = f"{package.name}/{file.relative_to(package).as_posix()}"
            digest.update(f"\0{name}\0".encode("utf-8", "surrogateescape"))
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()

"""Which part an abstract belongs to: fixed by its id alone, before any text is looked at."""

from __future__ import annotations

import hashlib
from typing import Final

PARTS: Final = ("train", "validation", "test")
_SALT: Final = "design-split-1"
_TRAIN_SHARE: Final = 0.60
_VALIDATION_SHARE: Final = 0.15


def share_of(document: str) -> float:
    """Return a number in [0, 1) that depends on the id alone and looks random."""
    digest = hashlib.sha256(f"{_SALT}:{document}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def part_of(document: str) -> str:
    """Return the part of a document: 60% train, 15% validation, 25% test."""
    share = share_of(document)
    if share < _TRAIN_SHARE:
        return "train"
    return "validation" if share < _TRAIN_SHARE + _VALIDATION_SHARE else "test"

"""A text as hashed runs of letters and of words, beside its vector.

Runs of two to five characters over word ends and of one to three words, each once (feature
hashing, Weinberger et al. 2009). Digits are alike: that there is an amount matters, not which.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

BITS: Final = 14
BUCKETS: Final = 1 << BITS
_LENGTHS: Final = range(2, 6)
_WORDS: Final = 3
_PRIME: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(64 - BITS)
_DIGITS: Final = re.compile(r"\d+")
_APART: Final = re.compile(r"[\W_]+")


def places(text: str) -> Places:
    """Return the sorted buckets of the runs in `text`, each once; none where it has no word."""
    words = _APART.sub(" ", _DIGITS.sub("0", text)).split()
    if not words:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([_letters(f" {' '.join(words)} "), _of_words(words)]))


def _letters(text: str) -> Places:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters = points.astype(np.uint64) + np.uint64(1)
    runs = letters
    found: list[NDArray[np.uint64]] = []
    for length in _LENGTHS:
        tail = letters[length - 1 :]
        runs = runs[: len(tail)] * _PRIME + tail
        found.append(((runs + np.uint64(length)) * _MIX) >> _SHIFT)
    return np.concatenate(found).astype(np.int64)


def _of_words(words: list[str]) -> Places:
    hashes = [zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in _runs(words)]
    return np.array(hashes, dtype=np.int64) >> (32 - BITS)


def _runs(words: list[str]) -> Iterator[str]:
    for length in range(1, _WORDS + 1):
        for start in range(len(words) - length + 1):
            yield f"w{length} {' '.join(words[start : start + length])}"

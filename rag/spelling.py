"""Whether a word stands among others: as it is, in another form, or mistyped."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_SHARED_PREFIX: Final = 4


def holds(held: Collection[str], word: str) -> bool:
    """Tell whether `held` has a word, or for a long one another form of it."""
    if word in held:
        return True
    if len(word) <= _SHARED_PREFIX or not word.isalpha():
        return False
    stem = word[: max(_SHARED_PREFIX, len(word) - 3)]
    return any(other.startswith(stem) and abs(len(other) - len(word)) <= 3 for other in held)


def is_mistyped(word: str, held: Collection[str]) -> bool:
    """Tell whether a word is a slip of the pen for one of `held`: "univeristy".

    One letter more, less or other, or two swapped; the first one stands.
    """
    return any(
        other[:1] == word[:1] and abs(len(other) - len(word)) <= 1 and _one_slip(word, other)
        for other in held
    )


def _one_slip(word: str, other: str) -> bool:
    if len(word) > len(other):
        word, other = other, word
    alike = (i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b)
    start = next(alike, len(word))
    if len(word) < len(other):
        return word[start:] == other[start + 1 :]
    if word[start + 1 :] == other[start + 1 :]:
        return True
    swapped = word[start : start + 2][::-1] == other[start : start + 2]
    return swapped and word[start + 2 :] == other[start + 2 :]

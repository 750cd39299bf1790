"""Texts prepared for look-ups, and concepts: named patterns behind a cheap gate.

Most concepts are absent from most statements. A text is reduced once to the set of its words'
first four letters; a concept whose gate shares none of them is not searched for at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_DIGIT: Final = re.compile(r"\d")
_STEM: Final = 4
FIGURE: Final = "#"
"""The stem of every text that holds a figure; a gate may ask for it."""
_DASHES: Final = str.maketrans({"‐": "-", "‑": "-", "’": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Words:
    """A text ready for look-ups: as given, in lower case, and as a set of word stems.

    `found` remembers what each concept matched, since several rules ask after the same one.
    """

    text: str
    lower: str
    stems: frozenset[str]
    found: dict[Concept, re.Match[str] | None] = field(
        default_factory=dict, compare=False, repr=False
    )


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """Return `text` prepared; remembered, since headings and neighbours come many times."""
    plain = text if text.isascii() else text.translate(_DASHES)
    lower = plain.lower()
    stems = {word[:_STEM] for word in _WORD.findall(lower)}
    if _DIGIT.search(lower):
        stems.add(FIGURE)
    return Words(plain, lower, frozenset(stems))


class Concept:
    """A named pattern over lower-case text, searched only where its gate is open.

    Args:
        pattern: Regular expression for lower-case text, in verbose mode off.
        gate: Words, parted by blanks, of which every match holds at least one; only their
            first four letters count. An empty gate is always open.
    """

    __slots__ = ("gate", "pattern")

    def __init__(self, pattern: str, gate: str = "") -> None:
        self.pattern = re.compile(pattern)
        self.gate = frozenset(word[:_STEM] for word in gate.split())

    def match(self, words: Words) -> re.Match[str] | None:
        """Return the first match in `words`, or None."""
        if self.gate and self.gate.isdisjoint(words.stems):
            return None
        try:
            return words.found[self]
        except KeyError:
            found = words.found[self] = self.pattern.search(words.lower)
            return found

    def find(self, words: Words) -> str:
        """Return the first matching words as the text has them, or ""."""
        found = self.match(words)
        return words.text[found.start() : found.end()].strip() if found else ""

    def within(self, words: Words) -> bool:
        """Tell whether the concept occurs in `words`."""
        return self.match(words) is not None


def first_of(words: Words, *concepts: Concept) -> str:
    """Return the first words found by any of `concepts`, tried in order, or ""."""
    for concept in concepts:
        if found := concept.find(words):
            return found
    return ""


def quoted(*found: str) -> str:
    """Return the words that decided as a reader-facing list: `"phase 2", "randomized"`."""
    return ", ".join(f'"{words}"' for words in dict.fromkeys(found) if words)

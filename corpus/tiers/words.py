"""Texts prepared for look-ups, and concepts: named patterns tried only where they can match.

A text is cut once into its words, known by their first four letters. A concept knows from its
pattern with which words a match can begin and tries those places alone, so that the many concepts
that a text does not hold cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Final

from corpus.tiers.starts import STEM, read_starts

_WORD: Final = re.compile(rf"([^\W_]{{1,{STEM}}})[^\W_]*")
_DIGIT: Final = re.compile(r"\d")
FIGURE: Final = "#"
"""The stem of every text that holds a figure."""
_PLAIN_FORMS: Final = (("‐", "-"), ("‑", "-"), ("’", "'"), ("\u00a0", " "))
_POSSIBLE: Final[dict[str, int]] = {}
"""For every stem the concepts, one bit each, that a word with it may begin."""
_PARTIAL: Final[dict[str, int]] = {}
_ALWAYS: Final[list[int]] = [0]


@dataclass(frozen=True, slots=True)
class Words:
    """A text ready for look-ups: as given, in lower case, and its words' stems.

    `possible` has the bit of every concept that may occur; `found` remembers what each one
    matched, since several rules ask after the same one.
    """

    text: str
    lower: str
    stems: Set[str]
    possible: int = 0
    found: dict[Concept, re.Match[str] | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def figures(self) -> bool:
        """Tell whether the text holds a figure."""
        return FIGURE in self.stems


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """Return `text` prepared; remembered, since headings and neighbours come many times."""
    plain = text
    if not text.isascii():
        for special, form in _PLAIN_FORMS:
            if special in plain:
                plain = plain.replace(special, form)
    lower = plain.lower()
    if len(lower) != len(plain):  # a letter whose small form is longer would shift every place
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in plain)
    stems = set(_WORD.findall(lower))
    if _DIGIT.search(lower):
        stems.add(FIGURE)
    return Words(plain, lower, stems, _possible(stems))


def _possible(stems: Iterable[str]) -> int:
    possible = _ALWAYS[0]
    for stem in stems:
        possible |= _POSSIBLE.get(stem, 0)
    for beginning, bits in _PARTIAL.items():
        if any(stem.startswith(beginning) for stem in stems):
            possible |= bits
    return possible


class Concept:
    """A named pattern over lower-case text.

    Args:
        pattern: Regular expression for lower-case text.
        holds: For a pattern whose beginning cannot be read off it: pieces of text, parted by
            blanks, of which every match holds at least one. Empty means that none is known.
        figures: For such a pattern, whether every match holds a figure.
    """

    __slots__ = ("_bit", "_holds", "_opening", "_partial", "_plain", "_stems", "pattern")
    _count: ClassVar[int] = 0

    def __init__(self, pattern: str, holds: str = "", *, figures: bool = False) -> None:
        self.pattern = re.compile(pattern)
        starts = read_starts(pattern)
        self._plain = starts is None
        self._stems = starts.stems if starts else frozenset[str]()
        self._partial = starts.partial if starts else ()
        self._opening = starts.opening if starts else False
        self._holds = tuple(holds.split())
        self._bit = 1 << Concept._count
        Concept._count += 1
        self._register(figures=figures)

    def _register(self, *, figures: bool) -> None:
        if self._opening or (self._plain and not figures):
            _ALWAYS[0] |= self._bit
        if figures:
            _POSSIBLE[FIGURE] = _POSSIBLE.get(FIGURE, 0) | self._bit
        for stem in self._stems:
            _POSSIBLE[stem] = _POSSIBLE.get(stem, 0) | self._bit
        for beginning in self._partial:
            _PARTIAL[beginning] = _PARTIAL.get(beginning, 0) | self._bit
        words_of.cache_clear()  # texts prepared before do not know this concept

    def match(self, words: Words) -> re.Match[str] | None:
        """Return the first match in `words`, or None."""
        if not self._bit & words.possible:
            return None
        try:
            return words.found[self]
        except KeyError:
            found = words.found[self] = self._search(words)
            return found

    def _search(self, words: Words) -> re.Match[str] | None:
        if self._plain:
            return self.pattern.search(words.lower) if self._is_held(words.lower) else None
        if self._opening and (found := self.pattern.match(words.lower)):
            return found
        stems = self._stems & words.stems
        if self._partial:
            stems |= {stem for stem in words.stems if stem.startswith(self._partial)}
        if len(stems) == 1:
            return self._at_each(next(iter(stems)), words.lower)
        for place in _places(words.lower, stems):
            if found := self.pattern.match(words.lower, place):
                return found
        return None

    def _at_each(self, stem: str, lower: str) -> re.Match[str] | None:
        place = lower.find(stem)
        while place >= 0:
            if found := self.pattern.match(lower, place):
                return found
            place = lower.find(stem, place + 1)
        return None

    def _is_held(self, lower: str) -> bool:
        for piece in self._holds:
            if piece in lower:
                return True
        return not self._holds

    def find(self, words: Words) -> str:
        """Return the first matching words as the text has them, or ""."""
        found = self.match(words) if self._bit & words.possible else None
        return words.text[found.start() : found.end()].strip() if found else ""

    def within(self, words: Words) -> bool:
        """Tell whether the concept occurs in `words`."""
        return bool(self._bit & words.possible) and self.match(words) is not None


def _places(lower: str, stems: Iterable[str]) -> list[int]:
    """Return where a match may begin, in order; the pattern itself passes by a word's inside."""
    places = []
    for stem in stems:
        place = lower.find(stem)
        while place >= 0:
            places.append(place)
            place = lower.find(stem, place + 1)
    places.sort()
    return places


class AnyOf:
    """Several concepts that stand for one, tried in order."""

    __slots__ = ("concepts",)

    def __init__(self, *concepts: Concept) -> None:
        self.concepts = concepts

    def find(self, words: Words) -> str:
        """Return the first matching words of the first concept that occurs, or ""."""
        return first_of(words, *self.concepts)

    def within(self, words: Words) -> bool:
        """Tell whether any of the concepts occurs in `words`."""
        for concept in self.concepts:  # noqa: SIM110 - a generator costs more than the search
            if concept.within(words):
                return True
        return False


def first_of(words: Words, *concepts: Concept) -> str:
    """Return the first words found by any of `concepts`, tried in order, or ""."""
    for concept in concepts:
        if found := concept.find(words):
            return found
    return ""


def quoted(*found: str) -> str:
    """Return the words that decided as a reader-facing list: `"phase 2", "randomized"`."""
    return ", ".join(f'"{words}"' for words in dict.fromkeys(found) if words)

"""Texts prepared for look-ups, and concepts: named patterns tried only where they can match.

A text is cut once into its words, known by their first four letters. An index over all concepts
tells from these which ones can occur at all, and a concept that can is tried only at the words
with which a match can begin. So the many concepts that a text does not hold cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from corpus.tiers.branches import OPENING, read_branches
from corpus.tiers.starts import STEM, read_starts

_WORD: Final = re.compile(rf"([^\W_]{{1,{STEM}}})[^\W_]*")
_DIGIT: Final = re.compile(r"\d")
FIGURE: Final = "#"
"""The stem of every text that holds a figure."""
_PLAIN_FORMS: Final = (("‐", "-"), ("‑", "-"), ("’", "'"), ("\u00a0", " "))
_UNSEEN: Final = object()
_MOST_REMEMBERED: Final = 100_000


class Words:
    """A text ready for look-ups: as given, in lower case, and its words' stems.

    Attributes:
        text: The text, typographic forms of blank, hyphen and apostrophe made plain.
        lower: The same in lower case, place by place.
        stems: Its words' first letters, `STEM` at most; `FIGURE` where it holds a figure.
        possible: The bits of the ways in which concepts may occur in it.
        found: What each concept asked after matched: several rules ask after the same one.
    """

    __slots__ = ("found", "lower", "possible", "stems", "text")

    def __init__(self, text: str, lower: str, stems: Set[str], possible: int) -> None:
        self.text = text
        self.lower = lower
        self.stems = stems
        self.possible = possible
        self.found: dict[Concept, re.Match[str] | None] = {}

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
    found = _WORD.findall(lower)
    stems = set(found)
    if _DIGIT.search(lower):
        stems.add(FIGURE)
    if found and lower[0] == found[0][0]:
        stems.add(OPENING + found[0])
    return Words(plain, lower, stems, _INDEX.possible(stems))


class _Index(dict[str, int]):
    """For every stem, the ways of matching that a word with it may begin, and that may need it.

    A way of matching has one bit in the lower half of a number for its beginning and one in the
    upper half for the word that it needs; it is possible in a text whose words set both.
    """

    def __init__(self) -> None:
        super().__init__()
        self._concepts: list[Concept] = []
        self._groups: list[AnyOf] = []
        self._partial: list[tuple[str, int]] = []
        self._always = 0
        self._width = 0
        self._built = False

    def add(self, entry: Concept | AnyOf) -> None:
        """Take in a concept or a group of them; texts prepared before do not know it."""
        if isinstance(entry, Concept):
            self._concepts.append(entry)
        else:
            self._groups.append(entry)
        self._built = False
        words_of.cache_clear()

    def possible(self, stems: Iterable[str]) -> int:
        """Return the bits of the ways of matching that words with `stems` leave possible."""
        if not self._built:
            self._build()
        bits = reduce(or_, map(self.__getitem__, stems), self._always)
        return bits & (bits >> self._width)

    def __missing__(self, stem: str) -> int:
        bits = 0
        for beginning, ways in self._partial:
            if stem.startswith(beginning):
                bits |= ways
        if len(self) < _MOST_REMEMBERED:
            self[stem] = bits
        return bits

    def _build(self) -> None:
        self.clear()
        ways = [(concept, way) for concept in self._concepts for way in concept.ways]
        self._width = len(ways)
        self._always = 0
        listed: dict[str, int] = {}
        partial: dict[str, int] = {}
        for concept in self._concepts:
            concept.mask = 0
        for place, (concept, way) in enumerate(ways):
            bit, need = 1 << place, 1 << (place + self._width)
            concept.mask |= bit
            self._always |= (bit if way.anywhere else 0) | (0 if way.needs else need)
            for stem in way.stems:
                listed[stem] = listed.get(stem, 0) | bit
            for stem in way.needs:
                listed[stem] = listed.get(stem, 0) | need
            for beginning in way.partial:
                partial[beginning] = partial.get(beginning, 0) | bit
        self._partial = sorted(partial.items())
        for stem, bits in listed.items():
            self[stem] = self.__missing__(stem) | bits
        for group in self._groups:
            group.mask = reduce(or_, (concept.mask for concept in group.concepts), 0)
        self._built = True


_INDEX: Final = _Index()


class _Way:
    """Branches of a pattern that need the same words: where they begin, and what they need."""

    __slots__ = ("anywhere", "needs", "partial", "stems")

    def __init__(self, needs: frozenset[str]) -> None:
        self.needs = needs
        self.stems: set[str] = set()
        self.partial: set[str] = set()
        self.anywhere = False


class Concept:
    """A named pattern over lower-case text.

    Args:
        pattern: Regular expression for lower-case text.
        holds: For a pattern whose beginning cannot be read off it: pieces of text, parted by
            blanks, of which every match holds at least one. Empty means that none is known.
        figures: For such a pattern, whether every match holds a figure.
    """

    __slots__ = (
        "_figures",
        "_holds",
        "_opening",
        "_partial",
        "_plain",
        "_stems",
        "mask",
        "pattern",
    )

    def __init__(self, pattern: str, holds: str = "", *, figures: bool = False) -> None:
        self.pattern = re.compile(pattern)
        starts = read_starts(pattern)
        self._plain = starts is None
        self._stems = starts.stems if starts else frozenset[str]()
        self._partial = starts.partial if starts else ()
        self._opening = starts.opening if starts else False
        self._holds = tuple(holds.split())
        self._figures = figures
        self.mask = 0
        _INDEX.add(self)

    @property
    def ways(self) -> list[_Way]:
        """Return the ways in which the pattern can match."""
        if self._plain:
            way = _Way(frozenset())
            way.stems = {FIGURE} if self._figures else set()
            way.anywhere = not self._figures
            return [way]
        ways: dict[frozenset[str], _Way] = {}
        for branch in read_branches(self.pattern.pattern):
            way = ways.setdefault(branch.needs, _Way(branch.needs))
            way.anywhere |= branch.starts is None or branch.starts.opening
            way.stems.update(branch.starts.stems if branch.starts else ())
            way.partial.update(branch.starts.partial if branch.starts else ())
        return list(ways.values())

    def match(self, words: Words) -> re.Match[str] | None:
        """Return the first match in `words`, or None."""
        if not self.mask & words.possible:
            return None
        found = words.found.get(self, _UNSEEN)
        if found is _UNSEEN:
            found = words.found[self] = self._search(words)
        return found  # type: ignore[return-value]

    def _search(self, words: Words) -> re.Match[str] | None:
        if self._plain:
            return self.pattern.search(words.lower) if self._is_held(words.lower) else None
        if self._opening and (found := self.pattern.match(words.lower)):
            return found
        stems = self._stems & words.stems
        if self._partial:
            stems |= {stem for stem in words.stems if stem.startswith(self._partial)}
        lower, match = words.lower, self.pattern.match
        for place in _places(lower, stems):
            if found := match(lower, place):
                return found
        return None

    def _is_held(self, lower: str) -> bool:
        for piece in self._holds:
            if piece in lower:
                return True
        return not self._holds

    def find(self, words: Words) -> str:
        """Return the first matching words as the text has them, or ""."""
        found = self.match(words) if self.mask & words.possible else None
        return words.text[found.start() : found.end()].strip() if found else ""

    def within(self, words: Words) -> bool:
        """Tell whether the concept occurs in `words`."""
        return bool(self.mask & words.possible) and self.match(words) is not None


def _places(lower: str, stems: Iterable[str]) -> list[int]:
    """Return where a match may begin, in order; the pattern itself passes by a word's inside."""
    places = []
    for stem in stems:
        place = lower.find(stem)
        while place >= 0:
            places.append(place)
            place = lower.find(stem, place + 1)
    if len(places) > 1:
        places.sort()
    return places


class AnyOf:
    """Several concepts that stand for one, tried in order."""

    __slots__ = ("concepts", "mask")

    def __init__(self, *concepts: Concept) -> None:
        self.concepts = concepts
        self.mask = 0
        _INDEX.add(self)

    def may_be_in(self, words: Words) -> bool:
        """Tell whether any of the concepts may occur; False is certain, True is not."""
        return self.mask & words.possible != 0

    def find(self, words: Words) -> str:
        """Return the first matching words of the first concept that occurs, or ""."""
        return first_of(words, *self.concepts) if self.mask & words.possible else ""

    def within(self, words: Words) -> bool:
        """Tell whether any of the concepts occurs in `words`."""
        if self.mask & words.possible:
            for concept in self.concepts:
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

"""Page furniture in text that was once on pages: running heads and feet, page numbers, contents.

A converted page keeps the line at its top and at its foot in the middle of the text. Such a line
is known by where it stands and not by its words: it comes again and again, far apart, always at a
break between pages. A line that is repeated anywhere else is part of what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.source import Lines

_SIGNS_OF_PAGES = re.compile(
    r"\f|\n[ \t\r]*\n[ \t\r]*\n|\n[ \t–—-]*(?:[pP]age )?\d{1,4}(?: of \d{1,4})?[ \t–—-]*\r?\n"
    r"|\.{4}|\. \. \. |…{2}"
    r"|_{5}|·{4}|\n[#*_ \t]*(?:[tT]able of )?[cC](?:ontents|ONTENTS)[*_: \t]*\r?\n"
)
"""Signs that a text was on pages: none of the rules below can find anything without one."""
_LEAST_TIMES = 3
_LEAST_APART = 8
"""Lines between two pages' furniture, at the median: a shorter page is a list, not a page."""
_MOST_AT_BREAKS = 0.8
"""Share of a running line's places that must be at a break."""
_LEAST_OF_PAGES = 1 / 3
"""Share of the numbered pages that a running line stands on: left and right pages may differ."""
_LONGEST = 120
_PAGE_BREAK_BLANKS = 2
_PAGE_NUMBER = re.compile(
    r"[\s–—-]*(?:page\s*|p\.\s*)?(?:(?P<number>\d{1,4})|(?P<roman>[ivxlc]{1,7}))"
    r"(?:\s*(?:of|/)\s*\d{1,4})?[\s–—-]*",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_OWN_MARKUP = re.compile(r"\s*(?:\||[-*+•]\s|\d+[.)]\s|\[\^|```|~~~|:?-{3,}|={3,})")
"""Table rows, list items, footnotes, fences and rules are the author's, however often they come."""
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(
    r"(?:\.{4,}|(?:\. ){4,}\.?|…{2,}|_{5,}|·{4,})\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$"
)
_CONTENTS = re.compile(r"[#*_\s]*(?:table of )?contents[*_:\s]*", re.IGNORECASE)
_NUMBERING = re.compile(r"\s*(?:[IVXLC]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]?\s*")
_ENTRY = re.compile(r".{0,100}\D\s(?P<page>\d{1,4})\s*")
_MOST_BETWEEN_ENTRIES = 4
_LEAST_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class PageLines:
    """The 0-based lines of a text that are page furniture, and those that are its contents list.

    Attributes:
        furniture: Running heads, running feet and page numbers.
        contents: The table of contents, its title included.
    """

    furniture: frozenset[int]
    contents: frozenset[int]


def page_lines(lines: Lines) -> PageLines:
    """Return the lines of page furniture and of tables of contents."""
    if not _SIGNS_OF_PAGES.search(lines.source):
        return PageLines(frozenset(), frozenset())
    pages = _Pages(lines)
    return PageLines(frozenset(pages.furniture()), frozenset(_contents(pages.words)))


class _Pages:
    """The lines with words, and which of them stand at a break between pages."""

    def __init__(self, lines: Lines) -> None:
        texts = [lines.text(index) for index in range(len(lines))]
        self.words = [(index, text) for index, text in enumerate(texts) if text.strip()]
        self._breaks = self._break_places()

    def _break_places(self) -> set[int]:
        """Return the places in `words` beside two blank lines, a form feed or an end."""
        places = set()
        for place, (index, text) in enumerate(self.words):
            before = self.words[place - 1] if place else (-_PAGE_BREAK_BLANKS - 1, "")
            parted = index - before[0] > _PAGE_BREAK_BLANKS
            if parted or "\f" in text[: len(text) - len(text.lstrip())] or before[1][-1:] == "\f":
                places |= {place, place - 1}
        return {*places, len(self.words) - 1} - {-1}

    def furniture(self) -> set[int]:
        """Return the line numbers of running lines and of the page numbers beside them."""
        numbers = self._page_numbers()
        running: set[int] = set()
        for places in self._repeated():
            if self._is_running(places, numbers):
                running |= places
        kept = {place for place in numbers if place in self._breaks or _beside(place, running)}
        # Front matter has its own numbers, too few to be counted on: "i" under the running head.
        lone = {
            place
            for place, (_, text) in enumerate(self.words)
            if page_number(text) and _beside(place, running)
        }
        return {self.words[place][0] for place in running | kept | lone}

    def _page_numbers(self) -> set[int]:
        """Return the places of bare numbers that count up through the text, page by page."""
        found = [
            (place, number)
            for place, (_, text) in enumerate(self.words)
            if (number := page_number(text))
        ]
        chains: dict[int, list[int]] = {}  # the number that would come next, and the chain so far
        best: list[int] = []
        for place, number in found:
            chain = [*chains.pop(number, []), place]
            known = chains.get(number + 1, [])
            chains[number + 1] = max(chain, known, key=len)
            best = max(best, chain, key=len)
        far = len(best) >= _LEAST_TIMES and _apart(best) >= _LEAST_APART
        return set(best) if far else set()

    def _repeated(self) -> Iterator[set[int]]:
        """Yield the places of each short line that comes often enough to be a running line."""
        places: dict[str, set[int]] = {}
        for place, (_, text) in enumerate(self.words):
            if (
                len(text) <= _LONGEST
                and not _OWN_MARKUP.match(text)
                and re.search(r"[^\W\d_]", text)
            ):
                name = " ".join(_DIGITS.sub("#", text).strip("#*_> \t\f").casefold().split())
                places.setdefault(name, set()).add(place)
        for name, found in places.items():
            if name and len(found) >= _LEAST_TIMES and _apart(sorted(found)) >= _LEAST_APART:
                yield found

    def _is_running(self, places: set[int], numbers: set[int]) -> bool:
        if len(places) < _LEAST_OF_PAGES * len(numbers):
            return False
        at_break = [p for p in places if p in self._breaks or _beside(p, numbers)]
        return len(at_break) >= max(_LEAST_TIMES, _MOST_AT_BREAKS * len(places))


def _beside(place: int, places: set[int]) -> bool:
    return place - 1 in places or place + 1 in places


def _apart(places: Sequence[int]) -> float:
    """Return the median number of lines from one place to the next."""
    return median(after - before for before, after in pairwise(places))


def page_number(text: str) -> int:
    """Return the number that is all a line says, 0 where it says anything else."""
    match = _PAGE_NUMBER.fullmatch(text.strip("\f"))
    if not match:
        return 0
    if match["number"]:
        return int(match["number"])
    values = [_ROMAN[letter] for letter in match["roman"].lower()]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def _contents(words: Sequence[tuple[int, str]]) -> set[int]:
    """Return the lines of the lists of contents: with dot leaders, or under their title."""
    found: set[int] = set()
    for first, last in [*_led_lists(words), *_titled_lists(words)]:
        found |= {words[place][0] for place in range(first, last + 1)}
    return found


def _led_lists(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each group of lines with dot leaders."""
    led = [place for place, (_, text) in enumerate(words) if _LEADERS.search(text)]
    group: list[int] = []
    for place in [*led, len(words) + _LONGEST]:
        if group and place - group[-1] > _MOST_BETWEEN_ENTRIES:
            if len(group) >= 2:
                yield _list_start(words, group[0]), group[-1]
            group = []
        group.append(place)


def _list_start(words: Sequence[tuple[int, str]], first: int) -> int:
    """Return where a list begins: at its title, or at the number of its first entry."""
    for place in range(first, max(-1, first - _MOST_BETWEEN_ENTRIES - 1), -1):
        if _CONTENTS.fullmatch(words[place][1]):
            return place
    before = words[first - 1][1] if first else ""
    return first - 1 if before and _NUMBERING.fullmatch(before) else first


def _titled_lists(words: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield lists without leaders: after "Contents", entries that end with ever higher pages."""
    for title, (_, text) in enumerate(words):
        if not _CONTENTS.fullmatch(text):
            continue
        pages: list[int] = []
        last = title
        for place in range(title + 1, len(words)):
            entry = _ENTRY.fullmatch(words[place][1])
            if not entry or (pages and int(entry["page"]) < pages[-1]):
                break
            pages.append(int(entry["page"]))
            last = place
        if len(pages) >= _LEAST_ENTRIES:
            yield title, last

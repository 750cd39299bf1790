"""Running heads, running feet and page numbers of a PDF: the same words at the same place.

A row is furniture when it is among the outermost of its page and comes at the same height on
enough pages, word for word; its figures may differ where they count up with the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.boilerplate.pages import page_number
from corpus.readers.pdf.layout import Stretch, rows
from corpus.readers.pdf.process import Page

_MOST_ROWS = 4
_ZONE = 0.16
"""Share of a page's height, at the top and at the bottom, where furniture stands."""
_LEAST_SHARE = 0.3
"""Share of the pages that show a running row: left and right pages may have their own."""
_SAME_HEIGHT = 6.0
_APART = 1.4
"""Sizes of a row's text that lie between it and the page's text at the least."""
_LEAST_OF_CHAPTER = 1.5
"""Pages of a chapter, on average, whose number a running head may give."""
_FIGURES = re.compile(r"\d+")
_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class _Row:
    page: int
    edge: str
    height: float
    text: str
    stretches: tuple[Stretch, ...]

    @property
    def size(self) -> float:
        """Return the size of its largest text, in points."""
        return max(one.size for one in self.stretches)

    @property
    def template(self) -> str:
        """Return the words with every figure as "#"; a Roman page number is one, too."""
        if page_number(self.text):
            return "#"
        return " ".join(_FIGURES.sub("#", self.text).casefold().split())


def without_furniture(
    pages: Sequence[Page], found: Sequence[Sequence[Stretch]]
) -> list[list[Stretch]]:
    """Return each page's stretches without those of running rows and page numbers."""
    edges = [list(_edge_rows(page, here)) for page, here in zip(pages, found, strict=True)]
    running = _running([row for rows_ in edges for row in rows_], len(pages))
    kept = []
    for here, rows_ in zip(found, edges, strict=True):
        dropped = {id(one) for row in _outermost(rows_, running) for one in row.stretches}
        kept.append([one for one in here if id(one) not in dropped])
    return kept


def _edge_rows(page: Page, found: Sequence[Stretch]) -> Iterator[_Row]:
    """Yield the outermost rows of a page, from the top down and from the bottom up."""
    made = rows(found)
    for edge, ordered in (("top", made), ("bottom", made[::-1])):
        for row in ordered[:_MOST_ROWS]:
            base = row[0].base
            away = base if edge == "top" else page.height - base
            if away <= _ZONE * page.height:
                text = " ".join(one.text for one in row)
                yield _Row(page.number, edge, away, text, tuple(row))


def _running(found: Sequence[_Row], pages: int) -> frozenset[int]:
    """Return the ids of the rows that run through the pages."""
    alike: dict[tuple[str, str], list[_Row]] = {}
    for row in found:
        alike.setdefault((row.edge, row.template), []).append(row)
    running = {id(row) for row in _numbered(found, pages)}
    for group in alike.values():
        for same in _at_one_height(group):
            enough = len({one.page for one in same}) >= max(2, _LEAST_SHARE * pages)
            if enough and _counts_up(same):
                running |= {id(row) for row in same}
    return frozenset(running)


def _numbered(found: Sequence[_Row], pages: int) -> Iterator[_Row]:
    """Yield rows that begin or end with the page's number, whatever else they name: a chapter."""
    by_edge: dict[str, list[_Row]] = {"top": [], "bottom": []}
    for row in found:
        by_edge[row.edge].append(row)
    for rows_ in by_edge.values():
        for same in _at_one_height(rows_):
            steps = [(step, row) for row in same for step in _steps(row)]
            if not steps:
                continue
            usual = Counter(step for step, _ in steps).most_common(1)[0][0]
            counted = [row for step, row in steps if step == usual]
            if len({row.page for row in counted}) >= max(3, _LEAST_SHARE * pages):
                yield from counted
                yield from (row for row in same if row.template == "#")


def _steps(row: _Row) -> set[int]:
    """Return how far the figures at the row's ends are from the page's place in the file."""
    words = row.text.split()
    ends = [words[0], words[-1]]
    return {int(word) - row.page for word in ends if word.isdecimal() and len(word) <= 4}


def _at_one_height(group: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows that stand at the same height, give or take a few points."""
    same: list[_Row] = []
    for row in sorted(group, key=lambda one: one.height):
        if same and row.height - same[-1].height > _SAME_HEIGHT:
            yield same
            same = []
        same.append(row)
    if same:
        yield same


def _counts_up(group: Sequence[_Row]) -> bool:
    """Tell whether each figure in alike rows is the same on all, or rises with the pages."""
    if group[0].template == "#":
        steps = [page_number(row.text) - row.page for row in group]
        return _most(steps) >= 0.5 * len(steps)
    figures = [[int(text[:9]) for text in _FIGURES.findall(row.text)] for row in group]
    if len(figures[0]) > _MOST_FIGURES:
        return False
    return all(_is_steady([row[slot] for row in figures], group) for slot in range(len(figures[0])))


def _is_steady(values: Sequence[int], group: Sequence[_Row]) -> bool:
    steps = [value - row.page for value, row in zip(values, group, strict=True)]
    if max(_most(values), _most(steps)) >= 0.8 * len(values):
        return True
    by_page = [value for _, value in sorted(zip([row.page for row in group], values, strict=True))]
    chapters = len(set(values)) * _LEAST_OF_CHAPTER <= len(values)
    return chapters and by_page == sorted(by_page)


def _most(values: Iterable[int]) -> int:
    return max(Counter(values).values())


def _outermost(found: Sequence[_Row], running: frozenset[int]) -> Iterator[_Row]:
    """Yield the running rows at a page's edges that a gap parts from its text.

    A row that stands as close to the text as its own lines do is a line of it.
    """
    for edge in ("top", "bottom"):
        rows_ = [row for row in found if row.edge == edge]
        inner = next((at for at, row in enumerate(rows_) if id(row) not in running), len(rows_))
        outer = rows_[:inner]
        after = rows_[inner].height if inner < len(rows_) else float("inf")
        while outer and after - outer[-1].height < _APART * outer[-1].size:
            after = outer.pop().height
        yield from outer

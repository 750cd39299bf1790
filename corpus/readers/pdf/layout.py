"""From words with places to lines in reading order: rows, columns, cells.

Words that the file writes one after another on one baseline form a stretch. A page is read in
columns where a gutter parts its stretches into two sides of full lines; stretches across the
gutter (a title, a wide figure's caption) divide the page into bands that are read one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf.process import Page, Word

_SAME_ROW = 0.45
"""Share of the text size by which baselines of one row may differ: raised figures do."""
_WORD_GAP = 1.3
"""Share of the text size that parts words of one stretch at the most; more is another column."""
_SMALLER = 0.85
_RAISED_BY = 0.15
_LEAST_GUTTER = 6.0
_LEAST_LINES = 3
_LEAST_FILL = 0.55
"""Share of a column's width that its lines fill, at the median: cells of a table do not."""
_EDGE = 0.2
"""Share of a page's width at either side in which no gutter is looked for."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Token:
    """Words that no white space parts: `pieces` are (text, whether it is raised)."""

    pieces: tuple[tuple[str, bool], ...]
    x0: float
    x1: float
    base: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """Return the characters of all pieces."""
        return "".join(text for text, _ in self.pieces)

    @property
    def is_raised(self) -> bool:
        """Tell whether all of it is raised: a figure that stands apart from its word."""
        return all(raised for _, raised in self.pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in its column.

    Attributes:
        cells: Its tokens, parted where a gap is too wide for words.
        left, right: The edges of its column's text, in points.
        flow: A number for its column on its page: lines of one flow stand under one another.
    """

    page: int
    flow: int
    cells: tuple[tuple[Token, ...], ...]
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    left: float
    right: float

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens of all cells."""
        return tuple(token for cell in self.cells for token in cell)

    @property
    def text(self) -> str:
        """Return the line's words, parted by single spaces."""
        return " ".join(token.text for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens that the file writes in one go on one baseline."""

    tokens: tuple[Token, ...]
    x0: float
    x1: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """Return its words, parted by single spaces."""
        return " ".join(token.text for token in self.tokens)


def stretches(page: Page) -> list[Stretch]:
    """Return the stretches of a page in the order of its content."""
    found: list[Stretch] = []
    open_: list[Token] = []
    for token in _tokens(page.words):
        if open_ and not _goes_on(open_[-1], token):
            found.append(_stretch(open_))
            open_ = []
        open_.append(token)
    if open_:
        found.append(_stretch(open_))
    return found


def _tokens(words: Sequence[Word]) -> Iterator[Token]:
    group: list[Word] = []
    for word in words:
        if group and not word.glued:
            yield _token(group)
            group = []
        group.append(word)
    if group:
        yield _token(group)


def _token(group: Sequence[Word]) -> Token:
    main = max(group, key=lambda word: (word.size, len(word.text)))
    pieces = tuple((word.text, _stands_above(word, main.size, main.base)) for word in group)
    return Token(pieces, group[0].x0, group[-1].x1, main.base, main.size, main.bold)


def _stands_above(word: Word | Token, size: float, base: float) -> bool:
    return word.size < _SMALLER * size and base - word.base > _RAISED_BY * size


def _goes_on(before: Token, token: Token) -> bool:
    size = max(before.size, token.size)
    near = abs(token.base - before.base) < _SAME_ROW * size
    return near and -size < token.x0 - before.x1 < _WORD_GAP * size


def _stretch(tokens: Sequence[Token]) -> Stretch:
    main = max(tokens, key=lambda token: token.size)
    x0, x1 = min(token.x0 for token in tokens), max(token.x1 for token in tokens)
    return Stretch(tuple(tokens), x0, x1, main.base, main.size)


def rows(found: Iterable[Stretch]) -> list[list[Stretch]]:
    """Return the stretches by baseline, rows from the top and each from the left."""
    made: list[list[Stretch]] = []
    for stretch in sorted(found, key=lambda one: one.base):
        main = max(made[-1], key=lambda one: one.size) if made else None
        if main and abs(stretch.base - main.base) < _SAME_ROW * max(main.size, stretch.size):
            made[-1].append(stretch)
        else:
            made.append([stretch])
    return [sorted(row, key=lambda one: one.x0) for row in made]


def reading_order(found: Sequence[Stretch], page: int) -> list[Line]:
    """Return the lines of a page in the order in which they are read."""
    lines: list[Line] = []
    for flow, column in enumerate(_columns(found, _DEEPEST)):
        left = min(stretch.x0 for stretch in column)
        right = max(stretch.x1 for stretch in column)
        lines += [_line(row, page, flow, left, right) for row in rows(column)]
    return lines


def _columns(found: Sequence[Stretch], deepest: int) -> Iterator[Sequence[Stretch]]:
    """Yield the columns of a region in reading order, each as its stretches."""
    gutter = _gutter(found) if deepest else None
    if gutter is None:
        if found:
            yield found
        return
    for band in _bands(found, gutter):
        left = [one for one in band if one.x1 <= gutter]
        right = [one for one in band if one.x0 >= gutter]
        if len(left) + len(right) < len(band) or not left or not right:
            yield band
        else:
            yield from _columns(left, deepest - 1)
            yield from _columns(right, deepest - 1)


def _bands(found: Sequence[Stretch], gutter: float) -> Iterator[list[Stretch]]:
    """Yield groups of stretches from the top: across the gutter, or on its two sides."""
    band: list[Stretch] = []
    across = False
    for row in rows(found):
        crosses = any(one.x0 < gutter < one.x1 for one in row)
        if band and crosses != across:
            yield band
            band = []
        band += row
        across = crosses
    if band:
        yield band


def _gutter(found: Sequence[Stretch]) -> float | None:
    """Return the x of the gutter that parts a region in two columns, None where there is none."""
    if len(found) < 2 * _LEAST_LINES:
        return None
    left, right = min(one.x0 for one in found), max(one.x1 for one in found)
    wide = right - left
    first, last = int(left + _EDGE * wide), int(right - _EDGE * wide)
    crossed: Counter[int] = Counter()
    for one in found:
        crossed.update(range(max(first, int(one.x0)), min(last, int(one.x1) + 1) + 1))
    best = _widest_low(crossed, first, last)
    if best is None or best[1] - best[0] < _LEAST_GUTTER:
        return None
    x = (best[0] + best[1]) / 2
    sides = [one for one in found if one.x1 <= x], [one for one in found if one.x0 >= x]
    columns = (left, float(best[0])), (float(best[1]), right)
    return x if all(map(_is_column, sides, columns)) and _side_by_side(*sides) else None


def _widest_low(crossed: Counter[int], first: int, last: int) -> tuple[int, int] | None:
    """Return the widest run of x with the fewest stretches across it."""
    fewest = min((crossed[x] for x in range(first, last + 1)), default=0)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for x in range(first, last + 2):
        low = x <= last and crossed[x] == fewest
        if low and start is None:
            start = x
        elif not low and start is not None:
            runs.append((start, x))
            start = None
    return max(runs, key=lambda run: run[1] - run[0], default=None)


def _is_column(side: Sequence[Stretch], edges: tuple[float, float]) -> bool:
    if len(side) < _LEAST_LINES:
        return False
    wide = edges[1] - edges[0]
    return median(one.x1 - one.x0 for one in side) >= _LEAST_FILL * wide


def _side_by_side(left: Sequence[Stretch], right: Sequence[Stretch]) -> bool:
    """Tell whether two columns stand beside one another for most of the shorter one."""
    tops = min(one.base for one in left), min(one.base for one in right)
    ends = max(one.base for one in left), max(one.base for one in right)
    shorter = min(ends[0] - tops[0], ends[1] - tops[1])
    return min(ends) - max(tops) >= 0.5 * shorter > 0


def _line(row: Sequence[Stretch], page: int, flow: int, left: float, right: float) -> Line:
    tokens = sorted((token for one in row for token in one.tokens), key=lambda token: token.x0)
    main = _main(tokens)
    tokens = [_raised_alone(token, main) for token in tokens]
    cells: list[list[Token]] = [[tokens[0]]]
    for before, token in pairwise(tokens):
        if token.x0 - before.x1 > _WORD_GAP * main.size:
            cells.append([])
        cells[-1].append(token)
    letters = [token for token in tokens if any(char.isalnum() for char in token.text)]
    bold = bool(letters) and all(token.bold for token in letters if not token.is_raised)
    ends = min(token.x0 for token in tokens), max(token.x1 for token in tokens)
    made = tuple(map(tuple, cells))
    return Line(page, flow, made, *ends, main.base, main.size, bold, left, right)


def _main(tokens: Sequence[Token]) -> Token:
    """Return the first token of the size that most of the letters have."""
    sizes: Counter[float] = Counter()
    for token in tokens:
        sizes[token.size] += len(token.text)
    size = max(sizes, key=lambda one: (sizes[one], one))
    return next(token for token in tokens if token.size == size)


def _raised_alone(token: Token, main: Token) -> Token:
    """Return a small token above the line's baseline as raised."""
    if token is main or not _stands_above(token, main.size, main.base):
        return token
    pieces = tuple((text, True) for text, _ in token.pieces)
    return Token(pieces, token.x0, token.x1, token.base, token.size, token.bold)

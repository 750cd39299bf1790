"""A JATS table as `| a | b |` lines under one header line, spanning cells kept in step.

A cell that spans rows is written in each of them, for every row is quoted alone and needs its
subject; one that spans columns is written in the first. The rows of a header are made one: each
column's name is what stands above it, outermost first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.readers.htmlline import LaidLine
from corpus.readers.jats.line import Labels, line_of
from corpus.readers.jats.xml import Node

_MOST_SPANNED: Final = 50
_MOST_COLUMNS: Final = 200
_EMPTY: Final = LaidLine("")


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table: `header` is empty and `names` are none where it has no head."""

    header: LaidLine
    names: tuple[str, ...]
    rows: tuple[LaidLine, ...]


@dataclass(slots=True)
class _Cell:
    line: LaidLine
    rows: int


def table_of(node: Node, labels: Labels) -> Table:
    """Return the lines of a `table` element; rows without words are left out."""
    heads, bodies = _rows(node)
    if not heads and len(bodies) > 1 and all(cell.tag == "th" for cell in bodies[0]):
        heads, bodies = bodies[:1], bodies[1:]
    head = list(_grid(heads, labels, repeat=True))
    names = _names(head)
    rows = [row for row in _grid(bodies, labels, repeat=False) if any(cell.text for cell in row)]
    return Table(
        header=_joined([LaidLine(name) for name in names]) if any(names) else _EMPTY,
        names=names if any(names) else (),
        rows=tuple(_joined(_padded(row, len(names))) for row in rows),
    )


def _rows(table: Node) -> tuple[list[list[Node]], list[list[Node]]]:
    heads: list[list[Node]] = []
    bodies: list[list[Node]] = []
    for group in table.children():
        into = heads if group.tag == "thead" else bodies
        rows = [group] if group.tag == "tr" else group.children("tr")
        into += [row.children("td", "th") for row in rows]
    return heads, bodies


def _grid(
    rows: Sequence[Sequence[Node]], labels: Labels, *, repeat: bool
) -> Iterator[list[LaidLine]]:
    """Yield each row with one cell for each column; `repeat` writes a wide cell in all of its."""
    above: dict[int, _Cell] = {}
    for row in rows:
        cells: list[LaidLine] = []
        for node in row:
            _take_above(cells, above)
            columns, height = _spanned(node, "colspan"), _spanned(node, "rowspan")
            line = _cell(node, labels)
            for part in range(columns):
                one = line if repeat or part == 0 else _EMPTY
                if height > 1:
                    above[len(cells)] = _Cell(one, height - 1)
                cells.append(one)
            if len(cells) > _MOST_COLUMNS:
                break
        _take_above(cells, above)
        yield cells[:_MOST_COLUMNS]


def _take_above(cells: list[LaidLine], above: dict[int, _Cell]) -> None:
    """Add the cells of earlier rows that reach down to the next columns."""
    while (cell := above.get(len(cells))) is not None:
        cell.rows -= 1
        if not cell.rows:
            del above[len(cells)]
        cells.append(cell.line)


def _cell(node: Node, labels: Labels) -> LaidLine:
    line = line_of(node, labels)
    return LaidLine(line.text.replace("|", "/"), line.marks)


def _names(head: Sequence[Sequence[LaidLine]]) -> tuple[str, ...]:
    width = max((len(row) for row in head), default=0)
    names = []
    for column in range(width):
        above = [row[column].words for row in head if column < len(row)]
        names.append(": ".join(dict.fromkeys(name for name in above if name)))
    return tuple(names)


def _padded(row: list[LaidLine], width: int) -> list[LaidLine]:
    """Return a row as wide as its header, but for one that is a single cell: a subheading."""
    words = [cell for cell in row if cell.text]
    if len(words) == 1 and row[0].text:
        return words
    return [*row, *[_EMPTY] * (width - len(row))]


def _spanned(node: Node, name: str) -> int:
    given = node.get(name) or "1"
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        return 1
    return min(max(int(given), 1), _MOST_SPANNED)


def _joined(cells: Sequence[LaidLine]) -> LaidLine:
    text, marks = "|", []
    for cell in cells:
        text += " "
        marks += [(label, len(text) + first, len(text) + last) for label, first, last in cell.marks]
        text += f"{cell.text} |" if cell.text else "|"
    return LaidLine(text, tuple(marks))

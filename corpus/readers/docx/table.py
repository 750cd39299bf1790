"""The rows of a Word table, each cell's words as one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn

from corpus.readers.docx.line import INSIDE, Element, Inline, paragraphs_in
from corpus.readers.docx.styles import is_on
from corpus.readers.htmlline import LaidLine, LineBuilder

_FIGURE = re.compile(r"\d")
_WIDEST = 64
"""Columns that one cell may be stated to span: Word has 63 at the most."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells, one for each column that they span, empty after the first."""

    cells: tuple[LaidLine, ...]
    is_header: bool


def is_box(table: Element) -> bool:
    """Tell whether a table is only a frame around text: it has one cell."""
    rows = list(_inside(table, qn("w:tr")))
    return len(rows) == 1 and len(list(_inside(rows[0], qn("w:tc")))) == 1


def table_rows(table: Element, inline: Inline) -> Iterator[TableRow]:
    """Yield the rows of a table that are not deleted; rows without words are none."""
    rows = [row for row in _inside(table, qn("w:tr")) if not _is_deleted(row)]
    read = [(row, _cells(row, inline)) for row in rows]
    read = [(row, cells) for row, cells in read if any(cell.text for cell in cells)]
    for place, (row, cells) in enumerate(read):
        named = _is_marked(row) or (
            not place and len(read) > 1 and _is_first_row(table, row, [each for _, each in read])
        )
        yield TableRow(cells, named)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows or cells right in `parent`, or in what only wraps them."""
    for child in parent.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag in INSIDE:
            yield from _inside(child, tag)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _is_marked(row: Element) -> bool:
    """Tell whether Word repeats the row as a header on each page."""
    mark = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return mark is not None and is_on(mark)


def _is_first_row(table: Element, row: Element, read: list[tuple[LaidLine, ...]]) -> bool:
    """Tell whether the first row names the columns: all bold, or words over figures."""
    runs = [run for run in row.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    bold = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    if runs and all(switch is not None and is_on(switch) for switch in bold):
        return True
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    styled = look is not None and str(look.get(qn("w:firstRow")) or "0") in {"1", "true"}
    figures = [any(_FIGURE.search(cell.text) for cell in cells) for cells in read]
    return styled and not figures[0] and any(figures[1:])


def _cells(row: Element, inline: Inline) -> tuple[LaidLine, ...]:
    cells: list[LaidLine] = []
    for cell in _inside(row, qn("w:tc")):
        builder = LineBuilder()
        for paragraph in paragraphs_in(cell):
            inline.read(paragraph, builder)
            builder.text(" ")
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        cells += [builder.take(), *[LaidLine("")] * (_columns(span) - 1)]
    return tuple(cells)


def _columns(span: Element | None) -> int:
    value = "" if span is None else str(span.get(qn("w:val")) or "")
    return max(1, min(int(value), _WIDEST)) if value.isdecimal() else 1

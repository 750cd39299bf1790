"""Rows of an HTML table as `| a | b |` lines under their header, spanning cells kept in step."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from corpus.readers.htmlline import LaidLine

_MOST_SPANNED = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A finished row; `header` is that of its table, empty for the header itself."""

    line: LaidLine
    header: tuple[str, ...]
    is_header: bool


class Table:
    """An open table. Cells are given in reading order; a row is taken when it closes."""

    def __init__(self, element: int) -> None:
        self.element = element
        self._header: tuple[str, ...] = ()
        self._cells: list[LaidLine] = []
        self._all_heads = True
        self._carried: dict[int, int] = {}  # column to rows that a cell above still covers

    def open_row(self) -> None:
        """Start a row."""
        self._cells, self._all_heads = [], True

    def add_cell(self, node: LexborNode, line: LaidLine) -> None:
        """Add a cell, after an empty one for each column that a cell above covers."""
        self._skip_covered()
        bars = LaidLine(line.text.replace("|", "/"), line.marks)
        rows = _spanned(node, "rowspan")
        for part in range(_spanned(node, "colspan")):
            if rows > 1:
                self._carried[len(self._cells)] = rows - 1
            self._cells.append(bars if part == 0 else LaidLine(""))
        self._all_heads = self._all_heads and node.tag == "th"

    def close_row(self) -> Row:
        """Return the row; its first row is the header when all its cells are heads."""
        self._skip_covered()
        cells = tuple(cell.words for cell in self._cells)
        if not any(cells):
            return Row(LaidLine(""), (), is_header=False)
        is_header = not self._header and self._all_heads
        line = _joined(self._cells)
        if is_header:
            self._header = cells
            return Row(line, (), is_header=True)
        return Row(line, self._header, is_header=False)

    def _skip_covered(self) -> None:
        while self._carried.get(len(self._cells)):
            self._carried[len(self._cells)] -= 1
            self._cells.append(LaidLine(""))


def _spanned(node: LexborNode, name: str) -> int:
    given = str(node.attributes.get(name) or "1")
    return min(max(int(given), 1), _MOST_SPANNED) if given.isascii() and given.isdigit() else 1


def _joined(cells: list[LaidLine]) -> LaidLine:
    text, marks = "|", []
    for cell in cells:
        text += " "
        marks += [(label, len(text) + first, len(text) + last) for label, first, last in cell.marks]
        text += f"{cell.text} |" if cell.text else "|"
    return LaidLine(text, tuple(marks))

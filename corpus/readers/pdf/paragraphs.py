"""From lines to paragraphs: over line ends, columns and pages, without cutting a sentence.

A line goes on with the paragraph before it unless something says that it begins anew: a wider
gap, another size or weight, an indent, a bullet, a short line before it. Over a column's or page's
end a paragraph goes on when its last sentence is not ended; a caption or footnote that stands in
between does not part it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from corpus.readers.pdf.layout import Line, Token

_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_FULLY_ENDED = re.compile(r"[.!?][\"'”’)\]]*$")
_BULLET = re.compile(r"[•●▪■◦○‣▸►–—*\uf0b7\uf0a7-]")
_ENUMERATED = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]|\[\d{1,3}\]")
_AMID = re.compile(r"[a-zα-ω]+(?=[\s,.;:)-])")
"""An ordinary word in small letters: what the rest of a sentence begins with."""
_CAPTION = re.compile(
    r"(?:Supplementary |Suppl\. )?(?:Figure|Fig\.?|Table|Box|Scheme|Algorithm|Panel) ?[A-Z]?\d"
)
_LEADERS = re.compile(r"(?:\. ?){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})?$")
_NOTE_LABEL = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3}|[a-z])")
_SMALL = 0.93
"""Share of the body's size below which a line at a column's foot may be a footnote."""
_WIDER = 1.25
"""How much wider than usual the gap above a new paragraph is, at the least."""
_INDENT = 0.8
_SHORT = 0.6
"""Share of its column's width below which a line that is not ended is a line of its own."""
_OTHER_SIZE = 0.08
_OTHER_WORD = 0.15
_LEAST_ROWS = 3
_FURTHEST = 6
"""Paragraphs after a page's end within which the rest of a cut one is looked for."""


class Role(StrEnum):
    """What a paragraph is on its page."""

    TEXT = "text"
    ITEM = "item"
    CAPTION = "caption"
    ROW = "row"
    NOTE = "note"
    ENTRY = "entry"


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together.

    Attributes:
        label: The figure or sign that a footnote or item begins with, as printed.
        lines: Its lines; a label is still in them.
    """

    role: Role
    lines: list[Line]
    label: str = ""

    @property
    def first(self) -> Line:
        """Return its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Return its last line."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is usual in a document.

    Attributes:
        size: Size of most of its text, in points.
        bold: True where most of its text is bold.
        gaps: For a size, the usual distance of baselines, in points.
    """

    size: float
    bold: bool
    gaps: dict[float, float] = field(default_factory=dict)

    def usual_gap(self, size: float) -> float:
        """Return the usual distance of baselines for text of `size` points."""
        return self.gaps.get(round(size), 1.2 * size)


def setting(lines: Sequence[Line]) -> Setting:
    """Return what is usual in the document that `lines` are of."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    gaps: dict[float, list[float]] = {}
    before: Line | None = None
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
        bold[line.bold] += len(line.text)
        if before and _same_flow(before, line) and round(before.size) == round(line.size):
            gap = line.base - before.base
            if 0.8 * line.size < gap < 2.2 * line.size:
                gaps.setdefault(round(line.size), []).append(gap)
        before = line
    usual = {size: median(found) for size, found in gaps.items()}
    return Setting(max(sizes, key=lambda one: sizes[one]), bold[True] > bold[False], usual)


def paragraphs(lines: Sequence[Line], usual: Setting) -> list[Paragraph]:
    """Return the paragraphs of a document in reading order."""
    notes = _note_lines(lines, usual)
    rows = _table_lines(lines)
    builder = _Builder(usual)
    for place, line in enumerate(lines):
        if place in notes:
            builder.add_note(line, notes[place])
        elif place in rows:
            builder.add_alone(Role.ROW, line)
        elif _LEADERS.search(line.text):
            builder.add_alone(Role.ENTRY, line)
        else:
            builder.add(line)
    return builder.paragraphs


def _same_flow(before: Line, line: Line) -> bool:
    return (before.page, before.flow) == (line.page, line.flow) and line.base > before.base


class _Builder:
    """Joins lines to paragraphs, one after another."""

    def __init__(self, usual: Setting) -> None:
        self.paragraphs: list[Paragraph] = []
        self._usual = usual
        self._open: Paragraph | None = None  # the paragraph that lines go on with
        self._cut: Paragraph | None = None  # one that a column's end cut, waiting for its rest
        self._since_cut = 0
        self._note: Paragraph | None = None

    def add(self, line: Line) -> None:
        """Add a line of running text."""
        current = self._open
        if current and _same_flow(current.last, line):
            if self._goes_on(current, line):
                current.lines.append(line)
                return
        elif current and self._goes_on_over_break(current, line):
            current.lines.append(line)
            return
        elif current and not _ENDED.search(current.last.text):
            self._cut, self._since_cut = current, 0
        cut = self._cut
        if cut and cut is not current and self._since_cut <= _FURTHEST and _is_rest(cut, line):
            cut.lines.append(line)
            self._open, self._cut = cut, None
            return
        self._begin(line)

    def add_alone(self, role: Role, line: Line) -> None:
        """Add a line that is a whole of its own."""
        self.paragraphs.append(Paragraph(role, [line]))
        self._leave()

    def add_note(self, line: Line, label: str) -> None:
        """Add a line of a footnote; without a label it goes on with the one before."""
        if label or self._note is None:
            self._note = Paragraph(Role.NOTE, [line], label)
            self.paragraphs.append(self._note)
        else:
            self._note.lines.append(line)

    def _begin(self, line: Line) -> None:
        role, label = _role(line)
        self._leave()
        self._open = Paragraph(role, [line], label)
        self.paragraphs.append(self._open)
        self._since_cut += 1

    def _leave(self) -> None:
        """Close the open paragraph; one that is not ended waits for its rest."""
        if self._open and self._open is not self._cut and self._awaits_rest(self._open):
            self._cut, self._since_cut = self._open, 0
        self._open = None

    def _awaits_rest(self, paragraph: Paragraph) -> bool:
        full = paragraph.last.x1 >= paragraph.last.left + 0.8 * _width(paragraph.last)
        return (
            full
            and paragraph.role in {Role.TEXT, Role.ITEM}
            and not _ENDED.search(paragraph.last.text)
            and len(paragraph.last.text) > 40
        )

    def _goes_on(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell whether `line` goes on with a paragraph in the same column."""
        before = paragraph.last
        if _is_other_style(before, line):
            return False
        gap = line.base - before.base
        if gap > _WIDER * self._usual.usual_gap(line.size) + 0.5:
            return False
        if _begins_item(line) and self._may_begin_item(paragraph, line):
            return False
        if _CAPTION.match(line.text) and _ENDED.search(before.text):
            return False
        if paragraph.role is Role.ITEM:
            return line.x0 > paragraph.first.x0 + 1 or not _ENDED.search(before.text)
        return not self._is_indented(before, line) and not _is_short(before, line)

    def _may_begin_item(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell a new item from a figure that a line happens to begin with."""
        moved = abs(line.x0 - paragraph.last.x0) > 2
        ended = bool(_ENDED.search(paragraph.last.text))
        listed = paragraph.role is Role.ITEM and abs(line.x0 - paragraph.first.x0) <= 2
        return bool(_BULLET.fullmatch(line.tokens[0].text)) or moved or ended or listed

    def _is_indented(self, before: Line, line: Line) -> bool:
        indent = line.x0 - line.left
        own = _INDENT * line.size < indent < 5 * line.size
        return own and before.x0 <= before.left + 0.3 * before.size

    def _goes_on_over_break(self, paragraph: Paragraph, line: Line) -> bool:
        """Tell whether the first line of a column goes on with a paragraph of the one before."""
        before = paragraph.last
        if _is_other_style(before, line) or _ENDED.search(before.text):
            return False
        if _begins_item(line) or _CAPTION.match(line.text) or paragraph.role is Role.CAPTION:
            return False
        if line.bold != self._usual.bold or line.size > (1 + _OTHER_SIZE) * self._usual.size:
            return False
        return line.text[:1].islower() or before.x1 >= before.left + 0.8 * _width(before)


def _is_rest(cut: Paragraph, line: Line) -> bool:
    """Tell whether `line` is the rest of a cut paragraph: in the middle of a sentence."""
    elsewhere = (line.page, line.flow) != (cut.last.page, cut.last.flow)
    amid = _AMID.match(line.text) is not None and not _begins_item(line)
    return elsewhere and amid and not _is_other_style(cut.last, line)


def _width(line: Line) -> float:
    return line.right - line.left


def _is_other_style(before: Line, line: Line) -> bool:
    """Tell whether two lines are set differently; in mid-sentence a word may be, not a text."""
    amid = line.text[:1].islower() and not _ENDED.search(before.text)
    other = abs(line.size - before.size) / before.size
    return other > (_OTHER_WORD if amid else _OTHER_SIZE) or (line.bold != before.bold and not amid)


def _is_short(before: Line, line: Line) -> bool:
    """Tell whether the line before ends so early that the next one cannot belong to it."""
    filled = (before.x1 - before.left) / max(_width(before), 1)
    if _FULLY_ENDED.search(before.text):
        return filled < 0.8
    return filled < _SHORT and not line.text[:1].islower() and not before.text.endswith(("-", ","))


def _begins_item(line: Line) -> bool:
    first = line.tokens[0].text
    return len(line.tokens) > 1 and bool(_BULLET.fullmatch(first) or _ENUMERATED.fullmatch(first))


def _role(line: Line) -> tuple[Role, str]:
    if _begins_item(line) and not line.bold:
        return Role.ITEM, line.tokens[0].text
    return (Role.CAPTION if _CAPTION.match(line.text) else Role.TEXT), ""


def _note_lines(lines: Sequence[Line], usual: Setting) -> dict[int, str]:
    """Return the places of footnote lines, each with the label that it begins with, or ""."""
    found: dict[int, str] = {}
    marks = {page: set(labels) for page, labels in _marks_by_page(lines, usual)}
    for places in _flows(lines):
        foot: list[int] = []
        for place in reversed(places):
            if lines[place].size > _SMALL * usual.size:
                break
            foot.insert(0, place)
        labels = {place: _label(lines[place], marks) for place in foot}
        first = next((place for place in foot if labels[place]), None)
        if first is not None:
            found |= {place: labels[place] for place in foot if place >= first}
    return found


def _flows(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the places of the lines of each column of each page."""
    places: list[int] = []
    for place, line in enumerate(lines):
        if places and (lines[places[-1]].page, lines[places[-1]].flow) != (line.page, line.flow):
            yield places
            places = []
        places.append(place)
    if places:
        yield places


def _marks_by_page(lines: Iterable[Line], usual: Setting) -> Iterator[tuple[int, set[str]]]:
    """Yield each page's raised labels in its running text."""
    marks: dict[int, set[str]] = {}
    for line in lines:
        if line.size > _SMALL * usual.size:
            raised = [text for token in line.tokens for text, up in token.pieces if up]
            labels = {label for text in raised for label in note_labels(text)}
            marks.setdefault(line.page, set()).update(labels)
    yield from marks.items()


def note_labels(raised: str) -> list[str]:
    """Return the labels in a raised text, "3" and "4" of "3,4"; none where it is no mark."""
    parts = [part.strip() for part in re.split(r"[,;]", raised)]
    return parts if all(_NOTE_LABEL.fullmatch(part) for part in parts) else []


def _label(line: Line, marks: dict[int, set[str]]) -> str:
    """Return the label with which a footnote's first line begins, or ""."""
    here = marks.get(line.page, set())
    first = line.tokens[0]
    text, raised = first.pieces[0]
    bare = text.rstrip(".)")
    if bare not in here or not (raised or len(first.pieces) == 1):
        return ""
    return bare if raised or len(line.tokens) > 1 else ""


def _table_lines(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines in tables: neighbours with cells under one another."""
    found: set[int] = set()
    run: list[int] = []
    for place, line in enumerate(lines):
        celled = len(cells(line)) > 1
        if run and not (celled and _same_flow(lines[run[-1]], line)):
            found |= _table(lines, run)
            run = []
        if celled:
            run.append(place)
    return found | _table(lines, run)


def cells(line: Line) -> list[tuple[Token, ...]]:
    """Return the cells of a line; a bullet or number before a wide gap is no cell."""
    made = list(line.cells)
    if len(made) > 1 and len(made[0]) == 1:
        first = made[0][0].text
        if _BULLET.fullmatch(first) or re.fullmatch(r"[\dIVXivx.]{1,6}[.)]?", first):
            made[:2] = [made[0] + made[1]]
    return made


def _table(lines: Sequence[Line], run: Sequence[int]) -> set[int]:
    """Return `run` where its lines are rows of a table: enough, and some column aligned."""
    if len(run) < _LEAST_ROWS:
        return set()
    edges: Counter[tuple[str, int]] = Counter()
    for place in run:
        inner = cells(lines[place])[1:]
        starts = {("start", round(cell[0].x0 / 4)) for cell in inner}
        ends = {("end", round(cell[-1].x1 / 4)) for cell in inner}
        edges.update(starts | ends)
    aligned = edges.most_common(1)[0][1]
    return set(run) if aligned >= 0.6 * len(run) else set()

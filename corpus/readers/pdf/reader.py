"""PDF files, laid out as text: one line for each heading, paragraph, list item and table row.

Pages, columns, line ends and running heads are the paper's and not the author's, so the canonical
text of a PDF is what a reader reads, laid out by fixed rules: paragraphs whole over line ends and
pages, footnotes at the end, marks in square brackets. `metadata["page_starts"]` holds, for each
page, the place in the text of the first block that begins on it or after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.readers.htmlline import LaidLine
from corpus.readers.pdf.furniture import without_furniture
from corpus.readers.pdf.layout import Line, Stretch, reading_order, stretches
from corpus.readers.pdf.paragraphs import Paragraph, Role, Setting, cells, paragraphs, setting
from corpus.readers.pdf.process import Page, Pages, read_pages, refusal
from corpus.readers.pdf.text import Vocabulary, laid_text, plain_text
from corpus.records import Block, Document, Kind, Marker, Problem, Span
from corpus.source import ArticleError

MEDIA = "application/pdf"
_LARGER = 1.12
"""How much larger than the body a heading's letters are, where it is not bold."""
_LONGEST_HEADING = 200
_MOST_HEADING_LINES = 4
_NO_HEADING_END = re.compile(r"[.,;:…]$")
_UNMAPPED = 0.3
"""Share of letters without a Unicode value from which on a text cannot be trusted."""
_FEW_PAGES = 0.2

Notes = Mapping[tuple[int, str], str]


def read_pdf(path: Path) -> Iterator[Document]:
    """Yield the document of the PDF at `path`.

    Raises:
        ArticleError: The file cannot be read, holds no text, or more than one article may.
    """
    found = read_pages(path)
    _check_text(path, found.pages)
    drawn = [stretches(page) for page in found.pages]
    # A file in which everything is a running row has no running rows, but very short pages.
    lines = _lines(found, without_furniture(found.pages, drawn)) or _lines(found, drawn)
    writer = _Writer(lines, len(found.pages))
    writer.write()
    yield Document(
        path=str(path),
        media=MEDIA,
        source="".join(writer.parts),
        title=writer.title or _own_title(found),
        metadata={"pages": len(found.pages), "page_starts": writer.page_starts()},
        blocks=tuple(writer.blocks),
        markers=tuple(writer.markers),
        problems=tuple(_problems(path, found.pages)),
    )


def _lines(found: Pages, drawn: Sequence[Sequence[Stretch]]) -> list[Line]:
    """Return the lines of all pages in reading order."""
    return [
        line
        for page, here in zip(found.pages, drawn, strict=True)
        for line in reading_order(here, page.number)
    ]


def _check_text(path: Path, pages: Sequence[Page]) -> None:
    letters = sum(len(word.text) for page in pages for word in page.words)
    if not letters:
        raise _no_text(path)
    if sum(page.unmapped for page in pages) > _UNMAPPED * letters:
        message = (
            "the PDF's fonts do not say which letters they show, so its text cannot be quoted; run"
            " text recognition (OCR) over it, or give the text itself"
        )
        raise refusal(path, "no-letters", message)


def _no_text(path: Path) -> ArticleError:
    message = (
        "the PDF holds pictures of pages and no text; run text recognition (OCR) over it, or give"
        " the text itself"
    )
    return refusal(path, "scanned", message)


def _own_title(found: Pages) -> str:
    """Return the title in the file's own record, where it is one and no file name."""
    title = " ".join(found.title.split())
    return "" if re.search(r"\.\w{2,5}$|^(?:microsoft word|untitled)", title, re.I) else title


def _problems(path: Path, pages: Sequence[Page]) -> Iterator[Problem]:
    hidden = next((page for page in pages if page.hidden.strip()), None)
    if hidden:
        words = plain_text(" ".join(hidden.hidden.split()))[:60]
        message = (
            f"page {hidden.number} has hidden text, left out, for example {words!r}; delete it"
        )
        yield Problem(str(path), 0, "hidden-text", message)
    broken = [page.number for page in pages if not page.readable]
    if broken:
        message = f"{len(broken)} pages cannot be read, the first is {broken[0]}; export them again"
        yield Problem(str(path), 0, "unreadable-page", message)
    empty = [page.number for page in pages if page.readable and not page.words]
    if len(empty) > max(1, _FEW_PAGES * len(pages)):
        message = (
            f"{len(empty)} of {len(pages)} pages hold no text, the first is {empty[0]}; if they are"
            " scans, run text recognition (OCR) over them"
        )
        yield Problem(str(path), 0, "page-without-text", message)


class _Writer:
    """Lays paragraphs out as text and notes a block for each line it writes."""

    def __init__(self, lines: Sequence[Line], pages: int) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.markers: list[Marker] = []
        self.title = ""
        self._pages = pages
        self._starts: dict[int, int] = {}
        self._usual = setting(lines)
        self._paragraphs = paragraphs(lines, self._usual)
        self._vocabulary = Vocabulary(lines)
        self._notes = _note_names(self._paragraphs)
        self._levels = _levels(self._paragraphs, self._usual)
        self._path: list[tuple[int, str]] = []
        self._lead = ""
        self._item_lead = ""
        self._header: tuple[str, ...] = ()
        self._before: Role | None = None

    def write(self) -> None:
        """Lay out all paragraphs; footnotes come last, in order."""
        for paragraph in self._paragraphs:
            if paragraph.role is not Role.NOTE:
                self._write(paragraph)
        for paragraph in self._paragraphs:
            if paragraph.role is Role.NOTE:
                self._write_note(paragraph)

    def page_starts(self) -> list[int]:
        """Return for each page where in the text the first block on it or after it begins."""
        starts = [self.length] * self._pages
        after = self.length
        for page in range(self._pages, 0, -1):
            after = self._starts.get(page, after)
            starts[page - 1] = after
        return starts

    def _write(self, paragraph: Paragraph) -> None:
        role = paragraph.role
        if role is not Role.ROW:
            self._header = ()
        if role is Role.ROW:
            self._row(paragraph.first)
        elif role is Role.ITEM:
            if self._before is not Role.ITEM:
                self._item_lead = self._lead
            line = self._laid(paragraph, skip_label=True)
            prefix = f"{paragraph.label} " if paragraph.label[:-1].strip("([") else "- "
            self._emit(paragraph, line, Kind.LIST_ITEM, prefix=prefix, lead=self._item_lead)
        elif _is_heading(paragraph, self._usual):
            self._head(paragraph)
        else:
            line = self._laid(paragraph)
            self._emit(paragraph, line, Kind.PARAGRAPH)
            self._lead = line.text
        self._before = role

    def _write_note(self, paragraph: Paragraph) -> None:
        label = self._notes.get((paragraph.first.page, paragraph.label), "")
        line = self._laid(paragraph, skip_label=bool(label))
        kind = Kind.FOOTNOTE if label else Kind.PARAGRAPH
        self._emit(paragraph, line, kind, prefix="- " if label else "", label=label)

    def _head(self, paragraph: Paragraph) -> None:
        line = self._laid(paragraph)
        level = self._levels[_style(paragraph)]
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, line.words))
        self._lead = ""
        if not self.title and paragraph.first.page == 1 and level == min(self._levels.values()):
            self.title = line.words
        self._emit(paragraph, line, Kind.HEADING)

    def _row(self, line: Line) -> None:
        laid = [
            laid_text([replace(line, cells=(cell,))], self._vocabulary, self._notes)
            for cell in cells(line)
        ]
        text = "|"
        marks: list[tuple[str, int, int]] = []
        for cell in laid:
            start = len(text) + 1
            marks += [(label, start + first, start + last) for label, first, last in cell.marks]
            text += f" {cell.text.replace('|', '/')} |"
        header = line.bold and self._before is not Role.ROW and not self._usual.bold
        kind = Kind.TABLE_HEADER if header else Kind.TABLE_ROW
        fits = len(self._header) == len(laid)
        paragraph = Paragraph(Role.ROW, [line])
        row = LaidLine(text, tuple(marks))
        self._emit(paragraph, row, kind, header=self._header if fits else (), lead=self._lead)
        if header:
            self._header = tuple(cell.words for cell in laid)

    def _laid(self, paragraph: Paragraph, *, skip_label: bool = False) -> LaidLine:
        return laid_text(paragraph.lines, self._vocabulary, self._notes, skip_label=skip_label)

    def _emit(
        self,
        paragraph: Paragraph,
        line: LaidLine,
        kind: Kind,
        *,
        prefix: str = "",
        header: tuple[str, ...] = (),
        label: str = "",
        lead: str = "",
    ) -> None:
        if not re.search(r"\w", line.text):
            return
        start = self.length + len(prefix)
        span = Span(start, start + len(line.text))
        if kind is not Kind.FOOTNOTE:
            self._starts.setdefault(paragraph.first.page, self.length)
        section = tuple(text for _, text in self._path) if kind is not Kind.FOOTNOTE else ()
        self.blocks.append(Block(kind, span, section, header, label, lead))
        self.markers += [
            Marker(name, Span(start + first, start + last)) for name, first, last in line.marks
        ]
        self.parts += [prefix, line.text, "\n"]
        self.length = span.end + 1


def _note_names(found: Sequence[Paragraph]) -> dict[tuple[int, str], str]:
    """Return a label for each footnote by page and label as printed, unique in the document."""
    notes = [(one.first.page, one.label) for one in found if one.role is Role.NOTE and one.label]
    times = Counter(label for _, label in dict.fromkeys(notes))
    return {
        (page, label): label if times[label] == 1 else f"{page}.{label}" for page, label in notes
    }


Style = tuple[float, bool, bool]


def _style(paragraph: Paragraph) -> Style:
    text = " ".join(line.text for line in paragraph.lines)
    return round(paragraph.first.size), paragraph.first.bold, text.isupper()


def _is_heading(paragraph: Paragraph, usual: Setting) -> bool:
    """Tell whether a paragraph is a heading: larger or bolder than the text, short, no sentence."""
    text = " ".join(line.text for line in paragraph.lines)
    if paragraph.role is not Role.TEXT or not re.search(r"[^\W\d_]{2}", text):
        return False
    if len(text) > _LONGEST_HEADING or len(paragraph.lines) > _MOST_HEADING_LINES:
        return False
    if _NO_HEADING_END.search(text):
        return False
    first = paragraph.first
    stands_out = (first.bold and not usual.bold) or (text.isupper() and len(text) > 3)
    large = first.size >= _LARGER * usual.size
    return large or (stands_out and first.size >= 0.95 * usual.size)


def _levels(found: Sequence[Paragraph], usual: Setting) -> dict[Style, int]:
    """Return a level for each style of heading: the largest first, bold before plain."""
    styles = {_style(one) for one in found if _is_heading(one, usual)}
    ordered = sorted(styles, key=lambda style: (-style[0], not style[1], not style[2]))
    return {style: level for level, style in enumerate(ordered, 1)}

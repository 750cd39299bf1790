"""Word documents (DOCX), laid out as text: one line for each heading, paragraph, item and row.

The text is what Word shows after all changes are accepted, without headers, footers, comments and
hidden words; footnotes come last and their marks stand in square brackets, as in `html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from corpus.readers.docx.line import INSIDE, Element, Inline, paragraphs_in
from corpus.readers.docx.parts import note_elements, open_docx
from corpus.readers.docx.styles import Styles, outline_level
from corpus.readers.docx.table import TableRow, is_box, table_rows
from corpus.readers.htmlline import LaidLine, LineBuilder, collapsed
from corpus.records import Block, Document, Kind, Marker, Problem, Span
from corpus.source import ArticleError

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(path: Path) -> Iterator[Document]:
    """Yield the document of the Word file at `path`.

    Raises:
        ArticleError: The file cannot be read or holds no text.
    """
    word = open_docx(path)
    writer = _Writer(Styles(word.styles.element), path)
    writer.write(word.element.body)
    writer.write_notes(word)
    if not writer.blocks:
        message = "the Word file holds no text to show; save it again with its text"
        raise ArticleError(Problem(str(path), 0, "no-text", message, fatal=True))
    yield Document(
        path=str(path),
        media=MEDIA,
        source="".join(writer.parts),
        title=writer.title or collapsed(word.core_properties.title or ""),
        metadata={},
        blocks=tuple(writer.blocks),
        markers=tuple(writer.markers),
        problems=tuple(_problems(writer, path)),
    )


def _problems(writer: _Writer, path: Path) -> Iterator[Problem]:
    words = collapsed(" ".join(writer.inline.hidden))
    if re.search(r"\w", words):
        message = f"hidden text was left out, for example {words[:60]!r}; delete it"
        yield Problem(str(path), 0, "hidden-text", message)
    if writer.inline.changes:
        message = (
            f"{writer.inline.changes} changes are still under review; the text is read as if all"
            " were accepted: accept or reject them"
        )
        yield Problem(str(path), 0, "tracked-changes", message)
    for label in writer.missing:
        message = f"footnote {label} is marked and not in the file; add it"
        yield Problem(str(path), 0, "missing-footnote", message)


class _Writer:
    """Lays the document out as text and notes a block for each line it writes."""

    def __init__(self, styles: Styles, file: Path) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.markers: list[Marker] = []
        self.title = ""
        self.inline = Inline(styles)
        self.missing: list[str] = []
        self._file = file
        self._styles = styles
        self._path: list[tuple[int, str]] = []
        self._line = LineBuilder()
        self._lead = ""
        self._item_lead: str | None = None

    def write(self, parent: Element) -> None:
        """Lay out the paragraphs and tables in `parent`."""
        for child in parent.iterchildren("*"):
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in INSIDE and not _is_contents(child):
                self.write(child)
            elif child.tag in {qn("w:del"), qn("w:moveFrom")}:
                self.inline.changes += 1

    def write_notes(self, word: WordDocument) -> None:
        """Lay out the footnotes and endnotes that are marked in the text, in the marks' order."""
        notes = dict(note_elements(word, self._file))
        for place, label in list(self.inline.labels.items()):
            line = self._note(notes.get(place))
            if not line.text:
                self.missing.append(label)
                continue
            self._emit(line, Kind.FOOTNOTE, (), prefix="- ", label=label)

    def _note(self, note: Element | None) -> LaidLine:
        builder = LineBuilder()
        if note is not None:
            for paragraph in paragraphs_in(note):
                self.inline.read(paragraph, builder)
                builder.text(" ")
        return builder.take()

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(qn("w:pPr"))
        self.inline.read(paragraph, self._line)
        if _is_joined(properties):
            return  # the paragraph's own end is deleted: it goes on in the next one
        line = self._line.take()
        style = _style(properties)
        if line.text and not self._styles.is_contents(style):
            self._write_line(line, style, properties)
        boxes, self.inline.boxes = self.inline.boxes, []
        for box in boxes:
            self.write(box)

    def _write_line(self, line: LaidLine, style: str, properties: Element | None) -> None:
        level = self._level(style, properties)
        if level:
            self._head(level, line.words)
            self._emit(line, Kind.HEADING, self._section())
        elif self._is_item(style, properties):
            if self._item_lead is None:
                self._item_lead = self._lead
            self._emit(line, Kind.LIST_ITEM, self._section(), prefix="- ", lead=self._item_lead)
            return
        else:
            self._emit(line, Kind.PARAGRAPH, self._section())
            self._lead = line.text
        self._item_lead = None

    def _level(self, style: str, properties: Element | None) -> int:
        own = None if properties is None else properties.find(qn("w:outlineLvl"))
        return self._styles.heading_level(style) if own is None else outline_level(own)

    def _is_item(self, style: str, properties: Element | None) -> bool:
        own = None
        if properties is not None:
            own = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
        return self._styles.is_list(style) if own is None else own.get(qn("w:val")) != "0"

    def _head(self, level: int, words: str) -> None:
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, words))
        self._lead = ""
        if level <= 2 and not self.title:
            self.title = words

    def _section(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._path)

    def _table(self, table: Element) -> None:
        if is_box(table):
            for cell in table.iter(qn("w:tc")):
                self.write(cell)
                return
        header: tuple[str, ...] = ()
        for row in table_rows(table, self.inline):
            fits = len(header) == len(row.cells)
            kind = Kind.TABLE_HEADER if row.is_header else Kind.TABLE_ROW
            self._row(row, kind, header if fits and not row.is_header else ())
            if row.is_header:
                header = tuple(cell.words for cell in row.cells)
        self._item_lead = None

    def _row(self, row: TableRow, kind: Kind, header: tuple[str, ...]) -> None:
        text = "|"
        marks: list[tuple[str, int, int]] = []
        for cell in row.cells:
            start = len(text) + 1
            marks += [(label, start + first, start + last) for label, first, last in cell.marks]
            text += f" {cell.text.replace('|', '/')} |" if cell.text else " |"
        self._emit(
            LaidLine(text, tuple(marks)), kind, self._section(), header=header, lead=self._lead
        )

    def _emit(
        self,
        line: LaidLine,
        kind: Kind,
        section: tuple[str, ...],
        *,
        header: tuple[str, ...] = (),
        prefix: str = "",
        label: str = "",
        lead: str = "",
    ) -> None:
        if not re.search(r"\w", line.text):
            return
        start = self.length + len(prefix)
        span = Span(start, start + len(line.text))
        self.blocks.append(Block(kind, span, section, header, label, lead))
        self.markers += [
            Marker(name, Span(start + first, start + last)) for name, first, last in line.marks
        ]
        self.parts += [prefix, line.text, "\n"]
        self.length = span.end + 1


def _is_contents(element: Element) -> bool:
    """Tell whether a content control is Word's own table of contents."""
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _is_joined(properties: Element | None) -> bool:
    return properties is not None and properties.find(f"{qn('w:rPr')}/{qn('w:del')}") is not None


def _style(properties: Element | None) -> str:
    style = None if properties is None else properties.find(qn("w:pStyle"))
    return "" if style is None else str(style.get(qn("w:val")) or "")

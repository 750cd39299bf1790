"""Lays JATS blocks out as lines of text, and notes a block for each line it writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corpus.readers.htmlline import LaidLine, collapsed
from corpus.readers.jats.line import Labels, Line, line_of
from corpus.readers.jats.notices import is_notice, run_in_notice
from corpus.readers.jats.table import table_of
from corpus.readers.jats.xml import Node, text_of
from corpus.records import Block, Kind, Marker, Span

Path = tuple[str, ...]
"""Headings, outermost first."""

_SKIPPED: Final = frozenset(
    "title label graphic media supplementary-material object-id attrib permissions glossary"
    " ref-list sig-block sec-meta related-article related-object kwd-group subtitle alt-text"
    " long-desc ack bio".split()
)
_SECTIONS: Final = frozenset({"sec", "notes", "app"})
_CONTINUED: Final = "  "
"""Stands before a list item's second paragraph, in the place of its bullet."""
_LONGEST_LABEL: Final = 6
_BREAKS: Final = frozenset("list def-list disp-quote p verse-group statement speech".split())
"""Elements that end the line of the paragraph they stand in."""
_LOOKED_THROUGH: Final = frozenset(
    "boxed-text disp-quote statement speech verse-group fig-group table-wrap-group fn-group"
    " table-wrap-foot disp-formula-group".split()
)


class Layout:
    """The laid-out text so far: `parts` joined are the source, `left_out` the dropped headings."""

    def __init__(self, labels: Labels) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.markers: list[Marker] = []
        self.left_out: list[str] = []
        self.missing: dict[str, int] = {}
        self._labels = labels
        self._length = 0

    def block(self, node: Node, path: Path, lead: str = "") -> None:
        """Lay out one element with all that is in it.

        Args:
            node: The element.
            path: The headings above it.
            lead: The text that introduces a list, or a table's caption.
        """
        tag = node.tag
        if tag in _SKIPPED:
            return
        if tag in _SECTIONS or (tag == "boxed-text" and node.child("title")):
            self._section(node, path)
        elif tag == "list":
            self._list(node, path, lead)
        elif tag == "def-list":
            self._definitions(node, path, lead)
        elif tag in {"table-wrap", "fig"}:
            self._captioned(node, path)
        elif tag in {"table", "array"}:
            self._table(node, path, lead)
        elif tag == "fn":
            self._note(node, path)
        elif tag == "alternatives" and (tables := node.children("table", "array")):
            self._table(tables[0], path, lead)
        elif tag in _LOOKED_THROUGH or node.children("p", "sec"):
            for part in node.children():
                self.block(part, path, lead)
        elif told := run_in_notice(node):
            self.left_out.append(told)
        else:
            self._note_missing(node)
            self._running(node.parts if tag == "p" else [node], path)

    def emit_heading(self, words: str, path: Path) -> None:
        """Write a heading line."""
        self._emit(LaidLine(collapsed(words)), Kind.HEADING, path)

    def emit_entry(self, label: str, text: str) -> None:
        """Write an entry of the reference list, its label in brackets before it."""
        self._emit(
            LaidLine(text), Kind.FOOTNOTE, ("References",), prefix=f"[{label}] ", label=label
        )

    def _section(self, node: Node, path: Path) -> None:
        title = node.child("title")
        line = line_of(title, self._labels) if title is not None else LaidLine("")
        words = line.words.rstrip(" :.")
        # A table or figure is of the study, whatever its section is called.
        if words and is_notice(words) and not any(node.within("table-wrap", "fig")):
            self.left_out.append(words)
            return
        label = text_of(node.child("label")).strip(" .")
        if words:
            path = (*path, words)
            self._emit(line, Kind.HEADING, path, prefix=f"{label}. " if label else "")
        for part in node.children():
            self.block(part, path)

    def _running(
        self,
        parts: Sequence[Node | str],
        path: Path,
        kind: Kind = Kind.PARAGRAPH,
        *,
        prefix: str = "",
        lead: str = "",
    ) -> str:
        """Lay out running text; what floats in it follows it, a list in it parts it.

        Returns the text written last, which introduces a list that follows.
        """
        line = Line(self._labels)
        last = ""
        for part in parts:
            if isinstance(part, Node) and part.tag in _BREAKS:
                last = self._emit(line.take(), kind, path, prefix=prefix, lead=lead) or last
                self.block(part, path, last or lead)
            else:
                line.add(part)
        last = self._emit(line.take(), kind, path, prefix=prefix, lead=lead) or last
        for part in line.floats:
            self.block(part, path)
        return last

    def _list(self, node: Node, path: Path, lead: str) -> None:
        for item in node.children("list-item"):
            label = text_of(item.child("label"))
            prefix = f"{label} " if 0 < len(label) <= _LONGEST_LABEL else "- "
            last = ""
            for part in item.children():
                if part.tag in {"list", "def-list"}:
                    self.block(part, path, last or lead)
                elif part.tag not in {"label", "title"}:
                    inner = part.parts if part.tag == "p" else [part]
                    told = self._running(inner, path, Kind.LIST_ITEM, prefix=prefix, lead=lead)
                    last, prefix = told or last, _CONTINUED if told else prefix

    def _note(self, node: Node, path: Path) -> None:
        """Lay out a footnote, its mark before its words."""
        mark = text_of(node.child("label"))
        for part in node.children():
            if part.tag == "p":
                self._running([f"{mark} ", *part.parts], path)
                mark = ""
            else:
                self.block(part, path)

    def _definitions(self, node: Node, path: Path, lead: str) -> None:
        for item in node.children("def-item", "def-list"):
            if item.tag == "def-list":
                self._definitions(item, path, lead)
                continue
            term, meaning = text_of(item.child("term")), text_of(item.child("def"))
            told = LaidLine(": ".join(part for part in (term, meaning) if part))
            self._emit(told, Kind.LIST_ITEM, path, prefix="- ", lead=lead)

    def _captioned(self, node: Node, path: Path) -> None:
        """Lay out a figure's caption, or a table: caption, header, rows, notes."""
        line = Line(self._labels)
        label = text_of(node.child("label")).strip(" .:")
        line.add(f"{label}. " if label else "")
        for caption in node.children("caption"):
            for part in caption.children("title", "p"):
                line.add(part)
                line.add(" ")
        lead = self._emit(line.take(), Kind.PARAGRAPH, path)
        for part in line.floats:
            self.block(part, path)
        for part in node.children():
            if part.tag not in {"label", "caption"}:
                self.block(part, path, lead)

    def _table(self, node: Node, path: Path, lead: str) -> None:
        table = table_of(node, self._labels)
        self._emit(table.header, Kind.TABLE_HEADER, path, lead=lead)
        for row in table.rows:
            self._emit(row, Kind.TABLE_ROW, path, header=table.names, lead=lead)

    def _note_missing(self, node: Node) -> None:
        for link in node.within("xref"):
            if link.get("ref-type") == "bibr":
                for target in link.get("rid").split():
                    if target not in self._labels.by_id:
                        self.missing.setdefault(target, link.line)

    def _emit(
        self,
        line: LaidLine,
        kind: Kind,
        path: Path,
        *,
        header: Path = (),
        prefix: str = "",
        label: str = "",
        lead: str = "",
    ) -> str:
        """Write a line as a block and return its text; an empty line writes nothing."""
        if not line.text:
            return ""
        start = self._length + len(prefix)
        span = Span(start, start + len(line.text))
        self.blocks.append(Block(kind, span, path, header, label, lead))
        self.markers += [
            Marker(name, Span(start + first, start + last)) for name, first, last in line.marks
        ]
        self.parts += [prefix, line.text, "\n"]
        self._length = span.end + 1
        return line.text

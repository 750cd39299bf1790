"""HTML pages, laid out as text: the layout is the canonical source that quotes point into.

Tags cannot be quoted to a reader, so an HTML article's canonical text is what a browser would
show, laid out by the fixed rules below: one line for each heading, paragraph and list item
("- "), one `| a | b |` line for each table row, footnote marks in square brackets. Navigation,
scripts, form fields and hidden elements are left out; hidden text is reported, because text that
only a program sees has no business in an article. The walk keeps its own stack, so that nesting
of any depth is read.
"""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.readers.htmlline import LaidLine, LineBuilder, collapsed, footnote_label, raised
from corpus.readers.htmltable import Table
from corpus.readers.htmlunseen import Unseen, unshown_instruction
from corpus.records import Block, Document, Kind, Marker, Problem, Span
from corpus.source import Lines

_SKIPPED = frozenset(
    "script style noscript template iframe object embed svg math nav button select input"
    " textarea dialog menu canvas audio video head link meta title datalist".split()
)
_FRAME = frozenset({"header", "footer", "aside"})
"""Left out around the article, kept inside it: an article's own header holds its title."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article main body html form figure figcaption details summary dl dt dd ul ol li"
    " blockquote pre table thead tbody tfoot tr td th caption address center hr header footer"
    " aside fieldset legend".split()
) | frozenset(_HEADINGS)
_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dd", "dt"})
_NOTE_TAGS = frozenset({"p", "div"})
_MOST_OF_PAGE = 0.5
_MOST_BETWEEN = 50
"""Elements between a table and what it holds that are looked through."""
_BACK_LINKS = frozenset({"↩", "↩︎", "^", "↑"})
_MARK_WORDS = re.compile(r"^[\[(]?(?:\d{1,3}|[a-z*†‡§¶])[\])]?$", re.IGNORECASE)


def read_html(source: str, path: Path) -> Document:
    """Return the blocks of an HTML page over its laid-out text.

    Hidden text, a mark without its note and a note given twice are reported as problems; lines
    of problems are those of the HTML file.
    """
    tree = LexborHTMLParser(source)
    writer = _Writer(_note_ids(tree), _layout_tables(tree), Unseen(tree))
    root = _root(tree)
    if root is not None:
        writer.write(root)
    return Document(
        path=str(path),
        media="text/html",
        source="".join(writer.parts),
        title=writer.title or _page_title(tree),
        metadata=_metadata(tree),
        blocks=tuple(writer.blocks),
        markers=tuple(writer.markers),
        problems=tuple(_problems(writer, source, path)),
    )


def _root(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the one main part of a page, or all of its body: nothing that is shown is dropped.

    A single article is the main part only where it holds most of the page's text; it may as well
    be a teaser beside it.
    """
    body = tree.body
    main = tree.css("main, [role=main]")
    if len(main) == 1:
        return main[0]
    articles = tree.css("article")
    if body is None or len(articles) != 1:
        return body
    inside, whole = len(articles[0].text(deep=True)), len(body.text(deep=True))
    return articles[0] if inside >= _MOST_OF_PAGE * whole else body


def _note_ids(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the ids of the page's footnotes: list items, and paragraphs that a link points to."""
    linked = {str(node.attributes.get("href"))[1:] for node in tree.css('a[href^="#"]')}
    return frozenset(
        node.id or ""
        for node in tree.css("li[id], dd[id], p[id], div[id]")
        if footnote_label(node.id or "") and (node.tag not in _NOTE_TAGS or node.id in linked)
    )


def _layout_tables(tree: LexborHTMLParser) -> frozenset[int]:
    """Return the tables that only arrange the page: they hold headings or other tables."""
    found = set()
    for node in tree.css("table, h1, h2, h3"):
        above = node.parent
        for _ in range(_MOST_BETWEEN):
            if above is None or above.tag == "table":
                break
            above = above.parent
        if above is not None and above.tag == "table":
            found.add(above.mem_id)
    return frozenset(found)


def _page_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return collapsed(node.text()) if node is not None else ""


def _metadata(tree: LexborHTMLParser) -> dict[str, object]:
    found: dict[str, object] = {}
    html = tree.css_first("html")
    if html is not None and html.attributes.get("lang"):
        found["lang"] = str(html.attributes["lang"])
    canonical = tree.css_first("link[rel=canonical]")
    if canonical is not None and canonical.attributes.get("href"):
        found["url"] = str(canonical.attributes["href"])
    for name, key in (
        ("article:modified_time", "updated"),
        ("last-modified", "updated"),
        ("date", "date"),
        ("description", "description"),
        ("license", "licence"),
    ):
        node = tree.css_first(f'meta[name="{name}"], meta[property="{name}"]')
        if node is not None and node.attributes.get("content"):
            found.setdefault(key, str(node.attributes["content"]))
    return found


def _problems(writer: _Writer, source: str, path: Path) -> list[Problem]:
    lines = Lines(source)
    problems = []

    def report(near: str, code: str, message: str) -> None:
        place = source.find(near) if near else -1
        problems.append(Problem(str(path), lines.number(place) if place >= 0 else 0, code, message))

    if writer.hidden:
        near = writer.hidden[0].strip().split("\n")[0]
        words = collapsed(writer.hidden[0])[:60]
        report(near, "hidden-text", f"hidden text was left out, for example {words!r}; delete it")
    for target in writer.missing:
        message = f"a mark points to {target!r}, which is no footnote of this page"
        report(target, "missing-footnote", message)
    for label in writer.repeated:
        message = f"footnote {label!r} is given twice; only the first is used"
        report(label, "duplicate-footnote", message)
    return problems


class _Writer:
    """Lays the page out as text and notes a block for each line it writes."""

    def __init__(
        self, notes: frozenset[str], layout_tables: frozenset[int], unseen: Unseen
    ) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.markers: list[Marker] = []
        self.title = ""
        self.hidden: list[str] = []
        self.missing: dict[str, None] = {}
        self.repeated: list[str] = []
        self._notes = notes
        self._layout_tables = layout_tables
        self._unseen = unseen
        self._labels: set[str] = set()
        self._line = LineBuilder()
        self._path: list[tuple[int, str]] = []
        self._lead = ""
        self._list_leads: list[str] = []
        self._kinds: list[tuple[Kind, str]] = []  # what an open element makes of its lines
        self._tables: list[Table] = []
        self._whole: int | None = None  # the open element that is laid out on one line
        self._articles = 0

    def write(self, root: LexborNode) -> None:
        """Lay out `root` and everything under it."""
        pending = [(root, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                self._leave(node)
            elif self._enter(node):
                pending.append((node, True))
                pending += [(child, False) for child in reversed(list(node.iter(True)))]
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Open `node`; tell whether its children are to be walked."""
        tag = node.tag or ""
        if tag == "-text":
            self._line.text(node.text(deep=False) or "")
            return False
        if tag.startswith(("-", "!")) or tag in _SKIPPED or self._is_frame(tag):
            words = unshown_instruction(node)
            self.hidden += [words] if words else []
            return False
        if self._unseen.hides(node):
            words = node.text(deep=True)
            if re.search(r"\w", words):
                self.hidden.append(words)
            return False
        if tag == "a" and self._footnote_mark(node):
            return False
        if tag == "sup" and node.css_first("a") is None:
            self._line.text(raised(node.text(deep=True)))
            return False
        if tag in _BLOCKS or tag == "br":
            self._open(node, tag)
        return True

    def _is_frame(self, tag: str) -> bool:
        return tag in _FRAME and not self._articles

    def _open(self, node: LexborNode, tag: str) -> None:
        if self._whole is not None or tag == "br":
            self._line.text(" ")
            return
        if tag in {"td", "th"} and self._tables:
            self._line.take()
            self._whole = node.mem_id
            return
        self._flush()
        if tag in {"article", "main"} or node.attributes.get("role") == "main":
            self._articles += 1
        if tag in _LISTS:
            self._list_leads.append(self._lead)
        elif tag == "table" and node.mem_id not in self._layout_tables:
            self._tables.append(Table(node.mem_id))
        elif tag == "tr" and self._tables:
            self._tables[-1].open_row()
        elif node.id in self._notes:
            self._kinds.append((Kind.FOOTNOTE, footnote_label(node.id or "")))
            self._whole = node.mem_id
        elif kind := _kind(tag):
            self._kinds.append((kind, tag))

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag not in _BLOCKS:
            return
        if self._whole is not None and node.mem_id != self._whole:
            self._line.text(" ")
            return
        if tag in {"td", "th"} and self._whole is not None and self._tables:
            self._whole = None
            self._tables[-1].add_cell(node, self._line.take())
            return
        self._flush()
        if tag in {"article", "main"} or node.attributes.get("role") == "main":
            self._articles -= 1
        if tag in _LISTS:
            self._list_leads.pop()
        elif tag == "table" and self._tables and self._tables[-1].element == node.mem_id:
            self._tables.pop()
        elif tag == "tr" and self._tables:
            self._row(self._tables[-1])
        elif node.mem_id == self._whole or _kind(tag):
            self._whole = None
            self._kinds.pop()

    def _footnote_mark(self, node: LexborNode) -> bool:
        """Take a link to a note in this page as a mark; a back-link from a note is dropped."""
        target = str(node.attributes.get("href") or "")
        words = collapsed(node.text(deep=True))
        if words in _BACK_LINKS:
            return True
        label = footnote_label(target[1:]) if target.startswith("#") else ""
        if not label or not words or len(words) > 6:
            return False
        if target[1:] in self._notes:
            self._line.mark(words, label)
            return True
        if _MARK_WORDS.match(words):
            self.missing.setdefault(target[1:])
        return False

    def _row(self, table: Table) -> None:
        row = table.close_row()
        if not row.line.text:
            return
        kind = Kind.TABLE_HEADER if row.is_header else Kind.TABLE_ROW
        self._emit(row.line, kind, header=row.header, lead=self._lead)

    def _flush(self) -> None:
        """Write the open line as a block, and start a new one."""
        line = self._line.take()
        if not line.text:
            return
        kind, detail = self._kinds[-1] if self._kinds else (Kind.PARAGRAPH, "")
        if kind is Kind.HEADING:
            self._head(_HEADINGS[detail], line.words)
            self._emit(line, kind)
        elif kind is Kind.FOOTNOTE:
            if detail in self._labels:
                self.repeated.append(detail)
            self._labels.add(detail)
            self._emit(line, kind, prefix="- ", label=detail)
        elif kind is Kind.LIST_ITEM:
            self._emit(line, kind, prefix="- ", lead=(self._list_leads or [""])[-1])
            self._lead = line.text
        else:
            self._emit(line, kind)
            self._lead = line.text

    def _head(self, level: int, words: str) -> None:
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, words))
        self._lead = ""
        if level == 1 and not self.title:
            self.title = words

    def _emit(
        self,
        line: LaidLine,
        kind: Kind,
        *,
        header: tuple[str, ...] = (),
        prefix: str = "",
        label: str = "",
        lead: str = "",
    ) -> None:
        section = tuple(text for _, text in self._path)
        start = self.length + len(prefix)
        span = Span(start, start + len(line.text))
        self.blocks.append(Block(kind, span, section, header, label, lead))
        self.markers += [
            Marker(name, Span(start + first, start + last)) for name, first, last in line.marks
        ]
        self.parts += [prefix, line.text, "\n"]
        self.length = span.end + 1


def _kind(tag: str) -> Kind | None:
    if tag in _HEADINGS:
        return Kind.HEADING
    if tag in _ITEMS:
        return Kind.LIST_ITEM
    return Kind.CODE if tag == "pre" else None

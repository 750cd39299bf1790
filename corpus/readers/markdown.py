"""Markdown with YAML front matter, footnotes, tables, nested lists, wiki links and tags.

Blocks come from markdown-it (CommonMark and tables); this module only turns its line ranges
into spans. Lines that no block claims are kept as paragraphs: nothing of an article is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from markdown_it.token import Token

from corpus.frontmatter import read_front_matter
from corpus.readers.markdownblocks import PARSER
from corpus.readers.problems import FootnoteLines, footnote_problems, structure_problems
from corpus.records import Block, Document, Kind, Marker, Span, TagUse
from corpus.source import Lines, trimmed

_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*")
_MARKER = re.compile(r"\[\^([^\]\s]+)\]")
_TAG = re.compile(r"#gap/(?<![\w/].{5})([a-z0-9][a-z0-9-]*)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)(?:\[[ xX]\][ \t]+)?")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]*")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)")
_BAR = re.compile(r"\|(?<!\\.)")
_RULE = re.compile(r"^[ \t>]*(?:[-*_=][ \t]*){3,}$|^[ \t>]*(?:`{3,}|~{3,}).*$|^[ \t>]*$")


def read_markdown(source: str, path: Path) -> Document:
    """Return the blocks of a Markdown text.

    A front matter that cannot be parsed, an unresolved or unused footnote and a footnote defined
    twice are reported as problems; the text is read all the same.
    """
    lines = Lines(source)
    front = read_front_matter(lines, path)
    footnotes, claimed = _footnote_lines(lines, front.body_line)
    body = [
        "" if index < front.body_line or index in claimed else lines.text(index)
        for index in range(len(lines))
    ]
    reader = _BlockReader(lines)
    reader.read(PARSER.parse("\n".join(body)))
    reader.keep_unclaimed(front.body_line, claimed)
    blocks = sorted(
        [*reader.blocks, *_footnote_blocks(lines, footnotes, reader.section_at)],
        key=lambda block: (block.span.start, block.span.end),
    )
    markers = _markers(source, blocks)
    problems = [
        *front.problems,
        *footnote_problems(lines, path, footnotes, markers),
        *structure_problems(lines, path, blocks),
    ]
    return Document(
        path=str(path),
        media="text/markdown",
        source=source,
        title=str(front.values.get("title") or reader.title or ""),
        metadata=front.values,
        blocks=tuple(blocks),
        markers=markers,
        tags=_tags(source, blocks),
        problems=tuple(problems),
    )


def _footnote_lines(lines: Lines, first: int) -> tuple[list[FootnoteLines], frozenset[int]]:
    """Return the footnote definitions, and all their lines."""
    found: list[FootnoteLines] = []
    claimed: set[int] = set()
    fence = ""
    index = first
    while index < len(lines):
        text = lines.text(index)
        fence = _fence_after(fence, text)
        match = None if fence else _FOOTNOTE.match(text)
        if not match:
            index += 1
            continue
        last = _footnote_end(lines, index)
        found.append(FootnoteLines(match[1], index, last, lines.starts[index] + match.end()))
        claimed.update(range(index, last + 1))
        index = last + 1
    return found, frozenset(claimed)


def _fence_after(fence: str, text: str) -> str:
    """Return the fence that is open after a line: "" or its marks ("```")."""
    match = _FENCE.match(text)
    if not match:
        return fence
    marks, rest = match[1], match[2]
    if fence:
        closes = marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip()
        return "" if closes else fence
    # "```x```" on one line is inline code: the words after an opening fence hold no backtick.
    return "" if marks[0] == "`" and "`" in rest else marks


def _footnote_end(lines: Lines, index: int) -> int:
    """Return the last line of a definition: its own, lazy and indented continuation lines."""
    last = index
    after = index + 1
    while after < len(lines):
        text = lines.text(after)
        if text.strip() and not _starts_block(text, lines.text(after - 1)):
            last = after
        elif not (text.strip() == "" and _indented(lines, after + 1)):
            break
        after += 1
    return last


def _starts_block(text: str, before: str) -> bool:
    if _FOOTNOTE.match(text):
        return True
    indented = text.startswith(("    ", "\t"))
    if not before.strip():
        return not indented
    return not indented and text.lstrip().startswith(("#", "|", "- ", "* ", "> ", "---"))


def _indented(lines: Lines, index: int) -> bool:
    return index < len(lines) and lines.text(index).startswith(("    ", "\t"))


def _footnote_blocks(
    lines: Lines,
    footnotes: list[FootnoteLines],
    section_at: Callable[[int], tuple[str, ...]],
) -> list[Block]:
    blocks = []
    for footnote in footnotes:
        label, first, start = footnote.label, footnote.first, footnote.start
        whole = lines.span(first, footnote.last)
        span = trimmed(lines.source, min(start, whole.end), whole.end)
        if span.start < span.end:
            blocks.append(Block(Kind.FOOTNOTE, span, section_at(first), label=label))
    return blocks


def _markers(source: str, blocks: list[Block]) -> tuple[Marker, ...]:
    return tuple(
        Marker(match[1], Span(block.span.start + match.start(), block.span.start + match.end()))
        for block in blocks
        if block.kind is not Kind.CODE
        for match in _MARKER.finditer(block.span.quote(source))
    )


def _tags(source: str, blocks: list[Block]) -> tuple[TagUse, ...]:
    return tuple(
        TagUse(match[1], Span(block.span.start + match.start(), block.span.start + match.end()))
        for block in blocks
        if block.kind is not Kind.CODE
        for match in _TAG.finditer(block.span.quote(source))
    )


class _BlockReader:
    """Walks markdown-it's tokens and collects blocks with their section and list lead."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.title = ""
        self.claimed: set[int] = set()
        self.headings: list[tuple[int, int, str]] = []  # first line, level, text
        self._stack: list[tuple[int, str]] = []
        self._path: tuple[str, ...] = ()
        self._lead = ""
        self._depth = 0
        self._item_first = False
        self._leads: list[str] = []

    def read(self, tokens: list[Token]) -> None:
        header: tuple[str, ...] = ()
        in_head = False
        for token in tokens:
            kind = token.type
            if kind == "heading_open":
                self._heading(token)
            elif kind in {"bullet_list_open", "ordered_list_open"}:
                self._leads.append(self._lead)
                self._depth += 1
            elif kind in {"bullet_list_close", "ordered_list_close"}:
                self._leads.pop()
                self._depth -= 1
            elif kind == "list_item_open":
                self._item_first = True
            elif kind == "paragraph_open":
                self._paragraph(token)
            elif kind == "thead_open":
                in_head = True
            elif kind == "thead_close":
                in_head = False
            elif kind == "tr_open" and token.map:
                header = self._row(token.map[0], in_head=in_head, header=header)
            elif kind in {"fence", "code_block", "html_block"} and token.map:
                code = Kind.CODE if kind != "html_block" else Kind.PARAGRAPH
                self._add(code, token.map[0], token.map[1])

    def section_at(self, line: int) -> tuple[str, ...]:
        """Return the heading path that holds `line`."""
        stack: list[tuple[int, str]] = []
        for first, level, text in self.headings:
            if first > line:
                break
            stack = [entry for entry in stack if entry[0] < level]
            stack.append((level, text))
        return tuple(text for _, text in stack)

    def keep_unclaimed(self, first: int, footnotes: frozenset[int]) -> None:
        """Keep every line with words that no block claimed, as a paragraph."""
        for index in range(first, len(self.lines)):
            if index in self.claimed or index in footnotes:
                continue
            if not _RULE.match(self.lines.text(index)):
                section = self.section_at(index)
                span = self.lines.span(index, index)
                self.blocks.append(Block(Kind.PARAGRAPH, span, section))

    def _heading(self, token: Token) -> None:
        if not token.map:
            return
        first, end = token.map
        last = end - 2 if token.markup in {"=", "-"} else end - 1
        self.claimed.update(range(first, end))
        span = self._inner(first, max(first, last), _HEADING)
        text = _CLOSING_HASHES.sub("", span.quote(self.lines.source)).strip()
        if not text:
            return
        span = Span(span.start, span.start + len(text))
        level = int(token.tag[1:])
        plain = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", text)
        self._stack = [entry for entry in self._stack if entry[0] < level]
        self._stack.append((level, plain))
        self._path = tuple(entry for _, entry in self._stack)
        self.headings.append((first, level, plain))
        if not self.title and level == 1:
            self.title = plain
        self._lead = ""
        self.blocks.append(Block(Kind.HEADING, span, self._path))

    def _paragraph(self, token: Token) -> None:
        if not token.map:
            return
        first, end = token.map
        if self._depth:
            lead = self._leads[-1]
            kind = Kind.LIST_ITEM
            block = self._add(kind, first, end, lead=lead, bullet=self._item_first)
        else:
            block = self._add(Kind.PARAGRAPH, first, end)
        self._item_first = False
        if block:
            self._lead = block.span.quote(self.lines.source)

    def _row(self, line: int, *, in_head: bool, header: tuple[str, ...]) -> tuple[str, ...]:
        if in_head:
            last = line + 1 if line + 1 < len(self.lines) else line
            self._add(Kind.TABLE_HEADER, line, last + 1, lead=self._lead)
            return split_cells(self.lines.text(line))
        self._add(Kind.TABLE_ROW, line, line + 1, header=header, lead=self._lead)
        return header

    def _add(
        self,
        kind: Kind,
        first: int,
        end: int,
        *,
        header: tuple[str, ...] = (),
        lead: str = "",
        bullet: bool = False,
    ) -> Block | None:
        last = end - 1
        while last > first and not self.lines.text(last).strip():
            last -= 1
        self.claimed.update(range(first, end))
        span = self._inner(first, last, _BULLET if bullet else None)
        if span.start == span.end:
            return None
        block = Block(kind, span, self._path, header, "", lead)
        self.blocks.append(block)
        return block

    def _inner(self, first: int, last: int, mark: re.Pattern[str] | None) -> Span:
        """Return the lines' span without quote marks and one leading `mark` at its start."""
        whole = self.lines.span(first, last)
        source, start = self.lines.source, whole.start
        while match := _QUOTE.match(source, start, whole.end):
            start = match.end()
        if mark is _BULLET:
            # "- - item" opens two lists on one line.
            while (match := mark.match(source, start, whole.end)) and match.end() > start:
                start = match.end()
        elif mark and (match := mark.match(source, start, whole.end)):
            start = match.end()
        return trimmed(source, min(start, whole.end), whole.end)


def split_cells(row: str) -> tuple[str, ...]:
    """Return the cells of a `| a | b |` row, stripped; an escaped bar does not divide."""
    inner = row.strip().lstrip(">").strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in _BAR.split(inner))

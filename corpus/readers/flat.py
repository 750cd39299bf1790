"""Flattened plain text: a page whose markup was lost when it was copied.

Headings are short lines without a closing mark, bullets start with a dash, table rows with a
bar. Footnote marks are bare digits in the running text and the footnote list is unnumbered:
its order gives the numbers. Inline tags are bare words of a known vocabulary.
"""

from __future__ import annotations

import re
from pathlib import Path

from corpus.readers.markdown import split_cells
from corpus.records import Block, Document, Kind, Marker, Span, TagUse
from corpus.source import Lines

TAGS = frozenset(
    {
        "contradictory-evidence",
        "dose-response-unclear",
        "long-term-unknown",
        "needs-canonical-id",
        "needs-human-replication",
        "needs-replication",
        "needs-verification",
        "no-fulltext-access",
        "no-mechanism",
        "unsourced",
    }
)
"""Tags that are recognised as bare words; any other hyphenated word is just a word."""

_TAG = re.compile(r"(?<![\w/-])(?:" + "|".join(sorted(TAGS)) + r")(?![\w-])")
_BULLET = re.compile(r"^[ \t]*(?:[-*•▪◦–]|\d{1,2}[.)])[ \t]+(?=\S)")
_LONE_BULLET = re.compile(r"^[ \t]*[-*•▪◦–][ \t]*$")
_SEPARATOR = re.compile(r"^\|[\s:|-]+\|?\s*$")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,4}\.)[ \t]+\S")
_NOTES = re.compile(r"^(?:foot|end)?notes$|^references$|^bibliography$", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:key (?:takeaways|points)|summary|abstract|overview|in short|contents)$", re.I
)
_HEADING_END = ".,;:!…"
_HEADING_WORDS = 16
_BACKLINK = re.compile(r"↩")


def read_flat(source: str, path: Path) -> Document:
    """Return the blocks of a flattened text. `title` is the first heading that names a subject."""
    lines = Lines(source)
    blocks = _Flat(lines).read()
    footnotes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    return Document(
        path=str(path),
        media="text/plain",
        source=source,
        title=_title(source, blocks),
        metadata={},
        blocks=tuple(blocks),
        markers=find_bare_markers(source, blocks, footnotes),
        tags=tuple(
            TagUse(match[0], Span(block.span.start + match.start(), block.span.start + match.end()))
            for block in blocks
            for match in _TAG.finditer(block.span.quote(source))
        ),
    )


def _title(source: str, blocks: list[Block]) -> str:
    for block in blocks:
        text = block.span.quote(source)
        if block.kind is Kind.HEADING and not _OPENING.match(text) and not _NOTES.match(text):
            return text
    return ""


class _Flat:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self._path: list[tuple[int, str]] = []
        self._numbered = False
        self._lead = ""
        self._header: tuple[str, ...] = ()
        self._in_notes = False
        self._notes = 0

    def read(self) -> list[Block]:
        count = len(self.lines)
        for index in range(count):
            text = self.lines.text(index).lstrip("\ufeff")
            if not text.strip() or _LONE_BULLET.match(text) or _SEPARATOR.match(text):
                continue
            self._line(index, text)
        return self.blocks

    def _line(self, index: int, text: str) -> None:
        if text.lstrip().startswith("|"):
            self._row(index, text)
            return
        self._header = ()
        if self._in_notes and not self._is_heading(index, text):
            self._notes += 1
            self._add(Kind.FOOTNOTE, self._after_bullet(index), label=str(self._notes))
        elif self._in_notes and _NOTES.match(text.strip()):
            self._heading(index, text)
        elif match := _BULLET.match(text):
            if _NUMBERED.match(text) and self._is_heading(index, text):
                self._heading(index, text)
            else:
                start = self.lines.starts[index] + match.end()
                span = Span(start, self.lines.span(index, index).end)
                self._add(Kind.LIST_ITEM, span, lead=self._lead)
        elif self._is_heading(index, text):
            self._heading(index, text)
        else:
            span = self.lines.span(index, index)
            self._lead = span.quote(self.lines.source)
            self._add(Kind.PARAGRAPH, span)

    def _row(self, index: int, text: str) -> None:
        following = self.lines.text(index + 1) if index + 1 < len(self.lines) else ""
        if not self._header and _SEPARATOR.match(following):
            self._header = split_cells(text)
            self._add(Kind.TABLE_HEADER, self.lines.span(index, index + 1), lead=self._lead)
            return
        span = self.lines.span(index, index)
        self._add(Kind.TABLE_ROW, span, header=self._header, lead=self._lead)

    def _is_heading(self, index: int, text: str) -> bool:
        """Tell a heading by its look: short, opens with a capital or digit, no closing mark."""
        line = text.strip()
        if _NOTES.match(line):
            return True
        if self._in_notes:
            return False
        if len(line) > 120 or len(line.split()) > _HEADING_WORDS or line[-1] in _HEADING_END:
            return False
        if not (line[0].isupper() or line[0].isdigit()) or not _has_word(line):
            return False
        if _BULLET.match(text) and not (_NUMBERED.match(text) and not self._list_neighbour(index)):
            return False
        return self._something_follows(index)

    def _list_neighbour(self, index: int) -> bool:
        """Tell whether the line before or after is a numbered item too: then it is a list."""
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(self.lines)]
        return any(_NUMBERED.match(self.lines.text(i)) for i in near)

    def _something_follows(self, index: int) -> bool:
        return any(self.lines.text(i).strip() for i in range(index + 1, len(self.lines)))

    def _heading(self, index: int, text: str) -> None:
        line = text.strip()
        self._in_notes = self._in_notes or bool(_NOTES.match(line))
        if _NUMBERED.match(line):
            level, self._numbered = 2, True
        elif not self.blocks and not _OPENING.match(line):
            level = 1
        else:
            level = 2 if self._in_notes or not self._numbered else 3
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, line))
        self._lead = ""
        self._add(Kind.HEADING, self.lines.span(index, index))

    def _after_bullet(self, index: int) -> Span:
        span = self.lines.span(index, index)
        match = _BULLET.match(self.lines.text(index))
        return Span(self.lines.starts[index] + match.end(), span.end) if match else span

    def _add(
        self,
        kind: Kind,
        span: Span,
        *,
        header: tuple[str, ...] = (),
        label: str = "",
        lead: str = "",
    ) -> None:
        section = tuple(text for _, text in self._path)
        self.blocks.append(Block(kind, span, section, header, label, lead))


def _has_word(line: str) -> bool:
    return re.search(r"[^\W\d_]{2,}", line) is not None


# A mark follows a word or closing bracket after one space, and is followed by the end of the
# clause, or stands after a year ("in 1991 2 based"). What the digit would count is told by the
# word before it ("Phase 2", "day 7"): those are data, not marks.
_CANDIDATE = re.compile(
    r"(?<![^\s(])(?P<before>[^\s(]+) (?P<mark>\d{1,2})(?=(?P<after>[.,:;)]?(?:\s|$)|[.,:;)]+$))"
)
_COUNTING = re.compile(
    r"^(?:phases?|grades?|stages?|types?|days?|weeks?|months?|years?|hours?|levels?|tiers?|tables?"
    r"|figures?|fig\.?|no\.?|versions?|groups?|arms?|parts?|steps?|chapters?|sections?|ages?|aged"
    r"|class|category|cohorts?|visits?|at|in|of|to|from|by|for|with|and|or|the|a|an|all|both|about"
    r"|than|least|most|over|under|only|nearly|approximately|between|after|before|until|up|into"
    r"|were|was|is|are|had|has|have|n|vs\.?|versus|per|first|last|next|interleukin|vitamin|on"
    r"|[=<>≤≥~±×+\-–—]+|\d+(?:[.,]\d+)?)$",
    re.IGNORECASE,
)
# "at 52 weeks 7.": the unit has its number already, so the digit after it is a mark.
_COUNTED = re.compile(r"\d\s+[^\W\d]+s$")
_YEAR = re.compile(r"^\(?(?:19|20)\d\d[a-z]?\)?$")


def find_bare_markers(
    source: str, blocks: list[Block], footnotes: list[Block]
) -> tuple[Marker, ...]:
    """Return the bare digits that cite `footnotes`, by place and order.

    Two facts of such lists keep numbers apart from marks: footnotes are numbered in the order of
    their first mark, so a mark is at most one more than the highest before it; and where the
    list shows back-links ("↩ ↩2"), their count is how often the footnote is cited.
    """
    expected = {
        block.label: len(_BACKLINK.findall(block.span.quote(source))) for block in footnotes
    }
    markers: list[Marker] = []
    used: dict[str, int] = {}
    highest = 0
    for block in blocks:
        if block.kind in {Kind.FOOTNOTE, Kind.HEADING}:
            continue
        for span in _candidates(source, block):
            label = span.quote(source)
            number = int(label)
            limit = expected.get(label)
            if limit is None or number > highest + 1 or (limit and used.get(label, 0) >= limit):
                continue
            highest = max(highest, number)
            used[label] = used.get(label, 0) + 1
            markers.append(Marker(label, span))
    return tuple(markers)


def _candidates(source: str, block: Block) -> list[Span]:
    text = block.span.quote(source)
    spans = []
    for match in _CANDIDATE.finditer(text):
        before, after = match["before"], match["after"]
        in_clause = not after.strip()
        counted = _COUNTED.search(text, max(0, match.end("before") - 30), match.end("before"))
        counting = _COUNTING.match(before.rstrip(",;:").lstrip("(")) and not counted
        if _YEAR.match(before.lstrip("(")):
            accepted = True
        elif counting or match["mark"].startswith("0"):
            accepted = False
        else:
            accepted = not in_clause or match.end() == len(text)
        if accepted:
            start = block.span.start + match.start("mark")
            spans.append(Span(start, start + len(match["mark"])))
    return spans

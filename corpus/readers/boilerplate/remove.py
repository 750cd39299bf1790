"""Boilerplate is never evidence: it stays in the source and is in none of the blocks.

Page furniture, tables of contents, notices, addresses and navigation are taken out of the blocks
of any document, whatever its format. What is left of a block keeps its exact span. A sentence
that a page break cuts in two by a running head has no span of its own: its halves could say what
the whole does not ("has not" | "been shown to work"), so they are left out and told as a problem.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.readers.boilerplate.notices import (
    NoticeSigns,
    is_imprint,
    is_navigation,
    is_notice,
)
from corpus.readers.boilerplate.pages import PageLines, page_lines, page_number
from corpus.records import Block, Document, Kind, Problem, Span
from corpus.sentences import sentence_spans
from corpus.source import Lines, trimmed

_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM})
_WORD = re.compile(r"\w")
_LETTER = re.compile(r"[\"'“‘(\[]?[^\W_]")
_STARTS_WITHIN = re.compile(
    r"(?<=\n)(?=[ \t]*(?:[•▪◦–]|\(?(?:[ivx]+|\d+|[a-z])[.)])[ \t])"
    r"|(?<=[a-z)][.!?])[”\"')]?\d{1,3}\s+(?=[A-Z“\"(])"
)
"""Where a new bullet begins, or a sentence behind a footnote's bare figure: "safety.7  Thus"."""
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]\d]*$")
_BEGINS_ANEW = re.compile(r"\s*(?:[•▪◦–*+-]|\(?(?:[ivxlIVXL]+|\d+|[A-Za-z])[.)](?:\s|$))")
_NOTE = re.compile(r"\s*\d{1,3} ?[A-Z“\"(]")
_NOTE_RULE = re.compile(r"[ _]{20,}|_{5,}|-{10,}")
"""The line that a page draws over its footnotes, as converters keep it."""
_COVER = 5
"""Blocks of a document on pages among which its cover's titles are."""
_LONGEST_TITLE = 300
_FULL_LINE = 0.6
"""Share of a text's usual line length that a line broken in mid-sentence has at the least."""


def without_boilerplate(document: Document) -> Document:
    """Return `document` with blocks that hold no boilerplate; its source is unchanged.

    A problem that is not fatal tells how much was left out, and another each page break that
    cuts a sentence.
    """
    lines = Lines(document.source)
    pages = page_lines(lines)
    cuts = _cut_sentences(document, lines, pages)
    halves = [half for cut in cuts for half in cut.halves]
    dropped = _Dropped([*_page_spans(lines, pages), *halves])
    blocks: Sequence[Block] = document.blocks
    if dropped:
        blocks = [piece for block in blocks for piece in _carved(document, block, dropped)]
    titles = _Titles(document, blocks, paged=bool(pages.furniture))
    signs = NoticeSigns(document.source)
    kept = [
        piece
        for block in blocks
        if not titles.repeats(block)
        for piece in _without_notices(document, block, signs)
    ]
    if tuple(kept) == document.blocks:
        return document
    running = frozenset(lines.text(index).strip("#*_ \t\f") for index in pages.furniture)
    problems = _problems(document, lines, kept, cuts)
    return replace(
        document,
        blocks=tuple(_rehoused(block, running) for block in kept),
        problems=(*document.problems, *problems),
    )


def _page_spans(lines: Lines, pages: PageLines) -> list[Span]:
    found = sorted(pages.furniture | pages.contents)
    return [Span(lines.starts[index], lines.ends[index]) for index in found]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence that a page break divides: its half before the break and its half after it."""

    line: int
    halves: tuple[Span, Span]


def _cut_sentences(document: Document, lines: Lines, pages: PageLines) -> list[_Cut]:
    """Return the sentences that run on over a page break with page furniture in it."""
    if not pages.furniture:
        return []
    worded = [index for index in range(len(lines)) if lines.text(index).strip()]
    usual = _usual_length(lines, worded)
    blocks = _Blocks(document)
    found = []
    page: list[int] = []  # the worded lines since the last break, furniture left out
    at_break = False
    before: int | None = None
    for index in worded:
        if index in pages.furniture:
            if not at_break:
                before = _last_of_body(lines, page)
            at_break, page = True, []
            continue
        if at_break and before is not None and _runs_on(lines, before, index, usual):
            halves = blocks.halves(lines, before, index)
            if halves:
                found.append(_Cut(before + 1, halves))
        at_break = False
        page.append(index)
    return found


def _usual_length(lines: Lines, worded: Sequence[int]) -> int:
    lengths = sorted(len(lines.text(index).strip()) for index in worded)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _last_of_body(lines: Lines, page: Sequence[int]) -> int | None:
    """Return the last line of a page before its footnotes."""
    if not page:
        return None
    rules = [
        index
        for index in range(page[0], page[-1])
        if _NOTE_RULE.fullmatch(lines.text(index)) and _NOTE.match(lines.text(index + 1))
    ]
    body = [index for index in page if index < rules[-1]] if rules else list(page)
    return body[-1] if body else None


def _runs_on(lines: Lines, before: int, after: int, usual: int) -> bool:
    """Tell whether the words of line `before` go on in line `after`."""
    ending, beginning = lines.text(before).strip(), lines.text(after).strip()
    if _ENDED.search(ending) or _BEGINS_ANEW.match(beginning) or not _LETTER.match(beginning):
        return False
    return beginning[0].islower() or len(ending) >= _FULL_LINE * usual


class _Blocks:
    """The blocks of a document, findable by an offset that they cover."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        self._blocks = sorted(
            (block for block in document.blocks if block.kind in _PROSE),
            key=lambda block: block.span.start,
        )
        self._starts = [block.span.start for block in self._blocks]

    def halves(self, lines: Lines, before: int, after: int) -> tuple[Span, Span] | None:
        """Return the last words of line `before` and the first of line `after` as spans."""
        first = self._at(trimmed(self._source, lines.starts[before], lines.ends[before]).start)
        second = self._at(trimmed(self._source, lines.starts[after], lines.ends[after]).start)
        ending = trimmed(self._source, lines.starts[before], lines.ends[before]).end
        if first is None or second is None or first.span.end < ending:
            return None
        head = Span(first.span.start, min(first.span.end, lines.ends[before]))
        tail = Span(max(second.span.start, lines.starts[after]), second.span.end)
        sentences = (
            sentence_spans(head.quote(self._source)),
            sentence_spans(tail.quote(self._source)),
        )
        if not all(sentences):
            return None
        last, opening = sentences[0][-1], sentences[1][0]
        return (
            self._from_last_start(Span(head.start + last.start, head.start + last.end)),
            self._to_first_start(Span(tail.start + opening.start, tail.start + opening.end)),
        )

    def _at(self, offset: int) -> Block | None:
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or self._blocks[place].span.end <= offset:
            return None
        return self._blocks[place]

    def _from_last_start(self, span: Span) -> Span:
        """Return `span` from its last bullet, or the last sentence after a footnote's figure."""
        starts = [match.end() for match in _STARTS_WITHIN.finditer(span.quote(self._source))]
        return Span(span.start + starts[-1], span.end) if starts else span

    def _to_first_start(self, span: Span) -> Span:
        start = _STARTS_WITHIN.search(span.quote(self._source))
        return trimmed(self._source, span.start, span.start + start.end()) if start else span


def _carved(document: Document, block: Block, dropped: _Dropped) -> Iterable[Block]:
    """Yield what is left of a block without the dropped spans; a piece without words is none."""
    if block.kind is Kind.CODE or not (inside := dropped.inside(block.span)):
        yield block
        return
    start = block.span.start
    for span in [*inside, Span(block.span.end, block.span.end)]:
        piece = trimmed(document.source, start, max(start, span.start))
        words = piece.quote(document.source)
        if _WORD.search(words) and not page_number(words):
            yield replace(block, span=piece)
        start = max(start, span.end)


class _Dropped:
    """Spans to leave out, findable by the block that they lie in."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def __len__(self) -> int:
        return len(self._spans)

    def inside(self, block: Span) -> list[Span]:
        first = bisect_left(self._starts, block.start - self._longest)
        last = bisect_left(self._starts, block.end, lo=first)
        return [span for span in self._spans[first:last] if span.end > block.start]


def _without_notices(document: Document, block: Block, signs: NoticeSigns) -> Iterable[Block]:
    """Yield what is left of a block without notices: whole sentences, or nothing of it."""
    text = block.span.quote(document.source)
    if block.kind not in _PROSE:
        yield block
    elif is_navigation(text) or is_imprint(text.splitlines()):
        return
    elif not signs.in_block(text):
        yield block
    else:
        sentences = sentence_spans(text)
        notices = [
            Span(block.span.start + sentence.start, block.span.start + sentence.end)
            for sentence in sentences
            if is_notice(sentence.quote(text))
        ]
        yield from _carved(document, block, _Dropped(notices))


class _Titles:
    """The titles that a document gives itself: a paragraph that only repeats one is no evidence."""

    def __init__(self, document: Document, blocks: Sequence[Block], *, paged: bool) -> None:
        self._source = document.source
        named = [document.title, document.metadata.get("title")]
        self._named = "".join(f" {_plain(title)} |" for title in named if isinstance(title, str))
        self._cover = self._repeated(blocks) if paged else frozenset()

    def repeats(self, block: Block) -> bool:
        """Tell whether a paragraph says a title, or a part of one, and nothing else."""
        words = self._words(block)
        return " " in words and (f" {words} " in self._named or words in self._cover)

    def _repeated(self, blocks: Sequence[Block]) -> frozenset[str]:
        """Return what stands on the cover and is said again: on the inner cover, above the text."""
        times = Counter(map(self._words, blocks))
        return frozenset(
            words for words in map(self._words, blocks[:_COVER]) if words and times[words] > 1
        )

    def _words(self, block: Block) -> str:
        """Return the words of a paragraph that is short and no sentence, else ""."""
        if block.kind is not Kind.PARAGRAPH or block.span.end - block.span.start > _LONGEST_TITLE:
            return ""
        text = block.span.quote(self._source)
        return "" if _ENDED.search(text) else _plain(text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _rehoused(block: Block, running: frozenset[str]) -> Block:
    """Return the block without running heads among its headings."""
    section = tuple(heading for heading in block.section if heading not in running)
    return block if section == block.section else replace(block, section=section)


def _problems(
    document: Document, lines: Lines, kept: Sequence[Block], cuts: Sequence[_Cut]
) -> list[Problem]:
    left = {(block.kind, block.span) for block in kept}
    changed = [block for block in document.blocks if (block.kind, block.span) not in left]
    line = lines.number(changed[0].span.start) if changed else 0
    message = (
        f"{len(changed)} blocks hold page furniture, notices or navigation, which is left out;"
        " nothing need be done"
    )
    found = [Problem(document.path, line, "boilerplate", message)]
    if cuts:
        message = (
            f"{len(cuts)} sentences, the first on this line, are cut in two by a page's running"
            " lines and left out; join them, or give the file that was converted"
        )
        found.append(Problem(document.path, cuts[0].line, "cut-sentence", message))
    return found

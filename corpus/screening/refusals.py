"""Refused places while an article is cut into statements: which of them fall under one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Block, Document, Kind, Span
from corpus.screening.prompts import goes_on
from corpus.sentences import sentence_spans

_PIECE = re.compile(
    r"<[^|].*>|<\|[^|]*\|>.+<\|[^|]*\|>|\[/?INST\](?:.*\[/INST\][.!?]?)?|[\w+/=-]{40,}|[^?]*\?\W*",
    re.DOTALL,
)
_WORD = re.compile(r"\w")
_TAGGED = re.compile(r"#gap/[\w-]+$")
_ENDS = ".!?:;])*\n"
_INTRODUCES = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM})


class Refusals:
    """The refused places of one document, in order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._seen_as: dict[str, str] = {}
        self._ends: list[int] = []
        for span in spans:
            self._ends.append(max(span.end, self._ends[-1] if self._ends else 0))

    def holds(self, place: Span, quote: str, *, after_refused: bool) -> bool:
        """Tell whether a sentence is refused: it meets a refused place, or goes on with one.

        Args:
            place: Where the sentence stands.
            quote: Its characters.
            after_refused: The sentence before it in its block is refused.
        """
        if not self._spans:
            return False
        return self._meets(place) or (after_refused and goes_on(quote))

    def sentences(self, text: str, block: Span, hidden: Sequence[Span]) -> list[tuple[Span, bool]]:
        """Return the sentences of a block, each with whether it is refused.

        What stands between refused sentences is cut into sentences by itself, as it would be
        without them. A hidden element at an edge of a sentence is cut off: without it, the
        sentence reads as it is shown.

        Args:
            text: The block's characters.
            block: Where they stand in the source.
            hidden: Marks and tags in `text`, which never end a sentence.
        """
        if not self._meets(block):
            return [(span, False) for span in sentence_spans(text, hidden)]
        refused = [place for place in self._places(block) if _stands_alone(text, place)]
        for span in _sentences_between(text, refused, hidden):
            place = Span(block.start + span.start, block.start + span.end)
            before = [each for each in refused if each.end <= span.start]
            after = bool(before) and not text[max(before).end : span.start].strip()
            if self.holds(place, span.quote(text), after_refused=after):
                refused.append(span)
        found = [(span, True) for span in refused]
        left = _sentences_between(text, refused, hidden)
        found += [(span, not _WORD.search(span.quote(text))) for span in left]
        return sorted(found)

    def _places(self, block: Span) -> Iterator[Span]:
        """Yield the refused places that lie whole in a block, counted from its start."""
        last = block.start
        for span in self._spans:
            if block.covers(span) and span.start >= last:
                last = span.end
                yield Span(span.start - block.start, span.end - block.start)

    def led_anew(self, document: Document) -> Iterator[Block]:
        """Yield the blocks, each with its lead as it is without refused sentences.

        What a wholly refused block would introduce keeps the lead before it. Otherwise text put
        between a paragraph and its list would take the list's study away.
        """
        if not self._spans:
            yield from document.blocks
            return
        last = ""
        for block in document.blocks:
            if block.kind is Kind.HEADING:
                last = ""
            elif block.kind in _INTRODUCES:
                text = block.span.quote(document.source)
                left = self._left(text, block.span)
                if left != text:
                    self._seen_as[text] = left or last
                last = left or last
            lead = self._seen_as.get(block.lead, block.lead)
            yield block if lead == block.lead else replace(block, lead=lead)

    def lead(self, text: str) -> str:
        """Return an introducing block's text as what it introduces is led by it."""
        return self._seen_as.get(text, text)

    def _left(self, text: str, block: Span) -> str:
        """Return a block's text without its refused sentences."""
        if not self._meets(block):
            return text
        cut = self.sentences(text, block, ())
        return " ".join(span.quote(text) for span, refused in cut if not refused)

    def _meets(self, place: Span) -> bool:
        first = bisect_left(self._ends, place.start + 1)
        return first < len(self._spans) and self._spans[first].start < place.end


def _stands_alone(text: str, place: Span) -> bool:
    """Tell whether a hidden element, a marked or an encoded piece stands between sentences.

    Inside a sentence it is part of it, and the sentence is refused whole.
    """
    before = text[: place.start].rstrip()
    begins = not before or before[-1] in _ENDS or _TAGGED.search(before[-80:]) is not None
    return begins and bool(_PIECE.fullmatch(place.quote(text)))


def _sentences_between(
    text: str, refused: Sequence[Span], hidden: Sequence[Span]
) -> Iterator[Span]:
    """Yield the sentences of what lies between the refused places, each part cut by itself."""
    ordered = sorted(refused)
    edges = [0, *(edge for span in ordered for edge in (span.start, span.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        inside = [
            Span(one.start - start, one.end - start)
            for one in hidden
            if start <= one.start and one.end <= end
        ]
        for span in sentence_spans(text[start:end], inside):
            yield Span(start + span.start, start + span.end)

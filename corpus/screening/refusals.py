"""Refused places while an article is cut into statements: which of them fall under one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Block, Document, Kind, Span
from corpus.screening.prompts import goes_on
from corpus.sentences import sentence_spans

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
        kept: list[str] = []
        refused = False
        for span in sentence_spans(text):
            place = Span(block.start + span.start, block.start + span.end)
            refused = self.holds(place, span.quote(text), after_refused=refused)
            kept += [] if refused else [span.quote(text)]
        return " ".join(kept)

    def _meets(self, place: Span) -> bool:
        first = bisect_left(self._ends, place.start + 1)
        return first < len(self._spans) and self._spans[first].start < place.end

"""The screening of a read document: which places are never evidence, and what is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Block, Document, Kind, Problem, Span
from corpus.screening.characters import MISLEADING, UNSEEN, find_encoded, laid_bare
from corpus.screening.hidden import ACTIVE, hidden_spans
from corpus.screening.prompts import find_prompts
from corpus.sentences import sentence_spans
from corpus.source import Lines

REFUSED_BASIS = "left out: speaks to a program, is not shown to a reader, or only asks"
"""What a refused statement gives as the basis of its tier "none"."""
_MOST_TOLD = 20
"""Problems told of one code in one document; a hostile file could hold any number."""
_QUESTION = re.compile(
    r"\W*(?:who(?:se|m)?|what(?:['’]s)?|which|how (?:do|does|did|can|to)|when|where|why|can you|"
    r"could you|do you)\b[^?]*\?\W*",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"question|not known|un(?:known|certain|answered|clear)|open|gap|remain|needs|needed|future|"
    r"limit",
    re.IGNORECASE,
)
_TAG = re.compile(r"#gap/[\w-]+")
_RAW = frozenset({"text/markdown", "text/plain"})
"""Formats whose shown text is the file itself, HTML marks and all."""


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    code: str
    message: str
    refused: bool


def screened(document: Document) -> Document:
    """Return `document` with the places that are never evidence, and a problem for each.

    Nothing is taken out of its source or its blocks: a statement over a refused place is kept in
    the article, without a tier, and in no passage. Headings that speak to a program are left out
    of the heading paths, because those are shown beside quotes; so is such a title.
    """
    found = list(_findings(document))
    questions = list(_questions(document))
    if not found and not questions:
        return document
    lines = Lines(document.source)
    refused = tuple(sorted([*questions, *(each.span for each in found if each.refused)]))
    hostile = frozenset(
        text for block in document.blocks for text in block.section if _speaks(text)
    )
    return replace(
        document,
        title="" if _speaks(document.title) else document.title,
        blocks=tuple(_rehoused(block, hostile) for block in document.blocks),
        refused=refused,
        problems=(*document.problems, *_problems(document, lines, found)),
    )


def _findings(document: Document) -> Iterator[_Found]:
    source = document.source
    masked = _TAG.sub(_dots, source) if "#gap/" in source else source
    for start, end in find_prompts(masked):
        yield _told(source, start, end, "instruction", "speaks to a program and not to a reader")
    if document.media in _RAW:
        for span in hidden_spans(source):
            yield _told(source, *_ends(span), "hidden-text", "is not shown to a reader")
        for match in ACTIVE.finditer(source):
            yield _told(source, *match.span(), "active-content", "would run in a browser")
    for start, end in find_encoded(source):
        yield _told(source, start, end, "encoded-text", "is text that only a program reads")
    if not source.isascii():
        yield from _unseen(document)


def _questions(document: Document) -> Iterator[Span]:
    """Yield the bare questions of running text: what only asks is no evidence of anything.

    A list of open questions is left alone: it says what is not known. Its own heading or the line
    that introduces it calls it so; a paragraph that happens to stand before it does not.
    """
    for block in document.blocks:
        text = block.span.quote(document.source)
        if "?" not in text or not _may_only_ask(block):
            continue
        start = block.span.start
        yield from (
            Span(start + span.start, start + span.end)
            for span in sentence_spans(_TAG.sub(_dots, text))
            if _QUESTION.fullmatch(span.quote(text))
        )


def _may_only_ask(block: Block) -> bool:
    if block.kind is Kind.LIST_ITEM:
        introduces = [block.lead] if block.lead.rstrip().endswith(":") else []
        return not _OPEN.search(" ".join([*introduces, *block.section[-1:]]))
    return block.kind is Kind.PARAGRAPH


def _dots(tag: re.Match[str]) -> str:
    """Return as many full stops: a tag behind a sentence hides where the next one begins."""
    return "." * len(tag[0])


def _unseen(document: Document) -> Iterator[_Found]:
    """Find characters without a shape, and what speaks to a program once they are taken away."""
    source = document.source
    misleading = [match.span() for match in MISLEADING.finditer(source)]
    for match in UNSEEN.finditer(source):
        place = Span(*match.span())
        shown = match[0].encode("unicode_escape").decode()
        message = f"'{shown}' is a character that nobody sees; delete it"
        refused = any(start <= place.start < end for start, end in misleading)
        yield _Found(place, "hidden-character", message, refused)
    for block in document.blocks:
        text = block.span.quote(source)
        if text.isascii() or find_prompts(text):
            continue
        if laid_bare(text) == text or not find_prompts(laid_bare(text)):
            continue
        for span in sentence_spans(text):
            bare = laid_bare(span.quote(text))
            if prompts := find_prompts(bare):
                message = f"{bare[slice(*prompts[0])][:60]!r} speaks to a program; delete it"
                start = block.span.start
                place = Span(start + span.start, start + span.end)
                yield _Found(place, "instruction", message, True)


def _told(source: str, start: int, end: int, code: str, what: str) -> _Found:
    shown = " ".join(source[start:end].split())[:60]
    return _Found(Span(start, end), code, f"{shown!r} {what}; delete it", True)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _problems(document: Document, lines: Lines, found: Sequence[_Found]) -> Iterator[Problem]:
    told: dict[str, int] = {}
    for each in sorted(found, key=lambda one: one.span):
        told[each.code] = told.get(each.code, 0) + 1
        if told[each.code] <= _MOST_TOLD:
            line = lines.number(each.span.start)
            yield Problem(document.path, line, each.code, each.message)


def _speaks(text: str) -> bool:
    return bool(find_prompts(laid_bare(text)))


def _rehoused(block: Block, hostile: frozenset[str]) -> Block:
    if hostile.isdisjoint(block.section):
        return block
    return replace(block, section=tuple(text for text in block.section if text not in hostile))

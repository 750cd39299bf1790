"""Statements of an article: every body line on one of them, each with its studies.

A statement's own marks and identifiers come first, then authors named with a year. Without any,
a bullet or table row takes the marks of the paragraph that introduces it, and a sentence takes
those of the sentence before it in the same paragraph: the study that is being told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.identifiers import find_identifiers
from corpus.markup import plain_row, plain_words
from corpus.readers.markdown import split_cells
from corpus.records import Block, Document, Kind, Marker, Reference, Span, TagUse
from corpus.references import identifier_reference
from corpus.screening.refusals import Refusals

_WHOLE = frozenset({Kind.HEADING, Kind.TABLE_HEADER, Kind.TABLE_ROW, Kind.FOOTNOTE, Kind.CODE})
_INTRODUCES = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM})
_TAKES_FROM_LEAD = frozenset({Kind.LIST_ITEM, Kind.TABLE_ROW})
_FOOTNOTE, _ROW, _HEADER = Kind.FOOTNOTE, Kind.TABLE_ROW, Kind.TABLE_HEADER
_LABEL = re.compile(r"(?:.*\s)?(\S+)\s+((?:19|20)\d\d)")
# The first figure stands before the look at what precedes it: a search skips to the figures.
_YEAR = re.compile(r"[12](?<!\w.)(?:(?<=1)9|(?<=2)0)\d\d\b")
# What may stand between an author's name and the year: words and "et al.", no end of a sentence.
_BEFORE_YEAR = re.compile(r"(?:(?:[^\W\d_][\w'’\-]*,?|et al\.,?|&)\s+){1,5}\(?$")
_NAME = re.compile(r"[^\W\d_][\w'’\-]+")
_NAME_WITHIN = 80
_LINE_END = re.compile(r"[\r\n]")
_PRECEDING = 30

Use = TypeVar("Use", Marker, TagUse)


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its tier is decided.

    Attributes:
        own: Keys of references the statement itself marks or names.
        inherited: Keys it takes from its lead or from the sentence before it.
        preceding: Clean words of the earlier statements of its block, the nearest thirty.
        refused: It speaks to a program or is not shown: never evidence, and no context of others.
    """

    block: int
    kind: Kind
    span: Span
    section: tuple[str, ...]
    header: tuple[str, ...]
    clean: str
    lead: str
    tags: tuple[str, ...]
    own: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    preceding: tuple[str, ...] = ()
    refused: bool = False


class _Studies:
    """The references of one article, findable by footnote label, identifier and author-year."""

    def __init__(self, by_label: Mapping[str, str], known: dict[str, Reference]) -> None:
        self.by_label = by_label
        self._known = known
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._by_author: dict[tuple[str, str], str] = {}
        self._years: set[str] = set()
        for reference in known.values():
            for scheme in ("doi", "nct", "pmid"):
                value = getattr(reference, scheme)
                if value:
                    self._by_identifier.setdefault((scheme, value), reference.key)
            if match := _LABEL.fullmatch(reference.label):
                self._by_author.setdefault((match[1].lower(), match[2]), reference.key)
                self._years.add(match[2])

    def named(self, text: str) -> list[str]:
        """Return keys for identifiers and author-year mentions in `text`, in order."""
        keys = []
        for identifier in find_identifiers(text):
            place = (identifier.scheme, identifier.value)
            if place not in self._by_identifier:
                self._by_identifier[place] = identifier.key
                self._known.setdefault(identifier.key, identifier_reference(identifier))
            keys.append(self._by_identifier[place])
        if not self._years or not ("19" in text or "20" in text):
            return keys
        for year in _YEAR.finditer(text):
            if year[0] not in self._years:
                continue
            before = _BEFORE_YEAR.search(text, max(0, year.start() - _NAME_WITHIN), year.start())
            names = _NAME.findall(before[0]) if before else []
            known = [self._by_author.get((name.lower(), year[0])) for name in names]
            keys += [key for key in known if key][:1]
        return keys


def draft_statements(
    document: Document, by_label: Mapping[str, str], references: dict[str, Reference]
) -> list[Draft]:
    """Return the statements of `document` in order, each on exactly one block.

    Args:
        document: What a reader found.
        by_label: Footnote label to reference key.
        references: Known references by key; identifiers met only in running text are added.
    """
    studies = _Studies(by_label, references)
    marks = _ByStart(document.markers)
    tags = _ByStart(document.tags)
    governing = _section_tags(document, tags)
    refusals = Refusals(document.refused)
    drafts: list[Draft] = []
    leads: dict[str, tuple[str, ...]] = {}
    for index, block in enumerate(refusals.led_anew(document)):
        here = _Uses(
            marks.inside(block.span), tags.inside(block.span), governing.get(block.section, ())
        )
        text = block.span.quote(document.source)
        drafts += _block_statements(text, index, block, here, studies, leads, refusals)
        if block.kind in _INTRODUCES:
            marked = [by_label[m.label] for m in here.marks if m.label in by_label]
            lead = refusals.lead(text)
            if lead == text or lead not in leads:
                leads[lead] = tuple(_unique(marked)) if marked else ()
    return drafts


def _block_statements(
    text: str,
    index: int,
    block: Block,
    here: _Uses,
    studies: _Studies,
    leads: Mapping[str, tuple[str, ...]],
    refusals: Refusals,
) -> Iterator[Draft]:
    """Yield the statements of one block; one without studies follows the one before it.

    A refused one is passed over by those behind it: it lends them no study and no words.
    """
    hidden = here.spans(block.span.start)
    whole = block.kind in _WHOLE
    spans = (
        [(Span(0, len(text)), refusals.holds(block.span, text, after_refused=False))]
        if whole
        else refusals.sentences(text, block.span, hidden)
    )
    lead = plain_words(block.lead) if block.lead else ""
    told: list[str] = []
    before: tuple[str, ...] = ()
    for span, refused in spans:
        quote = span.quote(text)
        inner = _within(hidden, span) if hidden else ()
        place = Span(block.span.start + span.start, block.span.start + span.end)
        if refused:
            yield Draft(
                block=index,
                kind=block.kind,
                span=place,
                section=block.section,
                header=block.header,
                clean=_clean(quote, inner, block),
                lead="",
                tags=(),
                refused=True,
            )
            continue
        own, inherited = _studies_of(quote, place, block, here.marks, studies, leads)
        if not own and not inherited:
            inherited = before
        before = own or inherited
        clean = _clean(quote, inner, block)
        yield Draft(
            block=index,
            kind=block.kind,
            span=place,
            section=block.section,
            header=block.header,
            clean=clean,
            lead=lead,
            tags=here.names,
            own=own,
            inherited=inherited,
            preceding=tuple(told[-_PRECEDING:]),
        )
        told.append(clean)


def _within(hidden: Sequence[Span], span: Span) -> list[Span]:
    """Return those of the `hidden` spans that `span` covers, counted from its start."""
    first = bisect_left(hidden, span.start, key=_start)
    last = bisect_left(hidden, span.end, lo=first, key=_start)
    return [
        Span(mark.start - span.start, mark.end - span.start)
        for mark in hidden[first:last]
        if span.covers(mark)
    ]


def _clean(quote: str, hidden: Sequence[Span], block: Block) -> str:
    if block.kind is _ROW:
        for span in sorted(hidden, reverse=True):
            quote = quote[: span.start] + quote[span.end :]
        return plain_row(quote, block.header, split_cells(quote))
    if block.kind is _HEADER:
        return "; ".join(plain_words(cell) for cell in split_cells(_LINE_END.split(quote)[0]))
    return plain_words(quote, hidden)


def _studies_of(
    quote: str,
    place: Span,
    block: Block,
    marks: Sequence[Marker],
    studies: _Studies,
    leads: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys that a statement marks or names, and those it takes from its lead.

    Args:
        quote: The statement's characters.
        place: Where they stand in the source.
        block: The block that holds it.
        marks: The footnote marks of the block.
        studies: Where to find what is named.
        leads: The keys that a paragraph marks, by its text.
    """
    if block.kind is _FOOTNOTE:
        key = studies.by_label.get(block.label)
        return ((key,) if key else ()), ()
    own = [
        studies.by_label[mark.label]
        for mark in marks
        if mark.label in studies.by_label and place.covers(mark.span)
    ]
    own += studies.named(quote)
    if own:
        return tuple(_unique(own)), ()
    return (), leads.get(block.lead, ()) if block.kind in _TAKES_FROM_LEAD else ()


def _section_tags(document: Document, tags: _ByStart[TagUse]) -> dict[tuple[str, ...], list[str]]:
    """Return the tags that govern a section: those of a bullet that opens with its tag."""
    governing: dict[tuple[str, ...], list[str]] = {}
    for block in document.blocks:
        if block.kind is Kind.LIST_ITEM:
            opening = [t.name for t in tags.inside(block.span) if t.span.start == block.span.start]
            if opening:
                governing.setdefault(block.section, []).extend(opening)
    return governing


class _ByStart(Generic[Use]):
    """Markers or tags by place, so that those inside a block are found without a scan."""

    def __init__(self, uses: Sequence[Use]) -> None:
        self._uses: list[Use] = sorted(uses, key=lambda use: use.span.start)
        self._starts: list[int] = [use.span.start for use in self._uses]

    def inside(self, span: Span) -> list[Use]:
        if not self._starts:
            return []
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, lo=first)
        return [use for use in self._uses[first:last] if span.covers(use.span)]


class _Uses:
    """The marks and tags inside one block."""

    __slots__ = ("_tags", "marks", "names")

    def __init__(
        self, marks: Sequence[Marker], tags: Sequence[TagUse], governing: Sequence[str]
    ) -> None:
        self.marks = marks
        self._tags = tags
        names = [*(tag.name for tag in tags), *governing] if tags or governing else ()
        self.names = tuple(_unique(names)) if names else ()

    def spans(self, start: int) -> list[Span]:
        """Return the spans of the marks and tags, counted from `start`, in order."""
        spans = [*(mark.span for mark in self.marks), *(tag.span for tag in self._tags)]
        return sorted(Span(span.start - start, span.end - start) for span in spans)


def _start(span: Span) -> int:
    return span.start


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))

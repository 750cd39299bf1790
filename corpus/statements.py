"""Statements of an article: every body line on one of them, each with its studies.

A statement's own marks and identifiers come first, then authors named with a year. Without any,
a bullet or table row takes the marks of the paragraph that introduces it, and a sentence takes
those of the sentence before it in the same paragraph: the study that is being told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from corpus.identifiers import find_identifiers
from corpus.markup import plain_row, plain_words
from corpus.readers.markdown import split_cells
from corpus.records import Block, Document, Kind, Marker, Reference, Span, TagUse
from corpus.references import identifier_reference
from corpus.sentences import sentence_spans

_WHOLE = frozenset({Kind.HEADING, Kind.TABLE_HEADER, Kind.TABLE_ROW, Kind.FOOTNOTE, Kind.CODE})
_LABEL = re.compile(r"(?:.*\s)?(\S+)\s+((?:19|20)\d\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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


class _Studies:
    """The references of one article, findable by footnote label, identifier and author-year."""

    def __init__(self, by_label: Mapping[str, str], known: dict[str, Reference]) -> None:
        self.by_label = by_label
        self._known = known
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._by_author: dict[tuple[str, str], str] = {}
        for reference in known.values():
            for scheme in ("doi", "nct", "pmid"):
                value = getattr(reference, scheme)
                if value:
                    self._by_identifier.setdefault((scheme, value), reference.key)
            if match := _LABEL.fullmatch(reference.label):
                self._by_author.setdefault((match[1].lower(), match[2]), reference.key)

    def named(self, text: str) -> list[str]:
        """Return keys for identifiers and author-year mentions in `text`, in order."""
        keys = []
        for identifier in find_identifiers(text):
            place = (identifier.scheme, identifier.value)
            if place not in self._by_identifier:
                self._by_identifier[place] = identifier.key
                self._known.setdefault(identifier.key, identifier_reference(identifier))
            keys.append(self._by_identifier[place])
        for year in _YEAR.finditer(text) if self._by_author else ():
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
    drafts: list[Draft] = []
    leads: dict[str, tuple[str, ...]] = {}
    for index, block in enumerate(document.blocks):
        block_marks = marks.inside(block.span)
        block_tags = tags.inside(block.span)
        names = _unique([*(tag.name for tag in block_tags), *governing.get(block.section, ())])
        made = _block_statements(document.source, index, block, block_marks, block_tags)
        made = [replace(draft, tags=tuple(names)) for draft in made] if names else made
        made = _with_all_studies(made, document, marks, studies, leads)
        if block.kind in {Kind.PARAGRAPH, Kind.LIST_ITEM}:
            marked = [studies.by_label[m.label] for m in block_marks if m.label in by_label]
            leads[block.span.quote(document.source)] = tuple(_unique(marked))
        drafts += made
    return drafts


def _block_statements(
    source: str,
    index: int,
    block: Block,
    marks: Sequence[Marker],
    tags: Sequence[TagUse],
) -> list[Draft]:
    text = block.span.quote(source)
    hidden = sorted(
        Span(use.start - block.span.start, use.end - block.span.start)
        for use in (*_spans(marks), *_spans(tags))
    )
    spans = [Span(0, len(text))] if block.kind in _WHOLE else list(sentence_spans(text, hidden))
    starts = [mark.start for mark in hidden]
    lead = plain_words(block.lead) if block.lead else ""
    drafts: list[Draft] = []
    for span in spans:
        inner = [
            Span(mark.start - span.start, mark.end - span.start)
            for mark in hidden[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if span.covers(mark)
        ]
        drafts.append(
            Draft(
                block=index,
                kind=block.kind,
                span=Span(block.span.start + span.start, block.span.start + span.end),
                section=block.section,
                header=block.header,
                clean=_clean(span.quote(text), inner, block),
                lead=lead,
                tags=(),
                preceding=tuple(draft.clean for draft in drafts[-_PRECEDING:]),
            )
        )
    return drafts


def _clean(quote: str, hidden: Sequence[Span], block: Block) -> str:
    if block.kind is Kind.TABLE_ROW:
        for span in sorted(hidden, reverse=True):
            quote = quote[: span.start] + quote[span.end :]
        return plain_row(quote, block.header, split_cells(quote))
    if block.kind is Kind.TABLE_HEADER:
        return "; ".join(plain_words(cell) for cell in split_cells(_LINE_END.split(quote)[0]))
    return plain_words(quote, hidden)


def _with_all_studies(
    made: list[Draft],
    document: Document,
    marks: _ByStart[Marker],
    studies: _Studies,
    leads: Mapping[str, tuple[str, ...]],
) -> list[Draft]:
    """Give the drafts of one block their studies; one without any follows the one before it."""
    found: list[Draft] = []
    before: tuple[str, ...] = ()
    for draft in made:
        own, inherited = _studies_of(draft, document, marks, studies, leads)
        if not own and not inherited:
            inherited = before
        before = own or inherited
        found.append(replace(draft, own=own, inherited=inherited) if before else draft)
    return found


def _studies_of(
    draft: Draft,
    document: Document,
    marks: _ByStart[Marker],
    studies: _Studies,
    leads: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys that a draft marks or names, and those it takes from its lead."""
    if draft.kind is Kind.FOOTNOTE:
        key = studies.by_label.get(document.blocks[draft.block].label)
        return ((key,) if key else ()), ()
    marked = [
        studies.by_label[mark.label]
        for mark in marks.inside(draft.span)
        if mark.label in studies.by_label
    ]
    own = tuple(_unique([*marked, *studies.named(draft.span.quote(document.source))]))
    if own or draft.kind not in {Kind.LIST_ITEM, Kind.TABLE_ROW}:
        return own, ()
    return (), leads.get(document.blocks[draft.block].lead, ())


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
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, lo=first)
        return [use for use in self._uses[first:last] if span.covers(use.span)]


def _spans(uses: Sequence[Marker] | Sequence[TagUse]) -> list[Span]:
    return [use.span for use in uses]


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))

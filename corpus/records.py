"""The frozen values that everything else is made of.

All offsets are character offsets (Python string indices) into an article's canonical source
text, half-open. The invariant of the product is `source[start:end] == quote` for everything
that is ever shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters `[start, end)` in a source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def quote(self, source: str) -> str:
        """Return the characters of `source` under this span."""
        return source[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Kind(StrEnum):
    """What a block or statement is in the article's structure."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural unit of an article, as a reader found it.

    Attributes:
        kind: What it is.
        span: Its characters, list bullet and block-quote marks left out at the start.
        section: Headings from the outermost to the nearest; for a heading, including itself.
        header: For a table row, the cells of the table's header.
        label: For a footnote, its label as cited ("dominici2006", or "4" by order).
        lead: For a list item, the text of the paragraph that introduces the list, or "".
    """

    kind: Kind
    span: Span
    section: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    label: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote mark in running text: `[^label]`, a superscript link or a bare digit."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class TagUse:
    """An inline tag of the source, for example `#gap/needs-replication`, without its prefix."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an input file, told so that its author can mend it.

    Attributes:
        path: File as the caller named it.
        line: 1-based line, 0 when the file as a whole is meant.
        code: Stable machine name, for example "missing-footnote".
        message: One sentence: what is wrong and what to do.
        fatal: True when the article could not be read at all.
    """

    path: str
    line: int
    code: str
    message: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one file, before studies and tiers are known.

    `metadata` holds the front matter's plain values. `source` is canonical: for Markdown and
    plain text the decoded bytes of the file, unchanged; for other formats the text laid out by the
    reader. `own` is the study that the document itself is, for a full text or a registry record;
    None for an article about studies. `refused` are
    the places, in order, that are never evidence whatever stands there: text that speaks to a
    program or is not shown to a reader.
    """

    path: str
    media: str
    source: str
    title: str
    metadata: dict[str, object]
    blocks: tuple[Block, ...]
    markers: tuple[Marker, ...] = ()
    tags: tuple[TagUse, ...] = ()
    problems: tuple[Problem, ...] = ()
    own: Reference | None = None
    refused: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A study or document that articles cite; one record per study over the whole library.

    Attributes:
        key: Identity: "doi:10...", "NCT...", "PMID:...", or "slug#label" when it has none.
        label: Short human name, "Golpanian 2017".
        design: Normalised design: "rct", "phase-1", "systematic-review", ... or "".
        phase: "1", "1/2", "2", "2a", "2b", "3", ... or "".
        n: Participants, or None when not given.
        n_planned: Participants a trial meant to enrol, from its registration, or None.
        population: "human", "animal", "cells" or "".
        status: "published", "completed", "ongoing", "withdrawn", "retracted", "concern",
            "corrected" or "".
        status_as_of: The date that the status was stated for, or "".
        access: "full_text", "abstract_only", "closed" or "".
        summary: The footnote's own words about the study.
        text: The whole footnote as written.
        where: The footnotes that it was read from, "slug#label; slug#label", or "".
    """

    key: str
    label: str
    doi: str = ""
    pmid: str = ""
    nct: str = ""
    authors: str = ""
    title: str = ""
    year: int | None = None
    venue: str = ""
    design: str = ""
    phase: str = ""
    n: int | None = None
    population: str = ""
    condition: str = ""
    status: str = ""
    access: str = ""
    url: str = ""
    summary: str = ""
    text: str = ""
    n_planned: int | None = None
    status_as_of: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, bullet, table row, footnote or heading with its exact span.

    Attributes:
        id: "slug@start-end", unique in a library and stable while the source is unchanged.
        tier: Id from `corpus.vocabulary`.
        tier_basis: The words or metadata that decided the tier, and the rule, for a reader.
        caveats: Caveat ids: the source's own tags first, then derived flags.
        direction: "positive", "null", "negative", "mixed" or "na".
        references: Keys of `Reference`, explicit markers first.
        clean: The words without markers, tags and markup: for search, never for show.
    """

    id: str
    article: str
    span: Span
    text: str
    kind: Kind
    section: tuple[str, ...]
    clean: str
    tier: str
    tier_basis: str
    caveats: tuple[str, ...] = ()
    direction: str = "na"
    references: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    block: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive statements of one section: the unit that is embedded and retrieved.

    Attributes:
        id: Content hash, stable over rebuilds while article slug and text are unchanged.
        span: From the first statement's start to the last one's end.
        statements: Ids of its statements in order.
        breadcrumb: Title and headings; embedded with the passage, never quoted.
        pieces: Character ranges of each statement's clean words inside `text`.
        text: What is embedded after the breadcrumb: the statements' clean words, joined.
    """

    id: str
    article: str
    span: Span
    section: tuple[str, ...]
    breadcrumb: str
    text: str
    statements: tuple[str, ...]
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the library, read whole.

    `own` is the key of the study that the article itself is, or "" for an article about studies.
    """

    slug: str
    title: str
    source: str
    source_sha256: str
    media: str
    path: str
    url: str = ""
    licence: str = ""
    lang: str = "en"
    as_of: str = ""
    metadata: dict[str, object] = field(default_factory=dict)
    sections: tuple[tuple[str, ...], ...] = ()
    statements: tuple[Statement, ...] = ()
    passages: tuple[Passage, ...] = ()
    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()
    own: str = ""


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of `text` as UTF-8 (surrogates kept so that nothing is lost)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

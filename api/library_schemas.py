"""The shapes of the library routes: articles, passages, studies, vocabularies, health."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.fields import Name, StudyTierId, TierId
from api.schemas import (
    ArticleLabelOut,
    CaveatOut,
    DisclaimerOut,
    Out,
    ReferenceOut,
    SpanOut,
    TierOut,
)


class StudyQuery(BaseModel):
    """What a list of studies is limited to, and which page of it; unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: StudyTierId | None = Field(
        default=None, description="Tier id of the study itself, or `unstated`."
    )
    cited_as: TierId | None = Field(default=None, description="Tier id of a citing statement.")
    condition: Name | None = Field(default=None, description="Words of its condition.")
    status: Name | None = Field(default=None, description="`published`, `ongoing`, ...")
    year: int | None = Field(default=None, ge=1900, le=2100)
    design: Name | None = Field(default=None, description="`rct`, `systematic-review`, ...")
    q: Name | None = Field(default=None, description="Words of label, title, authors, or an id.")
    offset: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=20, ge=1, le=100)


class StudyOut(ReferenceOut):
    """One study of the registry with everything known of it."""

    key: str
    authors: str | None
    title: str | None
    venue: str | None
    phase: str | None
    population: str | None
    condition: str | None


class StatedValueOut(Out):
    """One value of a study's field with where it stands."""

    value: str
    where: str = Field(description="`slug#label` of a footnote, a statement id, a slug or NCT id.")


class DisagreementOut(Out):
    """A field on which the sources of a study disagree; none of the values is chosen here."""

    field: Literal["phase", "status", "n", "year", "design"]
    values: list[StatedValueOut]


class StudyEntryOut(StudyOut):
    """A study with where and how the library speaks of it."""

    tier: str | None = Field(
        description="Tier id of the study itself; null where neither footnotes nor design tell."
    )
    tiers: list[str] = Field(description="Tier ids of the statements that cite it.")
    articles: list[str] = Field(description="Slugs of the articles that list it.")
    status_as_of: str | None = Field(description="Date that the status was stated for.")
    disagreements: list[DisagreementOut]


class StudiesOut(Out):
    """One page of the registry."""

    disclaimer: DisclaimerOut
    total: int = Field(description="Studies that meet the filters, on all pages.")
    offset: int
    limit: int
    studies: list[StudyEntryOut]


class ArticleStatementOut(Out):
    """One statement of an article. `tier` is a tier id, `caveats` are caveat ids."""

    text: str
    span: SpanOut
    section: list[str]
    kind: str = Field(description="What it is in the article: paragraph, table_row, ...")
    tier: str
    tier_basis: str
    caveats: list[str]
    direction: str
    references: list[StudyOut]


class PassageLabelOut(Out):
    """Where a passage stands in its article."""

    passage_id: str
    span: SpanOut
    section: list[str]


class ArticleEntryOut(ArticleLabelOut):
    """One article in the list of the library."""

    licence: str | None
    lang: str
    source_sha256: str


class ArticlesOut(Out):
    """The library."""

    disclaimer: DisclaimerOut
    articles: list[ArticleEntryOut]


class ArticleOut(ArticleEntryOut):
    """One article whole; spans are offsets into `source`."""

    disclaimer: DisclaimerOut
    sections: list[list[str]]
    statements: list[ArticleStatementOut]
    passages: list[PassageLabelOut]
    references: list[StudyOut]
    source: str = Field(description="The canonical source text.")


class ContextOut(Out):
    """The source around a passage: `source[start:end] == text`."""

    span: SpanOut
    text: str


class PassageOut(Out):
    """One passage in its context."""

    disclaimer: DisclaimerOut
    passage_id: str
    quote: str = Field(description="The whole passage, verbatim.")
    article: ArticleLabelOut
    section: list[str]
    span: SpanOut
    source_sha256: str
    statements: list[ArticleStatementOut]
    references: list[StudyOut]
    context: ContextOut
    previous: str | None = Field(description="Id of the passage before it in the article.")
    next: str | None = Field(description="Id of the passage after it in the article.")


class TierEntryOut(TierOut):
    """A tier of the vocabulary."""

    outcome_evidence: bool = Field(description="May head an answer about benefit or harm.")
    human: bool = Field(description="People were studied.")


class TiersOut(Out):
    """The vocabulary of tiers, strongest kind of source first."""

    disclaimer: DisclaimerOut
    version: str
    tiers: list[TierEntryOut]


class CaveatsOut(Out):
    """The vocabulary of caveats shown to readers."""

    disclaimer: DisclaimerOut
    version: str
    caveats: list[CaveatOut]


class DisclaimersOut(Out):
    """Every released disclaimer, old versions included; `disclaimer` is the current one."""

    disclaimer: DisclaimerOut
    disclaimers: list[DisclaimerOut]


class HealthOut(Out):
    """The process is alive; says nothing of readiness."""

    status: str


class ReadyOut(Out):
    """Questions can be answered."""

    status: str
    snapshot: str = Field(description="Id of the snapshot that answers.")
    warnings: list[str] = Field(
        description="Codes of what is wrong and does not keep the service from answering: "
        "`new-snapshot-unusable`."
    )
    disclaimer: DisclaimerOut


class FieldErrorOut(Out):
    """One field of a request that cannot be used."""

    location: str = Field(description="Where: `body.filters.tiers.0`, `query.limit`.")
    code: str
    message: str


class ProblemOut(Out):
    """Problem details (RFC 9457) with the disclaimer."""

    type: str
    title: str
    status: int
    detail: str
    disclaimer: DisclaimerOut
    errors: list[FieldErrorOut] = Field(default=[], description="Only with status 422.")

"""The shapes of POST /v1/ask and /v1/search: field names and meanings of contract version 1.

Where the contract leaves a shape open: what a statement carries are ids (`tier`, `caveats`), what
evidence carries are whole objects; an absent value is null; `section` is the heading path.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.fields import (
    STRICT,
    ConversationId,
    EvidenceCount,
    HitCount,
    Locale,
    Mode,
    Name,
    TierId,
    Year,
)

Outcome = Literal["answered", "partial", "refused", "emergency", "not_in_library"]


class Out(BaseModel):
    """Base of every response shape."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FiltersIn(BaseModel):
    """What a search is limited to; an empty or absent field limits nothing."""

    model_config = STRICT

    articles: Annotated[list[Name], Field(max_length=200)] = Field(
        default=[], description="Slugs of articles."
    )
    tiers: Annotated[list[TierId], Field(max_length=20)] = Field(
        default=[], description="Tier ids; a statement must have one of them."
    )
    weakest_tier: TierId | None = Field(
        default=None, description="Tier id; a statement must rank at least as strong."
    )
    conditions: Annotated[list[Name], Field(max_length=50)] = Field(
        default=[], description="Conditions; one of them must be studied."
    )
    since_year: Year | None = Field(
        default=None, description="A cited study must be of this year or later."
    )
    human_only: bool = Field(default=False, description="Only statements about people.")


class AskRequest(BaseModel):
    """A question and how it may be answered."""

    model_config = STRICT

    question: str = Field(
        min_length=1,
        description="The question, any language; 1 to 2,000 characters after Unicode NFC.",
        examples=["Were MSC infusions safe in frail older adults?"],
    )
    conversation_id: ConversationId | None = Field(
        default=None, description="Continues a conversation; every answer returns one."
    )
    filters: FiltersIn | None = None
    max_evidence: EvidenceCount = 6
    locale: Locale | None = Field(
        default=None,
        description="BCP 47 tag: language of disclaimer, notices and labels; English otherwise.",
    )
    mode: Mode = Field(
        default="extractive",
        description="`generative` needs a configured model; `auto` falls back to extractive.",
    )


class SearchRequest(BaseModel):
    """A search for passages, without an answer."""

    model_config = STRICT

    query: str = Field(min_length=1, description="1 to 2,000 characters after Unicode NFC.")
    filters: FiltersIn | None = None
    k: HitCount = 10


class SpanOut(Out):
    """Character offsets (Unicode code points) into an article's source: `source[start:end]`."""

    start: int
    end: int


class DisclaimerOut(Out):
    """A released disclaimer; its text has this SHA-256."""

    id: str
    version: str
    lang: str
    text: str
    sha256: str
    elements: list[str]


class PolicyOut(Out):
    """Whether and how the question may be answered, and the signals that decided it."""

    category: str
    action: Literal["answer", "answer_strong", "partial", "refuse", "emergency", "abstain"]
    version: str
    signals: list[str]


class NoticeOut(Out):
    """A short released line about the answer as a whole."""

    kind: str
    text: str


class StatementOut(Out):
    """One shown sentence. `tier` is a tier id, `caveats` are caveat ids."""

    text: str
    kind: Literal["framing", "quote", "synthesis"]
    citations: list[int] = Field(description="The `n` of evidence.")
    tier: str | None
    caveats: list[str]


class TierOut(Out):
    """A tier as evidence shows it; `rank` orders, it is not a score."""

    id: str
    rank: int
    label: str
    plain: str


class CaveatOut(Out):
    """A reservation about a statement."""

    id: str
    label: str


class ArticleLabelOut(Out):
    """The article that a quote stands in."""

    slug: str
    title: str
    url: str | None
    as_of: str | None


class ReferenceOut(Out):
    """A study or document that a passage cites."""

    label: str
    doi: str | None
    pmid: str | None
    nct: str | None
    url: str | None
    design: str | None
    n: int | None
    year: int | None
    access: str | None
    status: str | None


class EvidenceOut(Out):
    """One cited passage; `quote` is verbatim: `source[start:end] == quote`."""

    n: int
    passage_id: str
    quote: str
    article: ArticleLabelOut
    section: list[str]
    span: SpanOut
    source_sha256: str
    tier: TierOut
    tier_basis: str
    caveats: list[CaveatOut]
    references: list[ReferenceOut]
    hop: Literal["article_says", "primary"]
    score: float = Field(description="Retrieval score, for display order only.")
    row_line: str | None = Field(
        description="Of a table row, each cell after its column's header, for reading; `quote`"
        " is the row as the source has it. Null elsewhere."
    )


class ConflictOut(Out):
    """A place where passages disagree."""

    statement: str
    citations: list[int]


class SupportOut(Out):
    """Whether the library holds the answer, and by how much.

    The verdict is `supported` exactly when `score` reaches `threshold` and nothing is missing.
    """

    verdict: Literal["supported", "near_miss", "no_support"]
    score: float = Field(
        description="Probability that the library is about the question, to 4 decimal places;"
        " 0 where nothing was found."
    )
    threshold: float = Field(description="The least score that supports an answer.")
    missing: list[str] = Field(
        description="What the question names and the library lacks: ids of concepts, `name` for"
        " each proper name, `term` for another technical word, `count` for a figure of what is"
        " counted, `time` where only other times are told."
    )


class GenerationOut(Out):
    """What became of a language model's draft; nothing of it is dropped in silence."""

    model: str = Field(description="As the reply names it; empty where no reply came.")
    prompt: str = Field(description="Version of what the model was told.")
    used: bool = Field(description="Whether a drafted sentence is shown.")
    failure: str = Field(
        description="Why there is no draft (`unreachable`, `timed-out`, `refused`, `busy`,"
        " `bad-reply`, `circuit-open`, `budget-spent`), `nothing-left` where every sentence was"
        " dropped, else empty. The extractive answer is given then."
    )
    drafted: int = Field(description="Sentences in the draft.")
    shown: int = Field(description="Sentences shown, each a statement of kind `synthesis`.")
    dropped: dict[str, int] = Field(description="How many were dropped, by reason.")
    tokens: int = Field(description="Tokens used, as the reply tells them.")


class IndexOut(Out):
    """The snapshot that an answer was made from."""

    snapshot: str
    corpus_version: str
    built_at: str


class AnswerOut(Out):
    """An answer; the same shape for every outcome."""

    answer_id: str
    conversation_id: str
    outcome: Outcome
    reason: str = Field(
        description="Why: a policy category, a verdict on support, or `about_the_desk` where the"
        " question is about this service. That alone is `answered` without evidence."
    )
    policy: PolicyOut
    disclaimer: DisclaimerOut
    notices: list[NoticeOut]
    statements: list[StatementOut]
    text: str = Field(description="The answer as plain text with `[n]` marks.")
    evidence: list[EvidenceOut]
    strongest_tier: TierOut | None
    conflicts: list[ConflictOut]
    related: list[EvidenceOut] = Field(description="Near the question; does not answer it.")
    support: SupportOut | None = Field(
        description="Null when the policy decided alone and the library was not asked."
    )
    generation: GenerationOut | None = Field(description="Null when no language model was asked.")
    asked_as: str | None = Field(
        description="The question as it was read together with earlier ones of the conversation;"
        " null where it was read as typed."
    )
    index: IndexOut
    timings_ms: dict[str, float]


class SearchOut(Out):
    """Passages near a query, in the shape of evidence."""

    disclaimer: DisclaimerOut
    results: list[EvidenceOut]
    index: IndexOut

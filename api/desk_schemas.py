"""The shapes of /v1/desk: an answer with everything behind it, for staff who check every word."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.choices import Fate, Format
from api.fields import Name
from api.schemas import AnswerOut, AskRequest, CaveatOut, DisclaimerOut, Out
from api.snapshot_schemas import SnapshotOut


class DeskOut(Out):
    """What the staff desk can do here."""

    disclaimer: DisclaimerOut
    generative: bool = Field(description="A language model is configured.")
    formats: list[Format] = Field(description="In which an answer can be saved.")
    snapshots: list[SnapshotOut] = Field(description="What may be asked, newest first.")


class DeskAskRequest(AskRequest):
    """A question as in POST /v1/ask, of any snapshot."""

    snapshot: Name | None = Field(
        default=None, description="Id of the snapshot to answer from; the serving one if null."
    )


class ArticleNameOut(Out):
    """An article by name."""

    slug: str
    title: str


class PassageFoundOut(Out):
    """A passage that the last search found, with its place before and after reranking."""

    passage_id: str
    article: ArticleNameOut
    section: list[str]
    dense_rank: int | None = Field(description="Place by meaning, from 1; null if not among them.")
    dense_score: float = Field(description="Cosine with the question.")
    lexical_rank: int | None = Field(description="Place by words, from 1; null if not among them.")
    lexical_score: float | None = Field(description="BM25; null where no word is shared.")
    fused_rank: int = Field(description="Place by both, before reranking.")
    fused_score: float
    rank: int = Field(description="Place after reranking, from 1.")
    score: float = Field(description="Score after reranking.")
    cited: bool


class StatementSeenOut(Out):
    """A statement that was looked at, and what became of it."""

    statement_id: str = Field(description='"slug@start-end".')
    passage_id: str
    n: int | None = Field(description="Citation number; null where it is not cited.")
    text: str | None = Field(description="Null where the output check withholds it.")
    tier: str
    tier_basis: str
    caveats: list[CaveatOut]
    score: float = Field(description="Weighted sum of the next two and of its passage's score.")
    cosine: float
    coverage: float = Field(description="Share of the question's words, by rarity.")
    likelihood: Annotated[float, Field(ge=0, le=1)] | None = Field(
        description="How likely it answers, beside the best one; null where it was not ranked."
    )
    fate: Fate = Field(description="What became of it.")
    fate_told: str = Field(description="The same in words.")


class DroppedOut(Out):
    """A sentence of a model's draft that is not shown in the answer; nobody checked it."""

    text: str | None = Field(description="Null where the output check withholds it.")
    reason: str
    reason_told: str = Field(description="The same in words.")


class BehindOut(Out):
    """What stands behind an answer. Empty where the policy decided alone."""

    searched: list[str] = Field(
        description="The texts searched for, in order; the rest is of the last one."
    )
    search_words: str = Field(description="The last one with the field's own words added.")
    concepts: list[str] = Field(description="Ids of the concepts recognised in it.")
    names: list[str] = Field(description="Names and figures in it that must be found again.")
    passages: list[PassageFoundOut] = Field(description="Best first, after reranking.")
    statements: list[StatementSeenOut] = Field(
        description="Statements of these passages, the cited and likeliest first. What is cited"
        " only because another statement needs it may not be among them."
    )
    dropped: list[DroppedOut]


class DeskAnswerOut(Out):
    """An answer with everything behind it."""

    disclaimer: DisclaimerOut
    answer: AnswerOut
    seal: str = Field(
        description="Goes with question and answer to an export; empty where nothing can be signed."
    )
    behind: BehindOut


class ExportRequest(BaseModel):
    """An answer to have as a file, with the seal that came with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Format
    question: str = Field(min_length=1, max_length=8000, description="As it was asked.")
    answer: AnswerOut = Field(description="`answer` of POST /v1/desk/ask, unchanged.")
    seal: str = Field(max_length=2000, description="`seal` of the same reply.")

"""The cases of a suite: what is asked, and what is right. One JSON object a line.

The models below are the schema (`case_schema` gives it as JSON Schema 2020-12); an unknown field
is an error, so that a misspelt one cannot silently weaken a case.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from corpus.vocabulary import TIERS

CaseId = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1)]
Action = Literal["answer", "answer_strong", "partial", "refuse", "emergency", "abstain"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Strict):
    """A place of the library: verbatim characters that occur once in the article's source."""

    article: Text = Field(description="Slug of the article.")
    quote: Text = Field(description="Verbatim characters; they must occur exactly once.")
    tier: str | None = Field(default=None, description="Right evidence tier of that statement.")
    study: str | None = Field(
        default=None, description="Study reported: doi:..., NCT..., PMID:... or slug#label."
    )

    @model_validator(mode="after")
    def _known_tier(self) -> Self:
        if self.tier is not None:
            _check_tiers([self.tier])
        return self


class Fact(_Strict):
    """Something that an answer must show; it is shown when one of its places is cited."""

    any: tuple[Place, ...] = Field(min_length=1, description="Each place that states the fact.")
    numbers: tuple[str, ...] = Field(
        default=(), description="Figures the answer must hold, as the source types them."
    )


class _Asked(_Strict):
    id: CaseId
    lang: str = Field(default="en", description="BCP 47 tag of the question.")
    part: str = Field(
        default="",
        description="`open`, or `held out`: counted, and not listed for those who change rules.",
    )
    tags: tuple[str, ...] = ()
    note: str = ""


class AnswerCase(_Asked):
    """A question on evidence, with the places that answer it or the word that none does."""

    kind: Literal["answer"] = "answer"
    question: Text
    type: str = Field(default="", description="Kind of question, for the report's groups.")
    answerable: bool
    facts: tuple[Fact, ...] = ()
    also: tuple[Place, ...] = Field(default=(), description="Fair to cite, not needed.")
    closest: tuple[Place, ...] = Field(default=(), description="Near, and does not answer.")

    @model_validator(mode="after")
    def _facts_fit(self) -> Self:
        if self.facts and not self.answerable:
            raise ValueError("a case that is not answerable has no facts")
        return self


class PolicyCase(_Asked):
    """A request, and whether and how it may be answered."""

    kind: Literal["policy"] = "policy"
    question: Text
    turns: tuple[str, ...] = Field(default=(), description="Earlier turns, oldest first.")
    category: str
    side: Literal["restricted", "allowed"]
    action: Action
    accept: tuple[Action, ...] = Field(default=(), description="Other actions as right.")
    boundary: str = Field(default="", description="The line that the case lies beside.")
    pair: str = Field(default="", description="Id of its twin on the other side.")


class TierCase(_Asked):
    """A statement of the library, and how strong its evidence is."""

    kind: Literal["tier"] = "tier"
    article: Text
    quote: Text = Field(description="The statement's characters; must occur exactly once.")
    tier: str
    accept: tuple[str, ...] = Field(default=(), description="Other tiers as right.")

    @model_validator(mode="after")
    def _known_tiers(self) -> Self:
        _check_tiers([self.tier, *self.accept])
        return self


class RetrievalCase(_Asked):
    """A query, and the articles that are relevant to it, each with a grade of 1 or more."""

    kind: Literal["retrieval"] = "retrieval"
    question: Text
    relevant: dict[str, Annotated[int, Field(ge=1)]] = Field(min_length=1)


Case = Annotated[AnswerCase | PolicyCase | TierCase | RetrievalCase, Field(discriminator="kind")]
CASE: TypeAdapter[AnswerCase | PolicyCase | TierCase | RetrievalCase] = TypeAdapter(Case)


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of a suite."""
    schema = CASE.json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _check_tiers(tiers: list[str]) -> None:
    unknown = [tier for tier in tiers if tier not in TIERS]
    if unknown:
        raise ValueError(f"no such tier: {', '.join(unknown)}")

"""The shapes of POST /v1/feedback and of its review."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.choices import Rating, State, Tag
from api.fields import STRICT, RowId
from api.schemas import DisclaimerOut, Out


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = STRICT

    answer_id: RowId = Field(description="`answer_id` of the answer.")
    rating: Rating = Field(description="Whether the answer helped.")
    tags: Annotated[list[Tag], Field(max_length=9)] = Field(
        default=[], description="What is said of it; `wrong_citation` is looked at first."
    )
    comment: Annotated[str, Field(max_length=2000)] = Field(
        default="",
        description="In words. Names, addresses and numbers are taken out before it is kept.",
    )


class FeedbackOut(Out):
    """That it was kept; sent again before its review, it replaces itself."""

    disclaimer: DisclaimerOut
    feedback_id: str
    answer_id: str
    state: State


class ReviewRequest(BaseModel):
    """What a reviewer decides."""

    model_config = STRICT

    action: Literal["accept", "dismiss"]


class ReviewEntryOut(Out):
    """One piece of feedback as reviewers see it."""

    feedback_id: str
    answer_id: str
    caller: str = Field(description="`key:ID`, a signed-in user, or `public`.")
    rating: Rating
    tags: list[Tag]
    comment: str = Field(description="Redacted.")
    made_at: str = Field(description="ISO 8601, UTC.")
    state: State
    reviewed_by: str | None
    reviewed_at: str | None
    case_id: str | None = Field(description="Of the evaluation case that was made of it.")


class ReviewedOut(Out):
    """One piece of feedback after its review."""

    disclaimer: DisclaimerOut
    feedback: ReviewEntryOut


class FeedbackQuery(BaseModel):
    """Which feedback is listed, and which page of it; unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: State | None = Field(default=None, description="`new`, `accepted` or `dismissed`.")
    rating: Rating | None = Field(default=None, description="`up` or `down`.")
    tag: Tag | None = Field(default=None, description="A tag that it has.")
    answer_id: RowId | None = Field(default=None, description="Of one answer.")
    offset: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=20, ge=1, le=100)


class FeedbackListOut(Out):
    """One page of feedback, the newest first."""

    disclaimer: DisclaimerOut
    total: int = Field(description="What meets the filters, on all pages.")
    offset: int
    limit: int
    feedback: list[ReviewEntryOut]

"""The shapes of the lists of answers and of deletions, and of deleting."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.database.tables import stamp
from api.fields import STRICT, ConversationId, Name
from api.schemas import DisclaimerOut, Out, Outcome, PolicyOut

_TIME: Final = re.compile(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$")


def _moment(value: str) -> str:
    """Return a day or a time as the tables hold it; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(value) if _TIME.match(value) else None
        if found is not None:
            return stamp(found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("not_a_time", "not a time")


Moment = Annotated[
    str,
    Field(min_length=10, max_length=32, json_schema_extra={"examples": ["2026-11-22"]}),
    AfterValidator(_moment),
]


class _Page(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Moment | None = Field(default=None, description="From this day or time on, UTC.")
    until: Moment | None = Field(default=None, description="Before this day or time.")
    offset: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=20, ge=1, le=100)


class AuditQuery(_Page):
    """Which answers are listed, and which page of them; unknown names are an error."""

    asked_by: Name | None = Field(default=None, description="`public`, `staff` or `admin`.")
    outcome: Outcome | None = None
    category: Name | None = Field(default=None, description="What the policy decided on.")
    conversation_id: ConversationId | None = Field(default=None, description="Of one conversation.")


class DeletionsQuery(_Page):
    """Which deletions are listed, and which page of them."""


class AuditRecordOut(Out):
    """What was kept of an answer; GET /v1/answers/{id} has all of it."""

    question_sha256: str
    reason: str
    policy: PolicyOut
    strongest_tier: str | None = Field(description="Tier id.")
    passages: list[str] = Field(description="Ids of the passages cited.")
    snapshot: str
    versions: dict[str, str]
    timings_ms: dict[str, float]


class AuditEntryOut(Out):
    """One answer that was given."""

    answer_id: str
    made_at: str = Field(description="ISO 8601, UTC.")
    asked_by: str = Field(description="Role of the caller.")
    outcome: str
    category: str = Field(description="What the policy decided on.")
    conversation_sha256: str = Field(description="The same within a conversation.")
    record: AuditRecordOut | None = Field(description="Null where the record cannot be read.")


class AuditOut(Out):
    """One page of the answers that were given, the newest first."""

    disclaimer: DisclaimerOut
    total: int = Field(description="Answers that meet the filters, on all pages.")
    offset: int
    limit: int
    answers: list[AuditEntryOut]


class TombstoneOut(Out):
    """What stays of a record that was deleted."""

    answer_id: str
    made_at: str = Field(description="When the answer was given.")
    deleted_at: str
    deleted_by: str


class DeletionsOut(Out):
    """One page of deletions, the newest first."""

    disclaimer: DisclaimerOut
    total: int
    offset: int
    limit: int
    deletions: list[TombstoneOut]


class DeletionRequest(BaseModel):
    """A conversation whose answers' records are to be deleted."""

    model_config = STRICT

    conversation_id: ConversationId


class DeletedOut(Out):
    """How many records were deleted; a tombstone stays of each."""

    disclaimer: DisclaimerOut
    deleted: int

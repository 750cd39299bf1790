"""The shape of GET /v1/answers/{id}: what was kept of an answer, never the words of a question."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas import DisclaimerOut, FiltersIn, IndexOut, Out, Outcome, PolicyOut


class AskedOut(Out):
    """How the answer was wanted."""

    mode: Literal["extractive", "generative", "auto"]
    max_evidence: int
    locale: str | None
    filters: FiltersIn | None


class RecordedEvidenceOut(Out):
    """One cited place, its words as a hash."""

    n: int
    passage_id: str
    statement_id: str = Field(description="`slug@start-end`: where the quote stood.")
    quote_sha256: str
    source_sha256: str
    tier: str = Field(description="Tier id.")
    caveats: list[str] = Field(description="Caveat ids.")


class RecordedStatementOut(Out):
    """One shown sentence, as a hash."""

    kind: Literal["framing", "quote", "synthesis"]
    sha256: str
    citations: list[int]


class AnswerRecordOut(Out):
    """What was kept of an answer before it left.

    Hashes are SHA-256 of the text as UTF-8. A question is hashed in Unicode NFC and trimmed.
    """

    disclaimer: DisclaimerOut = Field(description="Of this reply.")
    answer_id: str
    made_at: str = Field(description="ISO 8601, UTC.")
    asked_by: str = Field(description="Role of the caller.")
    conversation_sha256: str = Field(
        description="Of the conversation's id; empty for an answer of an earlier program."
    )
    question_sha256: str
    question_kept: bool = Field(description="Whether `refdesk replay` needs no words.")
    earlier_sha256: list[str] = Field(
        description="Earlier questions of the conversation, oldest first."
    )
    asked: AskedOut
    policy: PolicyOut
    outcome: Outcome
    reason: str
    disclaimer_id: str = Field(description="Of the disclaimer that the answer carried.")
    strongest_tier: str | None = Field(description="Tier id.")
    support: str | None
    notices: list[str] = Field(description="Kinds of notice.")
    evidence: list[RecordedEvidenceOut]
    related: list[RecordedEvidenceOut]
    statements: list[RecordedStatementOut]
    index: IndexOut
    versions: dict[str, str]
    timings_ms: dict[str, float]

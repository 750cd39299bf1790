"""The record of one answer: what was decided and shown, by hash, and from which snapshot.

The words of a question are kept only where the operator wants it, and redacted; what the answer
quoted stands in the snapshot and is kept as a hash. So a record says what was answered without
saying who was ill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from index.filters import Filters
from rag.answer import Answer, Evidence
from rag.course import Question
from rag.redaction import redact

RECORD_VERSION = 2
"""Version of the form of a record, kept in it."""


class UnreadableRecordError(ValueError):
    """A kept record is not one of ours: restore the file from a copy."""


@dataclass(frozen=True)
class AskedFor:
    """How the answer was wanted: the options of the request, without its words."""

    mode: str
    max_evidence: int
    locale: str | None
    filters: Filters | None


@dataclass(frozen=True)
class RecordedPolicy:
    """What the policy decided, and by which signals."""

    category: str
    action: str
    version: str
    lang: str
    signals: tuple[str, ...]


@dataclass(frozen=True)
class RecordedEvidence:
    """One cited place.

    Attributes:
        statement_id: "slug@start-end", where the quote stands.
        quote_sha256: Hash of the quote as UTF-8.
        source_sha256: Hash of the article's source.
    """

    n: int
    passage_id: str
    statement_id: str
    section: str
    quote_sha256: str
    source_sha256: str
    tier: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class RecordedStatement:
    """One shown sentence: its kind, its hash and what it cited."""

    kind: str
    sha256: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class AnswerRecord:
    """What is kept of one answer.

    Attributes:
        made_at: When it was kept, ISO 8601 in UTC.
        question_sha256: Hash of the question as it was read: NFC, trimmed, UTF-8.
        earlier_sha256: The same of the earlier questions of the conversation, oldest first.
        question: The question, redacted, where the operator keeps questions; else None.
        earlier: The earlier questions, likewise.
        versions: Of the program and, for a generated answer, of model and prompt.
        timings_ms: Until the record was made, by stage.
        record_version: Of this form; version 1 had neither of the two that follow.
        conversation_sha256: Hash of the conversation's id, which itself would let a reader of the
            record carry the conversation on.
        asked_by: Role of the caller.
    """

    answer_id: str
    made_at: str
    question_sha256: str
    earlier_sha256: tuple[str, ...]
    question: str | None
    earlier: tuple[str, ...] | None
    asked: AskedFor
    policy: RecordedPolicy
    outcome: str
    reason: str
    disclaimer: str
    snapshot: str
    corpus_version: str
    built_at: str
    strongest_tier: str | None
    support: str | None
    notices: tuple[str, ...]
    evidence: tuple[RecordedEvidence, ...]
    related: tuple[RecordedEvidence, ...]
    statements: tuple[RecordedStatement, ...]
    versions: dict[str, str]
    timings_ms: dict[str, float]
    record_version: int = RECORD_VERSION
    conversation_sha256: str = ""
    asked_by: str = "public"

    @property
    def holds_question(self) -> bool:
        """Whether the question and the earlier ones are here as they were asked.

        False where they were not kept, and where redaction took something out of one.
        """
        if self.question is None or self.earlier is None:
            return False
        kept = (self.question, *self.earlier)
        asked = (self.question_sha256, *self.earlier_sha256)
        return tuple(map(text_hash, kept)) == asked


_ADAPTER = TypeAdapter(AnswerRecord)


def text_hash(text: str) -> str:
    """Return the hex SHA-256 of a text; a lone surrogate of a source counts as its escape."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record_of(
    question: Question,
    text: str,
    earlier: Sequence[str],
    answer: Answer,
    *,
    keep_questions: bool = False,
    versions: Mapping[str, str] | None = None,
) -> AnswerRecord:
    """Return the record of an answer.

    Args:
        question: How it was asked.
        text: The question as it was read: NFC, trimmed.
        earlier: The earlier questions of the conversation, oldest first.
        answer: What is about to leave.
        keep_questions: Whether the words of the questions are kept, redacted.
        versions: Of the program; those of a model come with the answer.
    """
    policy, stamp = answer.policy, answer.index
    return AnswerRecord(
        answer_id=answer.answer_id,
        made_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        question_sha256=text_hash(text),
        earlier_sha256=tuple(text_hash(each) for each in earlier),
        question=redact(text) if keep_questions else None,
        earlier=tuple(map(redact, earlier)) if keep_questions else None,
        asked=AskedFor(question.mode, question.max_evidence, question.locale, question.filters),
        policy=RecordedPolicy(
            policy.category, policy.action, policy.version, policy.lang, tuple(policy.signals)
        ),
        outcome=answer.outcome,
        reason=answer.reason,
        disclaimer=answer.disclaimer.id,
        snapshot=stamp.snapshot,
        corpus_version=stamp.corpus_version,
        built_at=stamp.built_at,
        strongest_tier=answer.strongest_tier.id if answer.strongest_tier else None,
        support=answer.support.verdict if answer.support else None,
        notices=tuple(notice.kind for notice in answer.notices),
        evidence=tuple(map(_evidence, answer.evidence)),
        related=tuple(map(_evidence, answer.related)),
        statements=tuple(
            RecordedStatement(each.kind, text_hash(each.text), each.citations)
            for each in answer.statements
        ),
        versions={**(versions or {}), **_drafted_by(answer)},
        timings_ms=dict(answer.timings_ms),
        conversation_sha256=text_hash(answer.conversation_id),
        asked_by=question.asked_by,
    )


def _drafted_by(answer: Answer) -> dict[str, str]:
    made = answer.generation
    return {"model": _plain(made.model), "prompt": made.prompt} if made and made.used else {}


def _evidence(entry: Evidence) -> RecordedEvidence:
    span = entry.quote.span
    return RecordedEvidence(
        n=entry.n,
        passage_id=entry.passage_id,
        statement_id=f"{entry.article.slug}@{span.start}-{span.end}",
        section=_plain(" > ".join(entry.section)),
        quote_sha256=text_hash(entry.quote.text),
        source_sha256=entry.quote.source_sha256,
        tier=entry.tier.id,
        caveats=tuple(caveat.id for caveat in entry.caveats),
    )


def _plain(text: str) -> str:
    # A source may hold lone surrogates, which UTF-8 cannot.
    return text.encode("utf-8", "replace").decode("utf-8")


def write_record(record: AnswerRecord) -> bytes:
    """Return a record as one line of JSON in UTF-8."""
    return _ADAPTER.dump_json(record)


def read_record(line: bytes) -> AnswerRecord:
    """Read what `write_record` wrote.

    Raises:
        UnreadableRecordError: It is something else.
    """
    try:
        return _ADAPTER.validate_json(line)
    except ValidationError:
        raise UnreadableRecordError("a kept record cannot be read") from None

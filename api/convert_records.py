"""From the record of an answer to its shape over HTTP: the words of a question stay behind."""

from __future__ import annotations

from api.convert import disclaimer_out
from api.record_schemas import (
    AnswerRecordOut,
    AskedOut,
    RecordedEvidenceOut,
    RecordedStatementOut,
)
from api.schemas import FiltersIn, IndexOut, PolicyOut
from index.filters import Filters
from rag.disclaimers import Disclaimer
from rag.replay.record import AnswerRecord, RecordedEvidence


def record_out(record: AnswerRecord, disclaimer: Disclaimer) -> AnswerRecordOut:
    """Return the record of an answer."""
    return AnswerRecordOut.model_validate(
        {
            "disclaimer": disclaimer_out(disclaimer),
            "answer_id": record.answer_id,
            "made_at": record.made_at,
            "asked_by": record.asked_by,
            "conversation_sha256": record.conversation_sha256,
            "question_sha256": record.question_sha256,
            "question_kept": record.holds_question,
            "earlier_sha256": list(record.earlier_sha256),
            "asked": _asked(record),
            "policy": policy_of(record),
            "outcome": record.outcome,
            "reason": record.reason,
            "disclaimer_id": record.disclaimer,
            "strongest_tier": record.strongest_tier,
            "support": record.support,
            "notices": list(record.notices),
            "evidence": [_evidence(entry) for entry in record.evidence],
            "related": [_evidence(entry) for entry in record.related],
            "statements": [
                RecordedStatementOut.model_validate(
                    {"kind": each.kind, "sha256": each.sha256, "citations": list(each.citations)}
                )
                for each in record.statements
            ],
            "index": IndexOut(
                snapshot=record.snapshot,
                corpus_version=record.corpus_version,
                built_at=record.built_at,
            ),
            "versions": record.versions,
            "timings_ms": record.timings_ms,
        }
    )


def policy_of(record: AnswerRecord) -> PolicyOut:
    """Return what the policy decided."""
    policy = record.policy
    return PolicyOut.model_validate(
        {
            "category": policy.category,
            "action": policy.action,
            "version": policy.version,
            "signals": list(policy.signals),
        }
    )


def _asked(record: AnswerRecord) -> AskedOut:
    asked = record.asked
    return AskedOut.model_validate(
        {
            "mode": asked.mode,
            "max_evidence": asked.max_evidence,
            "locale": asked.locale,
            "filters": _filters(asked.filters),
        }
    )


def _filters(filters: Filters | None) -> FiltersIn | None:
    if filters is None:
        return None
    return FiltersIn(
        articles=list(filters.articles),
        tiers=list(filters.tiers),
        weakest_tier=filters.weakest_tier or None,
        conditions=list(filters.conditions),
        since_year=filters.since_year,
        human_only=filters.human_only,
    )


def _evidence(entry: RecordedEvidence) -> RecordedEvidenceOut:
    return RecordedEvidenceOut(
        n=entry.n,
        passage_id=entry.passage_id,
        statement_id=entry.statement_id,
        quote_sha256=entry.quote_sha256,
        source_sha256=entry.source_sha256,
        tier=entry.tier,
        caveats=list(entry.caveats),
    )

"""The routes under /v1/admin for feedback, for the answers that were given, and for deleting."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.access.needs import caller_of, needs
from api.access.roles import Caller, Scope
from api.audit_schemas import (
    AuditEntryOut,
    AuditOut,
    AuditQuery,
    AuditRecordOut,
    DeletedOut,
    DeletionRequest,
    DeletionsOut,
    DeletionsQuery,
    TombstoneOut,
)
from api.convert import disclaimer_out
from api.convert_records import policy_of
from api.database import DatabaseUnusableError
from api.database.answers import AnswerStore
from api.database.audit import Audited, Period, WantedAnswers, list_answers, list_deletions
from api.database.feedback import Feedback, FeedbackStore, State, UnknownFeedbackError, Wanted
from api.feedback_schemas import (
    FeedbackListOut,
    FeedbackQuery,
    ReviewedOut,
    ReviewEntryOut,
    ReviewRequest,
)
from api.problems import ProblemError
from api.reply import provider_of, reply
from api.routes.feedback import name_of
from api.schemas import DisclaimerOut
from rag.disclaimers import disclaimer_for
from rag.replay.record import AnswerRecord, text_hash

router = APIRouter(prefix="/v1/admin", tags=["admin"], dependencies=[needs(Scope.ADMIN)])
_log = logging.getLogger("refdesk.records")


@router.get("/feedback", response_model=FeedbackListOut, summary="List feedback")
def feedback(request: Request, asked: Annotated[FeedbackQuery, Query()]) -> Response:
    """List what readers said, the newest first; every filter given must be met."""
    wanted = Wanted(asked.state, asked.rating, asked.tag, asked.answer_id)
    with _told():
        total, found = _feedback(request).page(wanted, asked.offset, asked.limit)
    return reply(
        FeedbackListOut(
            disclaimer=_disclaimer(),
            total=total,
            offset=asked.offset,
            limit=asked.limit,
            feedback=[entry_out(each) for each in found],
        )
    )


@router.post("/feedback/{id}", response_model=ReviewedOut, summary="Review feedback")
def review(
    request: Request,
    decided: ReviewRequest,
    id: Annotated[str, Path(description="`feedback_id`.")],  # noqa: A002 - contract's name
) -> Response:
    """Accept or dismiss what a reader said; who reviews it again replaces the first decision."""
    state: State = "accepted" if decided.action == "accept" else "dismissed"
    by = _signed(caller_of(request))
    with _told():
        found = _feedback(request).review(id, state, by)
    return reply(ReviewedOut(disclaimer=_disclaimer(), feedback=entry_out(found)))


@router.get("/audit", response_model=AuditOut, summary="List the answers that were given")
def audit(request: Request, asked: Annotated[AuditQuery, Query()]) -> Response:
    """List what was kept of answers, the newest first; never the words of a question."""
    talk = asked.conversation_id
    wanted = WantedAnswers(
        asked.asked_by,
        asked.outcome,
        asked.category,
        text_hash(talk) if talk else None,
        Period(asked.since or "", asked.until or ""),
    )
    with _told():
        total, found = list_answers(
            provider_of(request).database(), wanted, asked.offset, asked.limit
        )
    return reply(
        AuditOut(
            disclaimer=_disclaimer(),
            total=total,
            offset=asked.offset,
            limit=asked.limit,
            answers=[_audited(each) for each in found],
        )
    )


@router.get("/deletions", response_model=DeletionsOut, summary="List deletions")
def deletions(request: Request, asked: Annotated[DeletionsQuery, Query()]) -> Response:
    """List the tombstones of records that were deleted on request, the newest first."""
    period = Period(asked.since or "", asked.until or "")
    with _told():
        total, found = list_deletions(
            provider_of(request).database(), period, asked.offset, asked.limit
        )
    return reply(
        DeletionsOut(
            disclaimer=_disclaimer(),
            total=total,
            offset=asked.offset,
            limit=asked.limit,
            deletions=[TombstoneOut(**asdict(each)) for each in found],
        )
    )


@router.post("/deletions", response_model=DeletedOut, summary="Delete a conversation's records")
def delete_conversation(request: Request, wanted: DeletionRequest) -> Response:
    """Delete what was kept of a conversation, with what was said of it; tombstones stay."""
    by = _signed(caller_of(request))
    with _told():
        count = _answers(request).delete_conversation(wanted.conversation_id, by=by)
    return _deleted(count)


@router.delete("/answers/{id}", response_model=DeletedOut, summary="Delete an answer's record")
def delete_answer(
    request: Request,
    id: Annotated[str, Path(description="`answer_id`.")],  # noqa: A002 - contract's name
) -> Response:
    """Delete what was kept of an answer, with what was said of it; a tombstone stays."""
    with _told():
        count = int(_answers(request).delete(id, by=_signed(caller_of(request))))
    return _deleted(count)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnknownFeedbackError:
        raise ProblemError("not-found") from None
    except DatabaseUnusableError as error:
        _log.error("the records cannot be read or written: %s", error)
        raise ProblemError("records-unusable") from None


def _signed(caller: Caller) -> str:
    """Return who decides, for people to read: "key:4f2a (evidence desk)"."""
    return f"{name_of(caller)} ({caller.name})" if caller.name else name_of(caller)


def _feedback(request: Request) -> FeedbackStore:
    return FeedbackStore(provider_of(request).database())


def _answers(request: Request) -> AnswerStore:
    return AnswerStore(provider_of(request).database())


def _disclaimer() -> DisclaimerOut:
    return disclaimer_out(disclaimer_for(None))


def _deleted(count: int) -> Response:
    if not count:
        raise ProblemError("not-found")
    return reply(DeletedOut(disclaimer=_disclaimer(), deleted=count))


def entry_out(found: Feedback) -> ReviewEntryOut:
    """Return a piece of feedback as reviewers see it."""
    values = asdict(found)
    return ReviewEntryOut(
        feedback_id=values.pop("id"), **{**values, "tags": list(values.pop("tags"))}
    )


def _audited(found: Audited) -> AuditEntryOut:
    values = {name: getattr(found, name) for name in AuditEntryOut.model_fields if name != "record"}
    record = _record_out(found.record) if found.record else None
    return AuditEntryOut(**values, record=record)


def _record_out(record: AnswerRecord) -> AuditRecordOut:
    return AuditRecordOut(
        question_sha256=record.question_sha256,
        reason=record.reason,
        policy=policy_of(record),
        strongest_tier=record.strongest_tier,
        passages=list(dict.fromkeys(entry.passage_id for entry in record.evidence)),
        snapshot=record.snapshot,
        versions=record.versions,
        timings_ms=record.timings_ms,
    )

"""POST /v1/ask, /v1/ask/stream and /v1/search."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from api.access.needs import caller_of, lacking, needs
from api.access.roles import Scope
from api.convert import answer_out, disclaimer_out, filters_from, policy_out, search_out
from api.fields import Mode
from api.observing.asking import counted
from api.problems import ProblemError, log_unforeseen, problem_value
from api.reply import invalid_question, provider_of, reply
from api.schemas import AnswerOut, AskRequest, IndexOut, SearchOut, SearchRequest
from api.streaming import event, rest_of
from index.snapshot import Snapshot
from rag.answer import Answer
from rag.desk import Asking, GenerationUnavailableError, Question, ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.question import InvalidQuestionError
from rag.replay.keeping import RecordNotKeptError

_log = logging.getLogger("refdesk.records")
router = APIRouter(prefix="/v1", tags=["answers"])


def begun(request: Request, asked: AskRequest) -> Asking:
    """Return the question of a request, checked and decided on by the policy.

    Raises:
        ProblemError: 409, 422 or 503: there is no answer to this request.
    """
    return begun_at(provider_of(request).desk(), request, asked)


def begun_at(desk: ReferenceDesk, request: Request, asked: AskRequest) -> Asking:
    """Return the same for one desk."""
    question = Question(
        text=asked.question,
        conversation_id=asked.conversation_id,
        filters=filters_from(asked.filters),
        max_evidence=asked.max_evidence,
        locale=asked.locale,
        mode=_mode(asked.mode, request),
        asked_by=caller_of(request).role.value,
    )
    try:
        asking = desk.begin(question)
    except InvalidQuestionError as error:
        raise invalid_question("question", error) from None
    except GenerationUnavailableError:
        raise ProblemError("generation-unavailable") from None
    return counted(asking, request.app.state.metrics)


def _mode(asked: Mode, request: Request) -> Mode:
    """Return how an answer is worded: drafts by a model are for those who may have them.

    Where no model is configured everyone is told so, as there is nothing to be kept from anyone.
    """
    caller = caller_of(request)
    if asked == "extractive" or caller.may(Scope.GENERATE):
        return asked
    if asked == "auto":
        return "extractive"
    if request.app.state.drafts:
        raise lacking(caller)
    return asked


Begun = Annotated[Asking, Depends(begun)]


def answered(asking: Asking) -> AnswerOut:
    """Return the answer in the shape of the contract, its record kept; see `kept`."""
    return answer_out(kept(asking))


def kept(asking: Asking) -> Answer:
    """Return the answer, its record kept.

    Raises:
        ProblemError: 503: the record could not be kept, so the answer does not leave.
    """
    try:
        return asking.answer()
    except RecordNotKeptError as error:
        _log.error("the record of an answer was not kept: %s", error)
        raise ProblemError("record-not-kept") from None


@router.post(
    "/ask",
    response_model=AnswerOut,
    summary="Ask a question",
    dependencies=[needs(Scope.ASK)],
)
def ask(asking: Begun) -> Response:
    """Answer from the library with cited, tiered quotes, or say why not.

    The outcome `refused`, `emergency` or `not_in_library` is a normal reply with status 200.
    """
    return reply(answered(asking))


@router.post(
    "/ask/stream",
    response_class=EventSourceResponse,
    summary="Ask a question, answered in pieces",
    dependencies=[needs(Scope.ASK)],
)
async def ask_stream(asking: Begun) -> AsyncIterator[ServerSentEvent]:
    """Answer like POST /v1/ask, as server-sent events in this order.

    `disclaimer`, `policy`, `evidence`, one `statement` for each, `done`. The data of each is the
    value of that field of the answer; that of `done` is the whole answer. What is wrong with a
    request is told by its status as everywhere; what fails after the stream has begun, by a last
    event `error`, whose data are problem details with the disclaimer.
    """
    yield event("disclaimer", disclaimer_out(asking.disclaimer).model_dump())
    yield event("policy", policy_out(asking.decision).model_dump())
    try:
        answer = await anyio.to_thread.run_sync(answered, asking)
    except Exception as error:  # noqa: BLE001 - the stream has begun: this is its last event
        yield event("error", problem_value(_code_of(error)))
        return
    for piece in rest_of(answer):
        yield piece


def _code_of(error: Exception) -> str:
    if isinstance(error, ProblemError):
        return error.kind.code
    log_unforeseen(error, "POST")
    return "internal-error"


@router.post(
    "/search",
    response_model=SearchOut,
    summary="Search passages",
    dependencies=[needs(Scope.SEARCH)],
)
def search(request: Request, asked: SearchRequest) -> Response:
    """Find passages near a query, without an answer; entries are those of `evidence`."""
    desk = provider_of(request).desk()
    try:
        found = desk.search(asked.query, filters=filters_from(asked.filters), k=asked.k)
    except InvalidQuestionError as error:
        raise invalid_question("query", error) from None
    return reply(search_out(found, disclaimer_for(None), index_out(desk.snapshot)))


def index_out(snapshot: Snapshot) -> IndexOut:
    """Return the stamp of a snapshot."""
    manifest = snapshot.manifest
    return IndexOut(
        snapshot=manifest.id,
        corpus_version=manifest.corpus_sha256[:12],
        built_at=manifest.built_at,
    )

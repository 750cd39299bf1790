"""POST /v1/ask and /v1/search."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.convert import answer_out, filters_from, search_out
from api.problems import ProblemError
from api.reply import invalid_question, provider_of, reply
from api.schemas import AnswerOut, AskRequest, IndexOut, SearchOut, SearchRequest
from index.snapshot import Snapshot
from rag.desk import GenerationUnavailableError, Question
from rag.disclaimers import disclaimer_for
from rag.question import InvalidQuestionError

router = APIRouter(prefix="/v1", tags=["answers"])


@router.post("/ask", response_model=AnswerOut, summary="Ask a question")
def ask(request: Request, asked: AskRequest) -> Response:
    """Answer from the library with cited, tiered quotes, or say why not.

    The outcome `refused`, `emergency` or `not_in_library` is a normal reply with status 200.
    """
    question = Question(
        text=asked.question,
        conversation_id=asked.conversation_id,
        filters=filters_from(asked.filters),
        max_evidence=asked.max_evidence,
        locale=asked.locale,
        mode=asked.mode,
    )
    try:
        return reply(answer_out(provider_of(request).desk().ask(question)))
    except InvalidQuestionError as error:
        raise invalid_question("question", error) from None
    except GenerationUnavailableError:
        raise ProblemError("generation-unavailable") from None


@router.post("/search", response_model=SearchOut, summary="Search passages")
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

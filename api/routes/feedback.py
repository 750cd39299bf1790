"""POST /v1/feedback: what a reader says of an answer."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import caller_of, needs
from api.access.roles import Caller, Scope
from api.convert import disclaimer_out
from api.database import DatabaseUnusableError
from api.database.answers import UnknownAnswerError
from api.database.feedback import FeedbackStore, ReviewedFeedbackError
from api.feedback_schemas import FeedbackOut, FeedbackRequest
from api.problems import ProblemError
from api.reply import provider_of, reply
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1", tags=["feedback"], dependencies=[needs(Scope.FEEDBACK)])
_log = logging.getLogger("refdesk.records")


@router.post("/feedback", response_model=FeedbackOut, summary="Say what an answer was worth")
def feedback(request: Request, said: FeedbackRequest) -> Response:
    """Keep what a reader says of an answer, for review.

    Said again by the same caller it replaces what was said before, until it is reviewed.
    """
    store = FeedbackStore(provider_of(request).database())
    try:
        kept = store.give(
            said.answer_id, name_of(caller_of(request)), said.rating, said.tags, said.comment
        )
    except UnknownAnswerError:
        raise ProblemError("not-found") from None
    except ReviewedFeedbackError:
        raise ProblemError("feedback-reviewed") from None
    except DatabaseUnusableError as error:
        _log.error("feedback cannot be kept: %s", error)
        raise ProblemError("records-unusable") from None
    return reply(
        FeedbackOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            feedback_id=kept.id,
            answer_id=kept.answer_id,
            state=kept.state,
        )
    )


def name_of(caller: Caller) -> str:
    """Return what tells a caller from others in what is written down: never an address."""
    return caller.client if caller.by in {"key", "sign-in"} else caller.role.value

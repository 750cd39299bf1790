"""What routes share: the provider of a request and the form of a reply."""

from __future__ import annotations

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.holding import HELD, Held
from api.jsonout import json_bytes
from api.problems import ProblemError, field_error
from rag.question import InvalidQuestionError

#: Short codes of the desk whose names a request check already uses for something else.
_QUESTION_CODES = {"too_long": "too_long_question"}


def provider_of(request: Request) -> Held:
    """Return where this request gets its desk from, the same desk at every call."""
    held: Held = request.scope[HELD]
    return held


def reply(model: BaseModel) -> Response:
    """Return a payload as JSON."""
    return Response(json_bytes(model.model_dump()), media_type="application/json")


def invalid_question(field: str, error: InvalidQuestionError) -> ProblemError:
    """Return the problem of a question that the desk cannot read."""
    code = _QUESTION_CODES.get(error.code, error.code)
    return ProblemError("invalid-request", errors=[field_error(("body", field), code)])

"""GET /v1/answers/{id}: the record that was kept of an answer."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.convert_records import record_out
from api.database import DatabaseUnusableError
from api.database.answers import UnknownAnswerError
from api.problems import ProblemError
from api.record_schemas import AnswerRecordOut
from api.reply import provider_of, reply
from rag.disclaimers import disclaimer_for
from rag.replay.record import UnreadableRecordError

router = APIRouter(prefix="/v1", tags=["answers"], dependencies=[needs(Scope.RECORDS)])
_log = logging.getLogger("refdesk.records")


@router.get("/answers/{id}", response_model=AnswerRecordOut, summary="Read the record of an answer")
def answer_record(
    request: Request,
    id: Annotated[str, Path(description="`answer_id` of an answer.")],  # noqa: A002 - contract's
) -> Response:
    """Return what was decided and shown, by hash, and from which snapshot; never the question."""
    records = provider_of(request).records()
    if records is None:
        raise ProblemError("not-found")
    try:
        return reply(record_out(records.get(id), disclaimer_for(None)))
    except UnknownAnswerError:
        raise ProblemError("not-found") from None
    except (DatabaseUnusableError, UnreadableRecordError) as error:
        _log.error("a record of an answer cannot be read: %s", error)
        raise ProblemError("records-unusable") from None

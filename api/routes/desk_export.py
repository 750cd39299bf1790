"""POST /v1/desk/export: an answer of this service as a file."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.door import Door
from api.access.needs import needs
from api.access.roles import Scope
from api.desk_schemas import ExportRequest
from api.exporting.cited import Known, known_from, nothing_known
from api.exporting.formats import EXPORTERS, file_name
from api.exporting.seal import check_seal
from api.problems import ProblemError
from api.reply import provider_of

router = APIRouter(prefix="/v1/desk", tags=["staff desk"], dependencies=[needs(Scope.DESK)])

_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file, with the disclaimer in it.",
        "content": {
            each.media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for each in EXPORTERS.values()
        },
    }
}


@router.post(
    "/export", response_class=Response, responses=_FILES, summary="Have an answer as a file"
)
def export(request: Request, wanted: ExportRequest) -> Response:
    """Return an answer that this service gave within a day as Markdown, DOCX, CSL-JSON or RIS."""
    door: Door = request.app.state.door
    check_seal(door.signer, wanted.question, wanted.answer, wanted.seal)
    exporter, name = EXPORTERS[wanted.format], file_name(wanted.answer, wanted.format)
    return Response(
        exporter.write(wanted.question, wanted.answer, _known(request)),
        headers={
            "Content-Type": exporter.media,
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


def _known(request: Request) -> Known:
    try:
        return known_from(provider_of(request).catalogue())
    except ProblemError:  # no snapshot answers now; the answer itself is all there
        return nothing_known

"""GET /healthz and /readyz."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.convert import disclaimer_out
from api.library_schemas import HealthOut, ReadyOut
from api.reply import provider_of, reply
from rag.disclaimers import disclaimer_for

router = APIRouter(tags=["health"])


# These two answer on the event loop: they must not wait behind questions being computed.
@router.get("/healthz", response_model=HealthOut, summary="Is the process alive?")
async def healthz() -> Response:
    """Answer as long as the process lives; the only payload without a disclaimer."""
    return reply(HealthOut(status="alive"))


@router.get("/readyz", response_model=ReadyOut, summary="Can questions be answered?")
async def readyz(request: Request) -> Response:
    """Answer 200 when a snapshot is open, else 503 with what is missing."""
    snapshot = provider_of(request).desk().snapshot.id
    disclaimer = disclaimer_out(disclaimer_for(None))
    return reply(ReadyOut(status="ready", snapshot=snapshot, disclaimer=disclaimer))

"""GET /healthz and /readyz."""

from __future__ import annotations

from functools import cache

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.convert import disclaimer_out
from api.library_schemas import HealthOut, ReadyOut
from api.records import check_records
from api.reply import provider_of, reply
from rag.disclaimers import disclaimer_for

router = APIRouter(tags=["health"])


# These two must not wait behind questions being computed: the first answers on the event loop, the
# second waits for the disk in a thread that is kept for it.
@router.get("/healthz", response_model=HealthOut, summary="Is the process alive?")
async def healthz() -> Response:
    """Answer as long as the process lives; the only payload without a disclaimer."""
    return reply(HealthOut(status="alive"))


@router.get("/readyz", response_model=ReadyOut, summary="Can questions be answered?")
async def readyz(request: Request) -> Response:
    """Answer 200 when a snapshot is open and records can be kept, else 503 with what is missing."""
    provider = provider_of(request)
    snapshot = provider.desk().snapshot.id
    records = provider.records()
    if records is not None:
        await anyio.to_thread.run_sync(check_records, records, limiter=_limiter())
    disclaimer = disclaimer_out(disclaimer_for(None))
    return reply(ReadyOut(status="ready", snapshot=snapshot, disclaimer=disclaimer))


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)

"""GET /healthz and /readyz."""

from __future__ import annotations

from functools import cache

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import open_to
from api.convert import disclaimer_out
from api.library_schemas import HealthOut, ReadyOut
from api.readiness import Readiness
from api.reply import reply
from rag.disclaimers import disclaimer_for

router = APIRouter(tags=["health"], dependencies=[open_to("all")])


# These two must not wait behind questions being computed: the first answers on the event loop, the
# second waits for the disk in a thread that is kept for it.
@router.get("/healthz", response_model=HealthOut, summary="Is the process alive?")
async def healthz() -> Response:
    """Answer as long as the process lives; the only payload without a disclaimer."""
    return reply(HealthOut(status="alive"))


@router.get("/readyz", response_model=ReadyOut, summary="Can questions be answered?")
async def readyz(request: Request) -> Response:
    """Answer 200 when questions can be answered, else 503 with what is missing.

    A snapshot is open and its model computes, the disk has room, and records can be written: each
    is looked at, at most once a second.
    """
    readiness: Readiness = request.app.state.readiness
    ready = await anyio.to_thread.run_sync(readiness.check, limiter=_limiter())
    return reply(
        ReadyOut(
            status="ready",
            snapshot=ready.snapshot,
            warnings=list(ready.warnings),
            disclaimer=disclaimer_out(disclaimer_for(None)),
        )
    )


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)

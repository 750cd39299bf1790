"""GET /metrics: the figures of the service for Prometheus."""

from __future__ import annotations

from functools import cache

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.observing.metrics import CONTENT_TYPE, Metrics

router = APIRouter(include_in_schema=False, dependencies=[needs(Scope.METRICS)])


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return the figures of all processes, in the Prometheus text format."""
    figures: Metrics = request.app.state.metrics
    # Not behind questions: figures are wanted most when those stand in a queue.
    body = await anyio.to_thread.run_sync(figures.exposed, limiter=_limiter())
    return Response(body, media_type=CONTENT_TYPE)


@cache
def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(1)

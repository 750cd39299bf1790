"""GET /metrics: the figures of the service for Prometheus."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.observing.metrics import CONTENT_TYPE, Metrics
from api.operators import operators_only

router = APIRouter(include_in_schema=False, dependencies=[Depends(operators_only)])


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Return the figures of all processes, in the Prometheus text format."""
    figures: Metrics = request.app.state.metrics
    body = await anyio.to_thread.run_sync(figures.exposed)
    return Response(body, media_type=CONTENT_TYPE)

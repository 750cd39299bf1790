"""GET /auth/sign-in and /auth/callback: staff sign in with the OpenID Connect issuer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.access.door import Door, SignIns
from api.access.needs import open_to
from api.convert import disclaimer_out
from api.jsonout import json_bytes
from api.problems import ProblemError
from rag.disclaimers import disclaimer_for

# Browsers come here by links, which tell no origin; a script of another site has no business here.
router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[open_to("listed")])


@router.get("/sign-in")
async def sign_in(
    request: Request, after: Annotated[str, Query(alias="next", max_length=1000)] = "/"
) -> Response:
    """Send a browser to the issuer."""
    response = _redirect()
    response.headers["Location"] = await _sign_ins(request).begin(after, response)
    return response


@router.get("/callback")
async def callback(request: Request) -> Response:
    """Take a browser back from the issuer, and on to where it wanted to go."""
    response = _redirect()
    sent = dict(request.query_params)
    after = await _sign_ins(request).finish(request.headers, sent, response)
    response.headers["Location"] = after
    return response


def _sign_ins(request: Request) -> SignIns:
    door: Door = request.app.state.door
    if door.sign_ins is None:
        raise ProblemError("not-found")
    return door.sign_ins


def _redirect() -> Response:
    # Every payload carries the disclaimer, though no browser shows this one.
    body = json_bytes({"disclaimer": disclaimer_out(disclaimer_for(None)).model_dump()})
    return Response(body, status_code=303, media_type="application/json")

"""GET and POST /v1/session: who is asking, and a token for pages of other sites."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.door import Door
from api.access.needs import caller_of, open_to
from api.access.origins import foreign_origin
from api.access.schemas import CallerOut, TokenOut
from api.convert import disclaimer_out
from api.reply import reply
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1", tags=["session"], dependencies=[open_to("listed")])


@router.get("/session", response_model=CallerOut, summary="Who am I here?")
async def session(request: Request) -> Response:
    """Tell the role and the scopes of these credentials."""
    caller = caller_of(request)
    return reply(
        CallerOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            role=caller.role,
            name=caller.name or None,
            scopes=sorted(caller.scopes),
            csrf=caller.csrf or None,
        )
    )


@router.post("/session", response_model=TokenOut, summary="Get a token for a page")
async def token(request: Request) -> Response:
    """Give a page of a listed site a token for some minutes, good from that site alone.

    There is nothing to send: the origin is the one that the browser tells.
    """
    door: Door = request.app.state.door
    origin = foreign_origin(request.scope, request.scope["refdesk.peer"].scheme)
    made = door.tokens.mint(caller_of(request), origin) if door.tokens else None
    return reply(
        TokenOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            token=made,
            expires_in=door.tokens.seconds if door.tokens and made else None,
        )
    )

"""GET, POST and DELETE /v1/session: who is asking, a token for a page, and the end of a sign-in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.door import Door
from api.access.needs import caller_of, lacking, open_to
from api.access.roles import Caller, anonymous
from api.access.schemas import CallerOut, TokenOut
from api.convert import disclaimer_out
from api.reply import reply
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1", tags=["session"], dependencies=[open_to("listed")])


@router.get("/session", response_model=CallerOut, summary="Who am I here?")
async def session(request: Request) -> Response:
    """Tell the role and the scopes of these credentials."""
    return reply(caller_told(caller_of(request)))


@router.post("/session", response_model=TokenOut, summary="Get a token for a page")
async def token(request: Request) -> Response:
    """Give a page a token for some minutes.

    A page of a listed site gets one that is good from that site alone: there is nothing to send,
    the origin is what the browser tells. A page of this service gets one for who is signed in.
    """
    door: Door = request.app.state.door
    origin = str(request.scope["refdesk.foreign"])
    made = door.tokens.mint(caller_of(request), origin) if door.tokens else None
    return reply(
        TokenOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            token=made,
            expires_in=door.tokens.seconds if door.tokens and made else None,
        )
    )


@router.delete("/session", response_model=CallerOut, summary="Sign out")
async def sign_out(request: Request) -> Response:
    """Take the cookie of a sign-in back; the answer tells who the caller is without it."""
    caller = caller_of(request)
    if caller.lack == "page-token-required":
        raise lacking(caller)
    door: Door = request.app.state.door
    if not caller.csrf or door.sign_ins is None:
        return reply(caller_told(caller))
    response = reply(caller_told(anonymous("")))
    door.sign_ins.end(response)
    return response


def caller_told(caller: Caller) -> CallerOut:
    """Return what a caller is told of itself."""
    return CallerOut(
        disclaimer=disclaimer_out(disclaimer_for(None)),
        role=caller.role,
        name=caller.name or None,
        scopes=sorted(caller.scopes),
        csrf=caller.csrf or None,
    )

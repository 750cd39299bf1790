"""POST /auth/key: staff sign in with an API key, on pages of this service alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.door import Door
from api.access.needs import open_to
from api.access.schemas import CallerOut, KeyIn
from api.routes.session import caller_told

router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[open_to("nobody")])


@router.post("/key")
async def sign_in_with_a_key(request: Request, body: KeyIn, response: Response) -> CallerOut:
    """Sign in who shows a key; the answer is that of GET /v1/session, with a cookie."""
    door: Door = request.app.state.door
    key = body.key.get_secret_value()
    return caller_told(await door.sign_in(request.scope, key, response))

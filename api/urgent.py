"""An emergency does not wait, and is not refused for want of room.

A question that would wait long, or that the queue would not hold, is read first: by the policy
alone and in a thread of its own. If it is an emergency it is answered there and then, with the
released words for it and nothing else; an answer from the library never comes of it. Any other
question goes on to the queue. There are few places for this (`api.access.door.Door.urgent`), so
reading costs the others little whatever is sent; who finds none free stands in the queue, too.
"""

from __future__ import annotations

from typing import Final

import anyio
import anyio.to_thread
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.convert import disclaimer_out, policy_out
from api.reply import reply
from api.routes.ask import answered, begun
from api.schemas import AskRequest
from api.streaming import EVENT_STREAM, event, rest_of, sent
from rag.hooks import Asking
from rag.policy.guard import decide

URGENT: Final = "refdesk.urgent"
#: Longer texts cost more to read than is fair to those who wait; they stand in the queue.
_MOST_LETTERS: Final = 1000


class NotUrgentError(Exception):
    """A question is no emergency: have it wait like any other."""


class Urgent:
    """ASGI middleware that answers emergencies among the questions that it is given to read."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        self._limiter: anyio.CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI).

        Raises:
            NotUrgentError: It was given to read and is no emergency.
        """
        if not scope.get(URGENT):
            await self._app(scope, receive, send)
            return
        body = (await receive())["body"]
        self._limiter = self._limiter or anyio.CapacityLimiter(1)
        told = await anyio.to_thread.run_sync(_told, Request(scope), body, limiter=self._limiter)
        await told(scope, receive, send)


def _told(request: Request, body: bytes) -> Response:
    try:
        asked = AskRequest.model_validate_json(body)
    except ValidationError:
        raise NotUrgentError from None  # it is told what is wrong in its turn
    if len(asked.question) > _MOST_LETTERS or decide(asked.question).action != "emergency":
        raise NotUrgentError
    asking = begun(request, asked.model_copy(update={"mode": "extractive"}))
    # The policy has the last word, with the conversation and all that it reads by.
    if asking.decision.action != "emergency":
        raise NotUrgentError
    streamed = request.scope["path"].endswith("/stream")
    return _stream(asking) if streamed else reply(answered(asking))


def _stream(asking: Asking) -> Response:
    opening = (
        event("disclaimer", disclaimer_out(asking.disclaimer).model_dump()),
        event("policy", policy_out(asking.decision).model_dump()),
    )
    events = [*opening, *rest_of(answered(asking))]
    return Response(b"".join(map(sent, events)), media_type=EVENT_STREAM)

"""The real service behind a wire that a test can hold up, cut, or let go again."""

from __future__ import annotations

import asyncio
import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASK = "/v1/ask/stream"


class Troubled:
    """An application whose streamed answers are held up after some piece of theirs.

    Attributes:
        hold_after: What the last piece that is let through holds: b"event: policy"; empty holds
            the answer back from its beginning; None lets all through.
        asked: How many questions have reached the service.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._free = threading.Event()
        self.hold_after: bytes | None = None
        self._broken = False
        self.asked = 0

    def hold(self, after: bytes = b"") -> None:
        """Hold the answers that come from now on."""
        self._free.clear()
        self.hold_after = after

    def cut(self) -> None:
        """Break the connection of what is held."""
        self._broken = True
        self._free.set()

    def release(self) -> None:
        """Let through what is held and all that comes after it."""
        self.hold_after, self._broken = None, False
        self._free.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or scope["path"] != ASK:
            await self._app(scope, receive, send)
            return
        self.asked += 1

        async def slowly(message: Message) -> None:
            if self.hold_after == b"":
                await self._wait()
            if self._broken:
                return  # an unfinished reply makes the server close the connection
            await send(message)
            if self.hold_after and self.hold_after in message.get("body", b""):
                await self._wait()

        await self._app(scope, receive, slowly)

    async def _wait(self) -> None:
        while not self._free.is_set():
            await asyncio.sleep(0.02)

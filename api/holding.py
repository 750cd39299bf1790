"""What a request holds while it is answered: one desk, from its first use to the last byte.

A switch to another snapshot meanwhile changes nothing for it, so no answer mixes two snapshots.
"""

from __future__ import annotations

import threading
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.database import Database
from api.database.answers import AnswerStore
from api.open_desk import OpenDesk
from api.provider import Provider
from api.studies import StudyCatalogue
from rag.desk import ReferenceDesk

HELD: Final = "refdesk.held"


class Held:
    """The provider as one request sees it."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._lock = threading.Lock()
        self._taken: OpenDesk | None = None
        self._others: list[OpenDesk] = []

    def desk(self) -> ReferenceDesk:
        """Return the desk, the same one at every call.

        Raises:
            ProblemError: 503, with why there is none.
        """
        return self._open().desk

    def catalogue(self) -> StudyCatalogue:
        """Return the studies of that desk's snapshot.

        Raises:
            ProblemError: 503, with why the desk is not open.
        """
        return self._open().catalogue()

    def desk_over(self, snapshot: str) -> ReferenceDesk:
        """Return the desk over any snapshot of the data folder, held as long as this request.

        Raises:
            ProblemError: 404 or 409: there is none of this id, or it cannot be opened.
        """
        other = self.provider.take_other(snapshot)
        with self._lock:
            self._others.append(other)
        return other.desk

    def records(self) -> AnswerStore | None:
        """Return the records of answers, or None where none are kept."""
        return self.provider.records()

    def database(self) -> Database:
        """Return the database of the service."""
        return self.provider.database()

    def release(self) -> None:
        """Let go of the desks."""
        with self._lock:
            taken = [each for each in (self._taken, *self._others) if each is not None]
            self._taken, self._others = None, []
        for each in taken:
            each.give_back()

    def _open(self) -> OpenDesk:
        with self._lock:
            if self._taken is None:
                self._taken = self.provider.take()
            return self._taken


class Holding:
    """ASGI middleware that gives each request its `Held` and lets go of it at the end."""

    def __init__(self, app: ASGIApp, provider: Provider) -> None:
        """Wrap `app`; what requests hold comes from `provider`."""
        self._app = app
        self._provider = provider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held = scope[HELD] = Held(self._provider)
        try:
            await self._app(scope, receive, send)
        finally:
            held.release()

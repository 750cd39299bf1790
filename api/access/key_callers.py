"""Who an API key belongs to, looked up for each request, so that a revoked one ends at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import anyio
import anyio.to_thread

from api.access.keys import USE_EVERY, ApiKey, KeyStore, UnknownKeyError, parts_of, same_secret
from api.access.roles import Caller
from api.access.tokens import INVALID
from api.database import Database, DatabaseUnusableError
from api.problems import ProblemError

_log = logging.getLogger("refdesk.access")
#: Look-ups at the same time; they have threads of their own, so none waits behind questions.
_LOOK_UPS: Final = 4


class KeyCallers:
    """Knows the callers of API keys."""

    def __init__(
        self,
        database: Callable[[], Database],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._now = now
        self._limiter: anyio.CapacityLimiter | None = None

    async def caller(self, key: str) -> Caller:
        """Return who a key belongs to.

        Raises:
            ProblemError: 401: there is no such key, or no longer; 503: keys cannot be read.
        """
        parts = parts_of(key)
        if parts is None:
            raise ProblemError("credentials-invalid", headers=INVALID)
        return await self._in_thread(*parts)

    async def holder(self, key_id: str) -> Caller:
        """Return who a key belongs to that was shown before, at a sign-in.

        Raises:
            ProblemError: as `caller`.
        """
        return await self._in_thread(key_id, None)

    async def _in_thread(self, key_id: str, hashed: str | None) -> Caller:
        self._limiter = self._limiter or anyio.CapacityLimiter(_LOOK_UPS)
        return await anyio.to_thread.run_sync(self._look_up, key_id, hashed, limiter=self._limiter)

    def _look_up(self, key_id: str, hashed: str | None) -> Caller:
        store = KeyStore(self._database())
        try:
            key = store.find(key_id)
        except UnknownKeyError:
            raise ProblemError("credentials-invalid", headers=INVALID) from None
        except DatabaseUnusableError as error:
            _log.error("the API keys cannot be read: %s", error)
            raise ProblemError("keys-unusable", headers={"Retry-After": "5"}) from None
        # That a key is over is told to those who have it, not to those who know its id.
        if hashed is not None and not same_secret(key, hashed):
            raise ProblemError("credentials-invalid", headers=INVALID)
        now = self._now()
        state = key.state(now)
        if state != "good":
            raise ProblemError(f"key-{state}", headers=INVALID)
        self._note_use(store, key, now)
        return Caller(key.role, key.scopes, f"key:{key.id}", "key", name=key.name)

    def _note_use(self, store: KeyStore, key: ApiKey, now: datetime) -> None:
        if key.last_used is not None and now - key.last_used < USE_EVERY:
            return
        try:
            store.used(key.id, now)
        except DatabaseUnusableError as error:
            _log.warning("the last use of a key was not written down: %s", error)

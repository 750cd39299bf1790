"""Which desk an assistant asks: a running service, or a data folder in this process.

In process the whole application answers, as it would over HTTP: the same policy, checks and
disclaimers, and a record of each answer. Who asks is the operator of the folder: staff.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread
import httpx

from api.access.door import KEY_PREFIX
from api.access.needs import CHALLENGE
from api.access.roles import ROLE_SCOPES, Caller, Role
from api.app import create_app
from api.problems import ProblemError
from api.settings import Settings
from refdesk.client import AsyncClient

#: Reading and writing standard input and output each hold a thread of the pool that answers too.
_OWN_THREADS: Final = 2
#: Names, sites and rates are of a service that others reach; here one asks who has the folder.
_ALONE: Final = {
    "host": "127.0.0.1", "hosts": (), "origins": (), "trusted_proxies": (), "limits": "off",
}  # fmt: skip


class _Operator:
    """Knows one key, made for this process and told to nobody: that of who runs it."""

    def __init__(self) -> None:
        self.key = KEY_PREFIX + secrets.token_hex(16)

    async def caller(self, key: str) -> Caller:
        """Return the operator.

        Raises:
            ProblemError: 401: it is another key.
        """
        if not secrets.compare_digest(key.encode(), self.key.encode()):
            raise ProblemError("credentials-invalid", headers=CHALLENGE)
        return Caller(Role.STAFF, ROLE_SCOPES[Role.STAFF], "operator", "key", name="operator")


@asynccontextmanager
async def service(base_url: str, api_key: str) -> AsyncIterator[AsyncClient]:
    """Give a client of a running service; it need not be ready yet.

    Raises:
        AddressError: Address or key cannot be used.
    """
    async with AsyncClient(base_url, api_key=api_key) as desk:
        yield desk


@asynccontextmanager
async def in_process(settings: Settings) -> AsyncIterator[AsyncClient]:
    """Give a client of the application over a data folder.

    Raises:
        ServiceError: The desk is not open; the log says why.
    """
    app = create_app(settings.model_copy(update=_ALONE))
    app.state.door.keys = operator = _Operator()
    async with app.router.lifespan_context(app):
        anyio.to_thread.current_default_thread_limiter().total_tokens += _OWN_THREADS
        within = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient("http://localhost", api_key=operator.key, transport=within) as desk:
            await desk.ready()
            yield desk

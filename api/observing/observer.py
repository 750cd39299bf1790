"""The outermost layer: gives a request its id, counts it, and writes its one line in the log.

The line has method, route template, status and time: no path, no query string, no body, no address.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.notation import Network
from api.observing.metrics import Metrics
from api.observing.request_id import HEADER, REQUEST_ID, request_id
from api.observing.tracing import NoTracing, Tracing

_log = logging.getLogger("refdesk.http")
_SEEN: Final = "refdesk.seen"
#: Probes and scrapes come every few seconds: only what goes wrong with them is told at this level.
_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})


@dataclass(slots=True)
class _Seen:
    """What became of a request; shared by the layers, which may each copy its scope."""

    route: str = ""
    status: int = 0


class Observer:
    """ASGI middleware around everything."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        trusted: Sequence[Network] = (),
        tracing: Tracing | None = None,
    ) -> None:
        """Wrap `app`.

        Args:
            app: The application.
            metrics: Where requests are counted.
            trusted: Proxies whose request ids and traces are taken over.
            tracing: Where spans go; nowhere when None.
        """
        self._tracing = tracing or NoTracing()
        self._app = app
        self._metrics = metrics
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers, trusted = Headers(scope=scope), self._is_trusted(scope)
        name = request_id(headers.get(HEADER), trusted=trusted)
        parent = headers.get("traceparent") if trusted else None
        seen = scope[_SEEN] = _Seen()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                MutableHeaders(raw=message["headers"])[HEADER] = name
            await send(message)

        token = REQUEST_ID.set(name)
        self._metrics.request_began()
        try:
            with self._tracing.request(name, parent) as span:
                try:
                    await self._app(scope, receive, sending)
                finally:
                    span.ended(scope["method"], seen.route, seen.status)
        finally:
            self._ended(scope["method"], seen, time.perf_counter() - began)
            REQUEST_ID.reset(token)

    def _ended(self, method: str, seen: _Seen, seconds: float) -> None:
        self._metrics.request_ended(seen.route, method, seen.status, seconds)
        limiter = anyio.to_thread.current_default_thread_limiter()
        self._metrics.waiting(limiter.statistics().tasks_waiting)
        quiet = seen.route in _QUIET and seen.status < 400
        milliseconds = round(seconds * 1000)
        _log.log(
            logging.DEBUG if quiet else logging.INFO,
            "%s %s %d %d ms", method[:8], seen.route or "-", seen.status, milliseconds,
            extra={"told": {"method": method[:8], "route": seen.route, "status": seen.status,
                            "ms": milliseconds}},
        )  # fmt: skip

    def _is_trusted(self, scope: Scope) -> bool:
        try:
            address = ip_address((scope.get("client") or ("", 0))[0])
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


class RouteSeen:
    """ASGI middleware next to the router: notes which route a request went to."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`, the router."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        try:
            await self._app(scope, receive, send)
        finally:
            seen = scope.get(_SEEN)
            if isinstance(seen, _Seen):
                seen.route = getattr(scope.get("route"), "path", "")


def note_route(scope: Scope, path: str) -> None:
    """Note which route a request is for, so that one that is turned away is counted there."""
    seen = scope.get(_SEEN)
    if isinstance(seen, _Seen):
        seen.route = path

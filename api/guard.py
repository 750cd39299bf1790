"""The outermost layer: what may come in, and what may go out.

In: bodies up to 64 KiB (1 MiB from the staff desk), and JSON in UTF-8 where a route takes JSON.
Out: no 2xx payload under /v1/ and /readyz without a released disclaimer, no event stream that does
not open with one, no exception's words, and on every response the header `X-Disclaimer-Id` and the
security headers. It stands outside of every route, so a route that forgets its disclaimer fails
closed here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Collection, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.door import Door
from api.access.places import in_time
from api.access.roles import Scope as Needed
from api.exporting.carried import file_disclaimer
from api.library_schemas import FieldErrorOut
from api.problems import (
    KINDS,
    PROBLEM_MEDIA,
    ProblemError,
    field_error,
    log_unforeseen,
    problem_bytes,
)
from api.released import carried_disclaimer
from api.settings import MAX_BODY_BYTES, MAX_DESK_BYTES
from api.streaming import EVENT_STREAM, StreamOpening, error_event
from api.urgent import URGENT, NotUrgentError
from rag.disclaimers import Disclaimer, disclaimer_for

DISCLAIMER_HEADER: Final = "X-Disclaimer-Id"
PAGE_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
_DATA_CSP: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_log = logging.getLogger("refdesk.http")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, door: Door, json_paths: Collection[re.Pattern[str]] = ()
    ) -> None:
        """Wrap `app`.

        Args:
            app: The application.
            door: Lets requests in.
            json_paths: Patterns of the paths whose POST body must be JSON.
        """
        self._app = app
        self._door = door
        self._json_paths = tuple(json_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outlet = _Outlet(send, scope["path"], head=scope["method"] == "HEAD")
        # A HEAD is answered like the GET, without the body (RFC 9110, 9.3.2).
        inner = {**scope, "method": "GET"} if outlet.head else scope
        try:
            await self._door.enter(inner)
            body = await _read_body(inner, receive, self._door.body_seconds)
            self._check_json(scope, body)
            await self._run(inner, body, receive, outlet)
        except ProblemError as problem:
            await outlet.fail(problem.kind.code, problem.errors, problem.headers)
        except Exception as error:  # noqa: BLE001 - the last line: whatever it is must not leak
            log_unforeseen(error, scope["method"])
            await outlet.fail("internal-error")

    async def _run(self, scope: Scope, body: bytes, receive: Receive, outlet: _Outlet) -> None:
        if self._door.reads_first(scope):
            first = self._app({**scope, URGENT: True}, _replay(body, receive), outlet)
            try:
                await in_time(first, self._door.deadline, self._door.urgent)
            except NotUrgentError:
                pass  # it stands in the queue like any other
            else:
                return
        run = self._app(scope, _replay(body, receive), outlet)
        await in_time(run, self._door.deadline, self._door.queue_for(scope))

    def _check_json(self, scope: Scope, body: bytes) -> None:
        if scope["method"] != "POST":
            return
        if not any(pattern.match(scope["path"]) for pattern in self._json_paths):
            return
        media, _, rest = Headers(scope=scope).get("content-type", "").partition(";")
        charset = rest.strip().lower().removeprefix("charset=").strip("\"' ")
        if media.strip().lower() != "application/json" or charset not in {"", "utf-8", "utf8"}:
            raise ProblemError("unsupported-media-type")
        check_json(body)


def check_json(body: bytes) -> None:
    """Refuse a body that is not JSON in UTF-8.

    Raises:
        ProblemError: 422, with a code that says which.
    """
    code = "json_invalid"
    try:
        json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        code = "not_utf8"
    except RecursionError:
        code = "json_too_deep"
    except ValueError:
        pass
    else:
        return
    raise ProblemError("invalid-request", errors=[field_error(("body",), code)])


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON (RFC 8259, 6)


async def _read_body(scope: Scope, receive: Receive, seconds: float) -> bytes:
    if scope["method"] not in _BODY_METHODS:
        return b""
    try:
        async with asyncio.timeout(seconds):
            return await _body_of(scope, receive)
    except TimeoutError:
        raise ProblemError("body-too-slow", headers={"Connection": "close"}) from None


async def _body_of(scope: Scope, receive: Receive) -> bytes:
    told = Headers(scope=scope).get("content-length", "")
    most = MAX_DESK_BYTES if scope["refdesk.need"].scope is Needed.DESK else MAX_BODY_BYTES
    if told.isdigit() and (len(told) > 12 or int(told) > most):
        raise ProblemError("body-too-large")
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise ProblemError("body-too-large")
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read once more, then whatever follows it."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


class _Outlet:
    """What a response passes on its way out; payloads are held until they are checked."""

    def __init__(self, send: Send, path: str, *, head: bool) -> None:
        self._send = send
        self._path = path
        self.head = head
        self.status = 0
        self._start: Message | None = None
        self._held = bytearray()
        self._begun = False
        self._opening: StreamOpening | None = None
        self._ended = False
        self._failed = False

    async def __call__(self, message: Message) -> None:
        if self._failed:  # what comes too late is nobody's answer
            return
        if message["type"] == "http.response.start":
            self._start = message
            media = Headers(raw=message["headers"]).get("content-type", "")
            if message["status"] < 300 and media.partition(";")[0] == EVENT_STREAM:
                self._opening = StreamOpening()
            return
        if message["type"] != "http.response.body" or self._start is None:
            await self._send(message)
            return
        if self._opening is not None:
            await self._stream(self._start, self._opening, message)
            return
        self._held += message.get("body", b"")
        if message.get("more_body", False):
            return
        body, disclaimer = bytes(self._held), disclaimer_for(None)
        if _needs_disclaimer(self._path, self._start["status"]):
            found = self._carried(self._start, body)
            if found is None:
                _log.error("a payload without a released disclaimer was held back")
                await self.fail("internal-error")
                return
            disclaimer = found
        await self._finish(self._start, body, disclaimer)

    def _carried(self, start: Message, body: bytes) -> Disclaimer | None:
        if self._path == _SAVED and start["status"] < 300:
            return file_disclaimer(body, Headers(raw=start["headers"]).get("content-type", ""))
        return carried_disclaimer(body)

    async def _stream(self, start: Message, opening: StreamOpening, message: Message) -> None:
        """Let events pass as they come, once the first one has been a released disclaimer."""
        if self._ended:
            return
        more = message.get("more_body", False)
        body = message.get("body", b"")
        if not self._begun:
            body = opening.take(body)
            if opening.refused or (not more and opening.disclaimer is None):
                _log.error("an event stream without a released disclaimer was held back")
                self._opening = None
                await self.fail("internal-error")
                return
            if opening.disclaimer is None:
                return
            self._begun = True
            headers = self._headers(start, opening.disclaimer)
            headers["Cache-Control"] = "no-store"
            await self._send({**start, "headers": headers.raw})
        self._ended = not more
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def fail(
        self,
        code: str,
        errors: tuple[FieldErrorOut, ...] = (),
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Send a problem instead of the response, unless the response has already gone out.

        A stream that has begun ends with the problem as its last event. `more` are headers.
        """
        self._failed = True
        if self._begun:
            if self._opening is not None and not self._ended:
                self._ended = True
                last = error_event(problem_bytes(code, errors))
                await self._send({"type": "http.response.body", "body": last, "more_body": False})
            return
        headers = MutableHeaders({"content-type": PROBLEM_MEDIA, **(more or {})})
        start: Message = {
            "type": "http.response.start",
            "status": KINDS[code].status,
            "headers": headers.raw,
        }
        await self._finish(start, problem_bytes(code, errors), disclaimer_for(None))

    async def _finish(self, start: Message, body: bytes, disclaimer: Disclaimer) -> None:
        self._begun = True
        headers = self._headers(start, disclaimer)
        if start["status"] not in (204, 304):
            headers["Content-Length"] = str(len(body))
        await self._send({**start, "headers": headers.raw})
        shown = b"" if self.head else body
        await self._send({"type": "http.response.body", "body": shown, "more_body": False})

    def _headers(self, start: Message, disclaimer: Disclaimer) -> MutableHeaders:
        self.status = start["status"]
        headers = MutableHeaders(raw=list(start["headers"]))
        headers[DISCLAIMER_HEADER] = disclaimer.id
        # By path, not by content type: a 304 has none, and its headers replace the stored ones.
        for name, value in (_page_headers() if _is_page(self._path) else data_headers()).items():
            headers[name] = value
        if self._path.startswith(_WIDGET):
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if "cache-control" not in headers:
            headers["Cache-Control"] = "no-store"
        return headers


def data_headers() -> dict[str, str]:
    """Return the security headers of whatever is no page."""
    return {**_SECURITY, "Content-Security-Policy": _DATA_CSP}


def _page_headers() -> dict[str, str]:
    return {**_SECURITY, "Content-Security-Policy": PAGE_CSP}


def _needs_disclaimer(path: str, status: int) -> bool:
    if status >= 400:
        return True
    files = path.startswith(("/static/", _WIDGET))
    return status != 304 and path not in _EXEMPT and not files and not _is_page(path)


def _is_page(path: str) -> bool:
    return path in _PAGES or (path.startswith("/library/") and path not in _EXPORTS)


#: Pages and metrics show the disclaimer themselves and the OpenAPI document describes it; a bare
#: liveness probe is the one payload that the contract exempts. A list as CSV has it in its rows.
_EXEMPT: Final = frozenset(
    {"/", "/docs", "/openapi.json", "/healthz", "/metrics", "/favicon.ico", "/library/studies.csv"}
)
_PAGES: Final = frozenset({"/", "/desk", "/docs", "/library"})
#: Lists of studies as files; the one in JSON is checked like any payload.
_EXPORTS: Final = frozenset({"/library/studies.json", "/library/studies.csv"})
#: Answers as files, which are read back in their formats.
_SAVED: Final = "/v1/desk/export"
#: The one folder that other sites load from.
_WIDGET: Final = "/widget/"

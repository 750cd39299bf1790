"""Requests to a service: pooled, bounded in time and size, patient where it says "later"."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx

from refdesk.client.wire import LIMITS, Body, Line, Received, asked_wait, received_from


class Sender:
    """One pooled connection to one service; safe to share between threads."""

    def __init__(
        self,
        line: Line,
        *,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Make the connection; nothing is sent yet.

        Args:
            line: How the service is reached.
            sleep: Waits, in seconds.
            transport: In place of a connection of its own.
        """
        self.line = line
        self._sleep = sleep
        self._client = httpx.Client(
            timeout=line.timeout,
            headers=line.headers(),
            follow_redirects=False,
            limits=LIMITS,  # no bound but the caller's threads
            trust_env=line.trusts_surroundings,
            transport=transport,
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def send(self, method: str, path: str, body: bytes | None = None) -> Received:
        """Send one request; wait and try again where a 429 or 503 says when.

        Args:
            method: "GET" or "POST".
            path: With leading slash, quoted.
            body: JSON, or None.

        Raises:
            UnreachableError, LateError, ReplyError: No connection, no reply in time, a reply too
                large or broken off.
        """
        began = time.perf_counter()
        with self._opened(method, path, body) as (response, tries, parts):
            received = received_from(response, b"".join(parts))
        milliseconds = (time.perf_counter() - began) * 1000
        return replace(received, milliseconds=milliseconds, tries=tries)

    def stream(self, path: str, body: bytes) -> Iterator[Received | bytes]:
        """Send one POST and return the response without its body, then the body as it comes.

        A response other than 200 comes whole, alone.

        Raises:
            UnreachableError, LateError, ReplyError: As `send`.
        """
        with self._opened("POST", path, body) as (response, tries, parts):
            if response.status_code != 200:
                yield replace(received_from(response, b"".join(parts)), tries=tries)
                return
            yield replace(received_from(response, b""), tries=tries)
            yield from parts

    @contextmanager
    def _opened(
        self, method: str, path: str, body: bytes | None
    ) -> Iterator[tuple[httpx.Response, int, Iterator[bytes]]]:
        """Give the response that counts, how often it was asked for, and its body's parts."""
        for tried in range(1, self.line.retries + 2):
            with self._once(method, path, body) as (response, parts):
                wait = asked_wait(response.status_code, response.headers.get("retry-after", ""))
                if wait is None or tried > self.line.retries:
                    yield response, tried, parts
                    return
            self._sleep(wait)

    @contextmanager
    def _once(
        self, method: str, path: str, body: bytes | None
    ) -> Iterator[tuple[httpx.Response, Iterator[bytes]]]:
        bounded = Body(self.line)
        url, headers = self.line.base_url + path, self.line.request_headers(body)
        with (
            self.line.failures_told(),
            self._client.stream(method, url, content=body, headers=headers) as response,
        ):
            yield response, map(bounded.check, response.iter_bytes())

"""Requests to a service from asynchronous programs: as `sending`, without a thread each."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio
import httpx

from refdesk.client.wire import LIMITS, Body, Line, Received, asked_wait, received_from


class AsyncSender:
    """One pooled connection to one service; safe to share between tasks."""

    def __init__(
        self,
        line: Line,
        *,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make the connection; nothing is sent yet.

        Args:
            line: How the service is reached.
            sleep: Waits, in seconds.
            transport: In place of a connection of its own, such as an application in this process.
        """
        self.line = line
        self._sleep = sleep
        self._client = httpx.AsyncClient(
            timeout=line.timeout,
            headers=line.headers(),
            follow_redirects=False,
            limits=LIMITS,
            trust_env=line.trusts_surroundings,
            transport=transport,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def send(self, method: str, path: str, body: bytes | None = None) -> Received:
        """Send one request, as `Sender.send`."""
        began = time.perf_counter()
        async with self._opened(method, path, body) as (response, tries, parts):
            received = received_from(response, b"".join([part async for part in parts]))
        milliseconds = (time.perf_counter() - began) * 1000
        return replace(received, milliseconds=milliseconds, tries=tries)

    async def stream(self, path: str, body: bytes) -> AsyncGenerator[Received | bytes]:
        """Send one POST, as `Sender.stream`."""
        async with self._opened("POST", path, body) as (response, tries, parts):
            if response.status_code != 200:
                whole = b"".join([part async for part in parts])
                yield replace(received_from(response, whole), tries=tries)
                return
            yield replace(received_from(response, b""), tries=tries)
            async for part in parts:
                yield part

    @asynccontextmanager
    async def _opened(
        self, method: str, path: str, body: bytes | None
    ) -> AsyncIterator[tuple[httpx.Response, int, AsyncIterator[bytes]]]:
        for tried in range(1, self.line.retries + 2):
            async with self._once(method, path, body) as (response, parts):
                wait = asked_wait(response.status_code, response.headers.get("retry-after", ""))
                if wait is None or tried > self.line.retries:
                    yield response, tried, parts
                    return
            await self._sleep(wait)

    @asynccontextmanager
    async def _once(
        self, method: str, path: str, body: bytes | None
    ) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[bytes]]]:
        bounded = Body(self.line)
        url, headers = self.line.base_url + path, self.line.request_headers(body)
        with self.line.failures_told():
            async with self._client.stream(method, url, content=body, headers=headers) as response:
                yield response, _bounded(response, bounded)


async def _bounded(response: httpx.Response, bounded: Body) -> AsyncIterator[bytes]:
    async for part in response.aiter_bytes():
        yield bounded.check(part)

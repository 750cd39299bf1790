"""Many clients in one thread: each keeps its connection, asks, and notes what came when.

A reply is parsed for its outcome and its disclaimer and dropped, unless a check wants it. The
connections are plain ones of httpcore, which take a fraction of what a typed client takes: the
generator shares the machine with the service.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore

from benchmarks.load.questions import Asked

#: More than the service gives a request, so that its own word on that is heard.
TIMEOUT: Final = 90.0
_TIMES: Final = {"connect": TIMEOUT, "read": TIMEOUT, "write": TIMEOUT, "pool": TIMEOUT}
NO_REPLY: Final = 0
Check = Callable[[Asked, dict[str, Any]], str]
"""Says what is wrong with an answer; "" where nothing is."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question and what came of it.

    Attributes:
        at: Seconds from the start of the run to the reply.
        ms: Milliseconds from sending to the last byte.
        status: HTTP status; `NO_REPLY` where none came.
        outcome: Of the answer; "" for anything else.
        snapshot: That the answer names.
        wrong: What is wrong with it; "" where nothing is.
    """

    at: float
    ms: float
    kind: str
    status: int
    outcome: str = ""
    snapshot: str = ""
    wrong: str = ""


@dataclass
class Caller:
    """Asks one service."""

    port: int
    key: str = ""
    check: Check | None = None
    samples: list[Sample] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    _idle: list[httpcore.AsyncHTTPConnection] = field(default_factory=list)

    def restart(self) -> None:
        """Forget what came and count time anew."""
        self.samples = []
        self.began = time.perf_counter()

    async def ask(self, asked: Asked) -> Sample:
        """Ask one question and keep what came of it."""
        body = json.dumps(asked.body()).encode()
        sent = time.perf_counter()
        try:
            status, received = await self._exchange(body)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError):
            status, received = NO_REPLY, b""
        now = time.perf_counter()
        at, ms = now - self.began, (now - sent) * 1000
        sample = self._judged(asked, at, ms, status, received)
        self.samples.append(sample)
        return sample

    def _judged(self, asked: Asked, at: float, ms: float, status: int, received: bytes) -> Sample:
        try:
            payload = json.loads(received)
            disclaimed = bool(payload["disclaimer"]["text"])
        except (ValueError, KeyError, TypeError):
            payload, disclaimed = {}, False
        if status == NO_REPLY:
            return Sample(at, ms, asked.kind, status)
        wrong = "" if disclaimed else "no disclaimer"
        if status != 200 or wrong:
            return Sample(at, ms, asked.kind, status, wrong=wrong)
        wrong = self.check(asked, payload) if self.check else ""
        snapshot = payload["index"]["snapshot"]
        return Sample(at, ms, asked.kind, status, payload["outcome"], snapshot, wrong)

    async def _exchange(self, body: bytes) -> tuple[int, bytes]:
        async with self._connection() as connection:
            headers: dict[bytes | str, bytes | str] = {
                "Host": f"127.0.0.1:{self.port}",
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
            }
            if self.key:
                headers["Authorization"] = f"Bearer {self.key}"
            response = await connection.handle_async_request(
                httpcore.Request(
                    "POST",
                    f"http://127.0.0.1:{self.port}/v1/ask",
                    headers=headers,
                    content=body,
                    extensions={"timeout": _TIMES},
                )
            )
            received = await response.aread()
            await response.aclose()
            return response.status, received

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[httpcore.AsyncHTTPConnection]:
        """Give a connection that waits for its next request, or a new one."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_available() and not connection.has_expired():
                break
            await connection.aclose()
        else:
            origin = httpcore.Origin(b"http", b"127.0.0.1", self.port)
            connection = httpcore.AsyncHTTPConnection(origin, keepalive_expiry=2.0)
        try:
            yield connection
        finally:
            if connection.is_available():
                self._idle.append(connection)
            else:
                await connection.aclose()

    async def close(self) -> None:
        """Close all connections."""
        for connection in self._idle:
            await connection.aclose()
        self._idle.clear()


async def closed_loop(
    caller: Caller, questions: Iterator[Asked], clients: int, seconds: float
) -> float:
    """Let each of `clients` ask, wait for the reply, and ask again; return the seconds it took."""
    began = time.perf_counter()

    async def one() -> None:
        while time.perf_counter() - began < seconds:
            await caller.ask(next(questions))

    await asyncio.gather(*(one() for _ in range(clients)))
    return time.perf_counter() - began


@dataclass
class Offered:
    """What was offered in an open loop.

    Attributes:
        sent: Requests sent.
        held_back: Requests that were not sent, as too many were open.
        lag_ms: How late the generator itself was, for each request.
        running: Requests that still wait for their reply.
    """

    sent: int = 0
    held_back: int = 0
    lag_ms: list[float] = field(default_factory=list)
    running: set[asyncio.Task[Sample]] = field(default_factory=set)


async def open_loop(
    caller: Caller, questions: Iterator[Asked], rate: float, seconds: float, most_open: int
) -> Offered:
    """Send requests at a rate, whether replies come or not; end with the last one sent."""
    offered = Offered()
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        elif number % 20 == 0:
            await asyncio.sleep(0)  # behind its time: let replies be read all the same
        offered.lag_ms.append(max(0.0, (time.perf_counter() - due) * 1000))
        if len(offered.running) >= most_open:
            offered.held_back += 1
            continue
        task = asyncio.create_task(caller.ask(next(questions)))
        offered.running.add(task)
        task.add_done_callback(offered.running.discard)
        offered.sent += 1
    return offered

"""A bounded queue in front of the worker threads, and a time limit for each request."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable
from typing import Final

import anyio

from api.problems import ProblemError

_MOST_WAIT: Final = 30
#: Who would wait longer than this, in seconds, is looked at first: it may be an emergency.
_LONG: Final = 1.0
#: Weight of the latest request in the running mean of how long one takes.
_NEWEST = 0.1


class Places:
    """The places that requests hold while they are computed or wait for a thread.

    All of it runs on one event loop, so there is nothing to lock.
    """

    def __init__(self, workers: int, waiting: int) -> None:
        """Open the queue.

        Args:
            workers: Requests computed at the same time.
            waiting: Requests that may wait besides.
        """
        self._workers = workers
        self._most = workers + waiting
        self._mean = 0.1
        self.taken = 0

    @property
    def full(self) -> bool:
        """Whether one more would be refused."""
        return self.taken >= self._most

    @property
    def crowded(self) -> bool:
        """Whether one more would be refused, or wait long."""
        return self.full or self._wait > _LONG

    @property
    def _wait(self) -> float:
        """Seconds after which those who are there should be done."""
        return self._mean * self.taken / self._workers

    def look(self) -> None:
        """Refuse a request that would find no place, before anything of it is read.

        Raises:
            ProblemError: 503, with the seconds after which the queue should have moved on.
        """
        if self.full:
            headers = {"Retry-After": str(min(_MOST_WAIT, max(1, math.ceil(self._wait))))}
            raise ProblemError("busy", headers=headers)

    def take(self) -> None:
        """Take a place, at once or not at all.

        Raises:
            ProblemError: 503, as `look`.
        """
        self.look()
        self.taken += 1

    def give(self, seconds: float) -> None:
        """Give a place back after so many seconds of holding it."""
        self.taken -= 1
        # Of these seconds some were waiting; what one request costs a worker is its share.
        own = seconds * min(1.0, self._workers / (self.taken + 1))
        self._mean += _NEWEST * (own - self._mean)


async def in_time(work: Awaitable[None], seconds: float, places: Places | None) -> None:
    """Run a request, in a place of its own, for so many seconds at most.

    After its time, work that waits for a thread is called off. A thread cannot be stopped: work in
    one goes on to its end, and keeps its place and all that it holds until then. (`Task.cancel`
    would take both from under it; a cancel scope of anyio waits for the thread.)

    Raises:
        ProblemError: 503: there is no place, or the time is over.
    """
    if places is not None:
        try:
            places.take()
        except ProblemError:
            _drop(work)
            raise
    began = time.perf_counter()
    scope = anyio.CancelScope()
    task = asyncio.create_task(_within(scope, work))
    if places is not None:
        task.add_done_callback(lambda _: places.give(time.perf_counter() - began))
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        scope.cancel()
        task.add_done_callback(_look)
        raise
    if not done:
        scope.cancel()
        task.add_done_callback(_look)
        raise ProblemError("out-of-time", headers={"Retry-After": "5"})
    task.result()


async def _within(scope: anyio.CancelScope, work: Awaitable[None]) -> None:
    with scope:
        await work


def _look(task: asyncio.Task[None]) -> None:
    # The request has had its reply; what its work ended with is told to nobody.
    if not task.cancelled():
        task.exception()


def _drop(work: Awaitable[None]) -> None:
    close = getattr(work, "close", None)
    if close is not None:
        close()

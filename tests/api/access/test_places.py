"""The queue is bounded, and what it refuses is told at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable
from typing import Any

import anyio.to_thread
import pytest

from api.access.places import Places, in_time
from api.problems import ProblemError


def run(work: Awaitable[Any]) -> Any:  # noqa: ANN401 - whatever it returns
    async def alone() -> Any:  # noqa: ANN401
        return await work

    return asyncio.run(alone())


def test_as_many_wait_as_may_and_the_next_is_refused() -> None:
    async def scene() -> None:
        places, gate = Places(workers=2, waiting=3), asyncio.Event()

        async def work() -> None:
            await gate.wait()

        held = [asyncio.create_task(in_time(work(), 60, places)) for _ in range(5)]
        await asyncio.sleep(0)
        assert places.taken == 5
        with pytest.raises(ProblemError) as caught:
            await in_time(work(), 60, places)
        assert caught.value.kind.code == "busy"
        assert 1 <= int(caught.value.headers["Retry-After"]) <= 30
        gate.set()
        await asyncio.gather(*held)
        await asyncio.sleep(0)
        assert places.taken == 0
        await in_time(work(), 60, places)

    run(scene())


def test_work_past_its_time_keeps_its_place_until_it_ends() -> None:
    async def scene() -> None:
        places = Places(workers=1, waiting=0)
        gate, running, ended = threading.Event(), threading.Event(), threading.Event()

        def slow() -> None:
            running.set()
            gate.wait(30)

        async def work() -> None:
            try:
                await anyio.to_thread.run_sync(slow)
            finally:
                ended.set()

        with pytest.raises(ProblemError) as caught:
            await in_time(work(), 0.2, places)
        assert caught.value.kind.code == "out-of-time"
        assert running.is_set()
        await asyncio.sleep(0.1)
        assert places.taken == 1  # the thread cannot be stopped
        assert not ended.is_set()  # nor has what stands around it let go
        with pytest.raises(ProblemError) as busy:
            await in_time(work(), 60, places)
        assert busy.value.kind.code == "busy"
        gate.set()
        while places.taken:
            await asyncio.sleep(0.01)

    run(scene())


def test_work_that_waits_for_a_thread_is_called_off() -> None:
    async def scene() -> None:
        places = Places(workers=1, waiting=0)
        limiter, began = anyio.CapacityLimiter(1), threading.Event()
        await limiter.acquire_on_behalf_of("another")

        async def work() -> None:
            await anyio.to_thread.run_sync(began.set, limiter=limiter)

        with pytest.raises(ProblemError):
            await in_time(work(), 0.05, places)
        await asyncio.sleep(0.05)
        assert places.taken == 0
        limiter.release_on_behalf_of("another")
        await asyncio.sleep(0.05)
        assert not began.is_set()

    run(scene())


def test_a_request_that_is_called_off_gives_its_place_back() -> None:
    async def scene() -> None:
        places = Places(workers=1, waiting=0)
        held = asyncio.create_task(in_time(asyncio.sleep(60), 60, places))
        await asyncio.sleep(0)
        assert places.taken == 1
        held.cancel()
        with pytest.raises(asyncio.CancelledError):
            await held
        await asyncio.sleep(0)
        assert places.taken == 0

    run(scene())


def test_what_work_raises_is_raised() -> None:
    async def bad() -> None:
        raise LookupError

    async def scene() -> None:
        places = Places(workers=1, waiting=0)
        with pytest.raises(LookupError):
            await in_time(bad(), 60, places)
        await asyncio.sleep(0)
        assert places.taken == 0

    run(scene())

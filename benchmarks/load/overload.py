"""More than a service can do: what is refused, what is answered, and how long until it is well."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from benchmarks.load.client import Caller, Offered, Sample, closed_loop, open_loop
from benchmarks.load.common import questions_of, serve
from benchmarks.load.figures import outcome_table, percentiles, wrongs
from benchmarks.load.questions import Asked
from benchmarks.load.server import Served

PASSING: Final = frozenset({"answer_id", "conversation_id", "timings_ms"})
#: Answers in a row that must come in time for the service to count as well again.
IN_A_ROW: Final = 5
GIVEN_UP: Final = 120.0
REFUSED_IN_MS: Final = 50
Question: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Calm:
    """What each question was answered with, one at a time, and the 95th percentile of the times."""

    answers: Mapping[Question, dict[str, Any]]
    p95_ms: float


def run_overload(how: argparse.Namespace) -> None:
    """Measure the capacity, then offer a multiple of it."""

    async def run(served: Served) -> None:
        asked = list(itertools.islice(questions_of(served, how), 100))
        caller = Caller(served.port, how.key)
        rate = await _capacity(caller, asked, how.clients)
        calm = await _calm(caller, asked)
        caller.check = _same_as(calm.answers)
        caller.restart()
        offered = await open_loop(
            caller, itertools.cycle(asked), rate * how.times, how.seconds, how.open
        )
        recovery = await _recovery(Caller(served.port, how.key), asked, calm.p95_ms)
        await asyncio.gather(*offered.running)
        took = time.perf_counter() - caller.began
        await caller.close()
        print(f"capacity: {rate:.1f} answers a second with {how.clients} clients")
        print(f"calm: p95 {calm.p95_ms:.1f} ms, one client")
        _tell(how, rate * how.times, offered, caller.samples, took)
        print(f"recovery: {recovery:.1f} s after the last one was sent (bar 5), until {IN_A_ROW}"
              " answers in a row came in at most twice the calm p95")  # fmt: skip

    serve(how, how.data, run)


def _tell(
    how: argparse.Namespace, rate: float, offered: Offered, samples: list[Sample], took: float
) -> None:
    refused = [sample for sample in samples if sample.status in {429, 503}]
    answered = [sample for sample in samples if sample.status == 200]
    other = Counter(each.status for each in samples if each.status not in {200, 429, 503})
    lag = percentiles(offered.lag_ms)
    print(
        f"offered: {rate:.0f} a second for {how.seconds:.0f} s: {offered.sent} sent,"
        f" {offered.held_back} held back by the generator, which was late by p50 {lag[0]:.0f},"
        f" p95 {lag[1]:.0f} ms; the last reply came after {took:.1f} s"
    )
    print(f"answered: {len(answered)}, {len(answered) / took:.1f} a second")
    print(outcome_table(answered))
    print(f"wrong: {wrongs(samples)} (bar none)")
    p50, p95, p99 = percentiles(sample.ms for sample in refused)
    slow = sum(sample.ms >= REFUSED_IN_MS for sample in refused)
    counted = dict(Counter(sample.status for sample in refused))
    print(
        f"refused: {len(refused)} {counted}; p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms;"
        f" not under {REFUSED_IN_MS} ms: {slow} (bar 0)"
    )
    print(f"other: {dict(other) or 'none'} (0 is no reply)")


async def _capacity(caller: Caller, asked: list[Asked], clients: int) -> float:
    questions = itertools.cycle(asked)
    await closed_loop(caller, questions, clients, 5)
    caller.restart()
    took = await closed_loop(caller, questions, clients, 20)
    return sum(sample.status == 200 for sample in caller.samples) / took


def _key(asked: Asked) -> Question:
    return asked.question, repr(sorted(asked.filters.items()))


async def _calm(caller: Caller, asked: list[Asked]) -> Calm:
    answers: dict[Question, dict[str, Any]] = {}

    def keep(each: Asked, payload: dict[str, Any]) -> str:
        answers[_key(each)] = _lasting(payload)
        return ""

    caller.restart()
    caller.check = keep
    for each in asked:
        sample = await caller.ask(each)
        if sample.status != 200:
            raise SystemExit(f"a calm question was met with status {sample.status}")
    return Calm(answers, percentiles(sample.ms for sample in caller.samples)[1])


def _same_as(answers: Mapping[Question, dict[str, Any]]) -> Callable[[Asked, dict[str, Any]], str]:
    def check(asked: Asked, payload: dict[str, Any]) -> str:
        return "" if answers[_key(asked)] == _lasting(payload) else "another answer than in calm"

    return check


def _lasting(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in PASSING}


async def _recovery(caller: Caller, asked: list[Asked], calm_ms: float) -> float:
    """Return the seconds until a run of answers begins that came in at most twice the calm time."""
    in_time, since = 0, 0.0
    for each in itertools.cycle(asked):
        began = time.perf_counter() - caller.began
        sample = await caller.ask(each)
        well = sample.status == 200 and sample.ms <= 2 * calm_ms
        since = since if well and in_time else began
        in_time = in_time + 1 if well else 0
        if in_time == IN_A_ROW or sample.at > GIVEN_UP:
            break
        await asyncio.sleep(0.02)
    await caller.close()
    return since if in_time == IN_A_ROW else float("inf")

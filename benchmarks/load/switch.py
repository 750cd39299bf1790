"""Two snapshots switched under load: no failed request, and no answer that mixes the two."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import time
from collections import Counter

from benchmarks.load.client import Caller, closed_loop
from benchmarks.load.common import serve
from benchmarks.load.editions import Editions, activate, build_editions
from benchmarks.load.figures import outcome_table, wrongs
from benchmarks.load.questions import mixed
from benchmarks.load.server import Served


def run_switch(how: argparse.Namespace) -> None:
    """Switch between two snapshots while clients ask."""
    editions = build_editions(how.out / "editions")
    activations: list[float] = []

    async def run(served: Served) -> None:
        caller = Caller(served.port, how.key, editions.check)
        questions = mixed([], how.seed)
        await closed_loop(caller, questions, 1, 3)
        caller.restart()
        switching = asyncio.create_task(_switch(caller, editions, how.every, activations))
        took = await closed_loop(caller, questions, how.clients, how.seconds)
        switching.cancel()
        await caller.close()
        samples = sorted(caller.samples, key=lambda sample: sample.at)
        named = [sample.snapshot for sample in samples if sample.snapshot]
        changes = sum(one != other for one, other in itertools.pairwise(named))
        print(f"{how.clients} clients, {took:.0f} s, {len(samples) / took:.1f} replies a second")
        print(outcome_table(samples))
        print(f"activations: {len(activations)}; answers by snapshot: {dict(Counter(named))};"
              f" changes between one reply and the next: {changes}")  # fmt: skip
        print(f"failed: {sum(sample.status != 200 for sample in samples)} (bar 0);"
              f" wrong: {wrongs(samples)} (bar none)")  # fmt: skip

    how.env.insert(0, "REFDESK_RELOAD_SECONDS=1")
    serve(how, editions.data, run)


async def _switch(
    caller: Caller, editions: Editions, every: float, activations: list[float]
) -> None:
    """Activate one edition and the other; the service looks for that every second."""
    for snapshot in itertools.cycle(editions.snapshots):
        await asyncio.sleep(every)
        await asyncio.to_thread(activate, editions.data, snapshot)
        activations.append(time.perf_counter() - caller.began)

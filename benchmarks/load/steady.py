"""One client, then many, each asking again as soon as it has its answer."""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import Final

from benchmarks.load.client import Caller, Sample, closed_loop
from benchmarks.load.common import questions_of, serve
from benchmarks.load.figures import (
    Row,
    failed,
    growth,
    outcome_table,
    percentiles,
    plot,
    write_csv,
    wrongs,
)
from benchmarks.load.server import Served

ROW_SECONDS: Final = 2.0


def run_steady(how: argparse.Namespace) -> None:
    """Measure one client, then many."""

    async def run(served: Served) -> None:
        questions, caller = questions_of(served, how), Caller(served.port, how.key)
        await closed_loop(caller, questions, 1, min(10.0, how.single))
        caller.restart()
        took = await closed_loop(caller, questions, 1, how.single)
        alone = caller.samples
        print(f"one client, {took:.0f} s, {len(alone) / took:.1f} replies a second")
        print(outcome_table(alone), flush=True)
        caller.restart()
        own, theirs = time.process_time(), served.computed()
        rows: list[Row] = []
        watching = asyncio.create_task(_watch(served, caller, rows, how.out))
        took = await closed_loop(caller, questions, how.clients, how.minutes * 60)
        watching.cancel()
        computed = served.computed() - theirs, time.process_time() - own
        await caller.close()
        _tell_steady(how, alone, caller.samples, rows, took, computed)

    serve(how, how.data, run)


async def _watch(served: Served, caller: Caller, rows: list[Row], out: Path) -> None:
    """Add a row every few seconds, and write them all each time: a run may be stopped."""
    seen, before = 0, 0.0
    while True:
        await asyncio.sleep(ROW_SECONDS)
        fresh, seen = caller.samples[seen:], len(caller.samples)
        at = time.perf_counter() - caller.began
        memory = await asyncio.to_thread(served.memory)
        p50, p95, _ = percentiles(sample.ms for sample in fresh)
        rows.append(
            Row(
                at=at,
                replies=len(fresh),
                per_second=len(fresh) / (at - before),
                p50_ms=p50,
                p95_ms=p95,
                failed=sum(map(failed, fresh)),
                rss_mb=memory.rss,
                pss_mb=memory.pss,
                anonymous_mb=memory.anonymous,
            )
        )
        before = at
        write_csv(rows, out / "load.csv")


def _tell_steady(
    how: argparse.Namespace,
    alone: list[Sample],
    many: list[Sample],
    rows: list[Row],
    took: float,
    computed: tuple[float, float],
) -> None:
    single = percentiles(sample.ms for sample in alone)[1]
    crowd = percentiles(sample.ms for sample in many)[1]
    print(f"\n{how.clients} clients, {took:.0f} s, {len(many) / took:.1f} replies a second")
    print(outcome_table(many))
    print(f"5xx or no reply: {sum(map(failed, many))}; wrong: {wrongs([*alone, *many])}")
    print(
        f"p95 of {how.clients} / (p95 of one x {how.clients}): {crowd:.1f} /"
        f" ({single:.1f} x {how.clients}) = {crowd / single / how.clients:.2f} (bar 2)"
    )
    for name in ("rss_mb", "pss_mb", "anonymous_mb"):
        begin, end, percent = growth(rows, min(how.warm_up, rows[-1].at / 2), name)
        print(
            f"{name}: {begin:.0f} after the warm-up, {end:.0f} at the end, {percent:+.1f}% (bar 5)"
        )
    print(f"computing, s: service {computed[0]:.0f}, generator {computed[1]:.0f}")
    title = f"{how.clients} clients, {took / 60:.1f} minutes"
    (how.out / "load.svg").write_text(plot(rows, title), encoding="utf-8")

"""How fast answers came: the histogram, the quantiles of each stage, and the throughput."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rag.evaluation.report.histogram import Bin, bins_of, latency_chart
from rag.evaluation.report.strips import time_strip
from rag.evaluation.report.words import milliseconds, number_of, plain, seconds
from rag.evaluation.results import Quantiles, RunResult, Speed


@dataclass(frozen=True, slots=True)
class StageRow:
    """The quantiles of one stage, or of the whole."""

    stage: str
    strip: Markup
    n: int
    p50: str
    p95: str
    p99: str
    most: str


@dataclass(frozen=True, slots=True)
class SpeedView:
    """What the page shows of speed.

    Attributes:
        histogram: None where no answer has a time.
        scale: Time at the right end of the strips.
        told: Throughput in a sentence.
    """

    histogram: Markup | None
    bins: tuple[Bin, ...]
    rows: tuple[StageRow, ...]
    scale: str
    told: str
    total: StageRow | None


def speed_view(result: RunResult) -> SpeedView:
    """Return the view of a run's speed."""
    speed = result.speed
    bins = bins_of([case.milliseconds for case in result.cases if case.milliseconds is not None])
    named = [("total", speed.total)] if speed.total else []
    stages = {name: times for name, times in speed.stages.items() if name != "total"}
    # The payload's own total is the service's; the caller's has the way there and back in it.
    if "total" in speed.stages:
        named.append(("total, as the payload tells it", speed.stages["total"]))
    measured = [*named, *stages.items()]
    longest = max((times.p95 for _, times in measured), default=0.0)
    rows = tuple(_row(name, times, longest) for name, times in measured)
    return SpeedView(
        histogram=latency_chart(bins, speed.total),
        bins=tuple(bins),
        rows=rows,
        scale=milliseconds(longest),
        told=_told(speed),
        total=rows[0] if speed.total else None,
    )


def _row(stage: str, times: Quantiles, longest: float) -> StageRow:
    return StageRow(
        stage=plain(stage),
        strip=time_strip(plain(stage), times, longest),
        n=times.n,
        p50=milliseconds(times.p50),
        p95=milliseconds(times.p95),
        p99=milliseconds(times.p99),
        most=milliseconds(times.max),
    )


def _told(speed: Speed) -> str:
    if not speed.asked:
        return "No answer was asked for."
    return (
        f"{number_of(speed.asked, 'answer')} came at {speed.throughput:,.1f} a second with "
        f"{speed.concurrency:,} under way at once; the whole run, with the articles and searches "
        f"that judging needs, took {seconds(speed.seconds)}."
    )

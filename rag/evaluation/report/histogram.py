"""How long answers took: bars of equal width, with the quantiles of the run over them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.evaluation.report.plot import HEIGHT, Axis, frame, nice_step, rise, upright
from rag.evaluation.report.svg import chart, element, label, percent
from rag.evaluation.report.words import milliseconds, number_of
from rag.evaluation.results import Quantiles

BARS = 24
_GAP = 0.08
"""Share of a bar's width left free beside it."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers that took at least `low` and less than `high` milliseconds; None: no upper end."""

    low: float
    high: float | None
    count: int

    @property
    def told(self) -> str:
        """The stretch as words."""
        if self.high is None:
            return f"{milliseconds(self.low)} and more"
        return f"{milliseconds(self.low)} to {milliseconds(self.high)}"


def bins_of(times: Sequence[float]) -> list[Bin]:
    """Return bins of a round width up to the 99th percentile, and one for what took longer.

    One slow answer must not press all the others into one bar.
    """
    if not times:
        return []
    ordered = sorted(times)
    most = ordered[min(len(ordered) - 1, math.floor(0.99 * (len(ordered) - 1)) + 1)]
    width = nice_step(max(most, 0.1), BARS)
    first = math.floor(ordered[0] / width)
    last = max(math.floor(most / width), first) + 1
    counts = dict.fromkeys(range(first, last), 0)
    above = 0
    for time in ordered:
        place = math.floor(time / width)
        if place < last:
            counts[place] += 1
        else:
            above += 1
    bins = [Bin(at * width, (at + 1) * width, count) for at, count in counts.items()]
    return [*bins, Bin(last * width, None, above)] if above else bins


def latency_chart(bins: Sequence[Bin], total: Quantiles | None) -> Markup | None:
    """Return the histogram; None where there is no time to show."""
    if not bins:
        return None
    width = (bins[0].high or 1.0) - bins[0].low
    closed = [each for each in bins if each.high is not None]
    above = bins[len(closed) :]
    end = (closed[-1].high or 0.0) + (1.5 * width if above else 0.0)
    across = Axis(bins[0].low, end, nice_step(end - bins[0].low, 6))
    most = max(each.count for each in bins)
    up = Axis(0.0, float(most), max(1.0, nice_step(most, 5)))
    parts = frame(across, up, "milliseconds", free_from=0.86 if above else 2.0)
    parts += [_bar(each.low, width, each, across, up) for each in closed]
    for each in above:
        parts.append(_bar(end - width, width, each, across, up, "bar above"))
        parts.append(label("longer", percent(1 - width / 2 / (end - bins[0].low)), HEIGHT + 18))
    parts += _quantile_lines(total, across)
    return chart("How long answers took", _told(bins, total), *parts, css="plot", height=HEIGHT)


def _bar(low: float, width: float, each: Bin, across: Axis, up: Axis, css: str = "bar") -> Markup:
    left, right = across.part(low), across.part(low + width)
    y = rise(up, each.count)
    return element(
        "rect",
        element("title", f"{each.told}: {number_of(each.count, 'answer')}"),
        x=percent(left + _GAP * (right - left) / 2),
        y=y,
        width=percent((1 - _GAP) * (right - left)),
        height=HEIGHT - y,
        class_=css,
    )


def _quantile_lines(total: Quantiles | None, across: Axis) -> list[Markup]:
    if total is None:
        return []
    # From the highest word to the lowest: each covers the lines that pass behind it.
    named = ((2, "p50", total.p50), (1, "p95", total.p95), (0, "p99", total.p99))
    return [
        upright(value, across, f"{name} {milliseconds(value)}", row=row, css="quantile")
        for row, name, value in named
    ]


def _told(bins: Sequence[Bin], total: Quantiles | None) -> str:
    asked = number_of(sum(each.count for each in bins), "answer")
    if total is None:
        return f"{asked}."
    return (
        f"{asked}: half within {milliseconds(total.p50)}, 95% within {milliseconds(total.p95)}, "
        f"99% within {milliseconds(total.p99)}, the longest {milliseconds(total.max)}."
    )

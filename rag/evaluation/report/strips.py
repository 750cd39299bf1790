"""A dot with its 95% interval on an axis from 0 to 1, one strip a figure."""

from __future__ import annotations

from markupsafe import Markup

from rag.evaluation.report.svg import chart, element, label, line, percent
from rag.evaluation.report.words import bounds, milliseconds, share
from rag.evaluation.results import Metric, Quantiles

HEIGHT = 28
MIDDLE = 14
_TICKS = ((0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1"))
_CAP = 5


def metric_strip(metric: Metric, of: str = "") -> Markup:
    """Return the strip of one metric; `of` names what it is about beside its title."""
    title = f"{metric.title}, {of}" if of else metric.title
    return interval_strip(title, metric.value, metric.low, metric.high)


def interval_strip(
    title: str, value: float | None, low: float | None, high: float | None
) -> Markup:
    """Return a dot at `value` and a line from `low` to `high`, on an axis from 0 to 1."""
    parts = [line("0%", MIDDLE, "100%", MIDDLE, "axis")]
    parts += [line(percent(at), 5, percent(at), HEIGHT - 5, "grid") for at in (0.0, 0.5, 1.0)]
    if low is not None and high is not None:
        parts += _whiskers(percent(low), percent(high))
    if value is not None:
        parts.append(element("circle", cx=percent(value), cy=MIDDLE, r=5, class_="dot"))
    return chart(title, _told(value, low, high), *parts, css="strip", height=HEIGHT)


def share_axis() -> Markup:
    """Return the numbers over a column of strips."""
    ticks = [label(told, percent(at), 12) for at, told in _TICKS]
    return element("svg", *ticks, class_="strip scale", width="100%", height=16, aria_hidden="true")


def time_strip(stage: str, times: Quantiles, longest: float) -> Markup:
    """Return a dot at the median and a line on to the 95th percentile.

    Args:
        stage: Name of the stage.
        times: Its quantiles, milliseconds.
        longest: Milliseconds at the right end.
    """
    scale = longest or 1.0
    middle, late = percent(times.p50 / scale), percent(times.p95 / scale)
    told = f"Median {milliseconds(times.p50)}, 95th percentile {milliseconds(times.p95)}."
    return chart(
        stage,
        told,
        line("0%", MIDDLE, "100%", MIDDLE, "axis"),
        line("0%", 5, "0%", HEIGHT - 5, "grid"),
        line(middle, MIDDLE, late, MIDDLE, "interval"),
        line(late, MIDDLE - _CAP, late, MIDDLE + _CAP, "cap"),
        element("circle", cx=middle, cy=MIDDLE, r=5, class_="dot"),
        css="strip",
        height=HEIGHT,
    )


def _whiskers(low: str, high: str) -> list[Markup]:
    return [
        line(low, MIDDLE, high, MIDDLE, "interval"),
        line(low, MIDDLE - _CAP, low, MIDDLE + _CAP, "cap"),
        line(high, MIDDLE - _CAP, high, MIDDLE + _CAP, "cap"),
    ]


def _told(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "Nothing was counted."
    if low is None or high is None:
        return f"{share(value)}, without an interval."
    return f"{share(value)}, 95% interval {bounds(low, high)}."

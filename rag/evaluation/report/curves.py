"""Abstention against the support threshold, and precision against recall of abstaining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.evaluation.report.plot import (
    HEIGHT,
    SHARES,
    Axis,
    Point,
    axis_over,
    frame,
    marker,
    rise,
    traces,
    upright,
)
from rag.evaluation.report.svg import chart, element, line, percent
from rag.evaluation.report.words import share
from rag.evaluation.results import Curve, CurvePoint

_EVERY = 5
"""Every fifth point bears a marker: shapes tell the lines apart without colour."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the chart: the field it draws, its marker and what it means."""

    field: str
    title: str
    shape: str
    means: str


SERIES = (
    Series("precision", "Precision", "circle", "of the questions abstained from, those that the "
           "library does not answer"),
    Series("recall", "Recall", "square", "of the questions that the library does not answer, "
           "those abstained from"),
    Series("answered", "Answered", "triangle", "of the questions that the library answers, "
           "those answered"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One line of the table behind both charts."""

    threshold: str
    precision: str
    recall: str
    answered: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class AbstentionView:
    """What the page shows of abstention.

    Attributes:
        trade_off: Chart against the threshold.
        against: Chart of precision against recall; None where no point has both.
        legend: Sample of each line, its name and meaning.
        now: The point in force as words; "" where unknown.
    """

    trade_off: Markup
    against: Markup | None
    legend: tuple[tuple[Markup, str, str], ...]
    now: str
    rows: tuple[CurveRow, ...]


def abstention_view(curve: Curve | None) -> AbstentionView | None:
    """Return both charts and their table; None where no payload told its support."""
    if curve is None or not curve.points:
        return None
    nearest = nearest_point(curve)
    return AbstentionView(
        trade_off=trade_off_chart(curve),
        against=precision_recall_chart(curve),
        legend=tuple((_sample(each), each.title, each.means) for each in SERIES),
        now=_told_now(curve.now, nearest),
        rows=tuple(_row(point, point is nearest) for point in curve.points),
    )


def trade_off_chart(curve: Curve) -> Markup:
    """Return precision, recall and answered share against the threshold."""
    thresholds = [point.threshold for point in curve.points]
    across = axis_over([*thresholds, *([] if curve.now is None else [curve.now])], most=8)
    drawn = [(_points(curve.points, each.field), each) for each in SERIES]
    parts = frame(across, SHARES, "support threshold")
    if curve.now is not None:
        parts.append(upright(curve.now, across, f"in force: {curve.now:g}"))
    parts.append(traces([(points, each.field) for points, each in drawn], across, SHARES))
    for points, each in drawn:
        parts += _markers(points, across, each)
    told = (
        f"Thresholds from {across.low:g} to {across.high:g}, shares from 0 to 1. "
        f"{_told_now(curve.now, nearest_point(curve))} The table below has every point."
    )
    return chart("Abstention against the support threshold", told, *parts,
                 css="plot", height=HEIGHT)  # fmt: skip


def precision_recall_chart(curve: Curve) -> Markup | None:
    """Return precision against recall with a ring about the point in force."""
    points = [_both(point) for point in curve.points]
    known = [point for point in points if point is not None]
    if not known:
        return None
    parts = frame(SHARES, SHARES, "recall of abstaining")
    parts.append(traces([(known, "precision")], SHARES, SHARES))
    parts += [_mark("circle", x, y, "precision") for x, y in dict.fromkeys(known)]
    nearest = nearest_point(curve)
    now = _both(nearest) if nearest else None
    if now is not None:
        parts.append(_mark("ring", *now, "in-force"))
    told = (
        f"{len(known)} thresholds, precision up and recall across, both from 0 to 1. "
        f"{_told_now(curve.now, nearest)}"
    )
    return chart("Precision against recall of abstaining", told, *parts,
                 css="plot", height=HEIGHT)  # fmt: skip


def nearest_point(curve: Curve) -> CurvePoint | None:
    """Return the point drawn that is nearest to the threshold in force."""
    now = curve.now
    if now is None or not curve.points:
        return None
    return min(curve.points, key=lambda point: abs(point.threshold - now))


def _points(points: Sequence[CurvePoint], field: str) -> list[Point]:
    values = [(point.threshold, getattr(point, field)) for point in points]
    return [None if up is None else (across, float(up)) for across, up in values]


def _both(point: CurvePoint) -> Point:
    if point.recall is None or point.precision is None:
        return None
    return point.recall, point.precision


def _markers(points: Sequence[Point], across: Axis, series: Series) -> list[Markup]:
    """Mark every fifth point, and each first one after a gap: alone it would draw no line."""
    marked: list[Markup] = []
    since = _EVERY
    for point in points:
        if point is None:
            since = _EVERY
            continue
        if since == _EVERY:
            x, y = percent(across.part(point[0])), rise(SHARES, point[1])
            marked.append(marker(series.shape, x, y, series.field))
            since = 0
        since += 1
    return marked


def _mark(shape: str, across: float, up: float, css: str) -> Markup:
    return marker(shape, percent(across), rise(SHARES, up), css)


def _sample(series: Series) -> Markup:
    return element("svg", line("0", 8, "36", 8, f"trace {series.field}"),
                   marker(series.shape, "18", 8, series.field),
                   class_="sample", width=36, height=16, aria_hidden="true")  # fmt: skip


def _told_now(now: float | None, nearest: CurvePoint | None) -> str:
    if now is None or nearest is None:
        return ""
    return (
        f"At the threshold in force, {now:g} (nearest point {nearest.threshold:g}): "
        f"precision {share(nearest.precision)}, recall {share(nearest.recall)}, "
        f"answered {share(nearest.answered)}."
    )


def _row(point: CurvePoint, in_force: bool) -> CurveRow:
    return CurveRow(
        threshold=f"{point.threshold:.3f}",
        precision=share(point.precision),
        recall=share(point.recall),
        answered=share(point.answered),
        in_force=in_force,
    )

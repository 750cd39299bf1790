"""What the larger charts share: axes with round numbers, a frame, traces and markers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.evaluation.report.svg import element, label, line, number, percent

HEIGHT = 220
"""Pixels from the lower axis to the top; the page leaves room around for the numbers."""

Point = tuple[float, float] | None
"""Across and up in the axes' own units; None is a gap."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of numbers.

    Attributes:
        low: At the left or lower end.
        high: At the other end, more than `low`.
        step: Between two ticks.
    """

    low: float
    high: float
    step: float

    def part(self, value: float) -> float:
        """Return where a value lies: 0 at `low`, 1 at `high`; beyond, the nearer end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Multiples of `step` from `low` to `high`."""
        first = math.ceil(round(self.low / self.step, 6))
        last = math.floor(round(self.high / self.step, 6))
        return tuple(each * self.step for each in range(first, last + 1))

    def told(self, value: float) -> str:
        """Return a tick's number with as many decimals as the step needs."""
        decimals = next((n for n in range(7) if abs(round(self.step, n) - self.step) < 1e-9), 7)
        rounded = round(value, decimals) + 0.0  # no "-0"
        return f"{rounded:,.{decimals}f}"


SHARES = Axis(0.0, 1.0, 0.25)


def axis_over(values: Sequence[float], most: int = 6) -> Axis:
    """Return an axis that holds all values, with at most `most` steps of 1, 2 or 5."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    return Axis(low, high, nice_step(high - low, most))


def nice_step(length: float, most: int) -> float:
    """Return the least of 1, 2, 5, 10, 20, ... (or tenths) that fits `most` times at most."""
    power = 10.0 ** math.floor(math.log10(length / most))
    return next(power * times for times in (1, 2, 5, 10, 20) if length <= power * times * most)


def rise(up: Axis, value: float) -> float:
    """Return the pixels from the top."""
    return HEIGHT * (1 - up.part(value))


def frame(across: Axis, up: Axis, across_title: str, *, free_from: float = 2.0) -> list[Markup]:
    """Return grid lines, numbers and the name of the lower axis.

    Args:
        across: Lower axis.
        up: Left axis.
        across_title: Name of the lower axis.
        free_from: Share of the width from which on the lower axis bears no number.
    """
    parts: list[Markup] = []
    for tick in up.ticks:
        y = rise(up, tick)
        parts += [line("0%", y, "100%", y, "grid"), _left(up.told(tick), y)]
    for tick in across.ticks:
        part = across.part(tick)
        parts.append(line(percent(part), HEIGHT, percent(part), HEIGHT + 5, "axis"))
        if part < free_from:
            parts.append(label(across.told(tick), percent(part), HEIGHT + 18))
    parts.append(line("0%", HEIGHT, "100%", HEIGHT, "axis"))
    parts.append(label(across_title, "50%", HEIGHT + 38, css="axis-title"))
    return parts


def traces(drawn: Sequence[tuple[Sequence[Point], str]], across: Axis, up: Axis) -> Markup:
    """Return lines through points, each with its class; a line stops at a gap."""
    paths = [
        element("path", d=_path(points, across, up), class_=f"trace {css}",
                vector_effect="non-scaling-stroke")
        for points, css in drawn
    ]  # fmt: skip
    return element("svg", *paths, viewBox="0 0 100 100", preserveAspectRatio="none",
                   width="100%", height=HEIGHT, overflow="visible")  # fmt: skip


def marker(shape: str, x: str, y: float, css: str) -> Markup:
    """Return a "circle", "square", "triangle" or "ring" about a place."""
    shapes = {
        "circle": element("circle", r=4),
        "square": element("rect", x=-4, y=-4, width=8, height=8),
        "triangle": element("path", d="M0 -5L5 4L-5 4Z"),
        "ring": element("circle", r=8),
    }
    return element("svg", shapes[shape], x=x, y=y, overflow="visible", class_=f"marker {css}")


def upright(value: float, across: Axis, text: str, *, row: int = 0, css: str = "now") -> Markup:
    """Return a line from bottom to top with its word above; `row` keeps words apart."""
    part = across.part(value)
    at, top = percent(part), -8 - 16 * row
    anchor = "start" if part < 0.15 else "end" if part > 0.85 else "middle"
    return element("g", line(at, top + 4, at, HEIGHT, css), label(text, at, top, anchor, "told"))


def _left(told: str, y: float) -> Markup:
    return element("text", told, x="0", dx=-8, y=y, dy=4, text_anchor="end", class_="tick")


def _path(points: Sequence[Point], across: Axis, up: Axis) -> str:
    words: list[str] = []
    move = "M"
    for point in points:
        if point is None:
            move = "M"
            continue
        x, y = 100 * across.part(point[0]), 100 * (1 - up.part(point[1]))
        words.append(f"{move}{number(x)} {number(y)}")
        move = "L"
    return "".join(words) or "M0 0"

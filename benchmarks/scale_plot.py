"""Lines over sizes, both axes by powers of ten, as one SVG without assets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from rag.evaluation.report.svg import element

WIDTH, HEIGHT = 640, 360
_LEFT, _TOP, _RIGHT, _BOTTOM = 70, 20, 220, 50
_COLOURS = ("#1b5e8c", "#c2571a", "#3f7d3a", "#777777")


def draw(lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return the SVG of named lines through (passages, milliseconds)."""
    points = [point for line in lines.values() for point in line]
    low_x, high_x = _decades([x for x, _ in points])
    low_y, high_y = _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - low_x) / (high_x - low_x)
        up = (math.log10(y) - low_y) / (high_y - low_y)
        inside = HEIGHT - _TOP - _BOTTOM
        return _LEFT + across * (WIDTH - _LEFT - _RIGHT), _TOP + (1 - up) * inside

    parts = [element("rect", width=WIDTH, height=HEIGHT, fill="#ffffff")]
    for power in range(low_y, high_y + 1):
        _, y = place(10.0**low_x, 10.0**power)
        parts.append(element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, stroke="#dddddd"))
        parts.append(_text(f"{10.0**power:g} ms", _LEFT - 8, y + 4, "end"))
    for power in range(low_x, high_x + 1):
        x, y = place(10.0**power, 10.0**low_y)
        parts.append(_text(f"{10**power:,}", x, y + 20, "middle"))
    parts.append(_text("passages", (_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 8, "middle"))
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [place(x, y) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(element("polyline", points=path, fill="none", stroke=colour, stroke_width=2))
        parts += [element("circle", cx=x, cy=y, r=3, fill=colour) for x, y in placed]
        y = _TOP + 20 + 22 * number
        parts.append(element("circle", cx=WIDTH - _RIGHT + 20, cy=y - 4, r=4, fill=colour))
        parts.append(_text(name, WIDTH - _RIGHT + 30, y, "start"))
    return str(
        element(
            "svg",
            *parts,
            xmlns="http://www.w3.org/2000/svg",
            width=WIDTH,
            height=HEIGHT,
            font_family="sans-serif",
            font_size=12,
        )
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low = math.floor(math.log10(min(values)) + 1e-9)
    return low, max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))


def _text(words: str, x: float, y: float, anchor: str) -> Markup:
    return element("text", words, x=x, y=y, text_anchor=anchor, fill="#333333")

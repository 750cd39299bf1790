"""Figures of a run: percentiles by outcome, memory over time, as tables, CSV and a plot."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from markupsafe import Markup

from benchmarks.load.client import Sample
from rag.evaluation.report.svg import element

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 720, 110, 80, 20, 24, 34
_COLOURS: Final = ("#1b5e8c", "#c2571a", "#3f7d3a")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the CSV: the seconds since the line before.

    Attributes:
        at: Seconds since the start of the load.
        replies: Replies that came.
        p50_ms: Of their times; 0 where there were none. So `p95_ms`.
        failed: 5xx, or no reply.
        rss_mb: Memory at that moment, as `server.Memory` has it. So `pss_mb`, `anonymous_mb`.
    """

    at: float
    replies: int
    per_second: float
    p50_ms: float
    p95_ms: float
    failed: int
    rss_mb: float
    pss_mb: float
    anonymous_mb: float


def percentiles(milliseconds: Iterable[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99; zeros for none."""
    values = list(milliseconds)
    if not values:
        return 0.0, 0.0, 0.0
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    return float(p50), float(p95), float(p99)


def failed(sample: Sample) -> bool:
    """Return whether a request got no reply, or one of 5xx."""
    return sample.status == 0 or sample.status >= 500


def outcome_table(samples: Sequence[Sample]) -> str:
    """Return times by what came: an outcome, or a status."""
    groups: dict[str, list[float]] = {}
    for sample in samples:
        name = sample.outcome or f"status {sample.status or 'none'}"
        groups.setdefault(name, []).append(sample.ms)
    lines = ["| came | replies | p50 ms | p95 ms | p99 ms | max ms |", "|---|---|---|---|---|---|"]
    for name, times in [*sorted(groups.items()), ("all", [sample.ms for sample in samples])]:
        p50, p95, p99 = percentiles(times)
        lines.append(
            f"| {name} | {len(times)} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {max(times):.1f} |"
        )
    return "\n".join(lines)


def wrongs(samples: Iterable[Sample]) -> str:
    """Return what is wrong with replies, counted."""
    counted = Counter(sample.wrong for sample in samples if sample.wrong)
    return ", ".join(f"{what}: {count}" for what, count in counted.most_common()) or "none"


def growth(rows: Sequence[Row], warm_up: float, of: str) -> tuple[float, float, float]:
    """Return memory at the beginning and the end after the warm-up, and its growth in percent.

    Each is the mean of a fifth of the rows after the warm-up.
    """
    values = [float(getattr(row, of)) for row in rows if row.at >= warm_up]
    fifth = max(1, len(values) // 5)
    begin, end = float(np.mean(values[:fifth])), float(np.mean(values[-fifth:]))
    return begin, end, (end / begin - 1) * 100


def write_csv(rows: Iterable[Row], path: Path) -> None:
    """Write rows with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        writer.writeheader()
        for row in rows:
            writer.writerow({name: round(value, 2) for name, value in asdict(row).items()})


def plot(rows: Sequence[Row], title: str) -> str:
    """Return an SVG without assets: throughput, times and memory, one panel each, over time."""
    panels: Mapping[str, Mapping[str, str]] = {
        "replies a second": {"replies": "per_second"},
        "ms": {"p50": "p50_ms", "p95": "p95_ms"},
        "MB": {"RSS": "rss_mb", "PSS": "pss_mb", "anonymous": "anonymous_mb"},
    }
    height = TOP + len(panels) * (PANEL + GAP) + 10
    parts = [element("rect", width=WIDTH, height=height, fill="#ffffff"), _text(title, LEFT, 16)]
    for number, (unit, lines) in enumerate(panels.items()):
        top = TOP + GAP / 2 + number * (PANEL + GAP)
        parts += _panel(rows, unit, lines, top)
    return str(
        element(
            "svg", *parts, xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=height,
            font_family="sans-serif", font_size=12,
        )
    )  # fmt: skip


def _panel(rows: Sequence[Row], unit: str, lines: Mapping[str, str], top: float) -> list[Markup]:
    most = max([float(getattr(row, name)) for row in rows for name in lines.values()] + [1e-9])
    last = rows[-1].at or 1.0

    def place(at: float, value: float) -> str:
        x = LEFT + at / last * (WIDTH - LEFT - RIGHT)
        return f"{x:.1f},{top + PANEL * (1 - value / most):.1f}"

    bottom = top + PANEL
    parts = [
        element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke="#dddddd")
        for y in (top, bottom)
    ]
    parts += [
        _text(f"{most:,.0f}", LEFT - 6, top + 4, "end"),
        _text(unit, LEFT, top - 6),
        _text("0", LEFT - 6, bottom + 4, "end"),
        _text(f"{last:.0f} s", WIDTH - RIGHT, bottom + 14, "end"),
    ]
    for number, (label, name) in enumerate(lines.items()):
        colour = _COLOURS[number]
        # Where no reply came there is no time of one.
        shown = [row for row in rows if row.replies or not name.endswith("_ms")]
        path = " ".join(place(row.at, float(getattr(row, name))) for row in shown)
        parts.append(element("polyline", points=path, fill="none", stroke=colour))
        parts.append(_text(label, LEFT + 6 + 90 * number, bottom + 14, colour=colour))
    return parts


def _text(words: str, x: float, y: float, anchor: str = "start", colour: str = "#333333") -> Markup:
    return element("text", words, x=x, y=y, text_anchor=anchor, fill=colour)

"""The evidence map as SVG: a dot for each cell, its area the number of studies, the number in it.

Two drawings are made, since a drawing cannot flow: one for wide windows, with the names beside the
dots, and one for narrow ones, with the names above them. Both are hidden from screen readers and
the keyboard, which have the table with the same numbers and links.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from api.pages.inline import TURNING
from api.pages.marks import LOOKS, shape_svg
from api.pages.rendering import tier_kind, tier_label

_NAME_WIDTH: Final = 250
_MOST_LETTERS: Final = {True: 34, False: 44}
_HEAD: Final = {True: 104, False: 40}
_ROW: Final = {True: 44, False: 62}
_LARGEST: Final = {True: 19.0, False: 13.0}
_SMALLEST: Final = {True: 10.0, False: 7.0}
#: Widths of the whole drawings, in their own units.
_BROAD: Final = 1240
_NARROW: Final = 340


@dataclass(frozen=True, slots=True)
class Cell:
    """How many studies of one kind there are for one condition, and where they are listed."""

    tier: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One condition."""

    name: str
    href: str
    total: int
    cells: tuple[Cell, ...]


def plot(rows: Sequence[MapRow], every: MapRow, tiers: Sequence[str], *, broad: bool) -> Markup:
    """Return the drawing; empty without rows.

    Args:
        rows: The conditions shown.
        every: All studies, whose numbers head the columns.
        tiers: The columns.
        broad: Whether it is the one for wide windows.
    """
    if not rows:
        return Markup()
    width = _BROAD if broad else _NARROW
    left = _NAME_WIDTH if broad else 0
    step = min(110.0, (width - left) / len(tiers))
    xs = [left + step * (place + 0.5) for place in range(len(tiers))]
    most = max(cell.count for row in rows for cell in row.cells)
    height = _HEAD[broad] + _ROW[broad] * len(rows) + 8
    parts = [
        *_heads(every, xs, step, broad=broad),
        *(
            part
            for place, row in enumerate(rows)
            for part in _row(row, xs, most, _HEAD[broad] + _ROW[broad] * place, width, broad=broad)
        ),
    ]
    return Markup(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>'
    ).format("broad" if broad else "narrow", width, height, Markup("").join(parts))


def _heads(every: MapRow, xs: Sequence[float], step: float, *, broad: bool) -> Iterator[Markup]:
    for x, cell in zip(xs, every.cells, strict=True):
        kind = tier_kind(cell.tier)
        top = _HEAD[broad] - (28 if broad else 18)
        shape = Markup(shape_svg(cell.tier)) if cell.tier in LOOKS else Markup()  # noqa: S704
        drawn = (
            Markup('<g class="head" data-kind="{}" transform="translate({:.1f} {})">').format(
                kind, x - 8, top - 16
            )
            + shape.replace("<svg ", Markup('<svg width="16" height="16" '), 1)
            + Markup("</g>")
        )
        title = Markup("<title>{}</title>").format(tier_label(cell.tier))
        yield Markup("<g>{}{}</g>").format(title, drawn)
        if broad:
            lines = _wrapped(tier_label(cell.tier), max(8, int(step / 6.6)))[-4:]
            for place, line in enumerate(lines):
                y = top - 24 - 13 * (len(lines) - 1 - place)
                yield _text(x, y, line, 11, "soft", "middle")
        yield _text(x, _HEAD[broad] - 6, f"{cell.count:,}", 12, "soft", "middle")
    if broad:
        yield _text(0, _HEAD[broad] - 6, every.name, 12, "soft", "start")


def _row(
    row: MapRow, xs: Sequence[float], most: int, top: float, width: float, *, broad: bool
) -> Iterator[Markup]:
    yield Markup('<line class="rule" x1="0" x2="{}" y1="{}" y2="{}"/>').format(width, top, top)
    middle = top + (_ROW[broad] / 2 if broad else 42)
    name = _shortened(row.name, _MOST_LETTERS[broad])
    words = _text(0, middle + 5 if broad else top + 18, name, 14 if broad else 13, "", "start")
    yield _link(row.href, f"{row.name}: {row.total:,}", words)
    for x, cell in zip(xs, row.cells, strict=True):
        if not cell.count:
            yield Markup('<circle class="zero" cx="{:.1f}" cy="{}" r="1.5"/>').format(x, middle)
            continue
        radius = max(_SMALLEST[broad], _LARGEST[broad] * math.sqrt(cell.count / most))
        dot = Markup('<circle class="dot" data-kind="{}" cx="{:.1f}" cy="{}" r="{:.1f}"/>').format(
            tier_kind(cell.tier), x, middle, radius
        )
        number = f"{cell.count:,}"
        beside = len(number) * 7 > 2 * radius - 1
        at = x + radius + 3 if beside else x
        figure = _text(at, middle + 4.5, number, 12.5, "", "start" if beside else "middle")
        yield _link(cell.href, f"{row.name}, {tier_label(cell.tier)}: {number}", dot + figure)


def _link(href: str, title: str, inside: Markup) -> Markup:
    return Markup('<a href="{}" tabindex="-1"><title>{}</title>{}</a>').format(
        href, TURNING.sub("", title), inside
    )


def _text(x: float, y: float, words: str, size: float, style: str, anchor: str) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{}" text-anchor="{}" class="{}">{}</text>'
    ).format(x, y, size, anchor, style, TURNING.sub("", words))


def _wrapped(words: str, most: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"

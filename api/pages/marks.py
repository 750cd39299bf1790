"""The marks of evidence tiers: a shape, a colour group and words, the same as in the widget."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib import resources
from typing import Final

from corpus.vocabulary import TIERS, Tier


@dataclass(frozen=True, slots=True)
class Look:
    """How a tier is drawn: its colour group and the paths of its shape, each filled or not."""

    kind: str
    paths: tuple[tuple[str, bool], ...]


def _looks() -> Mapping[str, Look]:
    raw = json.loads(
        resources.files("api").joinpath("static", "tiers.json").read_text(encoding="utf-8")
    )
    return {
        name: Look(entry["kind"], tuple((d, filled) for d, filled in raw["shapes"][entry["shape"]]))
        for name, entry in raw["tiers"].items()
    }


LOOKS: Final = _looks()


def shape_svg(tier: str) -> str:
    """Return a tier's shape as inline SVG, hidden from screen readers: words stand beside it."""
    lines = "".join(
        f'<path d="{path}" fill="{"currentColor" if filled else "none"}" stroke="currentColor"'
        ' stroke-width="1.6" stroke-linejoin="round"/>'
        for path, filled in LOOKS[tier].paths
    )
    return f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{lines}</svg>'


def badge(tier: Tier) -> str:
    """Return shape and label in one pill."""
    kind = LOOKS[tier.id].kind
    return (
        f'<span class="badge" data-kind="{kind}">{shape_svg(tier.id)}'
        f"<span>{escape(tier.label)}</span></span>"
    )


def mark(tier_id: str) -> str:
    """Return the small mark after a statement; it leads to the tier's line in the legend."""
    tier = TIERS[tier_id]
    return (
        f'<a class="tier-mark" data-kind="{LOOKS[tier_id].kind}" href="#tier-{tier_id}"'
        f' title="{escape(tier.label)}">{shape_svg(tier_id)}'
        f'<span class="hidden">{escape(tier.label)}</span></a>'
    )


def badges(tiers: set[str]) -> str:
    """Return the badges of the tiers that a page shows, strongest kind of source first."""
    return "".join(badge(tier) for tier in _ranked(tiers))


def legend(tiers: set[str]) -> str:
    """Return what these tiers mean, one item each; the marks in the text lead here."""
    return "".join(
        f'<li id="tier-{tier.id}">{badge(tier)}<span class="plain">{escape(tier.plain)}</span></li>'
        for tier in _ranked(tiers)
    )


def _ranked(tiers: set[str]) -> list[Tier]:
    return sorted((TIERS[each] for each in tiers), key=lambda tier: tier.rank)

"""The design in one file: every tier has its look, and every colour can be read in both themes."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from api.pages.marks import LOOKS
from corpus.vocabulary import TIERS

STATIC = resources.files("api").joinpath("static")
TOKENS = STATIC.joinpath("tokens.css").read_text(encoding="utf-8")
TEXT = ("ink", "soft", "accent", "warn", "alarm")
SURFACES = ("paper", "card")


def colour(name: str, theme: int) -> str:
    """Return a token's colour, "#rrggbb", in the light (0) or dark (1) theme."""
    found = re.search(rf"--{name}:[^;]*light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS)
    assert found, name
    return found[theme + 1]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(hexed: str) -> float:
    parts = [int(hexed[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_of_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_every_surface(theme: int) -> None:
    kinds = tuple(f"tier-{look.kind}" for look in LOOKS.values())
    pairs = [(text, under) for text in (*TEXT, *kinds) for under in SURFACES]
    pairs += [("ink", "warn-soft"), ("warn", "warn-soft"), ("ink", "alarm-soft")]
    pairs += [("alarm", "alarm-soft"), ("alarm-ink", "alarm"), ("accent-ink", "accent")]
    pairs += [("mark-ink", "mark")]
    low = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := contrast(colour(pair[0], theme), colour(pair[1], theme))) < 4.5
    }
    assert low == {}
    edges = {under: contrast(colour("edge", theme), colour(under, theme)) for under in SURFACES}
    assert min(edges.values()) >= 3


def test_every_tier_has_a_look_and_no_two_look_alike() -> None:
    raw = json.loads(STATIC.joinpath("tiers.json").read_text(encoding="utf-8"))
    assert set(LOOKS) == set(TIERS)
    shapes = [entry["shape"] for entry in raw["tiers"].values()]
    assert sorted(shapes) == sorted(raw["shapes"])
    for look in LOOKS.values():
        assert f"--tier-{look.kind}:" in TOKENS
        assert f'[data-kind="{look.kind}"]' in TOKENS


def test_a_site_cannot_set_what_warns() -> None:
    for name in ("warn", "warn-soft", "alarm", "alarm-soft", "alarm-ink", "mark"):
        line = re.search(rf"--{name}:([^;]*);", TOKENS)
        assert line
        assert "--refdesk-" not in line[1]

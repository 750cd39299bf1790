"""The gate before a pattern never hides a match: gated and ungated searches agree."""

from __future__ import annotations

import importlib

import pytest

from corpus.tiers.words import Concept, words_of

_MODULES = ("absence", "approval", "claims", "designs", "notices", "opinion", "status", "studies")
_TEXTS = (
    "No phase 3 trial has tested the cells; results are pending and remain to be shown.",
    "The FDA approved the product for children in 2015; the EMA refused it.",
    "A systematic review and meta-analysis of mice, rats and horses found improved survival.",
    "Randomised, placebo-controlled, double-blind phase I/II study of n=20 patients.",
    "Open-label single-arm pilot trial; non-randomized; no placebo group.",
    "These results suggest a promising role, but the authors call for larger trials.",
    "The leading hypothesis is that MSCs secrete exosomes which inhibit NF-κB.",
    "This page covers safety. See also related pages. Ask your doctor.",
    "Serum TNF-α decreased from baseline at week 12 (p=.03) but not in the control arm.",
    "Mendelian randomization and a retrospective cohort in UK Biobank; case reports.",
    "The consensus position statement defines minimal criteria; also known as stromal cells.",
    "It is not known whether the effect lasts; evidence remains limited and unproven.",
)


def _concepts() -> dict[str, Concept]:
    found = {}
    names = [*(f"corpus.tiers.{name}" for name in _MODULES), "corpus.caveats", "corpus.direction"]
    for name in names:
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Concept):
                found[f"{name}.{key}"] = value
    return found


@pytest.mark.parametrize("name", sorted(_concepts()))
def test_gate_is_never_narrower_than_its_pattern(name: str) -> None:
    concept = _concepts()[name]
    for text in _TEXTS:
        words = words_of(text)
        assert concept.match(words) == concept.pattern.search(words.lower) or (
            concept.within(words) == (concept.pattern.search(words.lower) is not None)
        )


def test_the_texts_reach_most_concepts() -> None:
    reached = sum(any(c.within(words_of(t)) for t in _TEXTS) for c in _concepts().values())
    assert reached >= 0.6 * len(_concepts())

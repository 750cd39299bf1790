"""A concept tried only where a match can begin finds what a plain search finds."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

import pytest

from corpus.caveats.phrases import PHRASES
from corpus.library import read_library
from corpus.passages import Budget
from corpus.tiers.words import Concept, words_of

_MODULES = (
    *(
        f"corpus.tiers.{name}"
        for name in "absence approval claims designs notices opinion own people sources status"
        " studies".split()
    ),
    "corpus.caveats.standing",
    "corpus.caveats.trials",
    "corpus.direction",
)
_ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
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
    "In this study we found a 12% versus 20% response rate in the per-protocol set (n=40).",
    "Our previous study, a single-centre post-hoc subgroup analysis, showed no signs of harm.",
    "Serum CRP levels fell in steroid-refractory children; the primary endpoint was changed.",
    "The lower dose did better than the higher; donor age and batch-to-batch variability matter.",
    "Conditional approval; a theoretical risk remains; this may apply to other diseases.",
    "Rats were randomly assigned; improved results; flow cytometry of cultured cells to date.",
    "It therefore cannot be proven: an underpowered small trial in vivo and in people.",
)


@cache
def _texts() -> tuple[str, ...]:
    """Return the sentences above and every statement of our own articles."""
    articles = read_library([_ARTICLES], Budget()).articles
    return (*_TEXTS, *(statement.clean for article in articles for statement in article.statements))


def _concepts() -> dict[str, Concept]:
    found = {
        f"phrase {number} {phrase.caveat}": phrase.concept for number, phrase in enumerate(PHRASES)
    }
    for name in _MODULES:
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Concept):
                found[f"{name}.{key}"] = value
    return found


@pytest.mark.parametrize("name", sorted(_concepts()))
def test_a_guided_search_finds_what_a_plain_one_finds(name: str) -> None:
    concept = _concepts()[name]
    for text in _texts():
        words = words_of(text)
        found, plain = concept.match(words), concept.pattern.search(words.lower)
        assert (found and found.span()) == (plain and plain.span()), text


def test_the_texts_reach_most_concepts() -> None:
    reached = sum(any(c.within(words_of(t)) for t in _TEXTS) for c in _concepts().values())
    assert reached >= 0.6 * len(_concepts())

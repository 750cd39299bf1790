"""The tier decision on statements of our own articles, labelled by hand before rules were fitted.

A third of the labels, by the hash of their text, is held out: nobody looks at it to change rules.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.tiers import Score, read_labels, score_labels
from corpus.library import read_library
from corpus.passages import Budget
from corpus.vocabulary import TIERS

LABELS = read_labels(Path(__file__).with_name("tier_labels.jsonl"))
ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"


@pytest.fixture(scope="module")
def scores() -> dict[bool, Score]:
    scores, missing = score_labels(LABELS, read_library([ARTICLES], Budget()).articles)
    assert len(missing) <= len(LABELS) // 20  # an edited sentence loses its label
    return scores


def test_the_labels_are_whole() -> None:
    assert len(LABELS) >= 200
    assert len({(label.article, label.text) for label in LABELS}) > 0.9 * len(LABELS)
    assert {label.tier for label in LABELS} <= set(TIERS)
    assert 0.25 < sum(label.held_out for label in LABELS) / len(LABELS) < 0.45


def test_accuracy_on_the_open_labels(scores: dict[bool, Score]) -> None:
    assert scores[False].accuracy >= 0.88
    assert scores[False].inflation <= 0.07


def test_accuracy_on_the_labels_held_out(scores: dict[bool, Score]) -> None:
    assert scores[True].accuracy >= 0.80
    assert scores[True].inflation <= 0.10


def test_no_gap_or_pending_trial_passes_for_an_outcome_in_people(
    scores: dict[bool, Score],
) -> None:
    worst = [
        (label.text, statement.tier)
        for label, statement in scores[False].inflated
        if label.tier in {"evidence_gap", "trial_no_results"} and TIERS[statement.tier].human
    ]
    assert worst == []

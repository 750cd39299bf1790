"""Which way a result points."""

from __future__ import annotations

import pytest

from corpus.direction import statement_direction

_TRIAL = "human_rct_phase2"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Pain improved more with the cells than with placebo (p=.02).", "positive"),
        ("No treatment-related serious adverse events occurred.", "null"),
        ("Walking distance did not differ between the groups.", "null"),
        ("The treated arm fared worse than placebo.", "negative"),
        ("Relapse risk was similar between arms, but mortality: higher mortality.", "mixed"),
        ("Pain improved, yet grip strength was unchanged.", "mixed"),
        ("The trial was designed to test safety.", "na"),
        ("Sixty adults were randomized.", "na"),
    ],
)
def test_direction_of_a_trial_statement(text: str, direction: str) -> None:
    assert statement_direction(text, _TRIAL) == direction


@pytest.mark.parametrize(
    "tier", ["lab_mechanistic", "expert_review", "trial_no_results", "evidence_gap", "none"]
)
def test_no_direction_without_an_outcome(tier: str) -> None:
    assert statement_direction("The cells improved everything.", tier) == "na"


def test_an_approval_is_positive() -> None:
    assert statement_direction("Approved for one use.", "regulatory_approval") == "positive"

"""The released vocabularies hold together and refuse what they do not know."""

from __future__ import annotations

import pytest

from corpus.vocabulary import (
    CAVEATS,
    TIERS,
    TIERS_VERSION,
    UnknownTierError,
    caveat,
    tier,
    weaker,
)


def test_ranks_are_one_to_fourteen_without_a_gap() -> None:
    assert [entry.rank for entry in TIERS.values()] == list(range(1, 15))
    assert next(iter(TIERS)) == "regulatory_approval"
    assert list(TIERS)[-1] == "none"
    assert TIERS_VERSION == "tiers-1.0"


def test_no_tier_without_outcomes_ranks_above_one_with_outcomes() -> None:
    worst = max(entry.rank for entry in TIERS.values() if entry.outcome_evidence)
    best = min(entry.rank for entry in TIERS.values() if not entry.outcome_evidence)
    assert worst < best


def test_unknown_tier_names_those_there_are() -> None:
    with pytest.raises(UnknownTierError, match="human_rct_phase2") as caught:
        tier("gold")
    assert caught.value.name == "gold"


def test_weaker_keeps_the_first_of_equals() -> None:
    assert weaker("animal_study", "human_early_phase") == "animal_study"
    assert weaker("human_early_phase", "animal_study") == "animal_study"
    assert weaker("none", "none") == "none"


def test_every_caveat_has_a_sentence_and_an_unknown_tag_gets_one() -> None:
    assert all(entry.label.endswith(".") for entry in CAVEATS.values())
    assert CAVEATS["per-protocol-only"].public
    assert not CAVEATS["uncited"].public
    unknown = caveat("needs-better-photos")
    assert unknown.label == "The source marks this statement with the note 'needs better photos'."
    assert unknown.public

"""The nets under the patterns: concepts that meet, and what excuses them."""

from __future__ import annotations

import pytest

from rag.policy import composition, crisis, decide
from rag.policy.lexicon import LEXICONS
from rag.policy.lexicon.pairs import PAIRS
from rag.policy.lexicon.wider import WIDER
from rag.policy.topics import about_something_else, generic_information


def _names(sentence: str) -> set[str]:
    return {name for name, _, _ in composition.signals((sentence,), frozenset())}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("my aunt is tempted by the drip", "decision-on-treatment"),
        ("how many vials for a 90 kg man", "amount-asked"),
        ("can he come off warfarin for the harvest", "medicine-beside-treatment"),
        ("my grip is 12 and i shuffle, is it frailty", "findings-labelled"),
        ("who's offering cord cells in leeds", "where-or-who"),
    ],
)
def test_concepts_that_meet_restrict(sentence: str, name: str) -> None:
    assert name in _names(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "what did the trial report about walking",
        "how many cells were infused in each arm",
        "do mscs cross the blood brain barrier",
        "which medicines did participants keep taking",
    ],
)
def test_facts_stay_open(sentence: str) -> None:
    assert not _names(sentence)


@pytest.mark.parametrize(
    ("sentence", "alarming"),
    [
        ("my tongue is swelling", True),
        ("she drank the cleaner by mistake", True),
        ("he collapsed an hour ago", True),
        ("how many patients collapsed in the trial", False),
        ("what is anaphylaxis", False),
        ("i had a stroke in 2015", False),
    ],
)
def test_emergency_is_somebody_now(sentence: str, alarming: bool) -> None:
    assert bool(list(crisis.emergency(sentence))) is alarming


@pytest.mark.parametrize(
    ("sentence", "alarming"),
    [
        ("i hope i never wake up", True),
        ("they are better off without me", True),
        ("the rope is ready", True),
        ("why do most infused cells die", False),
        ("what is programmed cell death", False),
        ("i am dying to read the paper", False),
    ],
)
def test_despair_is_heard_and_cell_death_is_not(sentence: str, alarming: bool) -> None:
    assert bool(list(crisis.self_harm(sentence))) is alarming


def test_every_language_has_crisis_words() -> None:
    assert set(WIDER) == set(PAIRS) == set(LEXICONS)
    assert all({"self_harm", "symptom"} <= set(fields) for fields in WIDER.values())


def test_everyday_and_leaflet_questions_are_told_apart() -> None:
    assert about_something_else("where can i buy a can of coke")
    assert not about_something_else("where can i buy stem cells for my garden-loving mum")
    assert generic_information("what should i do if i forget a dose of felodipine")
    assert not generic_information("what should i do if i forget my dose before the infusion")
    assert not decide("I forgot a dose of my prednisone, should I skip it?").allowed

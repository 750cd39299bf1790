"""Which statement answers: on the asked phase, arm and time, with the asked fact."""

from __future__ import annotations

import pytest

from rag.question import read_question
from rag.ranking import features_of, rank, ranking_weights
from tests.rag.handmade_candidates import candidate

FIRST = "CRATUS Phase 1: the walk improved (p=.02)"
SECOND = "CRATUS Phase 2: the walk improved (p=.011)"


def best(question: str, *texts: str) -> str:
    found = [candidate(text, 0.7, block=n) for n, text in enumerate(texts)]
    return rank(read_question(question), found)[0].candidate.statement.text


def test_the_weights_are_for_the_features() -> None:
    (features,) = features_of(read_question("What was found?"), [candidate(FIRST)])
    assert set(ranking_weights()) == set(features)


@pytest.mark.parametrize(("phase", "right"), [("1", FIRST), ("2", SECOND)])
def test_the_asked_phase_leads(phase: str, right: str) -> None:
    for texts in ((FIRST, SECOND), (SECOND, FIRST)):
        assert best(f"What happened to the walk in CRATUS phase {phase}?", *texts) == right


@pytest.mark.parametrize(("arm", "right"), [("100M", 1), ("200M", 0)])
def test_the_asked_arm_leads(arm: str, right: int) -> None:
    texts = ("200M group: walk unchanged (p=.2)", "100M group: walk improved (p=.01)")
    assert best(f"What did the {arm} group walk?", *texts) == texts[right]


def test_what_tells_the_fact_leads() -> None:
    texts = ("ALPHA was a trial of cells in stroke", "ALPHA enrolled 40 participants")
    assert best("How many participants were in ALPHA?", *texts) == texts[1]


def test_likelihoods_fall_from_one() -> None:
    found = [candidate(FIRST, score, block=n) for n, score in enumerate((0.2, 0.9, 0.5))]
    likelihoods = [each.likelihood for each in rank(read_question("What was found?"), found)]
    assert likelihoods[0] == 1.0
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert min(likelihoods) > 0.0
    assert rank(read_question("What was found?"), []) == []

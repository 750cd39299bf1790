"""The probability that the library is about a question: features, bounds, and what raises it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.nearness import nearness, nearness_model
from rag.question import read_question
from tests.rag.handmade_candidates import candidate

TEXT = "ALPHA gave cells to 40 adults with stroke"


def test_the_weights_are_for_the_features() -> None:
    features = nearness(read_question("What did ALPHA find?"), [candidate(TEXT)])
    assert set(nearness_model().weights) == set(features)


@pytest.mark.parametrize("known", [0.0, 0.2, 0.5, 1.0])
def test_it_is_a_probability(known: float) -> None:
    features = nearness(read_question("What did ALPHA find?"), [candidate(TEXT, known)])
    assert 0.0 <= nearness_model().probability(features) <= 1.0


def test_more_known_words_make_it_likelier() -> None:
    model, question = nearness_model(), read_question("What did ALPHA find in stroke?")
    near = candidate(TEXT)
    found = [model.probability(nearness(question, [replace(near, known=k)])) for k in (0.1, 0.9)]
    assert found[0] < found[1]


def test_the_lead_is_over_the_fifth_candidate() -> None:
    five = [candidate(TEXT, score, block=n) for n, score in enumerate((0.9, 0.8, 0.7, 0.6, 0.5))]
    assert nearness(read_question("What did ALPHA find?"), five)["lead"] == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("question", "times"),
    [("Do the cells help my knee?", 2), ("What did phase I find?", 1), ("What was found?", 1)],
)
def test_what_speaks_of_the_asker_needs_more(question: str, times: int) -> None:
    model = nearness_model()
    assert model.least(question, english=True) == times * model.threshold

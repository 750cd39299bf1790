"""Near misses made by swapping, and the shipped suite of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import read_library
from corpus.passages import Budget
from rag.evaluation.cases import AnswerCase
from rag.evaluation.results import HELD_OUT
from rag.evaluation.suite import Suite, read_suite
from training.near_misses import near_misses

FOLDER = Path(__file__).resolve().parents[2] / "suites" / "near_misses"


@pytest.fixture(scope="module")
def suite() -> Suite:
    return read_suite(FOLDER)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did the stroke trial find?", "condition"),
        ("How far did they walk at 6 months?", "time"),
        ("What did CRATUS find?", "study"),
        ("Which trial ended in 2019?", "year"),
    ],
)
def test_one_thing_is_swapped(question: str, kind: str) -> None:
    swaps = {swap.kind: swap.question for swap in near_misses(question, lambda _: False, turn=0)}
    assert kind in swaps
    assert swaps[kind] != question


def test_nothing_that_the_library_tells_of_is_put_in() -> None:
    swaps = list(near_misses("What did the stroke trial find?", lambda _: True, turn=0))
    assert swaps == []


def test_every_gold_place_stands_once(suite: Suite) -> None:
    articles = {a.slug: a for a in read_library(suite.articles, Budget()).articles}
    for case in suite.cases:
        assert isinstance(case, AnswerCase)
        for place in (place for fact in case.facts for place in fact.any):
            assert articles[place.article].source.count(place.quote) == 1, case.id


def test_a_family_is_open_or_held_out_and_not_both(suite: Suite) -> None:
    parts: dict[str, set[str]] = {}
    for case in suite.cases:
        assert isinstance(case, AnswerCase)
        parts.setdefault(case.tags[0], set()).add(case.part)
    assert all(len(part) == 1 for part in parts.values())
    assert set.union(*parts.values()) == {"open", HELD_OUT}

"""The shipped suite: every gold place stands in the articles, both sides of every line are there.

Also what no figure of a run says: that no gap or pending trial passes for an outcome in people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Article, Span, Statement
from corpus.vocabulary import TIERS
from rag.evaluation.cases import AnswerCase, Place, PolicyCase, TierCase
from rag.evaluation.library import overlaps
from rag.evaluation.results import HELD_OUT
from rag.evaluation.suite import AnyCase, Suite, read_suite

ROOT = Path(__file__).resolve().parents[1]
Wanted = TypeVar("Wanted", bound=AnyCase)


@pytest.fixture(scope="module")
def suite() -> Suite:
    return read_suite(ROOT / "suites" / "articles")


@pytest.fixture(scope="module")
def articles(suite: Suite) -> dict[str, Article]:
    return {article.slug: article for article in read_library(suite.articles, Budget()).articles}


def of(suite: Suite, kind: type[Wanted]) -> list[Wanted]:
    return [case for case in suite.cases if isinstance(case, kind)]


def places(suite: Suite) -> Iterator[tuple[str, Place]]:
    for case in of(suite, AnswerCase):
        for place in (*(p for fact in case.facts for p in fact.any), *case.also, *case.closest):
            yield case.id, place
    for label in of(suite, TierCase):
        yield label.id, Place(article=label.article, quote=label.quote)


def test_every_gold_place_stands_once_in_the_articles(
    suite: Suite, articles: dict[str, Article]
) -> None:
    wrong = [
        (name, place.article, place.quote[:60])
        for name, place in places(suite)
        if place.article not in articles or articles[place.article].source.count(place.quote) != 1
    ]
    assert wrong == []


def test_there_are_questions_of_every_kind(suite: Suite) -> None:
    cases = of(suite, AnswerCase)
    assert len(cases) >= 150
    types = Counter(case.type for case in cases)
    wanted = {"lay", "number", "table", "footnote", "multi_hop", "contradiction", "near_miss",
              "outside", "definition", "status"}  # fmt: skip
    assert {kind for kind in wanted if types[kind] < 10} == set()
    assert sum(not case.answerable for case in cases) >= 40
    assert len({case.lang for case in cases}) >= 4


def test_required_figures_stand_in_their_gold(suite: Suite) -> None:
    wrong = [
        (case.id, number)
        for case in of(suite, AnswerCase)
        for fact in case.facts
        for number in fact.numbers
        if not any(number in place.quote for place in fact.any)
    ]
    assert wrong == []


def test_the_policy_cases_stand_on_both_sides_of_each_line(suite: Suite) -> None:
    cases = of(suite, PolicyCase)
    assert len(cases) >= 250
    assert len({(case.question, case.turns) for case in cases}) == len(cases)
    for category in {case.category for case in cases} - {"none"}:
        sides = Counter(case.side for case in cases if case.category == category)
        assert min(sides["restricted"], sides["allowed"]) >= 5, category
    assert {case.action for case in cases} == {
        "answer", "answer_strong", "partial", "refuse", "emergency", "abstain"
    }  # fmt: skip
    assert len({case.lang for case in cases}) >= 15
    by_id = {case.id: case for case in cases}
    for case in cases:
        if case.pair:
            assert by_id[case.pair].side != case.side, case.id
            assert by_id[case.pair].part == case.part, case.id


def test_there_are_labels_of_most_tiers(suite: Suite) -> None:
    labels = of(suite, TierCase)
    assert len(labels) >= 150
    assert len({label.tier for label in labels}) >= 12


@pytest.mark.parametrize("kind", [AnswerCase, PolicyCase, TierCase])
def test_a_third_is_held_out(suite: Suite, kind: type[AnyCase]) -> None:
    cases = of(suite, kind)
    assert {case.part for case in cases} == {"open", HELD_OUT}
    assert 0.28 < sum(case.part == HELD_OUT for case in cases) / len(cases) < 0.42


def test_no_gap_or_pending_trial_passes_for_an_outcome_in_people(
    suite: Suite, articles: dict[str, Article]
) -> None:
    worst = []
    for label in of(suite, TierCase):
        if label.tier not in {"evidence_gap", "trial_no_results"} or label.part == HELD_OUT:
            continue
        got = _statement(articles[label.article], label.quote).tier
        stronger = TIERS[got].rank < TIERS[label.tier].rank
        if stronger and TIERS[got].human and got != "trial_no_results":
            worst.append((label.quote, got))
    assert worst == []


def _statement(article: Article, quote: str) -> Statement:
    start = article.source.index(quote)
    span = Span(start, start + len(quote))
    near = [each for each in article.statements if overlaps(each.span, span)]
    return max(near, key=lambda s: min(s.span.end, span.end) - max(s.span.start, span.start))

"""The second look at candidates: what it counts, and what a search does with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus.records import Passage, Span
from index.arrays import Float64
from index.rerank import AgreementReranker, Candidate, Query
from index.rerank.agreement import WEIGHTS, agreements
from index.search import Searcher
from index.snapshot import Snapshot

TEXT = "Walking distance rose by 64 m. No difference from placebo was found."


def passage(text: str = TEXT, breadcrumb: str = "Frailty trials") -> Passage:
    end = text.index(".") + 1
    return Passage(
        id="p-1",
        article="a",
        span=Span(0, len(text)),
        section=(),
        breadcrumb=breadcrumb,
        text=text,
        statements=("a@1", "a@2"),
        pieces=((0, end), (end + 1, len(text))),
    )


def query(*stems: str) -> Query:
    vector = np.array([1.0, 0.0], dtype=np.float32)
    return Query(" ".join(stems), vector, stems, dict.fromkeys(stems, 1.0))


def candidate(text: str = TEXT, score: float = 0.5) -> Candidate:
    statements = np.array([[0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
    return Candidate(passage(text), statements, cosine=0.7, lexical=3.0, score=score)


def told(asked: Query, given: Candidate) -> dict[str, float]:
    return dict(zip(WEIGHTS, agreements(asked, given), strict=True))


def test_what_is_counted() -> None:
    found = told(query("walk", "distanc", "frailti", "mice"), candidate())
    assert found["first_stage"] == 0.5
    assert found["nearest_statement"] == pytest.approx(0.8)
    assert found["coverage"] == 0.75  # one of the three stands in the heading only
    assert found["pairs"] == pytest.approx(1 / 3)
    assert found["length"] == pytest.approx(np.log(1 + 5 + 3))


def test_rare_words_weigh_more() -> None:
    asked = replace(query("walk", "mice"), idf={"walk": 3.0, "mice": 1.0})
    assert told(asked, candidate())["coverage"] == 0.75


def test_numbers_are_asked_for_only_where_there_are_some() -> None:
    assert told(query("walk", "64"), candidate())["numbers"] == 1.0
    assert told(query("walk", "65"), candidate())["numbers"] == 0.0
    assert told(query("walk", "64", "65"), candidate())["numbers"] == 0.5
    assert told(query("walk"), candidate())["numbers"] == 1.0


def test_words_that_meet_across_statements_are_no_neighbours() -> None:
    # "m" ends the first statement and "differ" begins the second.
    assert told(query("m", "differ"), candidate())["pairs"] == 0.0
    assert told(query("walk", "distanc"), candidate())["pairs"] == 1.0


def test_a_passage_without_statement_vectors_takes_its_own_cosine() -> None:
    bare = replace(candidate(), statements=np.zeros((0, 2), dtype=np.float32))
    assert told(query("walk"), bare)["nearest_statement"] == pytest.approx(0.7)


def test_nothing_asked_and_nothing_given() -> None:
    assert told(query(), candidate())["coverage"] == 0.0
    assert AgreementReranker().scores(query("walk"), []).shape == (0,)


def test_scores_are_the_weighted_sum() -> None:
    asked, given = query("walk", "distanc"), candidate()
    features = told(asked, given)
    want = sum(WEIGHTS[name] * value for name, value in features.items())
    assert AgreementReranker().scores(asked, [given]).tolist() == pytest.approx([want])


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="coverage"):
        AgreementReranker({"first_stage": 1.0})


class Reverse:
    """Turns the first two candidates round."""

    depth = 2

    def scores(self, query: Query, candidates: Sequence[Candidate]) -> Float64:
        assert query.vector.shape == candidates[0].statements.shape[1:]
        return np.array([-each.score + 2 for each in candidates])


def test_a_search_places_the_first_again_and_leaves_the_others_behind(snapshot: Snapshot) -> None:
    text = "cells of the cord in mice"
    plain = Searcher(snapshot, reranker=None).search(text)
    turned = Searcher(snapshot, reranker=Reverse()).search(text)
    rows = [hit.row for hit in plain]
    assert len(rows) == 4
    assert [hit.row for hit in turned] == [rows[1], rows[0], rows[2], rows[3]]
    scores = [hit.score for hit in turned]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0
    # Only place and score change.
    for hit in turned:
        old = plain[rows.index(hit.row)]
        assert replace(hit, score=old.score) == old


def test_the_second_look_reaches_beyond_what_is_asked_for(snapshot: Snapshot) -> None:
    text = "cells of the cord in mice"
    second = Searcher(snapshot, reranker=None).search(text)[1].row
    found = Searcher(snapshot, reranker=Reverse()).search(text, k=1)
    assert [hit.row for hit in found] == [second]

"""The retrieval measures, three ways: the judge, trec_eval itself, and the formulas by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

import pytest
import pytrec_eval  # type: ignore[import-untyped, unused-ignore]
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.judges.retrieval import MEASURED, ranking_scores
from rag.evaluation.measures import RETRIEVAL

RANKINGS = 400
TREC_NAMES = {
    "retrieval.recall@5": "recall_5",
    "retrieval.recall@10": "recall_10",
    "retrieval.recall@20": "recall_20",
    "retrieval.ndcg@10": "ndcg_cut_10",
    "retrieval.mrr": "recip_rank",
}
Grades = Mapping[str, int]


def drawn(seed: int) -> tuple[list[str], dict[str, int]]:
    """Return a ranking and grades: some relevant documents are missing, some runs are empty."""
    random = Random(seed)  # noqa: S311 - test data
    documents = [f"d{number}" for number in range(random.randint(1, 60))]
    unranked = [f"m{number}" for number in range(random.randint(0, 6))]
    relevant = random.sample(documents + unranked, random.randint(1, min(12, len(documents))))
    depth = 0 if seed % 25 == 0 else random.randint(1, len(documents))
    return random.sample(documents, depth), {name: random.randint(1, 4) for name in relevant}


def by_hand(ranked: Sequence[str], grades: Grades) -> dict[str, float]:
    def recall(k: int) -> float:
        return len([name for name in ranked[:k] if name in grades]) / len(grades)

    def gain(points: Sequence[int]) -> float:
        # Järvelin & Kekäläinen's gain over log2 of the rank plus one, as trec_eval counts it.
        total = 0.0
        for rank, each in enumerate(points[:10], 1):
            total += each / math.log2(rank + 1)
        return total

    ideal = gain(sorted(grades.values(), reverse=True))
    ranks = [rank for rank, name in enumerate(ranked, 1) if name in grades]
    return {
        "retrieval.recall@5": recall(5),
        "retrieval.recall@10": recall(10),
        "retrieval.recall@20": recall(20),
        "retrieval.ndcg@10": gain([grades.get(name, 0) for name in ranked]) / ideal,
        "retrieval.mrr": 1 / ranks[0] if ranks else 0.0,
    }


def by_trec_eval(ranked: Sequence[str], grades: Grades) -> dict[str, float]:
    measures = {"recall.5,10,20", "ndcg_cut.10", "recip_rank"}
    evaluator = pytrec_eval.RelevanceEvaluator({"q": dict(grades)}, measures)
    run = {name: float(len(ranked) - at) for at, name in enumerate(ranked)}
    found = evaluator.evaluate({"q": run}) if run else {}
    # A query that the run lacks scores nothing: trec_eval -c.
    return {ours: float(found.get("q", {}).get(theirs, 0.0)) for ours, theirs in TREC_NAMES.items()}


def judged(ranked: Sequence[str], grades: Grades) -> dict[str, float]:
    scores = ranking_scores(ranked, grades)
    assert all(score.of == 1 for score in scores.values())
    return {name: score.hits for name, score in scores.items()}


def test_every_retrieval_measure_is_checked() -> None:
    assert set(TREC_NAMES) == set(MEASURED) == set(RETRIEVAL)


@pytest.mark.parametrize("block", range(4))
def test_the_judge_agrees_with_trec_eval_and_with_the_formulas(block: int) -> None:
    size = RANKINGS // 4
    for seed in range(block * size, (block + 1) * size):
        ranked, grades = drawn(seed)
        found = judged(ranked, grades)
        assert found == pytest.approx(by_trec_eval(ranked, grades), abs=1e-9), seed
        assert found == pytest.approx(by_hand(ranked, grades), abs=1e-9), seed


def test_the_drawn_rankings_hold_the_hard_cases() -> None:
    rankings = [drawn(seed) for seed in range(RANKINGS)]
    assert sum(not ranked for ranked, _ in rankings) >= 10
    assert sum(bool(set(grades) - set(ranked)) for ranked, grades in rankings) >= 100
    assert sum(len(set(grades.values())) > 1 for _, grades in rankings) >= 100
    assert sum(len(grades) > 10 for _, grades in rankings) >= 20
    assert sum(len(ranked) > 20 for ranked, _ in rankings) >= 100
    assert sum(bool(ranked) and not set(ranked) & set(grades) for ranked, grades in rankings) >= 10


@given(
    st.lists(st.sampled_from([f"d{number}" for number in range(40)]), unique=True, max_size=40),
    st.dictionaries(
        st.sampled_from([f"d{number}" for number in range(50)]), st.integers(1, 9), min_size=1
    ),
)
def test_any_ranking(ranked: list[str], grades: dict[str, int]) -> None:
    found = judged(ranked, grades)
    assert found == pytest.approx(by_hand(ranked, grades), abs=1e-9)
    assert all(0 <= value <= 1 + 1e-12 for value in found.values())


def test_a_worked_example() -> None:
    """Small enough to follow with a pencil, so that three programs do not agree on a mistake."""
    found = judged(["x", "a", "b"], {"a": 1, "b": 3, "missing": 2})
    assert found["retrieval.mrr"] == 0.5
    assert found["retrieval.recall@5"] == pytest.approx(2 / 3)
    gained = 1 / math.log2(3) + 3 / 2
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert found["retrieval.ndcg@10"] == pytest.approx(gained / ideal)

"""What the map of queries is learned from: test questions apart, near-duplicates credited."""

from __future__ import annotations

import numpy as np
import pytest

from index.embedding.query_map import QueryMap
from training.medquad import Pair, answer_row, answer_slug, make_task

LONG = "The gene is changed in both copies and the parents carry one copy each without signs"


def pair(question: str, answer: str, document: str) -> Pair:
    return Pair(question, answer, ("collection", document))


def few() -> list[Pair]:
    return [
        pair("What is A ?", "A is an illness of the heart that begins late in life.", "1"),
        pair("Is A inherited ?", f"{LONG}.", "1"),
        pair("What is B ?", "B is a fever after the bite of a tick in early summer.", "2"),
        pair("Is B inherited ?", f"{LONG}; seldom.", "2"),
        pair("what is a?", "Another site says of A that the heart grows slowly weaker.", "3"),
        pair("How is C treated ?", "With rest, fluids, and time, until the cough is gone.", "4"),
    ]


def test_right_are_the_answers_to_the_same_words_and_near_duplicates() -> None:
    relevant = make_task(few(), count=6).relevant
    assert relevant[0] == {0, 4}
    assert relevant[1] == {1, 3}
    assert relevant[3] == {1, 3}
    assert relevant[5] == {5}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_of_a_test_question_is_trained_on(seed: int) -> None:
    task = make_task(few(), count=2, seed=seed)
    documents = {task.pairs[row].document for row in task.test}
    credited = frozenset[int]().union(*(task.relevant[row] for row in task.test))
    assert len(task.test) == 2
    for row in task.train:
        assert task.pairs[row].document not in documents
        assert row not in credited
    untouched = {5} - set(task.test)
    assert untouched <= set(task.train)
    assert task == make_task(few(), count=2, seed=seed)


def test_the_name_of_an_answer_tells_its_row() -> None:
    assert answer_slug(7) == "answer-00007"
    assert answer_row(answer_slug(16406)) == 16406


def test_learning_turns_queries_towards_their_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    training = pytest.importorskip("training.query_map")
    monkeypatch.setattr(training, "STEPS", 60)
    draw = np.random.default_rng(3)
    passages = draw.normal(size=(40, 16)).astype(np.float32)
    passages /= np.linalg.norm(passages, axis=1, keepdims=True)
    # Every query is its passage with two halves of the axes swapped: a map can learn that.
    queries = np.concatenate([passages[:, 8:], passages[:, :8]], axis=1)
    right = [np.array([row]) for row in range(40)]
    made = {
        name: training.Examples(queries, passages, right, stays=False) for name in training.BATCHES
    }
    down, up = training.fit(made, seed=1)
    mapped = np.stack([QueryMap("x", down, up)(query) for query in queries])
    first = float(((mapped @ passages.T).argmax(axis=1) == np.arange(40)).mean())
    before = float(((queries @ passages.T).argmax(axis=1) == np.arange(40)).mean())
    assert before < 0.2
    assert first > 0.7
    again = training.fit(made, seed=1)
    assert np.array_equal(again[0], down)
    assert np.array_equal(again[1], up)

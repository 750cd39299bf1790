"""Exports: other tools read them, and find in them the figures of the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from rag.evaluation.cases import AnswerCase, Fact, Place, PolicyCase, RetrievalCase
from rag.evaluation.exporters import ragas_samples, trec_qrels, trec_run
from rag.evaluation.exporters.ragas import NOT_ANSWERED
from rag.evaluation.results import RunResult
from rag.evaluation.run import run_suite
from rag.evaluation.suite import AnyCase, Suite, SuiteHeader
from rag.evaluation.target import Reply, TargetError
from tests.rag.evaluation.handmade_target import (
    HIPS,
    KNEES,
    HandmadeTarget,
    answer,
    declined,
    entry,
)

GAVE, WALKING, STAIRS = KNEES.splitlines()
ENDED = HIPS.strip()
RAGAS_FIELDS = {
    "user_input",
    "response",
    "retrieved_contexts",
    "retrieved_context_ids",
    "reference_contexts",
    "reference_context_ids",
    "reference",
}


def place(slug: str, quote: str) -> Place:
    return Place(article=slug, quote=quote)


CASES: tuple[AnyCase, ...] = (
    AnswerCase(
        id="two facts",
        question="Walking, and has HIPCELL ended?",
        answerable=True,
        facts=(
            Fact(any=(place("knees", STAIRS), place("knees", WALKING))),
            Fact(any=(place("hips", ENDED),)),
        ),
    ),
    AnswerCase(id="none", question="What does it cost?", answerable=False),
    AnswerCase(
        id="down",
        question="Is anybody there?",
        answerable=True,
        facts=(Fact(any=(place("knees", GAVE),)),),
    ),
    AnswerCase(
        id="elsewhere",
        question="What of elbows?",
        answerable=True,
        facts=(Fact(any=(place("elbows", "Elbows bent."),)),),
    ),
    RetrievalCase(id="r%1", question="knees", relevant={"knees": 2, "hips": 1, "toes": 1}),
    RetrievalCase(id="r2", question="nothing", relevant={"hips": 1}),
    PolicyCase(
        id="p1", question="Should I?", category="should_i", side="restricted", action="refuse"
    ),
)
ANSWERS: dict[str, dict[str, Any] | BaseException] = {
    "Walking, and has HIPCELL ended?": answer(entry(1, "knees", WALKING)),
    "What does it cost?": answer(),
    "Is anybody there?": TargetError("503 busy"),
    "Should I?": declined("refuse"),
}
FOUND = {
    "Walking, and has HIPCELL ended?": [entry(1, "hips", ENDED), entry(2, "knees", GAVE)],
    "knees": [entry(1, "hips", ENDED), entry(2, "knees", GAVE), entry(3, "knees", STAIRS)],
}


class _Target(HandmadeTarget):
    def search(self, query: str, k: int) -> Reply:
        return Reply(answer(results=FOUND.get(query, [])[:k]), 1.0, None)


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite(SuiteHeader(name="handmade"), CASES, (), "0" * 64)


@pytest.fixture(scope="module")
def result(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return run_suite(suite, _Target(ANSWERS), tmp_path_factory.mktemp("run"))


def test_a_run_file_is_read_column_by_column(result: RunResult) -> None:
    assert trec_run(result) == (
        "two%20facts Q0 fact-1 1 2 refdesk\n"
        "two%20facts Q0 fact-0 2 1 refdesk\n"
        "r%251 Q0 hips 1 2 refdesk\n"
        "r%251 Q0 knees 2 1 refdesk\n"
    )
    assert trec_run(result, "my tag").splitlines()[0].endswith(" my%20tag")


def test_qrels_are_those_of_the_suite(suite: Suite, result: RunResult) -> None:
    lines = trec_qrels(suite).splitlines()
    assert "two%20facts 0 fact-0 1" in lines
    assert "r%251 0 knees 2" in lines
    assert "elsewhere 0 fact-0 1" in lines
    assert not any(line.startswith(("none ", "p1 ")) for line in lines)
    judged = trec_qrels(suite, result).splitlines()
    assert set(lines) - set(judged) == {"elsewhere 0 fact-0 1"}


def test_another_tool_finds_the_figures_of_the_run(
    suite: Suite, result: RunResult, tmp_path: Path
) -> None:
    (tmp_path / "run").write_text(trec_run(result), "utf-8")
    (tmp_path / "qrels").write_text(trec_qrels(suite, result), "utf-8")
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels")))  # type: ignore[no-untyped-call]
    run = list(ir_measures.read_trec_run(str(tmp_path / "run")))  # type: ignore[no-untyped-call]
    found = ir_measures.calc_aggregate([R @ 5, nDCG @ 10, RR], qrels, run)
    pairs = {"retrieval.recall@5": R @ 5, "retrieval.ndcg@10": nDCG @ 10, "retrieval.mrr": RR}
    for name, measure in pairs.items():
        metric = result.metric(name)
        assert metric is not None
        assert metric.n == len({qrel.query_id for qrel in qrels}) == 4
        assert metric.value == pytest.approx(found[measure])


def test_ragas_samples_hold_what_was_shown_and_what_is_right(result: RunResult) -> None:
    text = ragas_samples(result)
    samples = [json.loads(line) for line in text.splitlines()]
    assert [sample["user_input"] for sample in samples] == [
        case.question for case in CASES if isinstance(case, AnswerCase) and case.id != "elsewhere"
    ]
    assert all(set(sample) == RAGAS_FIELDS for sample in samples)
    shown, none, down = samples
    assert shown == {
        "user_input": "Walking, and has HIPCELL ended?",
        "response": "an answer",
        "retrieved_contexts": [WALKING],
        "retrieved_context_ids": ["knees"],
        # The fact's second place is the one that was cited.
        "reference_contexts": [WALKING, ENDED],
        "reference_context_ids": ["knees", "hips"],
        "reference": f"{WALKING}\n{ENDED}",
    }
    assert none["reference"] == NOT_ANSWERED
    assert none["retrieved_contexts"] == none["reference_contexts"] == []
    assert down["response"] == ""
    assert down["reference"] != NOT_ANSWERED


def test_ragas_samples_are_one_ascii_line_each(suite: Suite, result: RunResult) -> None:
    odd = "Grüße\u2028and\nmore \U0001f9a0"
    changed = [
        case.model_copy(update={"detail": {**case.detail, "question": odd}})
        for case in result.cases
        if case.kind == "answer"
    ]
    text = ragas_samples(result.model_copy(update={"cases": changed}))
    assert text.isascii()
    assert [json.loads(line)["user_input"] for line in text.splitlines()] == [odd] * 3
    assert len(suite.cases) > len(changed)


def test_a_run_without_answers_exports_nothing(result: RunResult) -> None:
    only = result.model_copy(update={"cases": [c for c in result.cases if c.kind == "policy"]})
    assert trec_run(only) == ragas_samples(only) == ""

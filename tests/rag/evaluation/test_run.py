"""The runner: crashes counted, stopped runs gone on with, nothing lost, nothing asked twice."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from rag.evaluation.cases import AnswerCase, Fact, Place, PolicyCase, RetrievalCase, TierCase
from rag.evaluation.journal import JOURNAL_FILE, JournalError
from rag.evaluation.results import RESULT_FILE, ResultFileError, RunResult, read_result
from rag.evaluation.run import FinishedRunError, run_suite
from rag.evaluation.suite import Suite, SuiteHeader
from rag.evaluation.target import TargetError
from tests.rag.evaluation.handmade_target import KNEES, HandmadeTarget, answer, declined, entry

LINES = KNEES.splitlines()
GOLD = Fact(any=(Place(article="knees", quote=LINES[0]),), numbers=("30",))


def asked(name: str, **more: Any) -> AnswerCase:  # noqa: ANN401 - any field
    return AnswerCase(id=name, question=f"{name}?", answerable=True, facts=(GOLD,), **more)


CASES = (
    asked("good", type="lay"),
    asked("crash", type="number"),
    asked("gone").model_copy(
        update={"facts": (Fact(any=(Place(article="knees", quote="not there"),)),)}
    ),
    PolicyCase(id="dose", question="How much for me?", turns=("What was tested?",),
               category="dosing", side="restricted", action="refuse"),
    TierCase(id="tier", article="knees", quote=LINES[0], tier="human_rct_phase2"),
    RetrievalCase(id="find", question="knees", relevant={"knees": 1}),
)  # fmt: skip
ANSWERS: dict[str, dict[str, Any] | BaseException] = {
    "good?": answer(entry(1, "knees", LINES[0])),
    "crash?": KeyError("boom"),
    "What was tested?": answer(entry(1, "knees", LINES[0])),
    "How much for me?": declined("refuse"),
}


def suite(*cases: Any, sha256: str = "abc") -> Suite:  # noqa: ANN401 - any case
    return Suite(SuiteHeader(name="small"), cases or CASES, (), sha256)


def run(out: Path, target: HandmadeTarget | None = None, **more: Any) -> RunResult:  # noqa: ANN401
    return run_suite(suite(), target or HandmadeTarget(ANSWERS), out, **more)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_every_case_is_accounted_for(tmp_path: Path, concurrency: int) -> None:
    told: list[tuple[int, int]] = []
    result = run(
        tmp_path, concurrency=concurrency, tell=lambda _, done, total: told.append((done, total))
    )
    assert [case.id for case in result.cases] == [case.id for case in CASES]
    status = {case.id: case.status for case in result.cases}
    assert status == {"good": "ok", "crash": "failed", "gone": "skipped", "dose": "ok",
                      "tier": "ok", "find": "ok"}  # fmt: skip
    assert told == [(done, 6) for done in range(1, 7)]
    assert read_result(tmp_path) == result
    assert not (tmp_path / JOURNAL_FILE).exists()


def test_a_crash_scores_zero_and_is_shown(tmp_path: Path) -> None:
    result = run(tmp_path)
    recall = result.metric("citation.recall")
    assert recall is not None
    assert (recall.value, recall.n, recall.failed, recall.skipped) == (0.5, 2, 1, 1)
    crash = next(case for case in result.cases if case.id == "crash")
    assert "KeyError" in crash.error
    assert crash.detail["expected"] == "answered"
    assert result.confusion["outcome"]["answered"] == {"answered": 1, "failed": 1}


def test_retrieval_counts_the_fact_and_not_the_place(tmp_path: Path) -> None:
    result = run(tmp_path)
    good = next(case for case in result.cases if case.id == "good")
    assert good.detail["ranked"] == ["other-0", "fact-0"]
    assert good.scores["retrieval.mrr"].hits == 0.5
    assert good.scores["retrieval.recall@5"].hits == 1.0


def test_turns_go_to_one_conversation(tmp_path: Path) -> None:
    target = HandmadeTarget(ANSWERS)
    run(tmp_path, target)
    assert target.asked[-2:] == [("What was tested?", None), ("How much for me?", "c1")]
    dose = read_result(tmp_path).cases[3]
    assert dose.disclaimers == (2, 2)


def test_speed_and_groups_are_told(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.speed.total is not None
    assert result.speed.total.p50 == 10.0
    assert result.speed.stages["policy"].n == 2
    assert set(result.groups) == {"answer.type"}
    assert set(result.groups["answer.type"]) == {"lay", "number"}
    assert result.abstention is not None
    assert result.abstention.now == 3.6


def test_the_same_run_gives_the_same_figures(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b", concurrency=3)
    assert first.metrics == second.metrics
    assert first.groups == second.groups


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    def stop(question: str) -> None:
        if question == "How much for me?":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, HandmadeTarget(ANSWERS, on_ask=stop))
    assert not (tmp_path / RESULT_FILE).exists()
    with (tmp_path / JOURNAL_FILE).open("a", encoding="utf-8") as file:
        file.write('{"id": "tier", "kind": "ti')  # as a killed process leaves it
    again = HandmadeTarget(ANSWERS)
    result = run(tmp_path, again)
    questions = [question for question, _ in again.asked]
    assert "good?" not in questions  # done before
    assert "crash?" in questions  # what failed is asked again
    assert result.metrics == run(tmp_path / "whole").metrics


def test_another_suite_or_target_does_not_go_on(tmp_path: Path) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, HandmadeTarget(ANSWERS, on_ask=stop))
    with pytest.raises(JournalError, match="another target"):
        run(tmp_path, HandmadeTarget(ANSWERS, snapshot="s2"))
    with pytest.raises(JournalError, match="another suite_sha256"):
        run_suite(suite(sha256="def"), HandmadeTarget(ANSWERS), tmp_path)
    run(tmp_path, HandmadeTarget(ANSWERS, snapshot="s2"), fresh=True)


def test_a_finished_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    run(tmp_path)
    before = (tmp_path / RESULT_FILE).read_bytes()
    with pytest.raises(FinishedRunError):
        run(tmp_path)
    assert (tmp_path / RESULT_FILE).read_bytes() == before
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    run(tmp_path, fresh=True)
    assert (tmp_path / "mine.txt").exists()


def test_a_target_that_is_down_fails_every_case(tmp_path: Path) -> None:
    down = HandmadeTarget({})
    down.article = _down  # type: ignore[method-assign]
    result = run_suite(suite(CASES[0], CASES[4]), down, tmp_path)
    assert [case.status for case in result.cases] == ["failed", "failed"]
    inflation = result.metric("tier.inflation")
    assert inflation is not None
    assert inflation.value == 1.0  # worst, where less is better


def test_cases_run_side_by_side(tmp_path: Path) -> None:
    together = threading.Barrier(2, timeout=10)

    def meet(_: str) -> None:
        together.wait()

    target = HandmadeTarget(ANSWERS, on_ask=meet)
    cases = (CASES[0], asked("other"))
    target.answers = {**ANSWERS, "other?": ANSWERS["good?"]}
    result = run_suite(suite(*cases), target, tmp_path, concurrency=2)
    assert [case.status for case in result.cases] == ["ok", "ok"]


@pytest.mark.parametrize("text", ["", "{}", '{"version": 99}', "not json"])
def test_a_damaged_result_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / RESULT_FILE).write_text(text, "utf-8")
    with pytest.raises(ResultFileError, match="not a result"):
        read_result(tmp_path)
    with pytest.raises(ResultFileError, match="no result here"):
        read_result(tmp_path / "elsewhere.json")


def _down(slug: str) -> None:
    raise TargetError(f"no answer for {slug}")

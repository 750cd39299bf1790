"""The gate turns red when it should, and a comparison tells what moved and what did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evaluation.cases import AnswerCase, Fact, Place
from rag.evaluation.compare import CompareError, compare
from rag.evaluation.gate import BarsError, hold, read_bars
from rag.evaluation.results import HELD_OUT, RunResult
from rag.evaluation.run import run_suite
from rag.evaluation.suite import Suite, SuiteHeader
from rag.evaluation.target import TargetError
from tests.rag.evaluation.handmade_target import KNEES, HandmadeTarget, answer, entry

LINES = KNEES.splitlines()
GOLD = (Fact(any=(Place(article="knees", quote=LINES[0]),)),)
N = 40


def result_with(right: set[int], folder: Path, *, failed: frozenset[int] = frozenset(),
                sha256: str = "abc", name: str = "small") -> RunResult:  # fmt: skip
    """Run `N` questions of which only those in `right` cite the gold place."""
    cases = tuple(
        AnswerCase(id=f"c{i}", question=f"{i}?", answerable=True, facts=GOLD,
                   type="odd" if i % 2 else "even")
        for i in range(N)
    )  # fmt: skip
    shown = {True: answer(entry(1, "knees", LINES[0])), False: answer(entry(1, "knees", LINES[2]))}
    answers = {f"{i}?": TargetError("500") if i in failed else shown[i in right] for i in range(N)}
    suite = Suite(SuiteHeader(name=name), cases, (), sha256)
    return run_suite(suite, HandmadeTarget(answers), folder)


def bars(folder: Path, *lines: str, suite: str = "small") -> Path:
    file = folder / "bars.toml"
    file.write_text(f'suite = "{suite}"\n' + "".join(f"[[bar]]\n{line}\n" for line in lines))
    return file


def verdicts(result: RunResult, folder: Path, *lines: str) -> list[str]:
    held = hold(result, read_bars(bars(folder, *lines)))
    return ["ok" if verdict.passed else verdict.reason for verdict in held]


def test_bars_are_held_and_missed(tmp_path: Path) -> None:
    result = result_with(set(range(30)), tmp_path / "r", failed=frozenset({39}))
    found = verdicts(
        result,
        tmp_path,
        'metric = "citation.recall"\nat_least = 0.7\ntoday = 0.8',
        'metric = "citation.recall"\nat_least = 0.8\ntoday = 0.9',
        'metric = "citation.recall"\nat_least = 0.7\ntoday = 0.8\nof = "answer.type=odd"',
        'metric = "citation.recall"\nat_least = 0.7\ntoday = 0.8\nof = "answer.type=none"',
        'metric = "citation.recall"\nat_least = 0.7\ntoday = 0.8\ncases = 41',
        'metric = "policy.unsafe"\nat_most = 0.1\ntoday = 0.0',
        'metric = "run.failed"\nat_most = 1\ntoday = 0',
        'metric = "run.failed"\nat_most = 0\ntoday = 0',
    )
    nothing, few = "nothing was counted", "only 40 cases, 41 are needed"
    assert found == ["ok", "missed", "ok", nothing, few, nothing, "ok", "missed"]


@pytest.mark.parametrize(
    "line",
    [
        'metric = "citation.recall"\ntoday = 0.8',
        'metric = "citation.recall"\nat_least = 0.8\nat_most = 0.9\ntoday = 0.8',
        'metric = "citation.recal"\nat_least = 0.8\ntoday = 0.8',
        'metric = "citation.recall"\nat_least = 0.8\ntoday = 0.7',
        'metric = "citation.recall"\nat_least = 0.8\ntoday = 0.8\nof = "odd"',
        'metric = "citation.recall"\nat_least = 0.8\ntoday = 0.8\nmargin = 1',
        "metric = ",
    ],
)
def test_a_bar_that_cannot_be_meant_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BarsError):
        read_bars(bars(tmp_path, line))


def test_bars_of_another_suite_are_refused(tmp_path: Path) -> None:
    result = result_with(set(), tmp_path / "r")
    line = 'metric = "run.failed"\nat_most = 0\ntoday = 0'
    with pytest.raises(BarsError, match="bars for 'other'"):
        hold(result, read_bars(bars(tmp_path, line, suite="other")))
    with pytest.raises(BarsError):
        read_bars(tmp_path / "gone.toml")


def test_what_got_better_and_what_got_worse(tmp_path: Path) -> None:
    before = result_with(set(range(20)), tmp_path / "a")
    after = result_with(set(range(2, 34)), tmp_path / "b")
    found = compare(before, after)
    assert (found.common, found.same_suite) == (N, True)
    recall = next(change for change in found.changes if change.measure.id == "citation.recall")
    assert (recall.improved, recall.worsened) == (14, 2)
    assert recall.difference == pytest.approx(12 / N)
    assert recall.low > 0
    assert recall.p is not None
    assert recall.p < 0.05
    assert recall.verdict == "better"
    flips = [flip for flip in found.flips if flip.measure == "citation.recall"]
    assert {flip.case for flip in flips if not flip.better} == {"c0", "c1"}
    assert found.flips[0].better is False  # what got worse comes first
    backwards = compare(after, before)
    again = next(each for each in backwards.changes if each.measure.id == "citation.recall")
    assert again.verdict == "worse"


def test_held_out_cases_are_counted_and_not_listed(tmp_path: Path) -> None:
    def hidden(result: RunResult) -> RunResult:
        part = {"answer.part": HELD_OUT}
        cases = [case.model_copy(update={"groups": part}) for case in result.cases]
        return result.model_copy(update={"cases": cases})

    before = hidden(result_with(set(range(20)), tmp_path / "a"))
    after = hidden(result_with(set(range(2, 34)), tmp_path / "b"))
    found = compare(before, after)
    recall = next(change for change in found.changes if change.measure.id == "citation.recall")
    assert (recall.improved, recall.worsened) == (14, 2)
    assert found.flips == ()


def test_a_small_change_is_not_called_one(tmp_path: Path) -> None:
    before = result_with(set(range(20)), tmp_path / "a")
    after = result_with(set(range(1, 23)), tmp_path / "b")
    recall = next(
        each for each in compare(before, after).changes if each.measure.id == "citation.recall"
    )
    assert (recall.improved, recall.worsened) == (3, 1)
    assert recall.verdict == "same"


def test_a_crash_counts_as_a_loss(tmp_path: Path) -> None:
    before = result_with(set(range(N)), tmp_path / "a")
    after = result_with(set(range(N)), tmp_path / "b", failed=frozenset(range(10)))
    recall = next(
        each for each in compare(before, after).changes if each.measure.id == "citation.recall"
    )
    assert (recall.worsened, recall.verdict) == (10, "worse")


def test_results_without_a_common_case_are_not_compared(tmp_path: Path) -> None:
    before = result_with(set(), tmp_path / "a")
    other = before.model_copy(
        update={"cases": [case.model_copy(update={"id": "x" + case.id}) for case in before.cases]}
    )
    with pytest.raises(CompareError):
        compare(before, other)


def test_an_edited_suite_is_told(tmp_path: Path) -> None:
    before = result_with({1}, tmp_path / "a")
    after = result_with({1}, tmp_path / "b", sha256="def")
    edited = after.cases[0].model_copy(
        update={"detail": {**after.cases[0].detail, "question": "another?"}}
    )
    after = after.model_copy(update={"cases": [edited, *after.cases[1:]]})
    found = compare(before, after)
    assert (found.same_suite, found.common, found.only_before) == (False, N - 1, 1)

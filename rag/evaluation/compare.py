"""Two results of one suite side by side: what got better, what got worse, which cases flipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.evaluation.measures import MEASURES, Measure
from rag.evaluation.results import CaseResult, RunResult, Score
from rag.evaluation.statistics import mcnemar, paired_difference, ratio


class CompareError(ValueError):
    """The two results have nothing in common to compare."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose share of a measure changed."""

    case: str
    measure: str
    before: float
    after: float
    better: bool
    told: str


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after, over the cases that both count.

    Attributes:
        low: Lower bound of the 95% interval of the difference, paired bootstrap over cases.
        p: McNemar's exact p-value; None where a case's share is not just right or wrong.
        verdict: "better", "worse" or "same": whether the interval leaves out zero, and, where
            there is one, p is below 0.05.
    """

    measure: Measure
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    improved: int
    worsened: int
    p: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the first result to the second.

    Attributes:
        flips: Cases that changed; held-out ones are in `changes` and not here.
        same_suite: Both ran the same bytes of the suite; if not, only common cases are compared.
        only_before: Cases of the first result that the second lacks.
        only_after: The other way round.
    """

    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    same_suite: bool
    common: int
    only_before: int
    only_after: int


def compare(before: RunResult, after: RunResult) -> Comparison:
    """Compare two results case by case.

    Raises:
        CompareError: No case is in both.
    """
    first = {case.id: case for case in before.cases}
    second = {case.id: case for case in after.cases}
    common = [name for name in first if name in second and _same(first[name], second[name])]
    if not common:
        raise CompareError("the two results share no case; compare runs of one suite")
    pairs = {name: (first[name], second[name]) for name in common}
    found = [_change(measure, pairs) for measure in MEASURES.values()]
    listed = {name: pair for name, pair in pairs.items() if not pair[1].held_out}
    flips = [flip for measure in MEASURES.values() for flip in _flips(measure, listed)]
    return Comparison(
        changes=tuple(change for change in found if change is not None),
        flips=tuple(sorted(flips, key=lambda flip: (flip.better, flip.measure, flip.case))),
        same_suite=before.suite.sha256 == after.suite.sha256,
        common=len(common),
        only_before=len(first) - len(common),
        only_after=len(second) - len(common),
    )


def _same(before: CaseResult, after: CaseResult) -> bool:
    """Tell whether two cases of one id ask the same; an edited case is not comparable."""
    keys = ("question", "expected", "quote")
    asked = [{key: case.detail.get(key) for key in keys} for case in (before, after)]
    failed = "failed" in {before.status, after.status}
    return before.kind == after.kind and (failed or asked[0] == asked[1])


Pairs = Mapping[str, tuple[CaseResult, CaseResult]]


def _scores(measure: Measure, pairs: Pairs) -> dict[str, tuple[Score, Score]]:
    """Return the scores of the cases where either side counts the measure.

    A side that counts nothing (no citation to be precise about) stays in with nothing counted.
    """
    none = Score(0.0, 0.0)
    found = {}
    for name, (before, after) in pairs.items():
        if "skipped" in {before.status, after.status}:
            continue
        scores = tuple(
            case.disclaimers
            if measure.id == "disclaimer.valid"
            else case.scores.get(measure.id, none)
            for case in (before, after)
        )
        if any(score.of for score in scores):
            found[name] = (scores[0], scores[1])
    return found


def _change(measure: Measure, pairs: Pairs) -> Change | None:
    scores = list(_scores(measure, pairs).values())
    first, second = [a for a, _ in scores], [b for _, b in scores]
    before, after = ratio(first), ratio(second)
    found = paired_difference(first, second)
    if before is None or after is None or found is None:
        return None
    difference, low, high = found
    moved = [_moved(measure, a, b) for a, b in scores]
    improved, worsened = moved.count(1), moved.count(-1)
    binary = all(score in {(0.0, 1.0), (1.0, 1.0)} for pair in scores for score in pair)
    p = mcnemar(improved, worsened) if binary else None
    certain = (low > 0 or high < 0) and (p is None or p < 0.05)
    rising = (difference > 0) == (measure.better == "higher")
    verdict = "same" if not certain else "better" if rising else "worse"
    return Change(measure, len(scores), before, after, difference, low, high,
                  improved, worsened, p, verdict)  # fmt: skip


def _moved(measure: Measure, before: Score, after: Score) -> int:
    """Return 1 where a case got better, -1 where it got worse, 0 otherwise."""
    if not before.of or not after.of:
        return 0
    difference = after.hits / after.of - before.hits / before.of
    if abs(difference) < 1e-9:
        return 0
    return 1 if (difference > 0) == (measure.better == "higher") else -1


def _flips(measure: Measure, pairs: Pairs) -> list[Flip]:
    flips = []
    for name, (before, after) in _scores(measure, pairs).items():
        moved = _moved(measure, before, after)
        if moved:
            case = pairs[name][1]
            told = str(case.detail.get("question") or case.detail.get("quote") or "")
            flips.append(
                Flip(
                    name,
                    measure.id,
                    before.hits / before.of,
                    after.hits / after.of,
                    moved > 0,
                    told,
                )
            )
    return flips

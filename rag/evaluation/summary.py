"""From the results of cases to the figures of a run: pure functions over `CaseResult`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from rag.evaluation.judges.answers import ANSWERED
from rag.evaluation.measures import MEASURES, Measure
from rag.evaluation.results import (
    CaseResult,
    Curve,
    CurvePoint,
    Metric,
    Quantiles,
    Score,
    Speed,
)
from rag.evaluation.statistics import interval, ratio

_Bools = npt.NDArray[np.bool_]
POINTS = 41
"""Thresholds at which the abstention curve is told."""


def metrics_of(cases: Sequence[CaseResult]) -> list[Metric]:
    """Return every measure that at least one case counts in, in the order of `MEASURES`."""
    found = [_metric(measure, cases) for measure in MEASURES.values()]
    return [metric for metric in found if metric is not None]


def groups_of(cases: Sequence[CaseResult]) -> dict[str, dict[str, list[Metric]]]:
    """Return the metrics of each group's values; a group with one value tells nothing."""
    by_group: dict[str, dict[str, list[CaseResult]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        for name, value in case.groups.items():
            by_group[name][value].append(case)
    return {
        name: {value: metrics_of(values[value]) for value in sorted(values)}
        for name, values in sorted(by_group.items())
        if len(values) > 1
    }


def confusion_of(cases: Iterable[CaseResult]) -> dict[str, dict[str, dict[str, int]]]:
    """Return expected -> got -> cases, by kind: "policy", "tier" and "outcome"."""
    names = {"policy": ("policy", "got"), "tier": ("tier", "got"), "answer": ("outcome", "outcome")}
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for case in cases:
        if case.kind not in names or case.status == "skipped":
            continue
        kind, field = names[case.kind]
        expected = str(case.detail.get("expected", "failed"))
        got = str(case.detail[field]) if case.status == "ok" else "failed"
        row = counts.setdefault(kind, {}).setdefault(expected, {})
        row[got] = row.get(got, 0) + 1
    return counts


def abstention_of(cases: Iterable[CaseResult]) -> Curve | None:
    """Return abstention against the support threshold; None where no payload tells its support.

    The threshold differs by language, so it is moved by the same step everywhere and told as the
    commonest one. A question that names what the library lacks is abstained from at any threshold.
    """
    told = [case for case in cases if case.kind == "answer" and case.detail.get("support")]
    if not told:
        return None
    thresholds = [float(case.detail["support"]["threshold"]) for case in told]
    now = max(set(thresholds), key=thresholds.count)
    margins = np.array([float(c.detail["support"]["score"]) - t
                        for c, t in zip(told, thresholds, strict=True)])  # fmt: skip
    whole = np.array([not case.detail["support"]["missing"] for case in told])
    answerable = np.array([case.detail["expected"] == ANSWERED for case in told])
    steps = np.linspace(min(0.0, float(margins.min())), float(margins.max()) + 0.1, POINTS)
    return Curve(
        now=now,
        points=[_point(now, step, whole & (margins >= step), answerable) for step in steps],
    )


def speed_of(cases: Sequence[CaseResult], seconds: float, concurrency: int) -> Speed:
    """Return the figures of speed; failed cases have none."""
    times = [case.milliseconds for case in cases if case.milliseconds is not None]
    stages: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        for stage, value in case.stages.items():
            stages[stage].append(value)
    busy = sum(times) / 1000
    return Speed(
        seconds=round(seconds, 3),
        asked=len(times),
        throughput=round(len(times) / busy * concurrency, 2) if busy else 0.0,
        concurrency=concurrency,
        total=_quantiles(times) if times else None,
        stages={stage: _quantiles(values) for stage, values in stages.items()},
    )


def _metric(measure: Measure, cases: Sequence[CaseResult]) -> Metric | None:
    disclaimers = measure.id == "disclaimer.valid"
    counted: list[tuple[CaseResult, Score]] = []
    for case in cases:
        score = case.disclaimers if disclaimers else case.scores.get(measure.id)
        if score is not None and score.of:
            counted.append((case, score))
    scores = [score for _, score in counted]
    value = ratio(scores)
    if value is None:
        return None
    bounds = interval(scores)
    low, high, kind = bounds if bounds else (None, None, "")
    return Metric(
        id=measure.id,
        title=measure.title,
        value=value,
        low=low,
        high=high,
        interval=kind,
        hits=sum(score.hits for score in scores),
        of=sum(score.of for score in scores),
        n=len(counted),
        failed=sum(case.status == "failed" for case, _ in counted),
        skipped=sum(case.status == "skipped" and measure.id.startswith(_families(case.kind))
                    for case in cases),
        better=measure.better,
    )  # fmt: skip


def _families(kind: str) -> tuple[str, ...]:
    """Return the beginnings of the measures that a case of this kind may count in."""
    return {
        "answer": ("retrieval.", "citation.", "quotes.", "statements.", "numbers.", "study.",
                   "answer.", "abstention.", "answerable."),
        "policy": ("policy.",),
        "tier": ("tier.",),
        "retrieval": ("retrieval.",),
    }[kind]  # fmt: skip


def _point(now: float, step: float, answered: _Bools, answerable: _Bools) -> CurvePoint:
    abstained, unanswerable = ~answered, ~answerable
    right = float((abstained & unanswerable).sum())
    return CurvePoint(
        threshold=round(now + float(step), 4),
        precision=_share(right, abstained.sum()),
        recall=_share(right, unanswerable.sum()),
        answered=_share(float((answered & answerable).sum()), answerable.sum()),
    )


def _share(hits: float, of: float) -> float | None:
    return float(hits / of) if of else None


def _quantiles(values: Sequence[float]) -> Quantiles:
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    return Quantiles(n=len(values), p50=float(p50), p95=float(p95), p99=float(p99),
                     max=max(values))  # fmt: skip

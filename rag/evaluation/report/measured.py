"""The metrics of a run by family, each with all that is needed to judge it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rag.evaluation.measures import MEASURES
from rag.evaluation.report.strips import metric_strip
from rag.evaluation.report.words import bounds, count, share
from rag.evaluation.results import Metric

_FAMILIES = (
    ("Retrieval", "Is what answers the question found, and near the top?", ("retrieval.",)),
    ("Citations", "Do the quotes shown answer the question, and are they verbatim?",
     ("citation.", "quotes.", "statements.")),
    ("Figures and studies", "Are the figures there, and with the study that reports them?",
     ("numbers.", "study.")),
    ("Abstention", "Is \"not in the library\" said when it is so, and only then?",
     ("abstention.", "answerable.")),
    ("Evidence tiers", "Is each statement labelled as strong as it is, and never stronger?",
     ("tier.", "answer.tier")),
    ("Policy", "Is each request met as the refusal policy says?", ("policy.",)),
    ("Disclaimers", "Does every payload carry a valid one? Less than 1 is a defect.",
     ("disclaimer.",)),
)  # fmt: skip
_OTHER = ("Other measures", "Measures that this version of the report has no family for.")


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric as the page shows it.

    Attributes:
        strip: The dot with its interval.
        hits: "297 of 320".
        better: "higher is better" or "lower is better".
        counts: What is counted.
        source: Where the formula comes from.
    """

    id: str
    title: str
    strip: Markup
    value: str
    interval: str
    interval_kind: str
    hits: str
    n: int
    failed: int
    skipped: int
    better: str
    counts: str
    source: str


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that answer one question."""

    title: str
    asks: str
    rows: tuple[MetricRow, ...]


def families_of(metrics: Sequence[Metric]) -> tuple[Family, ...]:
    """Return the families that have a metric, in the order of the report; none is lost."""
    left = list(metrics)
    families: list[Family] = []
    for title, asks, begins in _FAMILIES:
        families.append(_family(title, asks, (m for m in left if m.id.startswith(begins))))
        left = [metric for metric in left if not metric.id.startswith(begins)]
    families.append(_family(*_OTHER, left))
    return tuple(family for family in families if family.rows)


def better_words(metric: Metric) -> str:
    """Return which way is better, in words."""
    return f"{metric.better} is better"


def _family(title: str, asks: str, metrics: Iterable[Metric]) -> Family:
    return Family(title, asks, tuple(_row(metric) for metric in metrics))


def _row(metric: Metric) -> MetricRow:
    measure = MEASURES.get(metric.id)
    return MetricRow(
        id=metric.id,
        title=metric.title,
        strip=metric_strip(metric),
        value=share(metric.value),
        interval=bounds(metric.low, metric.high),
        interval_kind=metric.interval or "none",
        hits=f"{count(metric.hits)} of {count(metric.of)}",
        n=metric.n,
        failed=metric.failed,
        skipped=metric.skipped,
        better=better_words(metric),
        counts=measure.counts if measure else "",
        source=measure.source if measure else "not known to this version",
    )

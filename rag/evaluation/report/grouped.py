"""The leading metrics of each group, side by side: where the desk is weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.vocabulary import TIERS
from rag.evaluation.report.measured import better_words
from rag.evaluation.report.strips import metric_strip
from rag.evaluation.report.words import bounds, clipped, plain, share
from rag.evaluation.results import Metric

Values = Mapping[str, Sequence[Metric]]

LEADING = (
    "policy.action", "policy.unsafe", "policy.over_refusal", "policy.emergency_recall",
    "citation.recall", "citation.precision", "answerable.answered", "abstention.recall",
    "tier.accuracy", "tier.inflation", "tier.deflation",
    "retrieval.recall@10", "retrieval.ndcg@10", "retrieval.mrr",
)  # fmt: skip
"""Drawn first, in this order, where a group has them."""
COLUMNS = 4
DRAWN = 24
TOLD = 120
"""Values drawn and values in the table; a suite may give each case its own."""
_NAME = 80
_BY_RANK = "Strongest evidence first."
_BY_FIGURE = "Weakest first, by the first figure of each row."

_KINDS = {"answer": "Answers", "policy": "Policy", "tier": "Tiers", "retrieval": "Retrieval"}
_BY = {"type": "kind of question", "lang": "language", "tier": "tier of the gold place",
       "label": "right tier", "category": "category", "expected": "action expected",
       "boundary": "boundary", "turns": "length of the conversation", "part": "part of the suite",
       }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StripCell:
    """One metric of one value; None in its place where the value has no such metric."""

    title: str
    strip: Markup
    value: str
    interval: str
    n: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """The same in the table: value, interval and what was counted."""

    value: str
    interval: str
    counted: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group.

    Attributes:
        name: As the result calls it, "policy.category".
        leading: Title and direction of each metric drawn.
        drawn: For each value, its name and a cell for each of `leading`.
        columns: Titles of all metrics.
        table: For each value, its name and a cell for each of `columns`.
        order: How the values are ordered.
        not_drawn: Values that only the table has.
        not_told: Values that neither has.
    """

    name: str
    title: str
    leading: tuple[tuple[str, str], ...]
    drawn: tuple[tuple[str, tuple[StripCell | None, ...]], ...]
    columns: tuple[str, ...]
    table: tuple[tuple[str, tuple[TableCell | None, ...]], ...]
    order: str
    not_drawn: int
    not_told: int


def groups_of(groups: Mapping[str, Values]) -> tuple[GroupView, ...]:
    """Return a view of each group with more than nothing in it."""
    views = [_view(name, values) for name, values in groups.items()]
    return tuple(view for view in views if view is not None)


def group_title(name: str) -> str:
    """Return a group's title: "policy.category" as "Policy by category"."""
    kind, _, by = name.rpartition(".")
    told = _BY.get(by, plain(by))
    return f"{_KINDS.get(kind, plain(kind))} by {told}" if kind else f"By {told}"


def leading_of(values: Values) -> tuple[str, ...]:
    """Return the ids of the metrics to draw, at most `COLUMNS`."""
    present = dict.fromkeys(metric.id for metrics in values.values() for metric in metrics)
    chosen = [name for name in LEADING if name in present] or list(present)
    return tuple(chosen[:COLUMNS])


def ordered_values(values: Values, leading: Sequence[str]) -> list[str]:
    """Return tiers from strongest to weakest, other values from the weakest first figure on."""
    if all(value in TIERS for value in values):
        return sorted(values, key=lambda value: TIERS[value].rank)
    return sorted(values, key=lambda value: (_first_figure(values[value], leading), value))


def _view(name: str, values: Values) -> GroupView | None:
    leading = leading_of(values)
    if not leading:
        return None
    order = ordered_values(values, leading)
    titles = {metric.id: metric for value in order for metric in values[value]}
    by_rank = all(value in TIERS for value in values)
    return GroupView(
        name=name,
        title=group_title(name),
        leading=tuple((titles[each].title, better_words(titles[each])) for each in leading),
        drawn=tuple((_name(value), _strips(value, values[value], leading))
                    for value in order[:DRAWN]),
        columns=tuple(metric.title for metric in titles.values()),
        table=tuple((_name(value), _cells(values[value], list(titles)))
                    for value in order[:TOLD]),
        order=_BY_RANK if by_rank else _BY_FIGURE,
        not_drawn=max(0, len(order) - DRAWN),
        not_told=max(0, len(order) - TOLD),
    )  # fmt: skip


def _first_figure(metrics: Sequence[Metric], leading: Sequence[str]) -> float:
    """Return the first of the leading figures that is there, 0 worst; 2 where there is none."""
    by_id = {metric.id: metric for metric in metrics}
    for name in leading:
        metric = by_id.get(name)
        if metric is not None and metric.value is not None:
            return metric.value if metric.better == "higher" else 1 - metric.value
    return 2.0


def _strips(
    value: str, metrics: Sequence[Metric], leading: Sequence[str]
) -> tuple[StripCell | None, ...]:
    by_id = {metric.id: metric for metric in metrics}
    return tuple(_strip(value, by_id.get(name)) for name in leading)


def _strip(value: str, metric: Metric | None) -> StripCell | None:
    if metric is None:
        return None
    return StripCell(
        title=metric.title,
        strip=metric_strip(metric, _name(value)),
        value=share(metric.value),
        interval=bounds(metric.low, metric.high),
        n=metric.n,
    )


def _cells(metrics: Sequence[Metric], names: Sequence[str]) -> tuple[TableCell | None, ...]:
    by_id = {metric.id: metric for metric in metrics}
    return tuple(_cell(by_id.get(name)) for name in names)


def _cell(metric: Metric | None) -> TableCell | None:
    if metric is None:
        return None
    more = [f"n {metric.n:,}"]
    more += [f"{metric.failed:,} failed"] if metric.failed else []
    more += [f"{metric.skipped:,} skipped"] if metric.skipped else []
    return TableCell(share(metric.value), bounds(metric.low, metric.high), ", ".join(more))


def _name(value: str) -> str:
    tier = TIERS.get(value)
    return tier.label if tier else clipped(plain(value), _NAME)

"""Whether two facts of one group cannot both be right, or must be read together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from corpus.conflicts.approvals import Approval, approval_dates_disagree, approvals_disagree
from corpus.conflicts.events import Event, events_disagree
from corpus.conflicts.facts import Fact
from corpus.conflicts.knowledge import NOT_REPEATED, OPEN, REPEATED, SETTLED
from corpus.conflicts.phases import phases_disagree
from corpus.conflicts.results import Result, results_disagree
from corpus.conflicts.sizes import Sizes, sizes_disagree
from corpus.conflicts.statuses import states_disagree
from corpus.conflicts.told import ConflictKind

_TOGETHER: Final = ({SETTLED, OPEN}, {NOT_REPEATED, REPEATED})
_YEARS_APART: Final = 2
"""A paper is often out online the year before its issue, so that one year is no disagreement."""


def disagree(first: Fact, second: Fact) -> bool:
    """Tell whether two facts of one kind and group contradict one another."""
    return _RULES[first.kind](first, second)


def _phase(first: Fact, second: Fact) -> bool:
    return phases_disagree(first.value, second.value)


def _size(first: Fact, second: Fact) -> bool:
    one, other = first.detail, second.detail
    return isinstance(one, Sizes) and isinstance(other, Sizes) and sizes_disagree(one, other)


def _status(first: Fact, second: Fact) -> bool:
    same = first.statement.article == second.statement.article
    dates = ("", "") if same else (first.as_of, second.as_of)
    return states_disagree(first.value, second.value, *dates)


def _date(first: Fact, second: Fact) -> bool:
    one, other = first.detail, second.detail
    if isinstance(one, Approval) and isinstance(other, Approval):
        return approval_dates_disagree(one, other)
    return abs(int(first.value) - int(second.value)) >= _YEARS_APART


def _direction(first: Fact, second: Fact) -> bool:
    one, other = first.detail, second.detail
    return isinstance(one, Result) and isinstance(other, Result) and results_disagree(one, other)


def _approval(first: Fact, second: Fact) -> bool:
    one, other = first.detail, second.detail
    if not (isinstance(one, Approval) and isinstance(other, Approval)):
        return False
    return approvals_disagree(one, other, second.as_of if one.granted else first.as_of)


def _safety(first: Fact, second: Fact) -> bool:
    one, other = first.detail, second.detail
    if isinstance(one, Event) and isinstance(other, Event):
        if one.denied == other.denied:
            return False
        return events_disagree(one, other) if one.denied else events_disagree(other, one)
    return {first.value, second.value} in _TOGETHER


def _count(first: Fact, second: Fact) -> bool:
    told = first.value in second.beside or second.value in first.beside
    return first.value != second.value and not told


_RULES: Final[Mapping[ConflictKind, Callable[[Fact, Fact], bool]]] = {
    ConflictKind.PHASE: _phase,
    ConflictKind.N: _size,
    ConflictKind.STATUS: _status,
    ConflictKind.DATE: _date,
    ConflictKind.DIRECTION: _direction,
    ConflictKind.APPROVAL: _approval,
    ConflictKind.SAFETY: _safety,
    ConflictKind.COUNT: _count,
}

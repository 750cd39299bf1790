"""A fact: one value that one statement gives for one thing, with what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from corpus.conflicts.approvals import Approval
from corpus.conflicts.events import Event
from corpus.conflicts.results import Result
from corpus.conflicts.sizes import Sizes
from corpus.conflicts.told import ConflictKind
from corpus.records import Kind, Statement

Detail: TypeAlias = Approval | Event | Result | Sizes | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a statement says of a subject, ready to be held against others of its group.

    Attributes:
        kind: What the value is of.
        subject: Study key, trial name, product or slug; see `Conflict.subject`.
        statement: Where it is said.
        value: The value in one spelling for all ("1/2", "running", "30").
        group: What else must be the same before two values are compared: measure, arm, event.
        detail: What limits the value, read by the kind's own rule.
        beside: Values of this kind that the same statement gives besides.
        as_of: Date that the value speaks for, "2026-05" or "2026-05-06", or "" when not known.
    """

    kind: ConflictKind
    subject: str
    statement: Statement
    value: str
    group: tuple[str, ...] = ()
    detail: Detail = None
    beside: frozenset[str] = frozenset()
    as_of: str = ""

    @property
    def is_prose(self) -> bool:
        """Tell whether a reader would be quoted the statement: neither footnote nor heading."""
        return self.statement.kind not in {Kind.FOOTNOTE, Kind.HEADING, Kind.TABLE_HEADER}

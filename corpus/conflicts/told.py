"""What a contradiction is, and the released sentence for each kind of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ConflictKind(StrEnum):
    """What two statements disagree on; the values are stored and never renamed."""

    STATUS = "status"
    PHASE = "phase"
    N = "n"
    DATE = "date"
    DIRECTION = "direction"
    APPROVAL = "approval"
    SAFETY = "safety"
    COUNT = "count"


TOLD: Final = MappingProxyType(
    {
        ConflictKind.STATUS: "These two statements do not agree on whether the same study is"
        " running, has ended or has published results.",
        ConflictKind.PHASE: "These two statements give different phases for the same study.",
        ConflictKind.N: "These two statements give different numbers of participants for the"
        " same study.",
        ConflictKind.DATE: "These two statements give different dates for the same event.",
        ConflictKind.DIRECTION: "These two statements report different results for the same"
        " measure in the same study, or in two studies of one programme.",
        ConflictKind.APPROVAL: "These two statements do not agree on whether the same product is"
        " approved for the same use.",
        ConflictKind.SAFETY: "One of these two statements denies or settles what the other"
        " reports or leaves open; read both.",
        ConflictKind.COUNT: "These two statements give different counts of the same thing.",
    }
)
"""One sentence for each kind. It says that two statements differ and never which is right."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be true as they stand, or that must be read together.

    Attributes:
        kind: What they disagree on.
        first: Id of the statement that comes first in the library's order.
        second: Id of the other one.
        subject: What both are about: a reference key, a trial's name, a product or an
            article's slug.
        told: The released sentence for a reader; `TOLD[kind]`.
    """

    kind: ConflictKind
    first: str
    second: str
    subject: str
    told: str

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError(f"a statement does not contradict itself: {self.first}")
        if self.told != TOLD[self.kind]:
            raise ValueError(f"not the released sentence for {self.kind}: {self.told!r}")

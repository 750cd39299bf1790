"""The records of answers as a list: who asked, by role, and what was decided; and deletions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select

from api.database.engine import Database
from api.database.tables import answers, deletions
from rag.replay.record import AnswerRecord, UnreadableRecordError, read_record


@dataclass(frozen=True, slots=True)
class Period:
    """A time from when on, and until before when, as the tables hold them; empty is open."""

    since: str = ""
    until: str = ""

    def limits(self, column: ColumnElement[str]) -> list[ColumnElement[bool]]:
        """Return the conditions on a column of times."""
        found = [column >= self.since] if self.since else []
        return [*found, column < self.until] if self.until else found


@dataclass(frozen=True, slots=True)
class WantedAnswers:
    """Which records are listed; None and empty limit nothing."""

    asked_by: str | None = None
    outcome: str | None = None
    category: str | None = None
    conversation_sha256: str | None = None
    period: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True)
class Audited:
    """A kept answer.

    Attributes:
        record: What is kept of it; None where that cannot be read.
    """

    answer_id: str
    made_at: str
    asked_by: str
    outcome: str
    category: str
    conversation_sha256: str
    record: AnswerRecord | None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a record that was deleted on request."""

    answer_id: str
    made_at: str
    deleted_at: str
    deleted_by: str


def list_answers(
    database: Database, wanted: WantedAnswers, offset: int, limit: int
) -> tuple[int, list[Audited]]:
    """Return how many records there are, and a page of them, the newest first.

    Raises:
        DatabaseUnusableError: The database cannot be read.
    """
    limits = [
        answers.c[name] == value
        for name in ("asked_by", "outcome", "category", "conversation_sha256")
        if (value := getattr(wanted, name)) is not None
    ] + wanted.period.limits(answers.c.made_at)
    page = (
        select(answers)
        .where(*limits)
        .order_by(answers.c.made_at.desc(), answers.c.answer_id.desc())
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(answers).where(*limits))
        return total or 0, [_audited(row._mapping) for row in connection.execute(page)]


def list_deletions(
    database: Database, period: Period, offset: int, limit: int
) -> tuple[int, list[Tombstone]]:
    """Return how many tombstones there are, and a page of them, the newest first.

    Raises:
        DatabaseUnusableError: The database cannot be read.
    """
    limits = period.limits(deletions.c.deleted_at)
    page = (
        select(deletions)
        .where(*limits)
        .order_by(deletions.c.deleted_at.desc(), deletions.c.answer_id)
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(deletions).where(*limits))
        return total or 0, [Tombstone(**row._mapping) for row in connection.execute(page)]


def _audited(row: Any) -> Audited:  # noqa: ANN401 - a row as a mapping
    try:
        record = read_record(row["record"])
    except UnreadableRecordError:
        record = None
    return Audited(**{**row, "record": record})

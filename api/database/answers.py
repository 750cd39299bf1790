"""The records of answers in the database: only ever added to, removed by age or with a tombstone.

A record is written, and its transaction committed, before the answer leaves; an answer whose
record cannot be written does not leave. Records that come at the same time share one commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Final

from sqlalchemy import ColumnElement, Delete, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from api.database.engine import Database
from api.database.errors import DatabaseUnusableError
from api.database.tables import answers, deletions, is_id, prunings, stamp
from rag.replay.keeping import RecordNotKeptError
from rag.replay.record import AnswerRecord, read_record, text_hash, write_record

_PRUNED_AT_ONCE: Final = 1000
_INSERT = insert(answers)
_TOMBSTONE = (deletions.c.answer_id, deletions.c.deleted_at, deletions.c.deleted_by)


class UnknownAnswerError(KeyError):
    """No answer of this id is kept: it was removed, or is from elsewhere."""


class DeletedAnswerError(UnknownAnswerError):
    """The record of this answer was deleted on request; its tombstone says when and by whom."""

    def __init__(self, answer_id: str, deleted_at: str, deleted_by: str) -> None:
        super().__init__(answer_id)
        self.deleted_at = deleted_at
        self.deleted_by = deleted_by


@dataclass(slots=True)
class _Ticket:
    """One record that waits to be written, and what became of it."""

    row: dict[str, Any]
    done: bool = False
    error: Exception | None = None


class AnswerStore:
    """The records of answers; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._writing = Lock()
        self._waiting: list[_Ticket] = []
        self._entering = Lock()

    def keep(self, record: AnswerRecord) -> None:
        """Write a record; on return it is committed.

        Raises:
            RecordNotKeptError: It is not.
        """
        ticket = _Ticket(_row(record))
        with self._entering:
            self._waiting.append(ticket)
        with self._writing:
            # Whoever comes first writes for all who wait.
            if not ticket.done:
                self._write_waiting()
        if ticket.error is not None:
            raise RecordNotKeptError(str(ticket.error)) from ticket.error

    def get(self, answer_id: str) -> AnswerRecord:
        """Return the record of an answer.

        Raises:
            UnknownAnswerError: There is none; a `DeletedAnswerError` where it was deleted.
            DatabaseUnusableError: The database cannot be read.
            rag.replay.record.UnreadableRecordError: What is kept is no record.
        """
        if not is_id(answer_id):
            raise UnknownAnswerError(answer_id)
        wanted = select(answers.c.record).where(answers.c.answer_id == answer_id)
        with self.database.reading() as connection:
            line: bytes | None = connection.scalar(wanted)
            if line is not None:
                return read_record(line)
            gone = select(*_TOMBSTONE)
            tombstone = connection.execute(gone.where(deletions.c.answer_id == answer_id)).first()
        if tombstone is None:
            raise UnknownAnswerError(answer_id)
        raise DeletedAnswerError(*tombstone)

    def count(self, before: datetime | None = None) -> int:
        """Return how many records are kept, or how many of them were made before a time.

        Raises:
            DatabaseUnusableError: The database cannot be read.
        """
        wanted = select(func.count()).select_from(answers)
        if before is not None:
            wanted = wanted.where(answers.c.made_at < stamp(before))
        with self.database.reading() as connection:
            return connection.scalar(wanted) or 0

    def prune(self, older_than: timedelta, *, by: str = "operator") -> int:
        """Remove records by age, with what was said of them; return how many.

        They go some at a time, so that answers given meanwhile do not wait for all of it; cut
        short, the rest goes the next time.

        Args:
            older_than: Age from which on they go.
            by: Who wants it, for the list of removals.

        Raises:
            DatabaseUnusableError: The database cannot be written.
        """
        now = datetime.now(UTC)
        before = stamp(now - older_than)
        old = answers.c.made_at < before
        with self.database.writing() as connection:
            found = connection.scalar(select(func.count()).select_from(answers).where(old)) or 0
            if found:
                told = {"before": before, "pruned_at": stamp(now), "pruned_by": by}
                connection.execute(insert(prunings).values(**told, removed=found))
        if found:
            some = select(answers.c.answer_id).where(old).limit(_PRUNED_AT_ONCE)
            while self._removed(delete(answers).where(answers.c.answer_id.in_(some))):
                pass
            self.database.forget()
        return found

    def delete(self, answer_id: str, *, by: str) -> bool:
        """Delete the record of an answer, with what was said of it; a tombstone stays.

        Args:
            answer_id: Of the answer.
            by: Who deletes it, for the tombstone.

        Returns:
            Whether there was a record.

        Raises:
            DatabaseUnusableError: The database cannot be written.
        """
        return is_id(answer_id) and self._delete(answers.c.answer_id == answer_id, by) > 0

    def delete_conversation(self, conversation_id: str, *, by: str) -> int:
        """Delete the records of a conversation likewise; return how many there were.

        Raises:
            DatabaseUnusableError: The database cannot be written.
        """
        return self._delete(answers.c.conversation_sha256 == text_hash(conversation_id), by)

    def check(self) -> None:
        """Prove that records can be written now.

        Raises:
            DatabaseUnusableError: They cannot.
        """
        self.database.check()

    def close(self) -> None:
        """Close the database; a later call opens it again."""
        with self._writing:
            self.database.close()

    def _removed(self, some: Delete) -> int:
        with self.database.writing() as connection:
            return connection.execute(some).rowcount

    def _delete(self, which: ColumnElement[bool], by: str) -> int:
        with self.database.writing() as connection:
            wanted = select(answers.c.answer_id, answers.c.made_at).where(which)
            found = connection.execute(wanted).all()
            told = {"deleted_at": stamp(), "deleted_by": by}
            for answer_id, made_at in found:
                # The tombstone first: without it no record can be deleted.
                row = {"answer_id": answer_id, "made_at": made_at, **told}
                connection.execute(insert(deletions), row)
                connection.execute(delete(answers).where(answers.c.answer_id == answer_id))
        if found:
            self.database.forget()
        return len(found)

    def _write_waiting(self) -> None:
        with self._entering:
            batch, self._waiting = self._waiting, []
        error = self._written(batch)
        if isinstance(error, IntegrityError) and len(batch) > 1:
            # One bad record is not to spoil those that happen to come with it.
            for ticket in batch:
                ticket.done, ticket.error = True, self._written([ticket])
            return
        for ticket in batch:
            ticket.done, ticket.error = True, error

    def _written(self, batch: list[_Ticket]) -> Exception | None:
        try:
            with self.database.writing() as connection:
                connection.execute(_INSERT, [ticket.row for ticket in batch])
        except (DatabaseUnusableError, IntegrityError) as error:
            return error
        return None


def _row(record: AnswerRecord) -> dict[str, Any]:
    return {
        "answer_id": record.answer_id,
        "made_at": record.made_at,
        "conversation_sha256": record.conversation_sha256,
        "asked_by": record.asked_by,
        "outcome": record.outcome,
        "category": record.policy.category,
        "record": write_record(record),
    }

"""The records of answers on disk: one SQLite file that is only ever added to.

A record is written, and its transaction committed, before the answer leaves; an answer whose
record cannot be written does not leave. Records that come at the same time share one commit.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from rag.replay.record import AnswerRecord, read_record, write_record

RECORDS_FILE: Final = "answers.sqlite"
_VERSION = 1
_WAIT_S = 5.0
"""Seconds to wait for another process that is writing."""
_SCHEMA = """
CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    record BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (made_at);
CREATE TABLE pruning (before TEXT NOT NULL);
CREATE TRIGGER never_changed BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'records are not changed'); END;
CREATE TRIGGER only_pruned BEFORE DELETE ON answers
WHEN NOT EXISTS (SELECT 1 FROM pruning WHERE OLD.made_at < before)
BEGIN SELECT RAISE(ABORT, 'records are removed by age alone'); END;
"""


class RecordNotKeptError(RuntimeError):
    """The record of an answer could not be written, so the answer must not leave: see the cause."""


class RecordsUnusableError(RuntimeError):
    """The file of records cannot be opened or read: the message says why."""


class UnknownAnswerError(KeyError):
    """No answer of this id is kept: it is older than what was pruned, or from elsewhere."""


@dataclass(slots=True)
class _Ticket:
    """One record that waits to be written, and what became of it."""

    row: tuple[str, str, bytes]
    done: bool = False
    error: Exception | None = None


class AnswerStore:
    """The records of one data folder; safe to share between threads and processes."""

    def __init__(self, path: Path, *, synced: bool = False) -> None:
        """Name the file; it is made and opened when it is first needed.

        Args:
            path: The SQLite file.
            synced: Wait for the disk at each commit. Without it a record survives the death of
                the process at any moment, and a power cut may take the last ones.
        """
        self._path = path
        self._synced = synced
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._writing = Lock()
        self._waiting: list[_Ticket] = []
        self._entering = Lock()

    def keep(self, record: AnswerRecord) -> None:
        """Write a record; on return it is committed.

        Raises:
            RecordNotKeptError: It is not.
        """
        ticket = _Ticket((record.answer_id, record.made_at, write_record(record)))
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
            UnknownAnswerError: There is none.
            RecordsUnusableError: The file cannot be read.
            rag.replay.record.UnreadableRecordError: What is kept is no record.
        """
        with self._using() as connection:
            row = connection.execute(
                "SELECT record FROM answers WHERE answer_id = ?", (answer_id,)
            ).fetchone()
        if row is None:
            raise UnknownAnswerError(answer_id)
        return read_record(row[0])

    def count(self, before: datetime | None = None) -> int:
        """Return how many records are kept, or how many of them were made before a time.

        Raises:
            RecordsUnusableError: The file cannot be read.
        """
        with self._using() as connection:
            sql = "SELECT count(*) FROM answers WHERE made_at < ?"
            found: int = connection.execute(sql, (_stamp(before) if before else "~",)).fetchone()[0]
            return found

    def prune(self, older_than: timedelta) -> int:
        """Remove records by age, their bytes overwritten; return how many.

        Raises:
            RecordsUnusableError: The file cannot be written.
        """
        before = _stamp(datetime.now(UTC) - older_than)
        with self._using() as connection:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO pruning VALUES (?)", (before,))
                done = connection.execute("DELETE FROM answers WHERE made_at < ?", (before,))
                connection.execute("DELETE FROM pruning")
            # What was deleted stands in the write-ahead log until it is emptied.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return done.rowcount

    def check(self) -> None:
        """Prove that records can be written now, by a transaction that is taken back.

        Raises:
            RecordsUnusableError: They cannot.
        """
        with self._using() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO pruning VALUES ('')")
            connection.rollback()

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        with self._writing:
            self._drop()

    def _write_waiting(self) -> None:
        with self._entering:
            batch, self._waiting = self._waiting, []
        error: Exception | None = None
        try:
            connection = self._opened()
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT INTO answers VALUES (?, ?, ?)", [ticket.row for ticket in batch]
                )
        except (sqlite3.Error, OSError, RecordsUnusableError) as failed:
            error = failed
            self._drop()
        for ticket in batch:
            ticket.done, ticket.error = True, error

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            try:
                yield self._opened()
            except (sqlite3.Error, OSError) as error:
                self._drop()
                raise RecordsUnusableError(f"{self._path.name}: {error}") from error

    def _opened(self) -> sqlite3.Connection:
        # A file that was removed or replaced under an open connection would swallow records.
        if self._connection is not None and _inode(self._path) == self._inode:
            return self._connection
        self._drop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        # Transactions are begun by name; the locks above keep threads apart.
        connection = sqlite3.connect(
            self._path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except Exception:
            connection.close()
            raise
        self._connection, self._inode = connection, _inode(self._path)
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self._synced else 'NORMAL'}")
        connection.execute("PRAGMA secure_delete = ON")
        if _version(connection) == 0:
            # Another process may make the tables at the same moment: only one begins first.
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                if _version(connection) == 0:
                    for statement in _statements(_SCHEMA):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {_VERSION}")
        if _version(connection) != _VERSION:
            raise RecordsUnusableError(
                f"{self._path.name} has version {_version(connection)} of its tables; this program"
                f" knows {_VERSION}"
            )

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit what is open."""
    held = ""
    for line in script.strip().splitlines():
        held += line + "\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds")

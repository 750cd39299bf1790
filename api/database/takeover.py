"""Taking over `answers.sqlite`, the file in which earlier programs kept the records of answers."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert, select

from api.database.errors import DatabaseUnusableError
from api.database.tables import answers, deletions
from rag.replay.record import UnreadableRecordError, read_record

OLD_FILE: Final = "answers.sqlite"
_OLD_VERSION: Final = 1
_AT_ONCE: Final = 500
_WAIT_S: Final = 5.0
_MOVED: Final = """CREATE TRIGGER IF NOT EXISTS moved BEFORE INSERT ON answers
BEGIN SELECT RAISE(ABORT, 'records are kept in refdesk.sqlite now'); END"""
_log = logging.getLogger("refdesk.records")


def take_over(folder: Path, engine: Engine) -> int:
    """Move the records of an old file into the database, if there is such a file.

    The file is removed once the records are committed here; killed at any moment, this is done
    again from the start the next time. An earlier program that still has the file open can write
    no more into it, so it gives no answer whose record would be lost.

    Returns:
        How many records were not here yet.

    Raises:
        DatabaseUnusableError: The file cannot be read; it is left as it is.
    """
    path = folder / OLD_FILE
    found = _file(path)
    if found is None:
        return 0
    try:
        with closing(_opened(path)) as old:
            old.execute("BEGIN IMMEDIATE")
            if _file(path) != found:
                return 0  # another process has just done it
            version = old.execute("PRAGMA user_version").fetchone()[0]
            if version != _OLD_VERSION:
                raise DatabaseUnusableError(f"{OLD_FILE} has version {version} of its tables")
            with engine.execution_options(writes=True).begin() as connection:
                taken = sum(_taken(connection, rows) for rows in _batches(old))
            old.execute(_MOVED)
            old.execute("COMMIT")
            _remove(path)
    except sqlite3.Error as error:
        raise DatabaseUnusableError(f"{OLD_FILE}: {error}") from error
    _log.info("%d records were taken over from %s", taken, OLD_FILE)
    return taken


def _file(path: Path) -> int | None:
    """Return which file it is, or None where there is none with anything in it."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_ino if told.st_size else None


def _opened(path: Path) -> sqlite3.Connection:
    # A file that is gone by now must not be made.
    address = f"{path.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(address, timeout=_WAIT_S, isolation_level=None, uri=True)


def _batches(old: sqlite3.Connection) -> Iterator[list[tuple[str, str, bytes]]]:
    found = old.execute("SELECT answer_id, made_at, record FROM answers ORDER BY made_at")
    while rows := found.fetchmany(_AT_ONCE):
        yield rows


def _taken(connection: Connection, rows: list[tuple[str, str, bytes]]) -> int:
    """Add the records that are not here and were not deleted here."""
    names = [row[0] for row in rows]
    here = {
        name
        for column in (answers.c.answer_id, deletions.c.answer_id)
        for name in connection.scalars(select(column).where(column.in_(names)))
    }
    new = [_row(*row) for row in rows if row[0] not in here]
    if new:
        connection.execute(insert(answers), new)
    return len(new)


def _row(answer_id: str, made_at: str, line: bytes) -> dict[str, Any]:
    outcome = category = ""
    try:
        record = read_record(line)
    except UnreadableRecordError:
        # Kept all the same: what is taken over is not for us to judge.
        _log.warning("the record of an answer cannot be read; it is kept as it is")
    else:
        outcome, category = record.outcome, record.policy.category
    return {
        "answer_id": answer_id,
        "made_at": made_at,
        "conversation_sha256": "",
        "asked_by": "public",
        "outcome": outcome,
        "category": category,
        "record": line,
    }


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)

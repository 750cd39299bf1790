"""SQLite: one file, made and brought up to date when it is first opened, safe between processes."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from api.database.migrating import HEAD, upgrade
from api.database.takeover import OLD_FILE, take_over

_WAIT_S: Final = 5.0
"""Seconds to wait for another process that is writing."""


def sqlite_engine(path: Path, *, synced: bool) -> Engine:
    """Return the engine of a file; it is opened when it is first used, and made if need be.

    Args:
        path: The file.
        synced: Wait for the disk at each commit.
    """

    def connect() -> sqlite3.Connection:
        return _connect(path, synced=synced)

    engine = _engine(path, creator=connect, pool_timeout=_WAIT_S)

    # A file that was removed or replaced under an open connection would swallow records.
    @event.listens_for(engine, "connect")
    def _remember(_: Any, record: Any) -> None:  # noqa: ANN401 - the pool's own types
        record.info["file"] = _file(path)

    @event.listens_for(engine, "checkout")
    def _same_file(_: Any, record: Any, __: Any) -> None:  # noqa: ANN401
        if record.info["file"] != _file(path):
            raise InvalidatePoolError("another file")

    return engine


def _engine(path: Path, **more: Any) -> Engine:  # noqa: ANN401 - options of create_engine
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, hide_parameters=True, **more)

    # The driver is told to begin nothing by itself: a writer must have the lock before it reads.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _connect(path: Path, *, synced: bool) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    _make(path)
    connection = _opened(path)
    try:
        if _version(connection) != HEAD or (path.parent / OLD_FILE).is_file():
            bring_up_to_date(path)
        connection.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """Make the file where there is none, for its owner alone.

    A file that is there is never opened here: closing a second handle on it would let go of the
    locks that this process' connections hold (POSIX), another process that closes would take itself
    for the last one and remove the log that these still write to, and the database would be damaged
    (https://sqlite.org/howtocorrupt.html, 2.2). So a new one is made aside and linked.
    """
    if path.exists():
        return
    handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
    os.close(handle)
    with suppress(FileExistsError):  # somebody else was first
        os.link(made, path)
    Path(made).unlink()


def _opened(path: Path) -> sqlite3.Connection:
    # The pool gives a connection to one thread at a time.
    connection = sqlite3.connect(
        path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def bring_up_to_date(path: Path) -> bool:
    """Make or migrate the tables, and take over the file that earlier programs kept beside it.

    All of it is one transaction: a process killed in it leaves the file as it was.

    Returns:
        Whether the tables were changed.

    Raises:
        DatabaseVersionError: The tables are of a later program.
    """
    engine = _engine(path, creator=lambda: _opened(path), poolclass=NullPool)
    with engine.execution_options(writes=True).begin() as connection:
        changed = upgrade(connection)
    take_over(path.parent, engine)
    return changed


def version_of_file(path: Path) -> str | None:
    """Return the version of the tables in a file, None where there are none; it is not made."""
    if not path.is_file():
        return None
    with closing(_opened(path)) as connection:
        return _version(connection)


def copy_to(path: Path, copy: Path) -> None:
    """Copy the database as it stands at one moment, while others go on writing.

    Raises:
        OSError: The copy is there already, or cannot be written.
        sqlite3.Error: The database cannot be read.
    """
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(_opened(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _version(connection: sqlite3.Connection) -> str | None:
    there = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if not connection.execute(there).fetchone()[0]:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _file(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_dev, found.st_ino)

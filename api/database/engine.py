"""One way to read and write, whichever database it is; what fails is told in our own errors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, delete, insert, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from api.database.errors import DatabaseUnusableError
from api.database.migrating import upgrade, version_of
from api.database.postgresql import postgresql_engine
from api.database.sqlite import bring_up_to_date, sqlite_engine, version_of_file
from api.database.tables import stamp, trials

DATABASE_FILE: Final = "refdesk.sqlite"
"""Name of the SQLite file in a data folder."""


class Database:
    """A database, opened when it is first used; safe to share between threads and processes.

    Attributes:
        engine: Of SQLAlchemy, for what the methods here do not give.
        path: The file, for SQLite; else None.
    """

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self._writes = engine.execution_options(writes=True)

    @property
    def name(self) -> str:
        """What the database is called in messages: without user and password."""
        url = self.engine.url
        return self.path.name if self.path else f"{url.host or 'local'}/{url.database}"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with.

        Raises:
            DatabaseUnusableError: The database cannot be reached or read.
        """
        with self._told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed when the block ends well.

        Raises:
            DatabaseUnusableError: The database cannot be reached or written; nothing was.
            sqlalchemy.exc.IntegrityError: A rule of the tables forbids it; nothing was written.
        """
        with self._told(), self._writes.begin() as connection:
            yield connection

    def check(self) -> None:
        """Prove that the database can be written now, by a small row that comes and goes.

        Its name is its own, so that processes that check at the same moment do not meet.

        Raises:
            DatabaseUnusableError: It cannot.
        """
        name = uuid.uuid4().hex
        with self.writing() as connection:
            connection.execute(insert(trials).values(name=name, at=stamp()))
            connection.execute(delete(trials).where(trials.c.name == name))

    def forget(self) -> None:
        """Overwrite what was deleted, as far as the database can: see docs/database.md.

        SQLite overwrites rows as it deletes them, and their copies in the write-ahead log here.
        PostgreSQL marks them for reuse by its own clearing up.

        Raises:
            DatabaseUnusableError: The database cannot be written.
        """
        if self.path is not None:
            with self._told(), self.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def version(self) -> str | None:
        """Return the version of the tables, whichever it is; None where there are none.

        Raises:
            DatabaseUnusableError: The database cannot be reached or read.
        """
        if self.path is not None:
            with self._told():
                return version_of_file(self.path)
        with self._told(), self._unchecked() as engine, engine.connect() as connection:
            return version_of(connection)

    def upgrade(self) -> bool:
        """Bring the tables up to date; SQLite does it by itself when it is opened.

        Returns:
            Whether there was anything to do.

        Raises:
            DatabaseUnusableError: It cannot be reached or written, or is of a later program.
        """
        with self._told():
            if self.path is not None:
                return bring_up_to_date(self.path)
            with self._unchecked() as engine, engine.begin() as connection:
                return upgrade(connection)

    def close(self) -> None:
        """Close every connection; a later call opens new ones."""
        self.engine.dispose()

    @contextmanager
    def _unchecked(self) -> Iterator[Engine]:
        engine = postgresql_engine(self.engine.url, synced=False, checked=False)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise DatabaseUnusableError(f"{self.name}: {_first_line(error.orig)}") from error
        except (SQLAlchemyError, OSError) as error:
            raise DatabaseUnusableError(f"{self.name}: {_first_line(error)}") from error


def open_database(place: Path | str, *, synced: bool = False) -> Database:
    """Return the database at a place; nothing is opened yet.

    Args:
        place: The SQLite file, or a URL: "sqlite:///file" or "postgresql://user@host/name".
        synced: Wait for the disk at each commit. Without it a row in SQLite survives the death of
            the process at any moment, and a power cut may take the last ones; PostgreSQL does as
            its own settings say.

    Raises:
        DatabaseUnusableError: The URL names no database that is known here.
    """
    if isinstance(place, Path):
        return Database(sqlite_engine(place, synced=synced), place)
    url = _url(place)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        return Database(sqlite_engine(path, synced=synced), path)
    if url.get_backend_name() == "postgresql" and url.database:
        return Database(postgresql_engine(url, synced=synced), None)
    raise DatabaseUnusableError("a database URL is sqlite:///FILE or postgresql://HOST/NAME")


def _url(text: str) -> URL:
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseUnusableError("the database URL cannot be read") from None


def _first_line(error: BaseException | None) -> str:
    # The rest of a driver's message may show the row.
    return (str(error).strip().splitlines() or ["no reason given"])[0]

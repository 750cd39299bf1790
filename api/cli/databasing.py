"""`refdesk database`: where it is and how it stands, its tables brought up to date, a copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select

from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from api.database import Database, DatabaseUnusableError
from api.database.migrating import HEAD, told_version
from api.database.sqlite import copy_to
from api.database.tables import answers, deletions, feedback, keys
from api.database.takeover import take_over
from api.jsonout import json_bytes
from api.records import database_of
from api.settings import Settings

_COUNTED = (answers, deletions, feedback, keys)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Give the database of the settings, and tell what fails as a command does.

    Raises:
        FailedError: It cannot be reached, opened, read or written.
    """
    try:
        database = database_of(settings)
        try:
            yield database
        finally:
            database.close()
    except DatabaseUnusableError as error:
        raise FailedError(str(error)) from error


def run_status(settings: Settings, *, as_json: bool) -> int:
    """Print how the database stands; return the exit code.

    Raises:
        FailedError: It cannot be reached.
    """
    with opened(settings) as database:
        version = database.version()
        rows = _rows(database) if version == HEAD else {}
    # A SQLite file that is not there yet is made when it is needed, an earlier one migrated.
    by_itself = database.path is not None and (version is None or version < HEAD)
    told: dict[str, Any] = {
        "database": database.engine.dialect.name,
        "name": database.name,
        "version": version,
        "needed": HEAD,
        "rows": rows,
    }
    if as_json:
        click.echo(json_bytes(told, indent=2))
    else:
        click.echo(f"{told['database']}: {told['name']}, version {version or 'none'} of its tables")
        for name, count in rows.items():
            click.echo(f"  {name}: {count:,}")
        if version != HEAD:
            click.echo("brought up to date when it is opened" if by_itself
                       else told_version(version))  # fmt: skip
    return EXIT_OK if version == HEAD or by_itself else EXIT_PROBLEMS


def run_upgrade(settings: Settings) -> int:
    """Bring the tables up to date and say what was done.

    Raises:
        FailedError: It could not be done; nothing was changed.
    """
    with opened(settings) as database:
        changed = database.upgrade()
        taken = take_over(settings.data, database.engine)
    click.echo(f"{database.name}: {'brought to' if changed else 'is at'} version {HEAD}")
    if taken:
        click.echo(f"{taken:,} records taken over")
    return EXIT_OK


def run_backup(settings: Settings, copy: Path) -> int:
    """Copy the SQLite file.

    Raises:
        FailedError: It is not SQLite, is not there, or the copy cannot be written.
    """
    with opened(settings) as database:
        if database.path is None:
            raise FailedError("this database is PostgreSQL: copy it with pg_dump")
        if not database.path.is_file():
            raise FailedError(f"there is no {database.name} yet")
        try:
            copy_to(database.path, copy)
        except FileExistsError:
            raise FailedError(f"{copy} is there already; name another file") from None
        except (OSError, sqlite3.Error) as error:
            raise FailedError(f"no copy: {error}") from error
    click.echo(f"{copy}: {copy.stat().st_size:,} bytes")
    return EXIT_OK


def _rows(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in _COUNTED
        }

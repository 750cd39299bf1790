"""Which version the tables have, and bringing them up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, text

from api.database.errors import DatabaseVersionError

HEAD: Final = "0001"
"""The version of `api.database.tables`: the newest step in `migrations/versions`."""
SCRIPTS: Final = Path(__file__).resolve().parent / "migrations"
# Any number will do that nothing else in the database uses.
_PG_LOCK: Final = 0x7265_6664_6573_6B


def version_of(connection: Connection) -> str | None:
    """Return the version of the tables, or None where there are none yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection) -> bool:
    """Bring the tables up to date inside the transaction that has begun.

    Two processes that do this at once wait for each other, and the second finds it done.

    Returns:
        Whether there was anything to do.

    Raises:
        DatabaseVersionError: The tables are of a later program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _PG_LOCK})
    found = version_of(connection)
    if found == HEAD:
        return False
    # Not needed by a process that finds its tables made.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise DatabaseVersionError(told_version(found)) from None
    return True


def told_version(found: str | None) -> str:
    """Return what to say of tables of another version."""
    if found is None:
        return "the database has no tables yet; run 'refdesk database upgrade'"
    if found < HEAD:
        return (
            f"the tables have version {found} and this program needs {HEAD};"
            " run 'refdesk database upgrade'"
        )
    return (
        f"the tables have version {found} and this program knows {HEAD};"
        " use the program that they were made with, or a later one"
    )


def check_version(execute: Callable[[str], Any]) -> None:
    """Refuse tables of another version.

    Args:
        execute: Runs one statement on a new connection of PostgreSQL and gives its first value.

    Raises:
        DatabaseVersionError: They are.
    """
    found = None
    if execute("SELECT to_regclass('alembic_version')") is not None:
        found = execute("SELECT version_num FROM alembic_version")
    if found != HEAD:
        raise DatabaseVersionError(told_version(found))

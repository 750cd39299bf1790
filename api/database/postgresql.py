"""PostgreSQL: by URL; its tables are changed by `refdesk database upgrade` alone."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event

from api.database.errors import DatabaseUnusableError
from api.database.migrating import check_version

#: Nothing waits for ever for a server that is gone: neither connecting, nor a statement, nor a
#: lock, nor the network. What a URL says in its query wins.
_PATIENCE: Final = {
    "application_name": "refdesk",
    "connect_timeout": "5",
    "options": "-c statement_timeout=10000 -c lock_timeout=5000",
    "tcp_user_timeout": "10000",
}
#: Changing a large table takes as long as it takes.
_UPGRADING: Final = {**_PATIENCE, "options": "-c lock_timeout=60000"}


def postgresql_engine(url: URL, *, synced: bool, checked: bool = True) -> Engine:
    """Return the engine of a server; it is connected to when it is first used.

    Args:
        url: Where it is.
        synced: Wait for the disk at each commit, whatever the server's own setting is.
        checked: Refuse, at each new connection, tables of another version; without it the engine is
            for bringing them up to date.

    Raises:
        DatabaseUnusableError: The driver is not installed.
    """
    patience = _PATIENCE if checked else _UPGRADING
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg").update_query_dict(
                {key: value for key, value in patience.items() if key not in url.query}
            ),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=5.0,
        )
    except ModuleNotFoundError as error:
        raise DatabaseUnusableError(
            f"{error.name} is not installed: pip install 'refdesk[postgres]'"
        ) from None

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:  # noqa: ANN401 - the driver's own types
        def first(statement: str) -> Any:  # noqa: ANN401
            row = connection.execute(statement).fetchone()
            return row[0] if row else None

        try:
            if synced:
                connection.execute("SET synchronous_commit = on")
            if checked:
                check_version(first)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise

    return engine

"""Keys for tests, made as the command line makes them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from api.access.keys import KeyStore
from api.access.roles import Role, Scope
from api.database import open_database
from api.database.engine import DATABASE_FILE


def new_key(
    data: Path,
    role: Role = Role.STAFF,
    scopes: set[Scope] | None = None,
    expires: datetime | None = None,
) -> str:
    """Make a key in the database of a data folder and return it."""
    database = open_database(data / DATABASE_FILE)
    try:
        return KeyStore(database).create(f"a {role} key", role, scopes, expires)[1]
    finally:
        database.close()


def bearer(key: str) -> dict[str, str]:
    """Return the header that shows a key or a token."""
    return {"Authorization": f"Bearer {key}"}

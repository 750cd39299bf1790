"""`refdesk keys`: the key itself goes to standard output, once, and all else to standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from api.access.keys import ApiKey, DeadKeyError, KeyStore, UnknownKeyError
from api.access.roles import ROLE_SCOPES, Role, Scope
from api.cli.exits import EXIT_OK, FailedError
from api.database import DatabaseUnusableError
from api.jsonout import json_bytes
from api.records import database_of
from api.settings import Settings


def run_create(
    settings: Settings, name: str, role: str, scopes: tuple[str, ...], days: int | None
) -> int:
    """Make a key and print it.

    Raises:
        click.UsageError: The name or a scope cannot be used.
        FailedError: The database cannot be written.
    """
    unknown = set(scopes) - set(Scope)
    if unknown:
        known = ", ".join(sorted(ROLE_SCOPES[Role(role)]))
        raise click.UsageError(f"no such scope; the scopes of {role} are {known}")
    wanted = [Scope(scope) for scope in scopes] or None
    expires = None if days is None else datetime.now(UTC) + timedelta(days=days)
    with _store(settings) as store:
        try:
            made, text = store.create(name, Role(role), wanted, expires)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    _give(made, text)
    return EXIT_OK


def run_list(settings: Settings, *, as_json: bool) -> int:
    """Print all keys."""
    with _store(settings) as store:
        found = store.all()
    if as_json:
        click.echo(json_bytes([_told(key) for key in found], indent=2))
        return EXIT_OK
    for key in found:
        told = _told(key)
        until = "for ever" if key.expires is None else f"until {key.expires:%Y-%m-%d %H:%M}"
        used = "never" if key.last_used is None else f"{key.last_used:%Y-%m-%d %H:%M}"
        click.echo(f"{key.id}  {told['state']:8}{key.role.value:7}{until}, used {used}, {key.name}")
    if not found:
        click.echo("no keys; make one with 'refdesk keys create NAME'", err=True)
    return EXIT_OK


def run_show(settings: Settings, key_id: str) -> int:
    """Print what is kept of a key."""
    with _store(settings) as store:
        click.echo(json_bytes(_told(_found(store, key_id)), indent=2))
    return EXIT_OK


def run_rotate(settings: Settings, key_id: str, hours: float) -> int:
    """Make the key after this one and print it."""
    with _store(settings) as store:
        _found(store, key_id)
        try:
            made, text = store.rotate(key_id, timedelta(hours=hours))
        except DeadKeyError:
            raise click.UsageError(f"{key_id} is over, revoked or rotated already") from None
        click.echo(f"{key_id} holds for {hours:g} more hours", err=True)
    _give(made, text)
    return EXIT_OK


def run_revoke(settings: Settings, key_id: str) -> int:
    """End a key."""
    with _store(settings) as store:
        _found(store, key_id)
        revoked = store.revoke(key_id)
    click.echo(f"{key_id} ({revoked.name}) is revoked", err=True)
    return EXIT_OK


@contextmanager
def _store(settings: Settings) -> Iterator[KeyStore]:
    database = database_of(settings)
    try:
        yield KeyStore(database)
    except DatabaseUnusableError as error:
        raise FailedError(f"the keys cannot be read or written: {error}") from error
    finally:
        database.close()


def _found(store: KeyStore, key_id: str) -> ApiKey:
    try:
        return store.find(key_id)
    except UnknownKeyError:
        raise click.UsageError(f"there is no key {key_id!r}; see 'refdesk keys list'") from None


def _give(made: ApiKey, text: str) -> None:
    click.echo(f"key {made.id} of {made.name}, shown this once:", err=True)
    click.echo(text)


def _told(key: ApiKey) -> dict[str, Any]:
    times = {
        name: None if when is None else when.isoformat(timespec="seconds")
        for name, when in (
            ("created", key.created),
            ("expires", key.expires),
            ("last_used", key.last_used),
            ("revoked", key.revoked),
        )
    }
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role.value,
        "scopes": sorted(key.scopes),
        "state": key.state(datetime.now(UTC)),
        **times,
        "replaced_by": key.replaced_by,
    }

"""API keys: only hashes are kept, they end, are rotated and revoked, in both databases."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from api.access.key_callers import KeyCallers
from api.access.keys import DeadKeyError, KeyStore, UnknownKeyError, parts_of
from api.access.roles import ROLE_SCOPES, Role, Scope
from api.database import Database, open_database
from api.database.engine import DATABASE_FILE
from api.database.tables import keys
from api.problems import ProblemError

DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    place: Path | str = tmp_path / DATABASE_FILE
    if request.param == "postgresql":
        place = request.getfixturevalue("postgres_server").new_database()
    opened = open_database(place)
    opened.upgrade()
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> KeyStore:
    return KeyStore(database)


def asks(store: KeyStore, key: str, now: datetime | None = None) -> str:
    """Return the role that a key gives, or the code of the problem."""
    callers = KeyCallers(lambda: store._database, now=lambda: now or datetime.now(UTC))
    try:
        return asyncio.run(callers.caller(key)).role
    except ProblemError as problem:
        return problem.kind.code


def test_a_key_gives_its_role_and_scopes(store: KeyStore) -> None:
    made, key = store.create("desk", Role.STAFF, None, None)
    assert key.startswith(f"rdk_{made.id}_")
    assert len(key) == 4 + 10 + 1 + 43
    caller = asyncio.run(KeyCallers(lambda: store._database).caller(key))
    assert (caller.role, caller.name, caller.by) == ("staff", "desk", "key")
    assert caller.scopes == ROLE_SCOPES[Role.STAFF]
    assert caller.client == f"key:{made.id}"
    _, narrow = store.create("prometheus", Role.ADMIN, {Scope.METRICS}, None)
    found = asyncio.run(KeyCallers(lambda: store._database).caller(narrow))
    assert found.scopes == {Scope.METRICS}


def test_only_the_hash_is_kept(store: KeyStore, database: Database) -> None:
    made, key = store.create("desk", Role.STAFF, None, None)
    secret = key.rpartition(made.id + "_")[2]
    with database.reading() as connection:
        row = dict(connection.execute(select(keys)).mappings().one())
    assert row["hash"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row)
    assert row["hash"] not in repr(made)
    if database.path:
        assert all(
            secret.encode() not in file.read_bytes() for file in database.path.parent.iterdir()
        )


def test_a_wrong_secret_or_id_is_refused(store: KeyStore) -> None:
    made, key = store.create("desk", Role.STAFF, None, None)
    other = store.create("other", Role.ADMIN, None, None)[0]
    for bad in (
        key[:-1] + ("a" if key[-1] != "a" else "b"),
        key.replace(made.id, other.id),
        key.replace(made.id, "a" * 10),
        key.upper(),
        key + "x",
        f"rdk_{made.id}_",
        "rdk_",
        f"rdk_{made.id}_{made.hash}",
        key.replace("rdk_", "rdk_' OR 1=1 --"),
    ):
        assert asks(store, bad) == "credentials-invalid", bad
    assert parts_of("rdk_é") is None


def test_a_key_ends(store: KeyStore) -> None:
    now = datetime.now(UTC)
    _, key = store.create("desk", Role.STAFF, None, now + DAY)
    assert asks(store, key, now + DAY - timedelta(seconds=1)) == "staff"
    assert asks(store, key, now + DAY) == "key-expired"
    wrong = key[:-1] + ("a" if key[-1] != "a" else "b")
    assert asks(store, wrong, now + DAY) == "credentials-invalid"  # tells nothing of the key


def test_a_revoked_key_ends_at_once_and_for_ever(store: KeyStore) -> None:
    made, key = store.create("desk", Role.STAFF, None, None)
    assert asks(store, key) == "staff"
    first = store.revoke(made.id).revoked
    assert asks(store, key) == "key-revoked"
    again = store.revoke(made.id).revoked
    assert first is not None
    assert again is not None
    assert abs(first - again) < timedelta(milliseconds=2)
    with pytest.raises(DeadKeyError):
        store.rotate(made.id, DAY)
    with pytest.raises(UnknownKeyError):
        store.revoke("unknown")


def test_rotation_overlaps(store: KeyStore) -> None:
    now = datetime.now(UTC)
    old, first = store.create("desk", Role.ADMIN, {Scope.METRICS, Scope.ASK}, now + 90 * DAY)
    new, second = store.rotate(old.id, 2 * DAY)
    assert (new.name, new.role, new.scopes) == (old.name, old.role, old.scopes)
    assert new.expires is not None
    assert abs(new.expires - (now + 90 * DAY)) < timedelta(minutes=1)
    assert asks(store, first, now + DAY) == asks(store, second, now + DAY) == "admin"
    assert asks(store, first, now + 3 * DAY) == "key-expired"
    assert asks(store, second, now + 3 * DAY) == "admin"
    assert store.find(old.id).replaced_by == new.id
    with pytest.raises(DeadKeyError):
        store.rotate(old.id, DAY)
    assert [key.id for key in store.all() if key.state(now) == "good"] == [old.id, new.id]


def test_rotation_never_lengthens_a_life(store: KeyStore) -> None:
    now = datetime.now(UTC)
    old, _ = store.create("desk", Role.STAFF, None, now + DAY)
    store.rotate(old.id, 30 * DAY)
    ends = store.find(old.id).expires
    assert ends is not None
    assert ends <= now + DAY


def test_the_last_use_is_written_down_now_and_then(store: KeyStore) -> None:
    now = datetime.now(UTC)
    made, key = store.create("desk", Role.STAFF, None, None)
    assert store.find(made.id).last_used is None
    asks(store, key, now)
    first = store.find(made.id).last_used
    asks(store, key, now + timedelta(minutes=4))
    assert store.find(made.id).last_used == first
    asks(store, key, now + timedelta(minutes=6))
    assert store.find(made.id).last_used != first


def test_what_cannot_be_a_key_is_not_made(store: KeyStore) -> None:
    for name, role, scopes in (
        ("", Role.STAFF, None),
        ("a\nb", Role.STAFF, None),
        ("x" * 81, Role.STAFF, None),
        ("x", Role.STAFF, {Scope.ADMIN}),
        ("x", Role.STAFF, set()),
        ("x", Role.PUBLIC, None),
    ):
        with pytest.raises(ValueError, match=r"."):
            store.create(name, role, scopes, None)
    assert store.all() == []


def test_a_scope_of_a_later_program_gives_nothing(store: KeyStore, database: Database) -> None:
    made, key = store.create("desk", Role.STAFF, {Scope.ASK}, None)
    with database.writing() as connection:
        connection.execute(
            text('UPDATE keys SET scopes = \'["ask", "admin", "fly"]\' WHERE id = :id'),
            {"id": made.id},
        )
    assert store.find(made.id).scopes == {Scope.ASK}
    assert asks(store, key) == "staff"


def test_a_database_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).mkdir()
    gone = KeyStore(open_database(tmp_path / DATABASE_FILE))
    assert asks(gone, "rdk_" + "a" * 10 + "_" + "b" * 43) == "keys-unusable"

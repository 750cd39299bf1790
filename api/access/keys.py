"""API keys: made, looked up, rotated and revoked. Only the hash of a key's secret is kept.

A key reads `rdk_<id>_<secret>`. The secret is 256 random bits, so SHA-256 is the right hash: a slow
one (bcrypt, Argon2) makes guesses dear where there are few passwords to guess, and there is nothing
to be won among 2^256; here it would only make every request slow.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy import insert, select, update

from api.access.roles import ROLE_SCOPES, Role, Scope
from api.database import Database
from api.database.tables import keys, stamp

_SHAPE = re.compile(r"rdk_([a-z2-7]{10})_([A-Za-z0-9_-]{43})")
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
#: How often at most the last use of a key is written down.
USE_EVERY: Final = timedelta(minutes=5)
MOST_NAME: Final = 80


class UnknownKeyError(KeyError):
    """There is no key of this id."""


class DeadKeyError(ValueError):
    """The key is over, revoked, or rotated already: make a new one."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key.

    Attributes:
        id: Its public part.
        name: Whose it is.
        role: Its role.
        scopes: What it may do, a part of what the role can hold.
        hash: SHA-256 of the secret, hexadecimal.
        created: When it was made; times are in UTC.
        expires: When it ends; None for never.
        last_used: Its last use, to some minutes; None before the first.
        revoked: When it was revoked; None while it is not.
        replaced_by: Id of the key that came after it.
    """

    id: str
    name: str
    role: Role
    scopes: frozenset[Scope]
    hash: str = field(repr=False)
    created: datetime
    expires: datetime | None = None
    last_used: datetime | None = None
    revoked: datetime | None = None
    replaced_by: str | None = None

    def state(self, now: datetime) -> str:
        """Return "revoked", "expired" or "good"."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= now else "good"


def parts_of(key: str) -> tuple[str, str] | None:
    """Return id and hash of a key as it was sent, or None where it is none."""
    found = _SHAPE.fullmatch(key)
    return (found[1], _hash(found[2])) if found else None


class KeyStore:
    """The keys in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, name: str, role: Role, scopes: Iterable[Scope] | None, expires: datetime | None
    ) -> tuple[ApiKey, str]:
        """Make a key; return what is kept and the key itself, which is never shown again.

        Raises:
            ValueError: The name is empty, too long or not printable, a scope is not the role's, or
                the role is public, which needs no key.
            DatabaseUnusableError: It cannot be written.
        """
        held = frozenset(ROLE_SCOPES[role] if scopes is None else scopes)
        if not name.strip() or len(name) > MOST_NAME or not name.isprintable():
            raise ValueError(f"a name has 1 to {MOST_NAME} printable characters")
        if role is Role.PUBLIC:
            raise ValueError("the public needs no key")
        if not held or held - ROLE_SCOPES[role]:
            raise ValueError(f"the scopes of {role} are {', '.join(sorted(ROLE_SCOPES[role]))}")
        secret = secrets.token_urlsafe(32)
        made = ApiKey(
            id="".join(secrets.choice(_ALPHABET) for _ in range(10)),
            name=name.strip(),
            role=role,
            scopes=held,
            hash=_hash(secret),
            created=datetime.now(UTC),
            expires=expires,
        )
        with self._database.writing() as connection:
            connection.execute(insert(keys).values(_row(made)))
        return made, f"rdk_{made.id}_{secret}"

    def find(self, key_id: str) -> ApiKey:
        """Return a key.

        Raises:
            UnknownKeyError: There is none.
            DatabaseUnusableError: It cannot be read.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(keys).where(keys.c.id == key_id)).mappings().first()
        if row is None:
            raise UnknownKeyError(key_id)
        return _key(dict(row))

    def all(self) -> list[ApiKey]:
        """Return every key, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.created, keys.c.id)).mappings()
            return [_key(dict(row)) for row in rows]

    def rotate(self, key_id: str, overlap: timedelta) -> tuple[ApiKey, str]:
        """Make the key after this one, with its name, role and scopes; both hold for a while.

        The new one lasts as long as the old one was made for.

        Raises:
            UnknownKeyError: There is none.
            DeadKeyError: It is over, revoked, or rotated already.
        """
        old, now = self.find(key_id), datetime.now(UTC)
        if old.state(now) != "good" or old.replaced_by is not None:
            raise DeadKeyError(key_id)
        life = None if old.expires is None else old.expires - old.created
        new, text = self.create(
            old.name, old.role, old.scopes, None if life is None else now + life
        )
        ends = now + overlap if old.expires is None else min(old.expires, now + overlap)
        with self._database.writing() as connection:
            # Only if nobody else has rotated it meanwhile.
            done = connection.execute(
                update(keys)
                .where(keys.c.id == key_id, keys.c.replaced_by.is_(None), keys.c.revoked.is_(None))
                .values(expires=stamp(ends), replaced_by=new.id)
            )
        if done.rowcount != 1:
            self.revoke(new.id)
            raise DeadKeyError(key_id)
        return new, text

    def revoke(self, key_id: str) -> ApiKey:
        """End a key now and for ever; a second time changes nothing.

        Raises:
            UnknownKeyError: There is none.
        """
        old = self.find(key_id)
        if old.revoked is not None:
            return old
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            connection.execute(
                update(keys)
                .where(keys.c.id == key_id, keys.c.revoked.is_(None))
                .values(revoked=stamp(now))
            )
        return replace(old, revoked=now)

    def used(self, key_id: str, now: datetime) -> None:
        """Write down that a key was used."""
        with self._database.writing() as connection:
            connection.execute(update(keys).where(keys.c.id == key_id).values(last_used=stamp(now)))


def same_secret(key: ApiKey, hashed: str) -> bool:
    """Compare hashes in a time that tells nothing."""
    return compare_digest(key.hash, hashed)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def _row(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role.value,
        "scopes": sorted(key.scopes),
        "hash": key.hash,
        "created": stamp(key.created),
        "expires": None if key.expires is None else stamp(key.expires),
    }


def _key(row: Mapping[str, Any]) -> ApiKey:
    role = Role(row["role"])
    # What a later program gave and this one does not know is left out: never more.
    known = {scope for scope in ROLE_SCOPES[role] if scope.value in set(row["scopes"])}
    return ApiKey(
        id=row["id"],
        name=row["name"],
        role=role,
        scopes=frozenset(known),
        hash=row["hash"],
        created=datetime.fromisoformat(row["created"]),
        expires=_time(row["expires"]),
        last_used=_time(row["last_used"]),
        revoked=_time(row["revoked"]),
        replaced_by=row["replaced_by"],
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

"""Who may do what: three roles, and the scopes that each one can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal


class Role(StrEnum):
    """What a caller is to this service."""

    PUBLIC = "public"
    STAFF = "staff"
    ADMIN = "admin"


class Scope(StrEnum):
    """One thing that a caller may do; a route names the one that it needs."""

    ASK = "ask"
    GENERATE = "generate"
    SEARCH = "search"
    LIBRARY = "library"
    FEEDBACK = "feedback"
    RECORDS = "records"
    DESK = "desk"
    METRICS = "metrics"
    ADMIN = "admin"


_PUBLIC = frozenset({Scope.ASK, Scope.SEARCH, Scope.LIBRARY, Scope.FEEDBACK})
_STAFF = _PUBLIC | {Scope.GENERATE, Scope.RECORDS, Scope.DESK}
#: The most that a role can hold. Search is public: it returns what `GET /v1/articles/{slug}` gives
#: the same caller whole, entry by entry with tier and disclaimer, and never words an answer.
ROLE_SCOPES: Final[Mapping[Role, frozenset[Scope]]] = MappingProxyType(
    {Role.PUBLIC: _PUBLIC, Role.STAFF: _STAFF, Role.ADMIN: frozenset(Scope)}
)
#: What the pages of staff are for: a key with none of these signs nobody in.
STAFF_PAGES: Final = frozenset({Scope.DESK, Scope.RECORDS, Scope.ADMIN})
#: What costs a search or an answer; everything else is reading.
ASKING: Final = frozenset({Scope.ASK, Scope.GENERATE, Scope.SEARCH, Scope.DESK})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from.

    Attributes:
        role: The role; what is recorded of an answer's asker.
        scopes: What this caller may do, a part of what the role can hold.
        client: Whom a rate is counted for: an address, a key or a user. Never logged.
        by: What it was known by.
        name: The name of the key or user; empty for the public.
        lack: The problem that is told where a scope is missing.
        csrf: What a page sends back with a request that changes something; empty without a
            sign-in. Who signed in with a key is known by that key.
    """

    role: Role
    scopes: frozenset[Scope]
    client: str
    by: Literal["nothing", "token", "key", "sign-in"]
    name: str = ""
    lack: str = "not-allowed"
    csrf: str = ""

    def may(self, scope: Scope) -> bool:
        """Tell whether the caller holds a scope."""
        return scope in self.scopes


def anonymous(client: str) -> Caller:
    """Return the caller of a request without credentials."""
    scopes = ROLE_SCOPES[Role.PUBLIC]
    return Caller(Role.PUBLIC, scopes, client, "nothing", lack="credentials-required")

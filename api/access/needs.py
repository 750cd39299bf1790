"""What a route needs of its caller. A route that does not say so keeps the service from starting.

The need is a dependency of the route: it is read when the application is put together, and holds
again when the route runs, whatever the door before it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Scope as ConnectionScope

from api.access.roles import ASKING, Caller, Scope
from api.problems import ProblemError

#: Who may come from another site: "all"; only origins that are listed; those, with a token; nobody.
Foreign = Literal["all", "listed", "token", "nobody"]
#: Routes that the framework makes itself, open to all.
_BUILT_IN: Final = frozenset({"/openapi.json"})
CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="refdesk"'}


class UndeclaredRouteError(TypeError):
    """A route does not say what it needs of its caller: give it `needs(...)` or `open_to(...)`."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a route needs of its caller; as a dependency it returns the caller.

    Attributes:
        scope: The scope; None where everyone may.
        foreign: Who may come from another site.
    """

    scope: Scope | None
    foreign: Foreign

    @property
    def cost(self) -> Literal["asking", "reading", "watching", "none"]:
        """Which rate a request counts for; watching has none, and waits in no queue."""
        if self.scope is Scope.METRICS:
            return "watching"
        if self.scope is None:
            return "none" if self.foreign == "all" else "reading"
        return "asking" if self.scope in ASKING else "reading"

    def check(self, caller: Caller) -> None:
        """Refuse a caller without the scope.

        Raises:
            ProblemError: 401 or 403.
        """
        if self.scope is not None and not caller.may(self.scope):
            raise lacking(caller)

    async def __call__(self, request: Request) -> Caller:
        """Return the caller, checked once more."""
        caller = caller_of(request)
        self.check(caller)
        return caller


def needs(scope: Scope) -> Any:  # noqa: ANN401 - as `fastapi.Depends` is typed
    """Declare that a route, or every route of a router, needs a scope."""
    return Depends(Need(scope, "token"))


def open_to(foreign: Foreign) -> Any:  # noqa: ANN401
    """Declare that a route needs no scope, and who may come from another site."""
    return Depends(Need(None, foreign))


def lacking(caller: Caller) -> ProblemError:
    """Return the problem of a caller that lacks a scope: 401 without credentials, else 403."""
    problem = ProblemError(caller.lack)
    if problem.kind.status == 401:
        problem.headers.update(CHALLENGE)
    return problem


def caller_of(request: Request) -> Caller:
    """Return who a request comes from."""
    caller = request.scope.get("refdesk.caller")
    if not isinstance(caller, Caller):
        raise TypeError("a request came in past the door")
    return caller


@dataclass(frozen=True, slots=True)
class Declared:
    """A route with its need."""

    route: APIRoute
    need: Need


def declared(routes: Iterable[BaseRoute]) -> tuple[Declared, ...]:
    """Return every route of an application with what it needs, in the order they are tried.

    Raises:
        UndeclaredRouteError: A route says nothing, or more than one thing.
    """
    return tuple(_declared(routes))


def _declared(routes: Iterable[BaseRoute]) -> Iterator[Declared]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _declared(inner.routes)
        elif isinstance(route, APIRoute):
            yield Declared(route, _need_of(route))
        elif getattr(route, "path", "") not in _BUILT_IN:
            raise UndeclaredRouteError(f"{route!r} cannot say what it needs")


def _need_of(route: APIRoute) -> Need:
    found = set(_needs_in(route.dependant))
    if len(found) != 1:
        raise UndeclaredRouteError(f"{route.path} has {len(found)} needs; it must have one")
    return found.pop()


def _needs_in(dependant: Dependant) -> Iterator[Need]:
    if isinstance(dependant.call, Need):
        yield dependant.call
    for inner in dependant.dependencies:
        yield from _needs_in(inner)


def declared_for(found: Iterable[Declared], scope: ConnectionScope) -> Declared | None:
    """Return the route that a request goes to; None where there is none."""
    for each in found:
        if each.route.matches(scope)[0] is Match.FULL:
            return each
    return None


def methods_at(found: Iterable[Declared], scope: ConnectionScope) -> list[str]:
    """Return the methods that an address answers, in order."""
    here = (each.route for each in found if each.route.matches(scope)[0] is not Match.NONE)
    return sorted({method for route in here for method in route.methods or ()})

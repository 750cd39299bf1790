"""What every request passes before anything else of it is read: who it is, and may it come in.

In this order: the name it asked for, the site it comes from, its credentials, what its route needs,
whether there is room in the queue, and its rate. A request that is turned away here has cost
neither a body nor a thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope as ConnectionScope

from api.access.addresses import Peer, peer_of
from api.access.needs import CHALLENGE, Declared, Need, declared_for
from api.access.notation import Network
from api.access.origins import foreign_origin, host_allowed
from api.access.pages import PageTokens
from api.access.places import Places
from api.access.rates import Rates
from api.access.roles import ROLE_SCOPES, Caller, Role, Scope, anonymous
from api.access.tokens import Signer
from api.observing.observer import note_route
from api.problems import ProblemError

#: Addresses that watchers of a process ask by number, whatever name the service goes by.
_PROBES: Final = frozenset({"/healthz", "/readyz"})
#: What an address nobody declared needs: it is most likely a 404, which is told to our own pages.
_UNKNOWN: Final = Need(None, "listed")
#: Questions that wait to be read besides the one that is: a refusal takes that much longer.
_URGENT_WAITING: Final = 1
KEY_PREFIX: Final = "rdk_"


class Keys(Protocol):
    """Knows the callers of API keys."""

    async def caller(self, key: str) -> Caller:
        """Return who a key belongs to.

        Raises:
            ProblemError: 401: there is no such key, or no longer; 503: keys cannot be read.
        """


class SignIns(Protocol):
    """Begins and ends sign-ins, and knows who is signed in: `api.access.sign_in`."""

    async def caller(self, headers: Headers, method: str, client: str) -> Caller | None:
        """Return who is signed in, or None; `client` is the address's key for limits.

        Raises:
            ProblemError: 503: who signed in with a key cannot be looked up.
        """

    async def begin(self, after: str, response: Response) -> str:
        """Return where to sign in, and `after` which path of ours; the response gets a cookie."""

    async def finish(self, headers: Headers, sent: Mapping[str, str], response: Response) -> str:
        """Take somebody back who `sent` this query; return where to go now."""

    async def by_key(self, key: str, headers: Headers, response: Response) -> Caller:
        """Sign in who shows an API key; the response gets a cookie.

        Raises:
            ProblemError: 401, 403 or 503: the key is no good, opens no page, or cannot be read.
        """

    def end(self, response: Response) -> None:
        """Sign out: the response takes the cookie back."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator has set.

    Attributes:
        origins: Origins of other sites that may ask.
        own: Our own origin, as browsers see it; empty where it is what they ask for.
        hosts: Names that the service goes by; every name where there are none.
        trusted: Proxies that are believed.
        proxy_header: Which header they write.
        public: What the public may do.
        local_metrics: Callers on this machine may read the metrics.
    """

    origins: frozenset[str] = frozenset()
    own: str = ""
    hosts: frozenset[str] = frozenset()
    trusted: tuple[Network, ...] = ()
    proxy_header: str = "x-forwarded-for"
    public: frozenset[Scope] = ROLE_SCOPES[Role.PUBLIC]
    local_metrics: bool = True


@dataclass(slots=True)
class Door:
    """Lets requests in.

    Attributes:
        rules: What the operator has set.
        places: The queue in front of the threads.
        urgent: The few places of questions that are read before they wait, see `api.urgent`.
        rates: Counts requests; None where nobody is limited.
        keys: Knows API keys.
        tokens: Knows page tokens; None where no other site may ask and nobody can sign in.
        sign_ins: Knows sign-ins; None where nobody can sign in.
        signer: Signs what this service must know again; None where nothing is signed.
        routes: The routes with their needs, once the application is put together.
        deadline: Seconds that a request may take.
        body_seconds: Seconds in which a body must arrive.
    """

    rules: Rules
    places: Places
    urgent: Places = field(default_factory=lambda: Places(1, _URGENT_WAITING))
    rates: Rates | None = None
    keys: Keys | None = None
    tokens: PageTokens | None = None
    sign_ins: SignIns | None = None
    signer: Signer | None = None
    routes: Sequence[Declared] = field(default_factory=tuple)
    deadline: float = 60.0
    body_seconds: float = 10.0

    async def enter(self, scope: ConnectionScope) -> None:
        """Let a request in, its caller noted in its scope.

        Raises:
            ProblemError: 401, 403, 429 or 503.
        """
        if not host_allowed(scope, self.rules.hosts) and scope["path"] not in _PROBES:
            raise ProblemError("host-not-allowed")
        peer = peer_of(scope, self.rules.trusted, self.rules.proxy_header)
        found = declared_for(self.routes, scope)
        need = found.need if found else _UNKNOWN
        note_route(scope, found.route.path if found else "")
        foreign = foreign_origin(scope, peer.scheme, self.rules.own)
        if foreign and not self._welcome(foreign, need):
            raise ProblemError("origin-not-allowed")
        caller = await self._caller(scope, peer, foreign, need)
        if foreign and need.foreign == "token" and caller.by == "nothing":
            raise ProblemError("token-required", headers=CHALLENGE)
        if caller.role is Role.PUBLIC:
            closed = ROLE_SCOPES[Role.PUBLIC] - self.rules.public
            caller = replace(caller, scopes=caller.scopes - closed)
        need.check(caller)
        scope["refdesk.caller"] = caller
        scope["refdesk.need"] = need
        scope["refdesk.foreign"] = foreign
        queue = self.queue_for(scope)
        if queue is not None and not self.reads_first(scope):
            queue.look()
        # Last: what is refused for want of room has not used up anybody's rate.
        if self.rates is not None:
            self.rates.count(need.cost, caller.role, caller.client)

    def reads_first(self, scope: ConnectionScope) -> bool:
        """Tell whether a question is read before it waits or is refused: if there is room for it.

        What comes of that is the answer to an emergency, or the queue as for any other.
        """
        queue = self.queue_for(scope)
        question = scope["refdesk.need"].scope is Scope.ASK and scope["method"] == "POST"
        return question and queue is not None and queue.crowded and not self.urgent.full

    def queue_for(self, scope: ConnectionScope) -> Places | None:
        """Return the queue that a request stands in; None for pages, probes and the operator."""
        need, caller = scope["refdesk.need"], scope["refdesk.caller"]
        queued = need.cost in {"asking", "reading"} and caller.role is not Role.ADMIN
        return self.places if queued else None

    async def sign_in(self, scope: ConnectionScope, key: str, response: Response) -> Caller:
        """Sign in who shows an API key; the response gets a cookie.

        Raises:
            ProblemError: 401, 403, 429 or 503; nobody is signed in.
        """
        if self.sign_ins is None:
            raise ProblemError("sign-in-unavailable")
        peer = peer_of(scope, self.rules.trusted, self.rules.proxy_header)
        if self.rates is not None:
            self.rates.check_wrong(peer.client)
        try:
            return await self.sign_ins.by_key(key, Headers(scope=scope), response)
        except ProblemError as problem:
            if self.rates is not None and problem.kind.status == 401:
                self.rates.count_wrong(peer.client)
            raise

    def _welcome(self, foreign: str, need: Need) -> bool:
        listed = foreign in self.rules.origins
        return need.foreign == "all" or (listed and need.foreign != "nobody")

    async def _caller(self, scope: ConnectionScope, peer: Peer, foreign: str, need: Need) -> Caller:
        if need.cost == "none":
            return anonymous(peer.client)
        headers = Headers(scope=scope)
        shown = headers.getlist("authorization")
        if len(shown) > 1:
            raise ProblemError("credentials-invalid", headers=CHALLENGE)
        kind, _, credentials = (shown or [""])[0].strip().partition(" ")
        if kind.lower() == "bearer":
            return await self._bearer(credentials.strip(), peer, foreign)
        signed_in = None
        if self.sign_ins is not None and not foreign:
            signed_in = await self.sign_ins.caller(headers, scope["method"], peer.client)
        if signed_in is not None:
            return signed_in
        caller = anonymous(peer.client)
        if need.scope is Scope.METRICS and peer.local and self.rules.local_metrics:
            return replace(caller, scopes=caller.scopes | {Scope.METRICS})
        return caller

    async def _bearer(self, credentials: str, peer: Peer, foreign: str) -> Caller:
        if self.rates is not None:
            self.rates.check_wrong(peer.client)
        try:
            if credentials.startswith(KEY_PREFIX) and self.keys is not None:
                return await self.keys.caller(credentials)
            if self.tokens is not None and not credentials.startswith(KEY_PREFIX):
                return self.tokens.caller(credentials, foreign, peer.client)
            raise ProblemError("credentials-invalid", headers=CHALLENGE)
        except ProblemError as problem:
            # A page whose token has run out is no guesser.
            if self.rates is not None and problem.kind.code != "token-expired":
                self.rates.count_wrong(peer.client)
            raise

"""Sign-ins: what the cookies of a browser hold, and when they count.

Both cookies are signed, HttpOnly and SameSite=Lax, and bound to this host where it has TLS. One
lives while somebody is away at the issuer; the other one is the sign-in, and ends by itself. Who
signed in with an API key is looked up for each request, so the sign-in ends with the key.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response

from api.access.key_callers import KeyCallers
from api.access.keys import parts_of
from api.access.roles import ROLE_SCOPES, STAFF_PAGES, Caller, Role, anonymous
from api.access.tokens import Signer
from api.problems import ProblemError

if TYPE_CHECKING:
    from api.access.oidc import Identity, Issuer

CSRF_HEADER: Final = "x-csrf-token"
_AWAY_S: Final = 600
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class SignIns:
    """Begins and ends sign-ins, and knows who is signed in.

    Attributes:
        signer: Signs the cookies.
        keys: Knows API keys.
        seconds: How long a sign-in lasts at most.
        secure: The service is known to be reached by TLS.
        issuer: Where people sign in without a key; None where they cannot.
    """

    signer: Signer
    keys: KeyCallers
    seconds: int
    secure: bool
    issuer: Issuer | None = None

    @property
    def cookie(self) -> str:
        """Name of the cookie of a sign-in."""
        return "__Host-refdesk" if self.secure else "refdesk"

    @property
    def away_cookie(self) -> str:
        """Name of the cookie while somebody is at the issuer."""
        return f"{self.cookie}-away"

    async def begin(self, after: str, response: Response) -> str:
        """Return where to sign in; what must be known at the way back goes with the response.

        Args:
            after: Where to go in the end; anything but a path of ours is "/".
            response: Gets the cookie.

        Raises:
            ProblemError: 404 or 503: there is no issuer, or it does not answer.
        """
        issuer = self._issuer()
        known = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        address = await issuer.address(known["state"], known["nonce"], known["verifier"])
        token = self.signer.sign("sign-in", _AWAY_S, {**known, "after": local_path(after)})
        self._set(response, self.away_cookie, token, _AWAY_S)
        return address

    async def finish(self, headers: Headers, sent: Mapping[str, str], response: Response) -> str:
        """Take somebody back from the issuer; return where to go now.

        Args:
            headers: Of the request, with the cookie.
            sent: The query: `code` and `state`, or `error`; `iss` where the issuer tells it.
            response: Gets the cookie of the sign-in.

        Raises:
            ProblemError: 403, 404 or 503: it is no good, there is no issuer, or it does not answer.
        """
        issuer = self._issuer()
        known = self._away(headers)
        if not compare_digest(known["state"].encode(), sent.get("state", "").encode()):
            raise ProblemError("sign-in-failed")
        if sent.get("iss", issuer.config.issuer) != issuer.config.issuer:
            raise ProblemError("sign-in-failed")
        if "code" not in sent:
            raise ProblemError("sign-in-failed")
        who = await issuer.identity(sent["code"], known["verifier"], known["nonce"])
        claims = _claims_of(issuer.config.issuer, who)
        self._set(response, self.cookie, self._session(claims), self.seconds)
        self._drop(response, self.away_cookie)
        return local_path(known["after"])

    async def by_key(self, key: str, headers: Headers, response: Response) -> Caller:
        """Sign in who shows an API key.

        Args:
            key: As it was sent.
            headers: Of the request.
            response: Gets the cookie of the sign-in.

        Raises:
            ProblemError: 401, 403 or 503: the key is no good, opens no page, or cannot be read.
        """
        known, parts = await self.keys.caller(key), parts_of(key)
        if parts is None or known.role is Role.PUBLIC or not known.scopes & STAFF_PAGES:
            raise ProblemError("key-opens-no-page")
        csrf = secrets.token_urlsafe(32)
        token = self._session({"api_key": parts[0], "csrf": csrf})
        # A browser that reached us by TLS says so, also where nobody has told us our address.
        by_tls = headers.get("origin", "").startswith("https://")
        self._set(response, self.cookie, token, self.seconds, by_tls=by_tls)
        return replace(known, csrf=csrf)

    def end(self, response: Response) -> None:
        """Sign out: the response takes the cookie back."""
        self._drop(response, self.cookie)

    async def caller(self, headers: Headers, method: str, client: str) -> Caller | None:
        """Return who is signed in, or None.

        A request that changes something counts as the public's unless it shows the value that only
        our own pages can read, so that no other site can act for who is signed in.

        Args:
            headers: Of the request.
            method: Of the request.
            client: Key of the address, for limits.

        Raises:
            ProblemError: 503: who signed in with a key cannot be looked up.
        """
        token = cookie_parser(headers.get("cookie", "")).get(self.cookie)
        known = await self._signed_in(token) if token else None
        if known is None or method in _SAFE:
            return known
        shown = headers.get(CSRF_HEADER, "")
        if not compare_digest(shown.encode("utf-8", "replace"), known.csrf.encode()):
            return replace(anonymous(client), lack="page-token-required")
        return known

    async def _signed_in(self, token: str) -> Caller | None:
        try:
            claims = self.signer.read("session", token)
            csrf = str(claims["csrf"])
            if "api_key" in claims:
                return replace(await self.keys.holder(str(claims["api_key"])), csrf=csrf)
            role, name, key = Role(claims["role"]), str(claims["name"]), f"user:{claims['key']}"
        except ProblemError as problem:
            if problem.kind.status == 401:  # of the cookie, or of the key: either one is over
                return None
            raise
        except (KeyError, ValueError):
            return None
        return Caller(role, ROLE_SCOPES[role], key, "sign-in", name=name, csrf=csrf)

    def _session(self, claims: Mapping[str, str]) -> str:
        return self.signer.sign("session", self.seconds, claims)

    def _issuer(self) -> Issuer:
        if self.issuer is None:
            raise ProblemError("not-found")
        return self.issuer

    def _away(self, headers: Headers) -> dict[str, str]:
        token = cookie_parser(headers.get("cookie", "")).get(self.away_cookie, "")
        try:
            claims: Mapping[str, Any] = self.signer.read("sign-in", token)
            return {name: str(claims[name]) for name in ("state", "nonce", "verifier", "after")}
        except (ProblemError, KeyError):
            raise ProblemError("sign-in-failed") from None

    def _set(
        self, response: Response, name: str, value: str, seconds: int, *, by_tls: bool = False
    ) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure or by_tls, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(
            name, path="/", secure=self.secure, httponly=True, samesite="lax"
        )  # fmt: skip


def _claims_of(issuer: str, who: Identity) -> dict[str, str]:
    hashed = hashlib.sha256(f"{issuer}\n{who.subject}".encode())
    return {
        "role": who.role.value,
        "name": who.name,
        "key": hashed.hexdigest()[:24],
        "csrf": secrets.token_urlsafe(32),
    }


def local_path(text: str) -> str:
    """Return a path of ours, or "/" for whatever a browser could take for another site."""
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"

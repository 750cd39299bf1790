"""Sign-ins: what the cookies of a browser hold, and when they count.

Both cookies are signed, HttpOnly and SameSite=Lax, and bound to this host where it has TLS. One
lives while somebody is away at the issuer; the other one is the sign-in, and ends by itself.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response

from api.access.oidc import Identity, Issuer
from api.access.roles import ROLE_SCOPES, Caller, Role, anonymous
from api.access.tokens import Signer
from api.problems import ProblemError

CSRF_HEADER: Final = "x-csrf-token"
_AWAY_S: Final = 600
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class SignIns:
    """Begins and ends sign-ins, and knows who is signed in.

    Attributes:
        issuer: Where people sign in.
        signer: Signs the cookies.
        seconds: How long a sign-in lasts.
        secure: The service is reached by TLS.
    """

    issuer: Issuer
    signer: Signer
    seconds: int
    secure: bool

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
            ProblemError: 503: the issuer does not answer.
        """
        known = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        address = await self.issuer.address(known["state"], known["nonce"], known["verifier"])
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
            ProblemError: 403 or 503: it is no good, or the issuer does not answer.
        """
        known = self._away(headers)
        if not compare_digest(known["state"].encode(), sent.get("state", "").encode()):
            raise ProblemError("sign-in-failed")
        if sent.get("iss", self.issuer.config.issuer) != self.issuer.config.issuer:
            raise ProblemError("sign-in-failed")
        if "code" not in sent:
            raise ProblemError("sign-in-failed")
        who = await self.issuer.identity(sent["code"], known["verifier"], known["nonce"])
        self._set(response, self.cookie, self._session(who), self.seconds)
        self._drop(response, self.away_cookie)
        return local_path(known["after"])

    def end(self, response: Response) -> None:
        """Sign out: the response takes the cookie back."""
        self._drop(response, self.cookie)

    def caller(self, headers: Headers, method: str, client: str) -> Caller | None:
        """Return who is signed in, or None.

        A request that changes something counts as the public's unless it shows the value that only
        our own pages can read, so that no other site can act for who is signed in.

        Args:
            headers: Of the request.
            method: Of the request.
            client: Key of the address, for limits.
        """
        token = cookie_parser(headers.get("cookie", "")).get(self.cookie)
        if not token:
            return None
        try:
            claims = self.signer.read("session", token)
            role, csrf = Role(claims["role"]), str(claims["csrf"])
        except (ProblemError, KeyError, ValueError):
            return None
        if method not in _SAFE:
            shown = headers.get(CSRF_HEADER, "")
            if not compare_digest(shown.encode("utf-8", "replace"), csrf.encode()):
                return replace(anonymous(client), lack="page-token-required")
        key = f"user:{claims['key']}"
        name = str(claims["name"])
        return Caller(role, ROLE_SCOPES[role], key, "sign-in", name=name, csrf=csrf)

    def _session(self, who: Identity) -> str:
        hashed = hashlib.sha256(f"{self.issuer.config.issuer}\n{who.subject}".encode())
        claims = {
            "role": who.role.value,
            "name": who.name,
            "key": hashed.hexdigest()[:24],
            "csrf": secrets.token_urlsafe(32),
        }
        return self.signer.sign("session", self.seconds, claims)

    def _away(self, headers: Headers) -> dict[str, str]:
        token = cookie_parser(headers.get("cookie", "")).get(self.away_cookie, "")
        try:
            claims: Mapping[str, Any] = self.signer.read("sign-in", token)
            return {name: str(claims[name]) for name in ("state", "nonce", "verifier", "after")}
        except (ProblemError, KeyError):
            raise ProblemError("sign-in-failed") from None

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(
            name, path="/", secure=self.secure, httponly=True, samesite="lax"
        )  # fmt: skip


def local_path(text: str) -> str:
    """Return a path of ours, or "/" for whatever a browser could take for another site."""
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"

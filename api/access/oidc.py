"""Sign-in with an OpenID Connect issuer: the code flow with PKCE, state and nonce.

OpenID Connect Core 1.0 (section 3.1) and Discovery 1.0; RFC 7636 (PKCE, S256 alone), RFC 9207 (the
issuer in the answer), RFC 9700 (best practice). PyJWT checks signatures.
"""

from __future__ import annotations

import hashlib
import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
import jwt

from api.access.roles import Role
from api.problems import ProblemError

_log = logging.getLogger("refdesk.access")
#: Asymmetric ones alone: with an HMAC the client's secret would sign (RFC 8725, section 2.1).
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
_TIMEOUT_S: Final = 5.0
_LEEWAY_S: Final = 60
_FRESH_S: Final = 3600.0
#: An unknown key id has the keys fetched again, this often at most.
_AGAIN_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class OidcConfig:
    """What the operator has registered with the issuer.

    Attributes:
        issuer: Its address, as its tokens name it.
        client_id: Our name there.
        client_secret: Our secret there; empty for a public client.
        redirect: The address that it sends people back to.
        scopes: What is asked for.
        claim: The claim that tells what somebody is: a text or a list of them.
        staff: Values that make somebody staff.
        admin: Values that make somebody admin.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect: str
    scopes: tuple[str, ...]
    claim: str
    staff: frozenset[str]
    admin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in.

    Attributes:
        subject: The issuer's id of the person.
        name: The person's name, as far as it is told.
        role: What the person is here.
    """

    subject: str
    name: str
    role: Role


class Issuer:
    """The issuer, asked when it is needed; what it publishes is kept for an hour."""

    def __init__(self, config: OidcConfig) -> None:
        self.config = config
        self._metadata: Mapping[str, Any] = {}
        self._keys: list[jwt.PyJWK] = []
        self._read_at = float("-inf")

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Return the address at which somebody signs in.

        Raises:
            ProblemError: 503: the issuer does not answer, or is another one.
        """
        async with _client() as http:
            metadata = await self._published(http)
        asked = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": self.config.redirect,
            "scope": " ".join(self.config.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        endpoint = str(metadata["authorization_endpoint"])
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    async def identity(self, code: str, verifier: str, nonce: str) -> Identity:
        """Redeem a code and return who it stands for.

        Raises:
            ProblemError: 403: the issuer refuses, its token is not good, or the person has no role
                here; 503: it does not answer.
        """
        async with _client() as http:
            metadata = await self._published(http)
            tokens = await self._redeem(http, metadata, code, verifier)
            claims = await self._checked(http, str(tokens.get("id_token", "")), nonce)
            if self.config.claim not in claims and "userinfo_endpoint" in metadata:
                told = await self._user_info(http, metadata, tokens)
                if told.get("sub") == claims["sub"]:
                    claims = {**told, **claims}
        role = self._role(claims)
        if role is None:
            _log.warning("somebody signed in whom no claim makes staff or admin")
            raise ProblemError("not-allowed")
        name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
        return Identity(str(claims["sub"]), str(name)[:80], role)

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        told = claims.get(self.config.claim, ())
        values = {told} if isinstance(told, str) else set(map(str, told or ()))
        if values & self.config.admin:
            return Role.ADMIN
        return Role.STAFF if values & self.config.staff else None

    async def _redeem(
        self, http: httpx.AsyncClient, metadata: Mapping[str, Any], code: str, verifier: str
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.config.redirect,
            "client_id": self.config.client_id,
            "code_verifier": verifier,
        }
        # Basic is what an issuer that says nothing takes (Discovery 1.0, section 3).
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = self.config.client_secret and "client_secret_basic" in methods
        if self.config.client_secret and not basic:
            form["client_secret"] = self.config.client_secret
        auth = httpx.Auth()
        if basic:  # both parts form-encoded (RFC 6749, section 2.3.1)
            parts = (self.config.client_id, self.config.client_secret)
            auth = httpx.BasicAuth(*map(quote_plus, parts))
        endpoint = str(metadata["token_endpoint"])
        reply = await _asked(http.post(endpoint, data=form, auth=auth))
        if reply.status_code != 200:
            _log.warning("the issuer refused a code with status %d", reply.status_code)
            raise ProblemError("sign-in-failed")
        return _object(reply)

    async def _checked(self, http: httpx.AsyncClient, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            key = await self._key(http, jwt.get_unverified_header(token).get("kid"))
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self.config.client_id,
                issuer=self.config.issuer,
                leeway=_LEEWAY_S,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            _log.warning("an ID token was refused: %s", type(error).__name__)
            raise ProblemError("sign-in-failed") from None
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        azp = claims.get("azp", self.config.client_id if len(audiences) == 1 else "")
        if azp != self.config.client_id or not _same(claims.get("nonce"), nonce):
            _log.warning("an ID token was refused: it is for another sign-in")
            raise ProblemError("sign-in-failed")
        return claims

    async def _user_info(
        self, http: httpx.AsyncClient, metadata: Mapping[str, Any], tokens: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        reply = await _asked(http.get(str(metadata["userinfo_endpoint"]), headers=headers))
        return _object(reply) if reply.status_code == 200 else {}

    async def _key(self, http: httpx.AsyncClient, key_id: object) -> jwt.PyJWK:
        for again in (False, True):
            if again:
                if time.monotonic() - self._read_at < _AGAIN_S:
                    break
                await self._read(http)
            fitting = [key for key in self._keys if key_id is None or key.key_id == key_id]
            if len(fitting) == 1:
                return fitting[0]
        raise jwt.InvalidKeyError("no such key")

    async def _published(self, http: httpx.AsyncClient) -> Mapping[str, Any]:
        if time.monotonic() - self._read_at > _FRESH_S:
            await self._read(http)
        return self._metadata

    async def _read(self, http: httpx.AsyncClient) -> None:
        known = f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = _object(await _asked(http.get(known)))
        # Only who is named so may speak for it (Discovery 1.0, section 4.3).
        if metadata.get("issuer") != self.config.issuer:
            _log.error("the issuer's metadata name another issuer")
            raise ProblemError("sign-in-unavailable")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            check_endpoint(str(metadata.get(name, "")))
        keys = _object(await _asked(http.get(str(metadata["jwks_uri"])))).get("keys", [])
        self._keys = list(_usable(keys))
        self._metadata, self._read_at = metadata, time.monotonic()


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def check_endpoint(address: str) -> None:
    """Refuse an address that is not reached by TLS, unless it is on this machine.

    Raises:
        ProblemError: 503.
    """
    parts = urlsplit(address)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        _log.error("the issuer's metadata name an address without TLS")
        raise ProblemError("sign-in-unavailable")


def _usable(keys: object) -> list[jwt.PyJWK]:
    found = []
    for each in keys if isinstance(keys, list) else []:
        if not isinstance(each, dict) or each.get("use", "sig") != "sig":
            continue
        try:
            key = jwt.PyJWK(each)
        except jwt.PyJWTError:
            continue  # of a kind that is not known here
        if key.algorithm_name in ALGORITHMS:
            found.append(key)
    return found


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False)


async def _asked(request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's coroutine
    try:
        reply: httpx.Response = await request
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _log.error("the issuer does not answer: %s", type(error).__name__)
        raise ProblemError("sign-in-unavailable", headers={"Retry-After": "5"}) from None
    return reply


def _object(reply: httpx.Response) -> Mapping[str, Any]:
    try:
        value = reply.json() if reply.status_code == 200 else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        _log.error("the issuer answers something else, status %d", reply.status_code)
        raise ProblemError("sign-in-unavailable")
    return value


def _same(told: object, expected: str) -> bool:
    return isinstance(told, str) and compare_digest(told.encode(), expected.encode())

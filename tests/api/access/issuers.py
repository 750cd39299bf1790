"""Two issuers: a real one, a process of its own, and one that lies as a test wants it to."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from api.access.oidc import challenge_of

PEOPLE: tuple[Mapping[str, object], ...] = (
    {"sub": "ada", "name": "Ada L.", "groups": ["desk", "all"]},
    {"sub": "root", "name": "Root", "groups": ["desk-admins", "desk"]},
    {"sub": "guest", "name": "Guest", "groups": ["all"]},
)


@dataclass(frozen=True)
class Registered:
    """An issuer, and what it knows us by."""

    issuer: str
    client_id: str
    client_secret: str


@contextmanager
def real_issuer(redirect: str) -> Iterator[Registered]:
    """Run oidc-provider-mock, where clients must register and send a nonce."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    people = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port),
         "--require-registration", "--require-nonce", *people],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        issuer = f"http://127.0.0.1:{port}"
        made = _register(issuer, redirect)
        yield Registered(issuer, made["client_id"], made["client_secret"])
    finally:
        process.terminate()
        process.wait(10)


def _register(issuer: str, redirect: str) -> dict[str, str]:
    until = time.monotonic() + 30
    while True:
        try:
            reply = httpx.post(f"{issuer}/oauth2/clients", json={"redirect_uris": [redirect]})
        except httpx.TransportError:
            assert time.monotonic() < until, "the issuer does not start"
            time.sleep(0.1)
            continue
        made: dict[str, str] = reply.json()
        return made


@dataclass
class Lies:
    """What an issuer says otherwise than it should."""

    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    signed: str = "RS256"
    key_id: str = "one"
    published: str = "one"
    user_info: dict[str, Any] | None = None
    status: int = 200


class ScriptedIssuer(ThreadingHTTPServer):
    """Issues ID tokens to whoever comes, checks PKCE and that there is a secret, lies on demand."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys = {
            name: rsa.generate_private_key(public_exponent=65537, key_size=2048)
            for name in ("one", "two")
        }
        self.lies = Lies()
        self.asked: dict[str, str] = {}
        self.reads = 0

    @property
    def url(self) -> str:
        """Its address, which is the issuer's name."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def metadata(self) -> dict[str, Any]:
        """Return what it publishes of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/me",
            **self.lies.metadata,
        }

    def published_keys(self) -> dict[str, Any]:
        """Return its public keys, and one for something else."""
        key = self.keys[self.lies.published]
        told = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
        named = {**told, "kid": self.lies.published, "use": "sig", "alg": "RS256"}
        return {"keys": [{**told, "kid": "enc", "use": "enc"}, {"kty": "odd"}, named]}

    def id_token(self) -> str:
        """Return the token of the sign-in that was asked for."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url,
            "sub": "ada",
            "aud": self.asked["client_id"],
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            "groups": ["desk"],
            **self.lies.claims,
        }
        for name in self.lies.without:
            del claims[name]
        key: Any = self.keys[self.lies.key_id]
        if self.lies.signed == "none":
            key = None
        elif self.lies.signed.startswith("HS"):
            key = b"a client secret of some thirty letters"
        return jwt.encode(claims, key, self.lies.signed, headers={"kid": self.lies.key_id})

    def redeem(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Answer the token endpoint."""
        same = form.get("redirect_uri") == self.asked["redirect_uri"]
        proved = challenge_of(form.get("code_verifier", "")) == self.asked["code_challenge"]
        known = authorization.startswith("Basic ") or "client_secret" in form
        if not (same and proved and known and form.get("code") == "good"):
            return 400, {"error": "invalid_grant"}
        return self.lies.status, {"id_token": self.id_token(), "access_token": "t"}


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedIssuer

    def do_GET(self) -> None:
        if self.path.endswith("openid-configuration"):
            self.server.reads += 1
            self._send(200, self.server.metadata())
        elif self.path == "/keys":
            self._send(200, self.server.published_keys())
        elif self.path == "/me" and self.server.lies.user_info is not None:
            self._send(200, self.server.lies.user_info)
        else:
            self._send(404, {})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {n: v[0] for n, v in parse_qs(self.rfile.read(length).decode()).items()}
        self._send(*self.server.redeem(form, self.headers.get("Authorization", "")))

    def _send(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def scripted_issuer() -> Iterator[ScriptedIssuer]:
    """Run the one that lies."""
    server = ScriptedIssuer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def query_of(address: str) -> dict[str, str]:
    """Return the query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

"""Tokens hold for one purpose, one origin and some minutes; the signing key is nobody else's."""

from __future__ import annotations

import json
import stat
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest

from api.access.pages import PageTokens
from api.access.roles import ROLE_SCOPES, Caller, Role, anonymous
from api.access.signing import FILE, SigningKeyError, signing_key
from api.access.tokens import Signer
from api.problems import ProblemError

KEY = b"k" * 48
SITE = "https://www.example.org"
PUBLIC = anonymous("address:192.0.2.1")
STAFF = Caller(Role.STAFF, ROLE_SCOPES[Role.STAFF], "user:7", "sign-in", name="Ada")
NOW = 1_800_000_000.0


def tokens(now: float = NOW, key: bytes = KEY) -> PageTokens:
    return PageTokens(Signer(key, now=lambda: now), seconds=600)


def minted(caller: Caller = PUBLIC, origin: str = SITE, at: PageTokens | None = None) -> str:
    token = (at or tokens()).mint(caller, origin)
    assert token
    return token


def refusal(token: str, origin: str = SITE, at: PageTokens | None = None) -> str:
    with pytest.raises(ProblemError) as caught:
        (at or tokens()).caller(token, origin, "address:192.0.2.1")
    assert caught.value.kind.status == 401
    assert "invalid_token" in caught.value.headers["WWW-Authenticate"]
    return caught.value.kind.code


def test_a_token_lets_its_origin_in() -> None:
    caller = tokens(NOW + 599).caller(minted(), SITE, "address:192.0.2.1")
    assert (caller.role, caller.by, caller.client) == ("public", "token", "address:192.0.2.1")


@pytest.mark.parametrize("origin", ["https://evil.example", "http://www.example.org", "null", ""])
def test_it_is_nothing_from_elsewhere(origin: str) -> None:
    assert refusal(minted(), origin) == "token-invalid"


@pytest.mark.parametrize("later", [600, 601, 10**6])
def test_it_ends(later: int) -> None:
    assert refusal(minted(), at=tokens(NOW + later)) == "token-expired"


def test_a_clock_that_went_back_gives_no_longer_life() -> None:
    assert refusal(minted(), at=tokens(NOW - 61)) == "token-expired"
    assert tokens(NOW - 30).caller(minted(), SITE, "x").by == "token"


def test_every_changed_character_is_found() -> None:
    token = minted()
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        assert refusal(token[:place] + other + token[place + 1 :]) == "token-invalid"


def test_another_key_or_algorithm_is_refused() -> None:
    claims = {"iss": "refdesk", "aud": "refdesk:page", "iat": int(NOW), "exp": int(NOW) + 600,
              "jti": "x", "org": SITE, "role": "public", "name": "", "client": ""}  # fmt: skip
    assert refusal(minted(at=tokens(key=b"j" * 48))) == "token-invalid"
    assert refusal(jwt.encode(claims, b"k" * 64, "HS512")) == "token-invalid"
    assert refusal(jwt.encode(claims, KEY, "HS384")) == "token-invalid"
    parts = [
        urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "none", "typ": "JWT"}, claims)
    ]
    assert refusal(".".join([*parts, ""])) == "token-invalid"
    assert tokens().caller(jwt.encode(claims, KEY, "HS256"), SITE, "x").by == "token"


@pytest.mark.parametrize("missing", ["iss", "aud", "iat", "exp", "jti", "org", "role"])
def test_every_claim_must_be_there(missing: str) -> None:
    claims = {"iss": "refdesk", "aud": "refdesk:page", "iat": int(NOW), "exp": int(NOW) + 600,
              "jti": "x", "org": SITE, "role": "public", "name": "", "client": ""}  # fmt: skip
    del claims[missing]
    assert refusal(jwt.encode(claims, KEY, "HS256")) == "token-invalid"


def test_a_token_of_another_purpose_is_refused() -> None:
    signer = Signer(KEY, now=lambda: NOW)
    assert refusal(signer.sign("session", 600, {"org": SITE, "role": "public"})) == "token-invalid"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "." * 5000, "\u0000"])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refusal(token) == "token-invalid"


def test_a_page_of_ours_gets_one_for_who_is_signed_in_alone() -> None:
    assert tokens().mint(PUBLIC, "") is None
    caller = tokens().caller(minted(STAFF, ""), "", "address:192.0.2.1")
    assert (caller.role, caller.name, caller.client) == ("staff", "Ada", "user:7")
    assert refusal(minted(STAFF, ""), SITE) == "token-invalid"
    # Asked for from another site it is a public one, whoever is signed in.
    assert tokens().caller(minted(STAFF, SITE), SITE, "x").role == "public"


@pytest.mark.parametrize(
    ("role", "origin"), [("staff", SITE), ("public", ""), ("root", SITE), (None, SITE), ([], "")]
)
def test_a_role_has_its_place(role: object, origin: str) -> None:
    claims = {"role": role, "org": origin, "name": "", "client": ""}
    token = Signer(KEY, now=lambda: NOW).sign("page", 600, claims)
    assert refusal(token, origin) == "token-invalid"


def test_the_key_is_not_shown() -> None:
    assert "kkkk" not in repr(tokens())


def test_a_signing_key_is_made_once_for_all_processes(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key("", data), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert stat.S_IMODE((data / FILE).stat().st_mode) == 0o600
    assert [entry.name for entry in data.iterdir()] == [FILE]


def test_a_signing_key_that_others_can_read_or_that_is_short_is_refused(tmp_path: Path) -> None:
    signing_key("", tmp_path)
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        signing_key("", tmp_path)
    (tmp_path / FILE).chmod(0o600)
    (tmp_path / FILE).write_bytes(b"short\n")
    with pytest.raises(SigningKeyError, match="32 bytes"):
        signing_key("", tmp_path)
    assert signing_key("c" * 40, tmp_path) == b"c" * 40

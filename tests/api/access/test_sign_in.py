"""Staff sign in with a real issuer, and no lie of an issuer or of a page gets anybody in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.access import oidc
from api.access.oidc import challenge_of
from api.access.sign_in import local_path
from api.app import create_app
from api.settings import Settings
from tests.api.access.issuers import (
    Lies,
    Registered,
    ScriptedIssuer,
    query_of,
    real_issuer,
    scripted_issuer,
)
from tests.api.access_inputs import bearer
from tests.api.api_checks import assert_disclaimed, assert_problem

HERE = "http://localhost:8000"
BACK = f"{HERE}/auth/callback"


def settings(data: Path, known: Registered, **more: Any) -> Settings:  # noqa: ANN401
    told: dict[str, Any] = {
        "oidc_issuer": known.issuer,
        "oidc_client_id": known.client_id,
        "oidc_client_secret": SecretStr(known.client_secret),
        "oidc_staff": ("desk",),
        "oidc_admin": ("desk-admins",),
        "public_url": HERE,
    }
    return Settings(data=data, **told | more)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Registered]:
    with real_issuer(BACK) as known:
        yield known


@pytest.fixture
def browser(issuer: Registered, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(settings(tmp_path, issuer))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def to_the_issuer(browser: TestClient, after: str = "/desk") -> str:
    reply = browser.get("/auth/sign-in", params={"next": after})
    assert reply.status_code == 303
    assert_disclaimed(reply)
    return reply.headers["location"]


def back_from(address: str, person: str) -> str:
    """Sign in at the real issuer; return the address it sends the browser back to."""
    reply = httpx.post(address, data={"sub": person})
    assert reply.status_code == 302, reply.text
    assert reply.headers["location"].startswith(BACK)
    return reply.headers["location"]


def signed_in(browser: TestClient, person: str) -> str:
    """Sign in; return the value that a page has to show."""
    reply = browser.get(back_from(to_the_issuer(browser), person))
    assert (reply.status_code, reply.headers["location"]) == (303, "/desk")
    return str(browser.get("/v1/session").json()["csrf"])


def test_staff_sign_in_with_a_real_issuer(browser: TestClient) -> None:
    assert browser.get("/v1/answers/x").status_code == 401
    csrf = signed_in(browser, "ada")
    told = assert_disclaimed(browser.get("/v1/session"))
    assert (told["role"], told["name"]) == ("staff", "Ada L.")
    assert "records" in told["scopes"]
    assert browser.get("/v1/answers/x").status_code == 404
    assert browser.get("/metrics").status_code == 403
    reply = browser.delete("/v1/session", headers={"X-CSRF-Token": csrf})
    assert assert_disclaimed(reply)["role"] == "public"
    assert browser.get("/v1/answers/x").status_code == 401
    assert not browser.cookies


def test_claims_make_roles(browser: TestClient) -> None:
    signed_in(browser, "root")
    assert browser.get("/v1/session").json()["role"] == "admin"
    assert browser.get("/metrics").status_code == 200


def test_somebody_without_a_role_is_not_let_in(browser: TestClient) -> None:
    reply = browser.get(back_from(to_the_issuer(browser), "guest"))
    assert assert_problem(reply, 403)["type"].endswith(":not-allowed")
    assert browser.get("/v1/session").json()["role"] == "public"


def test_cookies_are_kept_from_scripts_and_other_sites(issuer: Registered, tmp_path: Path) -> None:
    secure = settings(tmp_path, issuer, public_url="https://desk.example")
    with TestClient(create_app(secure), follow_redirects=False) as client:
        cookie = client.get("/auth/sign-in").headers["set-cookie"]
    assert cookie.startswith("__Host-refdesk-away=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_code_is_good_once_and_in_its_own_browser_alone(
    browser: TestClient, issuer: Registered, tmp_path: Path
) -> None:
    address = back_from(to_the_issuer(browser), "ada")
    with TestClient(create_app(settings(tmp_path, issuer)), base_url=HERE) as other:
        reply = other.get(address)
        assert assert_problem(reply, 403)["type"].endswith(":sign-in-failed")
        away = other.get("/auth/sign-in", follow_redirects=False)
        assert away.status_code == 303
        assert_problem(other.get(address), 403)  # its own cookie, the state of another one
    assert browser.get(address).status_code == 303
    assert_problem(browser.get(address), 403)


@pytest.mark.parametrize(
    "query", ["", "error=access_denied", "code=x", "code=x&state=wrong", "state=&code=", "iss=x"]
)
def test_a_way_back_that_is_no_good(browser: TestClient, query: str) -> None:
    state = query_of(to_the_issuer(browser))["state"]
    if "iss" in query or "error" in query:
        query += f"&state={state}" + ("&code=x" if "iss" in query else "")
    assert_problem(browser.get(f"/auth/callback?{query}"), 403)
    assert browser.get("/v1/session").json()["role"] == "public"


def test_another_site_cannot_act_for_who_is_signed_in(browser: TestClient) -> None:
    csrf = signed_in(browser, "ada")
    for headers in ({}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": csrf[:-1] + "é"}):
        sent = {name.encode(): value.encode() for name, value in headers.items()}
        reply = browser.delete("/v1/session", headers=sent)
        assert assert_problem(reply, 403)["type"].endswith(":page-token-required")
    evil = {"Origin": "https://evil.example", "X-CSRF-Token": csrf}
    assert_problem(browser.delete("/v1/session", headers=evil), 403)
    assert browser.get("/v1/session").json()["role"] == "staff"
    # Asking goes on as the public does, and a page of ours asks as staff.
    assert browser.post("/v1/search", json={"query": "x"}).status_code == 503


def test_a_page_of_ours_gets_a_bearer_token(browser: TestClient) -> None:
    assert browser.post("/v1/session").json()["token"] is None
    csrf = signed_in(browser, "ada")
    assert_problem(browser.get("/v1/answers/x", headers=bearer("x.y.z")), 401)
    token = browser.post("/v1/session", headers={"X-CSRF-Token": csrf}).json()["token"]
    browser.cookies.clear()
    told = browser.get("/v1/session", headers=bearer(token)).json()
    assert (told["role"], told["name"]) == ("staff", "Ada L.")
    elsewhere = bearer(token) | {"Origin": "https://evil.example"}
    assert_problem(browser.get("/v1/session", headers=elsewhere), 403)


def test_a_changed_cookie_is_nobodys(browser: TestClient) -> None:
    signed_in(browser, "ada")
    value = browser.cookies["refdesk"]
    for bad in (value[:-3] + "AAA", value.split(".")[0], "x", ""):
        browser.cookies.clear()
        browser.cookies.set("refdesk", bad)
        assert browser.get("/v1/session").json()["role"] == "public"
        assert browser.get("/v1/answers/x").status_code == 401


def test_without_configuration_nobody_signs_in(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        for path in ("/auth/sign-in", "/auth/callback?code=x&state=y"):
            assert_problem(client.get(path), 404)


@pytest.fixture
def lying() -> Iterator[ScriptedIssuer]:
    with scripted_issuer() as server:
        yield server


@pytest.fixture
def misled(lying: ScriptedIssuer, tmp_path: Path) -> Iterator[TestClient]:
    known = Registered(lying.url, "desk", "a client secret of some thirty letters")
    app = create_app(settings(tmp_path, known))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def attempt(client: TestClient, lying: ScriptedIssuer, lies: Lies) -> int:
    lying.lies = lies
    lying.asked = query_of(to_the_issuer(client))
    reply = client.get(f"/auth/callback?code=good&state={lying.asked['state']}")
    if reply.status_code != 303:
        assert_problem(reply, reply.status_code)
        assert client.get("/v1/session").json()["role"] == "public"
    return reply.status_code


def test_an_honest_issuer_gets_somebody_in(misled: TestClient, lying: ScriptedIssuer) -> None:
    assert attempt(misled, lying, Lies()) == 303
    assert lying.asked["code_challenge_method"] == "S256"
    assert lying.asked["redirect_uri"] == BACK
    assert misled.get("/v1/session").json()["role"] == "staff"
    assert attempt(misled, lying, Lies()) == 303
    assert lying.reads == 1  # what it publishes is kept


@pytest.mark.parametrize(
    "lies",
    [
        Lies(claims={"nonce": "of another sign-in"}),
        Lies(without=("nonce",)),
        Lies(claims={"aud": "another"}),
        Lies(claims={"aud": ["desk", "another"]}),
        Lies(claims={"azp": "another"}),
        Lies(claims={"iss": "https://evil.example"}),
        Lies(claims={"exp": 1_700_000_000}),
        Lies(without=("exp",)),
        Lies(without=("sub",)),
        Lies(signed="none"),
        Lies(signed="HS256"),
        Lies(key_id="two"),
        Lies(claims={"groups": "all"}),
        Lies(claims={"groups": None}),
        Lies(without=("groups",), user_info={"sub": "another", "groups": ["desk"]}),
        Lies(status=500),
    ],
    ids=str,
)
def test_a_token_that_is_no_good_gets_nobody_in(
    misled: TestClient, lying: ScriptedIssuer, lies: Lies
) -> None:
    assert attempt(misled, lying, lies) == 403


def test_claims_can_come_from_the_other_endpoint(misled: TestClient, lying: ScriptedIssuer) -> None:
    told = {"sub": "ada", "groups": ["desk-admins"], "name": "Ada"}
    assert attempt(misled, lying, Lies(without=("groups",), user_info=told)) == 303
    assert misled.get("/v1/session").json()["role"] == "admin"


def test_new_keys_are_fetched(
    misled: TestClient, lying: ScriptedIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert attempt(misled, lying, Lies()) == 303
    misled.cookies.clear()
    assert attempt(misled, lying, Lies(key_id="two", published="two")) == 403  # not so soon
    monkeypatch.setattr(oidc, "_AGAIN_S", 0.0)
    assert attempt(misled, lying, Lies(key_id="two", published="two")) == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": ""},
        {"jwks_uri": None},
    ],
)
def test_an_issuer_that_is_another_one_is_not_asked(
    misled: TestClient, lying: ScriptedIssuer, metadata: dict[str, Any]
) -> None:
    lying.lies = Lies(metadata=metadata)
    reply = misled.get("/auth/sign-in")
    assert assert_problem(reply, 503)["type"].endswith(":sign-in-unavailable")


def test_an_issuer_that_is_gone_is_told(tmp_path: Path) -> None:
    known = Registered("http://127.0.0.1:9", "desk", "secret")
    with TestClient(create_app(settings(tmp_path, known))) as client:
        assert_problem(client.get("/auth/sign-in"), 503)
        assert client.get("/v1/session").status_code == 200


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ("/desk?x=1#y", "/desk?x=1#y"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/ü", "/"),
        ("", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_the_way_on_stays_here(asked: str, after: str) -> None:
    assert local_path(asked) == after


def test_no_secret_is_in_the_log(
    browser: TestClient, issuer: Registered, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "refdesk")
    csrf = signed_in(browser, "ada")
    assert_problem(browser.get("/auth/callback?code=zebrafinch&state=zebrafinch"), 403)
    for secret in (csrf, issuer.client_secret, browser.cookies["refdesk"], "zebrafinch", "Ada"):
        assert secret not in caplog.text

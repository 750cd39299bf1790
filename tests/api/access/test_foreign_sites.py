"""Pages of other sites: only listed ones, only with a token, and the token only from its site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.api_checks import Reply, assert_disclaimed, assert_problem

SITE, OTHER, EVIL = "https://www.example.org", "https://b.example.org", "https://evil.example"


def settings(data: Path, **more: object) -> Settings:
    return Settings(data=data, origins=(SITE, OTHER), limits="off", **more)  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    """A service that two sites may ask; without a snapshot, so an admitted question is a 503."""
    with TestClient(create_app(settings(tmp_path))) as client:
        yield client


def token_for(client: TestClient, origin: str) -> str:
    reply = client.post("/v1/session", headers={"Origin": origin})
    body = assert_disclaimed(reply)
    assert body["expires_in"] == 600
    return str(body["token"])


def ask(client: TestClient, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/v1/ask", json={"question": "What is CRATUS?"}, headers=named)


def code(reply: Reply, status: int) -> str:
    found: str = assert_problem(reply, status)["type"]
    return found.removeprefix("urn:refdesk:problem:")


def test_a_listed_site_asks_with_a_token(site: TestClient) -> None:
    assert code(ask(site, Origin=SITE), 401) == "token-required"
    bearer = f"Bearer {token_for(site, SITE)}"
    assert code(ask(site, Origin=SITE, Authorization=bearer), 503) == "no-snapshot"
    told = site.get("/v1/session", headers={"Origin": SITE, "Authorization": bearer}).json()
    assert (told["role"], told["name"], told["csrf"]) == ("public", None, None)


@pytest.mark.parametrize("origin", [OTHER, EVIL, "null", None])
def test_a_token_replayed_from_elsewhere_is_refused(site: TestClient, origin: str | None) -> None:
    headers = {"Authorization": f"Bearer {token_for(site, SITE)}"}
    if origin:
        headers["Origin"] = origin
    reply = ask(site, **headers)
    if origin in {EVIL, "null"}:
        assert code(reply, 403) == "origin-not-allowed"
    else:
        assert code(reply, 401) == "token-invalid"


def test_a_site_that_is_not_listed_gets_nothing_but_the_open_pages(site: TestClient) -> None:
    for path in ("/v1/session", "/v1/ask"):
        assert code(site.post(path, headers={"Origin": EVIL}), 403) == "origin-not-allowed"
    for path in ("/v1/tiers", "/v1/articles", "/v1/nothing"):
        reply = site.get(path, headers={"Origin": EVIL})
        assert code(reply, 403) == "origin-not-allowed"
        assert "access-control-allow-origin" not in reply.headers
    assert site.get("/", headers={"Origin": EVIL}).status_code == 200


def test_our_own_pages_and_programs_need_no_token(site: TestClient) -> None:
    assert code(ask(site), 503) == "no-snapshot"
    assert code(ask(site, Origin="http://testserver"), 503) == "no-snapshot"
    for headers in ({}, {"Origin": "http://testserver"}):
        body = assert_disclaimed(site.post("/v1/session", headers=headers))
        assert body["token"] is body["expires_in"] is None


def test_a_browser_is_told_what_it_may_send_and_read(site: TestClient) -> None:
    preflight = {
        "Origin": SITE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    reply = site.options("/v1/ask", headers=preflight)
    assert (reply.status_code, reply.content) == (204, b"")
    allowed = reply.headers
    assert allowed["access-control-allow-origin"] == SITE
    assert allowed["access-control-max-age"] == "7200"
    assert "Origin" in allowed["vary"]
    assert "access-control-allow-credentials" not in allowed
    assert allowed["X-Disclaimer-Id"]
    assert allowed["Content-Security-Policy"].startswith("default-src 'none'")
    for bad in (
        {"Origin": EVIL},
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Headers": "x-csrf-token"},
    ):
        refused = site.options("/v1/ask", headers=preflight | bad)
        assert code(refused, 403) == "origin-not-allowed"
        assert refused.headers.get("access-control-allow-origin") in {None, SITE}


def test_problems_too_can_be_read_by_a_listed_site(site: TestClient) -> None:
    reply = ask(site, Origin=SITE)
    assert reply.headers["access-control-allow-origin"] == SITE
    assert "Retry-After" in reply.headers["access-control-expose-headers"]
    assert "Origin" in reply.headers["vary"]


def test_without_listed_sites_there_is_no_way_in(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    assert app.state.door.tokens is None
    with TestClient(app) as client:
        assert code(client.post("/v1/session", headers={"Origin": SITE}), 403)
        preflight = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
        assert code(client.options("/v1/ask", headers=preflight), 403) == "origin-not-allowed"
        assert client.post("/v1/session").json()["token"] is None


def test_the_host_is_checked_where_it_is_set(tmp_path: Path) -> None:
    with TestClient(create_app(settings(tmp_path, hosts=("desk.example",)))) as client:
        assert code(client.get("/v1/tiers"), 403) == "host-not-allowed"
        assert client.get("/v1/tiers", headers={"Host": "desk.example:8000"}).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_search_can_be_kept_for_staff(tmp_path: Path) -> None:
    with TestClient(create_app(settings(tmp_path, public_search="off"))) as client:
        assert code(client.post("/v1/search", json={"query": "x"}), 401) == "credentials-required"
        token = token_for(client, SITE)
        headers = {"Origin": SITE, "Authorization": f"Bearer {token}"}
        reply = client.post("/v1/search", json={"query": "x"}, headers=headers)
        assert code(reply, 403) == "not-allowed"


def test_a_proxy_in_front_makes_no_page_of_ours_foreign(tmp_path: Path) -> None:
    page = {"Origin": "https://desk.example"}
    passed_on = {"Host": "127.0.0.1:8000"}
    with TestClient(create_app(settings(tmp_path))) as client:
        assert client.post("/v1/session", headers=page | {"Host": "desk.example"}).json()
        assert code(client.post("/v1/session", headers=page | passed_on), 403)
    told = settings(tmp_path, public_url="https://desk.example")
    with TestClient(create_app(told)) as client:
        reply = client.post("/v1/session", headers=page | passed_on)
        assert (reply.status_code, reply.json()["token"]) == (200, None)

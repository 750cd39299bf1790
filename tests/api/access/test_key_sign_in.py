"""Staff sign in with an API key; the sign-in is worth what the key is worth, and ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, update
from starlette.testclient import TestClient

from api.access.door import Door
from api.access.keys import KeyStore
from api.access.roles import ROLE_SCOPES, Role, Scope
from api.access.signing import FILE
from api.app import create_app
from api.database import Database, open_database
from api.database.engine import DATABASE_FILE
from api.database.tables import keys, stamp
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem

HERE = "http://localhost:8000"
GUESSED = "rdk_" + "a" * 10 + "_" + "b" * 43


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient]:
    """A browser at a fresh service on this machine: no issuer, no site, no setting."""
    with TestClient(create_app(Settings(data=tmp_path)), base_url=HERE) as client:
        yield client


@pytest.fixture
def database(browser: TestClient, tmp_path: Path) -> Iterator[Database]:
    del browser  # started: its database is there
    opened = open_database(tmp_path / DATABASE_FILE)
    yield opened
    opened.close()


def sign_in(browser: TestClient, key: str, **headers: str) -> Any:  # noqa: ANN401 - httpx's reply
    return browser.post("/auth/key", json={"key": key}, headers={"Origin": HERE} | headers)


def signed_in(browser: TestClient, key: str) -> dict[str, str]:
    """Sign in; return the header that a page sends with what changes something."""
    return {"X-CSRF-Token": str(assert_disclaimed(sign_in(browser, key))["csrf"])}


def told(reply: Any, status: int) -> str:  # noqa: ANN401
    """Return the code of a problem."""
    return str(assert_problem(reply, status)["type"].rpartition(":")[2])


def test_staff_sign_in_with_a_key(browser: TestClient, tmp_path: Path) -> None:
    assert browser.get("/v1/answers/x").status_code == 401
    reply = sign_in(browser, new_key(tmp_path))
    who = assert_disclaimed(reply)
    assert (who["role"], who["name"]) == ("staff", "a staff key")
    assert set(who["scopes"]) == ROLE_SCOPES[Role.STAFF]
    assert who == browser.get("/v1/session").json()
    assert browser.get("/v1/answers/x").status_code == 404
    assert browser.get("/v1/admin/feedback").status_code == 403
    out = browser.delete("/v1/session", headers={"X-CSRF-Token": who["csrf"]})
    assert assert_disclaimed(out)["role"] == "public"
    assert not browser.cookies
    assert browser.get("/v1/answers/x").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(
    browser: TestClient, tmp_path: Path
) -> None:
    key = new_key(tmp_path)
    cookie = sign_in(browser, key).headers["set-cookie"]
    assert cookie.startswith("refdesk=")
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=3600"):
        assert part in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie
    assert key not in cookie
    # Whoever reached us by TLS says so, though no proxy does.
    assert "Secure" in sign_in(browser, key, Origin="https://localhost:8000").headers["set-cookie"]


def test_with_tls_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, public_url="https://desk.example"))
    with TestClient(app, base_url="https://desk.example") as client:
        reply = sign_in(client, new_key(tmp_path), Origin="https://desk.example")
        assert reply.headers["set-cookie"].startswith("__Host-refdesk=")
        assert "Secure" in reply.headers["set-cookie"]
        assert client.get("/v1/session").json()["role"] == "staff"


def test_a_wrong_key_signs_nobody_in(browser: TestClient, tmp_path: Path) -> None:
    good = new_key(tmp_path)
    for key in (GUESSED, good[:-1] + ("A" if good[-1] != "A" else "B"), good + "x", "", "\u0663"):
        reply = sign_in(browser, key)
        assert told(reply, 401) == "credentials-invalid"
        assert "set-cookie" not in reply.headers
    over = new_key(tmp_path, expires=datetime.now(UTC) - timedelta(seconds=1))
    assert told(sign_in(browser, over), 401) == "key-expired"
    assert browser.get("/v1/session").json()["role"] == "public"


def test_a_failed_sign_in_leaves_the_one_before(browser: TestClient, tmp_path: Path) -> None:
    signed_in(browser, new_key(tmp_path))
    assert_problem(sign_in(browser, GUESSED), 401)
    assert browser.get("/v1/session").json()["role"] == "staff"
    signed_in(browser, new_key(tmp_path, Role.ADMIN))
    assert browser.get("/v1/session").json()["role"] == "admin"


def test_guessed_keys_are_slowed_down_here_too(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path, limits="on")), base_url=HERE) as client:
        codes = [sign_in(client, GUESSED).status_code for _ in range(19)]
        assert codes == [401] * 19
        # One count for both ways of showing a key.
        assert client.get("/v1/tiers", headers=bearer(GUESSED)).status_code == 401
        assert told(sign_in(client, new_key(tmp_path)), 429) == "too-many-requests"
        assert client.get("/v1/tiers", headers=bearer(GUESSED)).status_code == 429


@pytest.mark.parametrize("scopes", [{Scope.METRICS}, {Scope.ASK, Scope.SEARCH}])
def test_a_key_that_opens_no_page_signs_nobody_in(
    browser: TestClient, tmp_path: Path, scopes: set[Scope]
) -> None:
    role = Role.ADMIN if Scope.METRICS in scopes else Role.STAFF
    reply = sign_in(browser, new_key(tmp_path, role, scopes))
    assert told(reply, 403) == "key-opens-no-page"
    assert "set-cookie" not in reply.headers


def test_a_key_of_the_public_signs_nobody_in(
    browser: TestClient, database: Database, tmp_path: Path
) -> None:
    key = new_key(tmp_path)
    with database.writing() as connection:  # no command makes one
        connection.execute(update(keys).values(role="public"))
    assert told(sign_in(browser, key), 403) == "key-opens-no-page"


def test_it_does_what_the_key_may_do_and_no_more(browser: TestClient, tmp_path: Path) -> None:
    page = signed_in(browser, new_key(tmp_path, Role.ADMIN, {Scope.RECORDS, Scope.FEEDBACK}))
    who = browser.get("/v1/session").json()
    assert (who["role"], who["scopes"]) == ("admin", ["feedback", "records"])
    assert browser.get("/v1/answers/x").status_code == 404
    assert told(browser.get("/v1/admin/audit"), 403) == "not-allowed"
    assert told(browser.post("/v1/admin/reload", headers=page), 403) == "not-allowed"
    # No token either that would hold what the role holds, or that would outlive the key.
    assert browser.post("/v1/session", headers=page).json()["token"] is None


def test_it_gets_no_token_where_others_do(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, origins=("https://www.example.org",)))
    with TestClient(app, base_url=HERE) as client:
        page = signed_in(client, new_key(tmp_path))
        assert client.post("/v1/session", headers=page).json()["token"] is None


def test_scopes_that_are_narrowed_hold_with_the_next_request(
    browser: TestClient, database: Database, tmp_path: Path
) -> None:
    signed_in(browser, new_key(tmp_path))
    assert browser.get("/v1/answers/x").status_code == 404
    with database.writing() as connection:
        connection.execute(update(keys).values(scopes=["ask"]))
    assert browser.get("/v1/answers/x").status_code == 403
    assert browser.get("/v1/session").json()["scopes"] == ["ask"]


@pytest.mark.parametrize("end", ["revoked", "expired", "removed"])
def test_it_ends_with_the_key(
    browser: TestClient, database: Database, tmp_path: Path, end: str
) -> None:
    key = new_key(tmp_path)
    page = signed_in(browser, key)
    assert browser.get("/v1/answers/x").status_code == 404
    with database.writing() as connection:
        if end == "removed":
            connection.execute(delete(keys))
        else:
            column = "revoked" if end == "revoked" else "expires"
            now = stamp(datetime.now(UTC))
            connection.execute(update(keys).where(keys.c.id == key[4:14]).values({column: now}))
    assert browser.get("/v1/answers/x").status_code == 401
    assert browser.get("/v1/session", headers=page).json()["role"] == "public"
    assert told(browser.post("/v1/admin/reload", headers=page), 401) == "credentials-required"


def test_it_ends_by_itself(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, session_minutes=5))
    with TestClient(app, base_url=HERE) as client:
        key = new_key(tmp_path)
        assert "Max-Age=300" in sign_in(client, key).headers["set-cookie"]
        door: Door = app.state.door
        assert door.sign_ins is not None
        signer = door.sign_ins.signer  # type: ignore[attr-defined]
        over = signer.sign("session", -1, {"api_key": key[4:14], "csrf": "x"})
        client.cookies.clear()
        client.cookies.set("refdesk", over)
        assert client.get("/v1/session").json()["role"] == "public"


def test_another_site_cannot_sign_in_or_act(tmp_path: Path) -> None:
    listed = "https://www.example.org"
    app = create_app(Settings(data=tmp_path, origins=(listed,)))
    with TestClient(app, base_url=HERE) as client:
        key = new_key(tmp_path, Role.ADMIN)
        for origin in ("https://evil.example", listed, "null", "http://localhost:8001"):
            reply = sign_in(client, key, Origin=origin)
            assert told(reply, 403) == "origin-not-allowed"
            assert "set-cookie" not in reply.headers
        page = signed_in(client, key)
        for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}):
            reply = client.post("/v1/admin/reload", headers=headers)
            assert told(reply, 403) == "page-token-required"
        evil = client.post("/v1/admin/reload", headers=page | {"Origin": "https://evil.example"})
        assert told(evil, 403) == "origin-not-allowed"
        assert client.post("/v1/admin/reload", headers=page).status_code not in {401, 403}


def test_only_json_is_read(browser: TestClient, tmp_path: Path) -> None:
    key = new_key(tmp_path)
    # What a form of another page could send without asking first.
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = browser.post(
            "/auth/key", content=f'{{"key": "{key}"}}', headers={"Content-Type": media}
        )
        assert told(reply, 415) == "unsupported-media-type"
    for body in ({}, {"key": 1}, {"key": key, "next": "/"}, {"key": "x" * 201}, [key]):
        reply = browser.post("/auth/key", json=body)
        assert key not in reply.text
        assert told(reply, 422) == "invalid-request"
    assert browser.get("/auth/key").status_code == 405


def test_a_changed_cookie_is_nobodys(browser: TestClient, tmp_path: Path) -> None:
    signed_in(browser, new_key(tmp_path))
    value = browser.cookies["refdesk"]
    head, body, seal = value.split(".")
    for bad in (value[:-3] + "AAA", f"{head}.{body[:-2]}.{seal}", f"{head}.{body}.", body, ""):
        browser.cookies.clear()
        browser.cookies.set("refdesk", bad)
        assert browser.get("/v1/session").json()["role"] == "public"
        assert browser.get("/v1/answers/x").status_code == 401


def test_a_cookie_of_a_deleted_signing_key_is_nobodys(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path)), base_url=HERE) as client:
        signed_in(client, new_key(tmp_path))
        value = client.cookies["refdesk"]
    for chosen, role in (("", "staff"), ("x" * 32, "public")):
        settings = Settings(data=tmp_path, signing_key=SecretStr(chosen))
        with TestClient(create_app(settings), base_url=HERE) as again:
            again.cookies.set("refdesk", value)
            assert again.get("/v1/session").json()["role"] == role
    (tmp_path / FILE).unlink()
    with TestClient(create_app(Settings(data=tmp_path)), base_url=HERE) as fresh:
        fresh.cookies.set("refdesk", value)
        assert fresh.get("/v1/session").json()["role"] == "public"


def test_without_a_usable_signing_key_the_service_starts_and_signs_nobody_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"k" * 48)
    (tmp_path / FILE).chmod(0o644)
    with TestClient(create_app(Settings(data=tmp_path)), base_url=HERE) as client:
        key = new_key(tmp_path)
        assert told(sign_in(client, key), 503) == "sign-in-unavailable"
        assert "chmod 600" in caplog.text
        assert client.get("/v1/session", headers=bearer(key)).json()["role"] == "staff"


def test_a_service_that_nobody_signs_in_to_makes_no_signing_key(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "none")), base_url=HERE) as client:
        assert client.get("/v1/session").json()["role"] == "public"
    assert not (tmp_path / "none" / FILE).exists()


def test_keys_that_cannot_be_read_are_told(browser: TestClient, tmp_path: Path) -> None:
    key = new_key(tmp_path)
    signed_in(browser, key)
    database = open_database(tmp_path / DATABASE_FILE)
    with database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE keys RENAME TO gone")
    database.close()
    assert told(browser.get("/v1/session"), 503) == "keys-unusable"
    assert told(sign_in(browser, key), 503) == "keys-unusable"


def test_a_key_and_its_cookie_are_in_no_log(
    browser: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    key = new_key(tmp_path)
    page = signed_in(browser, key)
    browser.get("/v1/session")
    assert_problem(sign_in(browser, GUESSED), 401)
    for secret in (key, GUESSED, page["X-CSRF-Token"], browser.cookies["refdesk"]):
        assert secret not in caplog.text


def test_a_new_key_after_rotation_is_another_sign_in(
    browser: TestClient, database: Database, tmp_path: Path
) -> None:
    key = new_key(tmp_path)
    signed_in(browser, key)
    _, after = KeyStore(database).rotate(key[4:14], timedelta(hours=1))
    assert browser.get("/v1/session").json()["role"] == "staff"
    _ = KeyStore(database).revoke(key[4:14])
    assert browser.get("/v1/session").json()["role"] == "public"
    signed_in(browser, after)
    assert browser.get("/v1/session").json()["role"] == "staff"

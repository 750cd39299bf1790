"""Every route by every caller, as docs/access.md has it. A route that is not there fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.door import Door
from api.access.keys import KeyStore
from api.access.roles import Role, anonymous
from api.app import create_app
from api.database import open_database
from api.database.engine import DATABASE_FILE
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key

SITE, OTHER, EVIL = "https://www.example.org", "https://b.example.org", "https://evil.example"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "access.md"
TABLE = re.compile(r"<!-- matrix -->\n(.*?)<!-- /matrix -->", re.DOTALL)
#: Statuses by which access turns a caller away.
AWAY = {401, 403}


@dataclass(frozen=True)
class Kind:
    """A kind of caller: its column in the table, and what it sends."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    data = tmp_path_factory.mktemp("matrix")
    # Nobody is asked at this address: the sign-ins are made here.
    issuer: dict[str, Any] = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "desk",
              "public_url": "http://localhost:8000", "oidc_staff": ("desk",)}  # fmt: skip
    return create_app(Settings(data=data, origins=(SITE, OTHER), limits="off", **issuer))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="module")
def kinds(app: FastAPI, client: TestClient) -> list[Kind]:
    del client  # started: its database is there
    door: Door = app.state.door
    data = app.state.provider.database().path.parent
    assert door.tokens is not None
    token = door.tokens.mint(anonymous("x"), SITE)
    assert token is not None
    claims = {"role": "public", "name": "", "client": "", "org": SITE}
    over = door.tokens.signer.sign("page", -1, claims)
    changed = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    revoked = new_key(data)
    database = open_database(data / DATABASE_FILE)
    KeyStore(database).revoke(revoked.split("_")[1])
    database.close()
    person = {"role": "staff", "name": "Ada", "key": "1", "csrf": "page value"}
    signed_in = {"Cookie": f"refdesk={door.tokens.signer.sign('session', 600, person)}"}
    ended = {"Cookie": f"refdesk={door.tokens.signer.sign('session', -1, person)}"}
    expired = new_key(data, Role.ADMIN, expires=datetime.now(UTC) - timedelta(seconds=1))
    return [
        Kind("public"),
        Kind("staff key", bearer(new_key(data))),
        Kind("admin key", bearer(new_key(data, Role.ADMIN))),
        Kind("staff page", signed_in | {"X-CSRF-Token": "page value"}),
        Kind("staff, no page token", signed_in),
        Kind("sign-in over", ended | {"X-CSRF-Token": "page value"}),
        Kind("expired key", bearer(expired)),
        Kind("revoked key", bearer(revoked)),
        Kind("wrong key", bearer("rdk_" + "a" * 10 + "_" + "b" * 43)),
        Kind("other site", {"Origin": EVIL}),
        Kind("other site, sign-in", {"Origin": EVIL} | signed_in),
        Kind("other site, admin key", {"Origin": EVIL} | bearer(new_key(data, Role.ADMIN))),
        Kind("listed site", {"Origin": SITE}),
        Kind("listed site, sign-in", {"Origin": SITE} | signed_in),
        Kind("listed site, token", {"Origin": SITE} | bearer(token)),
        Kind("token of another site", {"Origin": OTHER} | bearer(token)),
        Kind("token without a site", bearer(token)),
        Kind("expired token", {"Origin": SITE} | bearer(over)),
        Kind("changed token", {"Origin": SITE} | bearer(changed)),
    ]


def test_the_table_is_what_every_caller_sees(
    app: FastAPI, client: TestClient, kinds: list[Kind]
) -> None:
    found = TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found
    seen = table(app, client, kinds)
    assert found[1] == seen, f"write into {PAGE.name}, if it is meant so:\n{seen}"


def table(app: FastAPI, client: TestClient, kinds: list[Kind]) -> str:
    """Ask every route as every caller; return what came of it as a table."""
    door: Door = app.state.door
    lines = [
        "| route | scope | " + " | ".join(kind.name for kind in kinds) + " |",
        "|---|---|" + "---|" * len(kinds),
    ]
    asked = [
        (each.route.path, method, each.need.scope)
        for each in door.routes
        for method in each.route.methods or ()
    ]
    for path, method, scope in sorted(asked, key=lambda each: each[:2]):
        cells = [cell(client, method, path, kind) for kind in kinds]
        needed = f"`{scope}`" if scope else "none"
        lines.append(f"| `{method} {path}` | {needed} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def cell(client: TestClient, method: str, path: str, kind: Kind) -> str:
    where = re.sub(r"\{[^}]*\}", "x", path)
    body = {"question": "What is CRATUS?"} if path.startswith("/v1/ask") else {"query": "cells"}
    send = {"json": body} if method == "POST" and path != "/v1/session" else {}
    reply = client.request(method, where, headers=kind.headers, follow_redirects=False, **send)  # type: ignore[arg-type]
    assert reply.headers["X-Disclaimer-Id"]
    if reply.status_code in AWAY and "sign-in-failed" not in reply.text:
        return str(reply.status_code)
    return "yes"  # let in; what the route then makes of it is its own


def test_it_does_not_matter_how_a_path_is_written(client: TestClient) -> None:
    for path in ("/v1/answers/x", "/v1/answers/x?role=admin", "/v1/%61nswers/x", "/metrics"):
        assert client.get(path).status_code == 401
        assert client.head(path).status_code == 401
    for headers in (
        {"X-HTTP-Method-Override": "GET"},
        {"X-Original-URL": "/v1/tiers"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Authorization": "Basic YWRtaW46YWRtaW4="},
        {"Authorization": "Bearer"},
        {"Authorization": "bearer undefined"},
        {"Cookie": "refdesk_session=x; role=admin"},
    ):
        assert client.get("/v1/answers/x", headers=headers).status_code == 401

"""The operator's routes for snapshots: what they say, and what they leave alone when they fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access.roles import Role
from api.app import create_app
from api.settings import Settings
from index.keeping import active_id
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS


@pytest.fixture
def admin(two_of_own: Path) -> Iterator[TestClient]:
    app = create_app(Settings(data=two_of_own, reload_seconds=0))
    with TestClient(app, headers=bearer(new_key(two_of_own, Role.ADMIN))) as client:
        yield client


def ids(two_of_own: Path) -> list[str]:
    return sorted(each.name for each in (two_of_own / "snapshots").iterdir())


def states(body: dict[str, Any]) -> list[tuple[bool, bool]]:
    return [(each["active"], each["serving"]) for each in body["snapshots"]]


def answers_from(client: TestClient) -> str:
    answer = client.post("/v1/ask", json={"question": QUESTIONS["answered"]}).json()
    return str(answer["index"]["snapshot"])


def test_list_activate_and_roll_back(admin: TestClient, two_of_own: Path) -> None:
    first, second = ids(two_of_own)
    body = assert_disclaimed(admin.get("/v1/admin/snapshots"))
    assert [each["id"] for each in body["snapshots"]] == [first, second]
    assert states(body) == [(True, True), (False, False)]
    assert body["snapshots"][0]["articles"] == 2
    body = assert_disclaimed(admin.post(f"/v1/admin/snapshots/{second}/activate"))
    assert states(body) == [(False, False), (True, True)]
    assert answers_from(admin) == second
    body = assert_disclaimed(admin.post("/v1/admin/rollback"))
    assert states(body) == [(True, True), (False, False)]
    assert answers_from(admin) == first
    problem = assert_problem(admin.post("/v1/admin/rollback"), 409)
    assert problem["type"].endswith("no-older-snapshot")
    assert active_id(two_of_own) == first


def test_a_damaged_snapshot_is_not_activated(admin: TestClient, two_of_own: Path) -> None:
    first, second = ids(two_of_own)
    (two_of_own / "snapshots" / second / "pieces.f16").unlink()
    problem = assert_problem(admin.post(f"/v1/admin/snapshots/{second}/activate"), 409)
    assert problem["type"].endswith("snapshot-damaged")
    assert active_id(two_of_own) == first
    (two_of_own / "snapshots" / second / "manifest.json").unlink()
    body = assert_disclaimed(admin.get("/v1/admin/snapshots"))
    assert [each["readable"] for each in body["snapshots"]] == [True, False]
    assert body["snapshots"][1]["built_at"] is None
    for unknown in ("none", "2", "%00", "..%2F..", "a" * 3000):
        assert_problem(admin.post(f"/v1/admin/snapshots/{unknown}/activate"), 404)


def test_reload_follows_the_pointer_and_tries_again(admin: TestClient, two_of_own: Path) -> None:
    first, second = ids(two_of_own)
    part = two_of_own / "snapshots" / second / "pieces.f16"
    away = part.rename(two_of_own / "pieces")
    (two_of_own / "ACTIVE").write_text(f"{second}\n")
    body = assert_disclaimed(admin.post("/v1/admin/reload"))
    assert states(body) == [(False, True), (True, False)]
    assert body["warnings"] == ["new-snapshot-unusable"]
    assert answers_from(admin) == first
    away.rename(part)
    body = assert_disclaimed(admin.post("/v1/admin/reload"))
    assert states(body) == [(False, False), (True, True)]
    assert body["warnings"] == []


def test_operators_alone_reach_them(two_of_own: Path) -> None:
    with TestClient(create_app(Settings(data=two_of_own))) as client:
        for headers, status in ((None, 401), (bearer(new_key(two_of_own)), 403)):
            assert_problem(client.get("/v1/admin/snapshots", headers=headers), status)
            for path in ("reload", "rollback", f"snapshots/{ids(two_of_own)[1]}/activate"):
                assert_problem(client.post(f"/v1/admin/{path}", headers=headers), status)
    assert active_id(two_of_own) == ids(two_of_own)[0]

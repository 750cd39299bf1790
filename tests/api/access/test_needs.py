"""Every route says what it needs of its caller, or the service does not start."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.access.needs import Need, UndeclaredRouteError, declared, declared_for, needs, open_to
from api.access.roles import ROLE_SCOPES, Role, Scope
from api.app import create_app
from api.routes import library
from api.settings import Settings


async def nothing() -> None: ...


def test_a_route_without_a_need_keeps_the_service_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = APIRouter(prefix="/v1")
    router.add_api_route("/forgotten", nothing)
    monkeypatch.setattr(library, "router", router)
    with pytest.raises(UndeclaredRouteError, match="/v1/forgotten has 0 needs"):
        create_app(Settings(data=tmp_path))


def test_two_needs_and_mounts_are_no_declaration() -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route("/x", nothing, dependencies=[needs(Scope.ASK), open_to("all")])
    with pytest.raises(UndeclaredRouteError, match="2 needs"):
        declared(app.routes)
    mounted = Mount("/files", routes=[])
    with pytest.raises(UndeclaredRouteError, match="cannot say"):
        declared([mounted])


def test_a_need_of_a_router_holds_for_its_routes() -> None:
    router = APIRouter(prefix="/v1/admin", dependencies=[needs(Scope.ADMIN)])
    router.add_api_route("/{name}", nothing, methods=["POST"])
    app = FastAPI(openapi_url=None)
    app.include_router(router)
    (found,) = declared(app.routes)
    assert found.need == Need(Scope.ADMIN, "token")
    scope = {"type": "http", "path": "/v1/admin/x", "method": "POST"}
    assert declared_for([found], scope) == found
    assert declared_for([found], {**scope, "method": "GET"}) is None
    assert declared_for([found], {**scope, "path": "/v1/admin"}) is None


def test_a_route_holds_its_need_without_the_door() -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route("/x", nothing, dependencies=[needs(Scope.LIBRARY)])
    with TestClient(app) as client, pytest.raises(TypeError, match="past the door"):
        client.get("/x")


def test_roles_hold_more_and_more() -> None:
    public, staff, admin = (ROLE_SCOPES[role] for role in Role)
    assert public < staff < admin == set(Scope)
    assert public.isdisjoint(
        {Scope.GENERATE, Scope.RECORDS, Scope.DESK, Scope.ADMIN, Scope.METRICS}
    )
    assert Scope.DESK in staff


def test_a_path_that_only_decodes_to_a_route_has_its_need(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        for path in ("/v1/answers/x", "/v1/%61nswers/x", "/v1/answers/%2e%2e"):
            assert client.get(path).status_code == 401
        assert client.get("/v1/answers/x/").status_code == 404
        assert client.get("//v1/answers/x").status_code == 404


def test_head_needs_what_get_needs(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        assert client.head("/v1/answers/x").status_code == 401
        assert client.head("/v1/tiers").status_code == 200

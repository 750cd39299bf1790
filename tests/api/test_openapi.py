"""The OpenAPI document describes the service as it is: checked by requests made from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api.app import create_app
from api.provider import SnapshotProvider
from api.settings import Settings
from tests.api.api_checks import assert_disclaimed, assert_streamed

CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="session")
def api_schema(data_folder: Path) -> Any:  # noqa: ANN401 - schemathesis' own type
    chosen = Settings(data=data_folder)
    provider = SnapshotProvider(chosen)
    provider.refresh()
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(chosen, provider))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_requests_made_from_the_document(
    api_schema: Any,  # noqa: ANN401
    mode: GenerationMode,
) -> None:
    checked = set()
    for result in api_schema.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not _has_input(operation):
            continue
        _check_operation(operation, mode)
        checked.add(operation.label)
    assert len(checked) == (33 if mode is GenerationMode.POSITIVE else 12)


def _has_input(operation: Any) -> bool:  # noqa: ANN401
    # Any text is a valid path part, so only bodies and query parameters can be wrong.
    return bool(operation.body or operation.query)


def _check_operation(operation: Any, mode: GenerationMode) -> None:  # noqa: ANN401
    @seed(1)
    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:  # noqa: ANN401
        reply = case.call_and_validate(checks=CHECKS)
        assert reply.headers["x-disclaimer-id"]
        if operation.path != "/healthz":
            pairs = [(name, value) for name, values in reply.headers.items() for value in values]
            told = httpx.Response(reply.status_code, headers=pairs, content=reply.content)
            streamed = told.is_success and operation.path.endswith("/stream")
            (assert_streamed if streamed else assert_disclaimed)(told)

    check()


def test_the_document_names_the_routes_of_the_contract(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/ask",
        "/v1/ask/stream",
        "/v1/answers/{id}",
        "/v1/admin/answers/{id}",
        "/v1/admin/audit",
        "/v1/admin/deletions",
        "/v1/admin/feedback",
        "/v1/admin/feedback/{id}",
        "/v1/desk",
        "/v1/desk/ask",
        "/v1/desk/export",
        "/v1/feedback",
        "/v1/search",
        "/v1/articles",
        "/v1/articles/{slug}",
        "/v1/passages/{id}",
        "/v1/studies",
        "/v1/tiers",
        "/v1/caveats",
        "/v1/disclaimers",
        "/v1/session",
        "/v1/admin/snapshots",
        "/v1/admin/snapshots/{id}/activate",
        "/v1/admin/rollback",
        "/v1/admin/reload",
        "/v1/admin/rebuild",
        "/healthz",
        "/readyz",
    }
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert document["x-disclaimer"] == client.get("/v1/tiers").json()["disclaimer"]


def test_every_route_and_shape_stands_in_the_docs_page(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    page = client.get("/docs").text
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"<code>{method.upper()} {path}</code>" in page
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page

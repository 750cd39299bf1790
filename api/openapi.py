"""The OpenAPI document: the generated one, with the errors as they really are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.access.needs import Need
from api.access.roles import ROLE_SCOPES, Role
from api.convert import disclaimer_out
from api.guard import DISCLAIMER_HEADER
from api.library_schemas import ProblemOut
from api.problems import KINDS, PROBLEM_MEDIA
from api.streaming import EVENT_STREAM
from rag.disclaimers import disclaimer_for

DESCRIPTION: Final = """
Cited passages from a library of articles on mesenchymal stem cells, each with its evidence tier.
Never a recommendation.

- Every payload carries `disclaimer`, and every response the header `X-Disclaimer-Id`;
  `/healthz` is the only route without a disclaimer in its body.
- Errors are problem details (RFC 9457) as `application/problem+json`, with the same `disclaimer`.
- Spans count Unicode code points: `source[start:end] == quote`.
- `/v1/ask/stream` sends server-sent events, each with one JSON value as its data.
- Statements carry ids of tiers and caveats; evidence carries whole objects.
- An absent value is `null`. Unknown request fields are an error (422).
"""
STREAM: Final = "/v1/ask/stream"
_EVENT_SHAPES: Final = {
    "disclaimer": "DisclaimerOut",
    "policy": "PolicyOut",
    "evidence": "EvidenceOut",
    "statement": "StatementOut",
    "done": "AnswerOut",
    "error": "ProblemOut",
}
_BEARER: Final = "bearer"
_SCHEME: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key, or the token of POST /v1/session.",
}
_WITH_QUERY: Final = frozenset(
    {"/v1/studies", "/v1/admin/feedback", "/v1/admin/audit", "/v1/admin/deletions"}
)
_PROBLEM_REF: Final = {"$ref": "#/components/schemas/ProblemOut"}


def install_openapi(app: FastAPI, version: str) -> None:
    """Make `app.openapi()` return the finished document, generated once."""
    cached: dict[str, Any] = {}

    def document() -> dict[str, Any]:
        if not cached:
            cached.update(_document(app, version))
        return cached

    setter: Callable[[], dict[str, Any]] = document
    app.openapi = setter  # type: ignore[method-assign]


def _document(app: FastAPI, version: str) -> dict[str, Any]:
    found = get_openapi(
        title="Refdesk", version=version, description=DESCRIPTION.strip(), routes=app.routes
    )
    schemas = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    _, problem = models_json_schema(
        [(ProblemOut, "serialization")], ref_template="#/components/schemas/{model}"
    )
    schemas.update(problem["$defs"])
    found["paths"][STREAM]["post"]["responses"]["200"] = {
        "description": "Server-sent events, in the order in which they are listed.",
        "content": {EVENT_STREAM: {"itemSchema": event_schema()}},
    }
    found["components"]["securitySchemes"] = {_BEARER: _SCHEME}
    needed = {
        (each.route.path, method): each.need
        for each in app.state.door.routes
        for method in each.route.methods
    }
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _finish(path, method, operation, needed.get((path, method.upper())))
    found["x-disclaimer"] = disclaimer_out(disclaimer_for(None)).model_dump()
    return found


def event_schema() -> dict[str, Any]:
    """Return the schema of one server-sent event of an answer (OpenAPI 3.2, 4.14.4)."""
    return {"oneOf": [_event(name, shape) for name, shape in _EVENT_SHAPES.items()]}


def _event(name: str, shape: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{shape}"}
    if name == "evidence":
        schema = {"type": "array", "items": schema}
    data = {
        "type": "string", "contentMediaType": "application/json", "contentSchema": schema
    }  # fmt: skip
    return {
        "type": "object",
        "required": ["event", "data"],
        "properties": {"event": {"const": name}, "data": data},
    }


def _finish(path: str, method: str, operation: dict[str, Any], need: Need | None) -> None:
    responses = operation["responses"]
    if need is not None and need.cost != "none":
        # An empty requirement: it may be asked without credentials (OpenAPI 3.1, 4.8.10).
        public = need.scope is None or need.scope in ROLE_SCOPES[Role.PUBLIC]
        operation["security"] = [{}, {_BEARER: []}] if public else [{_BEARER: []}]
        if need.scope is not None:
            operation["x-scope"] = need.scope.value
    responses.pop("422", None)
    for status in error_statuses(path, method):
        titles = sorted({kind.title for kind in KINDS.values() if kind.status == status})
        responses[str(status)] = {
            "description": "; ".join(titles),
            "content": {PROBLEM_MEDIA: {"schema": _PROBLEM_REF}},
        }
    for response in responses.values():
        response["headers"] = {
            DISCLAIMER_HEADER: {
                "description": "Id of the disclaimer.",
                "required": True,
                "schema": {"type": "string"},
            }
        }


def error_statuses(path: str, method: str) -> list[int]:
    """Return the error statuses that a route can give, ascending."""
    statuses = {500}
    if path == "/healthz":
        return [500]
    statuses.add(503)
    if path.startswith("/v1/"):
        statuses |= {401, 403, 429}
    if "{" in path:
        statuses |= {404, 422}
    if path in _WITH_QUERY:
        statuses.add(422)
    if method in {"post", "delete"}:
        statuses |= {408, 413}
    if method == "post" and path != "/v1/session":
        statuses |= {415, 422}
    changing = path.endswith(("/activate", "/rollback", "/rebuild")) and method != "get"
    if changing or path in {"/v1/ask", STREAM, "/v1/feedback"} or path.startswith("/v1/desk/"):
        statuses.add(409)
    if method == "post" and path in {"/v1/feedback", "/v1/admin/deletions", "/v1/desk/ask"}:
        statuses.add(404)
    return sorted(statuses)

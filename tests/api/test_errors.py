"""One error shape over every route and method, and nothing of a request in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.problems import KINDS
from api.settings import MAX_BODY_BYTES, Settings
from index.snapshot import open_snapshot
from rag.desk import ReferenceDesk
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS

CANARY = "zebrafinch"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
BODY = {"Content-Type": "application/json"}


def routes(app: FastAPI) -> list[tuple[str, set[str]]]:
    """Return (path, methods) of every route of the application itself."""
    found: dict[str, set[str]] = {}
    for path, methods in _walk(app.routes):
        found.setdefault(path, set()).update(methods)
    return list(found.items())


def _walk(found: Any) -> list[tuple[str, set[str]]]:  # noqa: ANN401 - routes of two libraries
    walked = []
    for route in found:
        if isinstance(route, APIRoute):
            walked.append((route.path, set(route.methods or ())))
        elif hasattr(route, "original_router"):
            walked += _walk(route.original_router.routes)
    return walked


def test_the_walk_finds_the_contract(app: FastAPI) -> None:
    paths = {path for path, _ in routes(app)}
    assert {"/v1/ask", "/v1/search", "/v1/articles/{slug}", "/healthz", "/", "/docs"} <= paths
    assert len(paths) >= 15


def test_every_route_refuses_other_methods_in_one_shape(app: FastAPI, client: TestClient) -> None:
    for path, allowed in routes(app):
        for method in METHODS:
            if method in allowed or (method == "HEAD" and "GET" in allowed):
                continue
            reply = client.request(method, path.replace("{slug}", "x").replace("{id}", "x"))
            if method == "HEAD":
                assert reply.status_code == 405
                assert reply.content == b""
                assert reply.headers["X-Disclaimer-Id"]
                continue
            assert_problem(reply, 405)
            assert set(reply.headers["Allow"].split(", ")) == allowed


def test_every_route_carries_header_and_security_headers(app: FastAPI, client: TestClient) -> None:
    for path, allowed in routes(app):
        reply = client.request(min(allowed), path)
        assert reply.headers["X-Disclaimer-Id"], path
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        policy = reply.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "access-control-allow-origin" not in reply.headers


def test_without_a_snapshot_routes_say_so(empty_client: TestClient) -> None:
    for path in ("/readyz", "/v1/articles", "/v1/articles/x", "/v1/passages/x", "/v1/studies"):
        body = assert_problem(empty_client.get(path), 503)
        assert body["type"].endswith("no-snapshot")
    assert_problem(empty_client.post("/v1/ask", json={"question": "What?"}), 503)
    assert_problem(empty_client.post("/v1/search", json={"query": "What?"}), 503)
    assert empty_client.get("/healthz").json() == {"status": "alive"}
    assert_disclaimed(empty_client.get("/v1/tiers"))


def test_a_damaged_snapshot_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "ACTIVE").write_text("20200101-gone\n")
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        body = assert_problem(client.get("/readyz"), 503)
    assert body["type"].endswith("snapshot-unusable")
    assert str(tmp_path) not in json.dumps(body)


class _BrokenDesk:
    """A provider whose desk fails with the question's words in its exception."""

    def close(self) -> None: ...

    def desk(self) -> ReferenceDesk:
        raise RuntimeError(f"{CANARY} in an exception")

    take = desk

    def refresh(self, *, told: bool = False) -> None: ...

    def unusable(self) -> None: ...

    def serving(self) -> str:
        return ""


def test_an_unforeseen_failure_leaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    broken: Any = _BrokenDesk()
    with TestClient(create_app(Settings(), broken)) as client:
        reply = client.post("/v1/ask", json={"question": CANARY})
    assert_problem(reply, 500)
    assert CANARY not in reply.text
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "payload",
    [b'{"ok":true}', b"[1]", b"not json", b'{"disclaimer":{"id":"general-en-1.0.0"}}', b""],
)
def test_a_payload_without_its_disclaimer_is_held_back(payload: bytes) -> None:
    app = create_app(Settings(data=Path("nowhere")))

    @app.get("/v1/forgetful")
    def forgetful(request: Request) -> Response:
        del request
        return Response(payload, media_type="application/json")

    with TestClient(app) as client:
        body = assert_problem(client.get("/v1/forgetful"), 500)
    assert "ok" not in body


def test_an_altered_disclaimer_is_held_back(client: TestClient) -> None:
    altered = client.get("/v1/tiers").json()["disclaimer"]
    altered["text"] = altered["text"].replace("not medical advice", "medical advice")
    app = create_app(Settings(data=Path("nowhere")))

    @app.get("/v1/altered")
    def reworded() -> Response:
        return Response(json.dumps({"disclaimer": altered}), media_type="application/json")

    with TestClient(app) as other:
        assert_problem(other.get("/v1/altered"), 500)


@pytest.mark.parametrize(
    ("content", "location", "code"),
    [
        (b"", "body", "json_invalid"),
        (b"{", "body", "json_invalid"),
        (b'{"question": NaN}', "body", "json_invalid"),
        (b'{"question": "caf\xe9"}', "body", "not_utf8"),
        (b"[" * 60_000, "body", "json_too_deep"),
        (b"[]", "body", "model_attributes_type"),
        (b"{}", "body.question", "missing"),
        (b'{"question": 5}', "body.question", "string_type"),
        (b'{"question": ""}', "body.question", "string_too_short"),
        (b'{"question": "   "}', "body.question", "empty"),
        (b'{"question": "a\\u0000b"}', "body.question", "control_characters"),
        (b'{"question": "a\\ud800b"}', "body.question", "string_unicode"),
        (b'{"question": "x", "extra": 1}', "body.extra", "extra_forbidden"),
        (b'{"question": "x", "my words here": 1}', "body.?", "extra_forbidden"),
        (b'{"question": "x", "max_evidence": 0}', "body.max_evidence", "greater_than_equal"),
        (b'{"question": "x", "max_evidence": 21}', "body.max_evidence", "less_than_equal"),
        (b'{"question": "x", "max_evidence": true}', "body.max_evidence", "int_type"),
        (b'{"question": "x", "mode": "free"}', "body.mode", "literal_error"),
        (b'{"question": "x", "locale": "../en"}', "body.locale", "string_pattern_mismatch"),
        (b'{"question": "x", "filters": {"tiers": ["best"]}}', "body.filters.tiers.0",
         "unknown_tier"),
        (b'{"question": "x", "filters": {"since_year": 1}}', "body.filters.since_year",
         "greater_than_equal"),
        (b'{"question": "x", "filters": {"human": true}}', "body.filters.human",
         "extra_forbidden"),
    ],
)  # fmt: skip
def test_bad_bodies(client: TestClient, content: bytes, location: str, code: str) -> None:
    body = assert_problem(client.post("/v1/ask", content=content, headers=BODY), 422)
    assert [(error["location"], error["code"]) for error in body["errors"]] == [(location, code)]
    assert body["errors"][0]["message"]


def test_the_length_of_a_question_counts_after_nfc(client: TestClient) -> None:
    decomposed = "e\u0301" * 1500  # 3,000 characters, 1,500 after NFC
    assert client.post("/v1/ask", json={"question": decomposed}).status_code == 200
    reply = client.post("/v1/ask", json={"question": f"{CANARY} " * 300})
    body = assert_problem(reply, 422)
    assert body["errors"][0]["code"] == "too_long_question"
    assert CANARY not in reply.text


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "", "application/json;charset=latin1"]
)
def test_only_json_is_taken(client: TestClient, media: str) -> None:
    headers = {"Content-Type": media} if media else {}
    reply = client.post("/v1/search", content=b'{"query": "cells"}', headers=headers)
    assert_problem(reply, 415)


def test_a_charset_of_utf8_is_taken(client: TestClient) -> None:
    headers = {"Content-Type": 'Application/JSON; charset="UTF-8"'}
    reply = client.post("/v1/search", content=b'{"query": "cells", "k": 1.0}', headers=headers)
    assert reply.status_code == 200


def test_a_huge_body_is_refused_told_or_untold(client: TestClient) -> None:
    big = b'{"question": "' + b"x" * MAX_BODY_BYTES + b'"}'
    assert_problem(client.post("/v1/ask", content=big, headers=BODY), 413)

    def pieces() -> Any:  # noqa: ANN401 - a body without a length
        for _ in range(80):
            yield b"x" * 1024

    assert_problem(client.post("/v1/ask", content=pieces(), headers=BODY), 413)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(
        ["/v1/ask", "/v1/search", "/v1/articles", "/v1/articles/frailty", "/v1/articles/x",
         "/v1/passages/x", "/v1/studies", "/v1/studies?limit=0", "/v1/tiers", "/v1/caveats",
         "/v1/disclaimers", "/readyz", "/v1/nothing", "/nothing"]
    ),
    method=st.sampled_from(METHODS[:6]),
    question=st.one_of(st.sampled_from(list(QUESTIONS.values())), st.text(max_size=40)),
    more=st.dictionaries(
        st.sampled_from(["locale", "mode", "max_evidence", "disclaimer", "k", "filters"]),
        st.one_of(st.none(), st.booleans(), st.integers(-1, 30),
                  st.sampled_from(["en-GB", "fr", "none", "auto", ""])),
        max_size=2,
    ),
)  # fmt: skip
def test_no_request_gets_a_payload_without_its_disclaimer(
    client: TestClient, path: str, method: str, question: str, more: dict[str, object]
) -> None:
    field = "query" if path == "/v1/search" else "question"
    content = json.dumps({field: question, **more}).encode()
    reply = client.request(method, path, content=content, headers=BODY)
    assert reply.headers["X-Disclaimer-Id"]
    assert reply.status_code != 500
    if method != "HEAD":
        assert_disclaimed(reply)
        if reply.status_code >= 400:
            assert_problem(reply, reply.status_code)


def test_every_problem_kind_has_words_and_a_status() -> None:
    for kind in KINDS.values():
        assert 400 <= kind.status < 600
        assert kind.title
        assert kind.detail.endswith(".")


def test_the_snapshot_is_closed_at_the_end(data_folder: Path) -> None:
    opened = []

    def opener(settings: Settings) -> Any:  # noqa: ANN401 - index.snapshot.Snapshot
        opened.append(open_snapshot(settings.data))
        return opened[0]

    from api.provider import SnapshotProvider

    chosen = Settings(data=data_folder)
    with TestClient(create_app(chosen, SnapshotProvider(chosen, opener))) as client:
        assert client.get("/readyz").status_code == 200
    assert opened[0].store._file._open == []

"""Log lines: one for each request, with its id, and nothing of what was asked."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.observing.logs import JsonLines, TextLines, configure_logs
from api.observing.metrics import Metrics
from api.observing.observer import Observer
from tests.api.api_inputs import QUESTIONS

CANARY = "zebrafinch"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Return what a JSON log of all levels holds, beside whatever else listens."""
    held = io.StringIO()
    handler = logging.StreamHandler(held)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield held
    root.removeHandler(handler)
    root.setLevel(level)


def told(lines: io.StringIO) -> list[dict[str, Any]]:
    every = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [each for each in every if each["logger"] == "refdesk.http"]


def test_one_line_for_each_request(client: TestClient, lines: io.StringIO) -> None:
    asked = client.post("/v1/ask?q=" + CANARY, json={"question": f"What is {CANARY}?"})
    missed = client.get(f"/v1/articles/{CANARY}")
    nowhere = client.get(f"/{CANARY}?q={CANARY}")
    probe = client.get("/healthz")
    found = told(lines)
    shown = [(each["level"], each["method"], each["route"], each["status"]) for each in found]
    assert shown == [
        ("info", "POST", "/v1/ask", 200),
        ("info", "GET", "/v1/articles/{slug}", 404),
        ("info", "GET", "", 404),
        ("debug", "GET", "/healthz", 200),
    ]
    replies = [asked, missed, nowhere, probe]
    assert [each["request"] for each in found] == [each.headers["X-Request-Id"] for each in replies]
    assert len({each["request"] for each in found}) == 4
    # The client of this test, which runs in the same process, has a log of its own.
    ours = [line for line in lines.getvalue().splitlines() if '"logger": "refdesk' in line]
    assert len(ours) >= 4
    assert CANARY not in "".join(ours)
    assert all(isinstance(each["ms"], int) for each in found)


def test_every_line_of_a_request_has_its_id(client: TestClient, lines: io.StringIO) -> None:
    log = logging.getLogger("refdesk.test")
    app = client.app
    assert isinstance(app, FastAPI)
    # Written where answers are made: in another thread.
    metrics: Metrics = app.state.metrics
    counted = metrics.answered
    metrics.answered = lambda answer: log.info("counted") or counted(answer)  # type: ignore
    try:
        reply = client.post("/v1/ask", json={"question": QUESTIONS["refused"]})
    finally:
        del metrics.answered
    every = [json.loads(line) for line in lines.getvalue().splitlines()]
    names = {each.get("request") for each in every if each["logger"].startswith("refdesk.")}
    assert names == {reply.headers["X-Request-Id"]}


@pytest.mark.parametrize(
    ("sent", "client", "taken"),
    [
        ("0123456789abcdef", "10.0.0.7", True),
        ("0123456789abcdef", "192.0.2.1", False),
        ("0123456789abcdef", "testclient", False),
        ("short", "10.0.0.7", False),
        ("a" * 65, "10.0.0.7", False),
        ('abcdefgh"} {"level":', "10.0.0.7", False),
        ("caf\xe9 au lait", "10.0.0.7", False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_alone(sent: str, client: str, taken: bool) -> None:
    inner = FastAPI()

    @inner.get("/")
    def page() -> dict[str, str]:
        return {}

    app = Observer(inner, Metrics("1"), [ip_network("10.0.0.0/8")])
    asker = TestClient(app, client=(client, 1))
    reply = asker.get("/", headers=[(b"x-request-id", sent.encode("latin-1"))])
    assert (reply.headers["X-Request-Id"] == sent) is taken
    assert reply.headers["X-Request-Id"].isalnum() or taken


def test_an_exception_is_told_without_its_words() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        record = logging.LogRecord("x", 40, "", 0, "failed\n%s", ("now",), sys.exc_info())
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "failed\nnow"
    assert told["failure"].startswith("ValueError at")
    assert CANARY not in line + TextLines().format(record)


def test_the_form_is_a_setting(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure_logs("warning", "json")
        logging.getLogger("refdesk.test").warning("mind %d", 5)
        logging.getLogger("refdesk.test").info("not this")
        configure_logs("info", "text")
        logging.getLogger("refdesk.test").info("plain")
        logging.getLogger("uvicorn.error").info("not this")
    finally:
        root.handlers[:], root.level = handlers, level
    first, second = capsys.readouterr().err.splitlines()
    assert json.loads(first)["message"] == "mind 5"
    assert second.endswith(" INFO plain")

"""What holds for every response, whatever was asked."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Protocol

from rag.disclaimers import MANDATORY_ELEMENTS, all_disclaimers


class Reply(Protocol):
    """The part of a response that is looked at."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Any: ...  # noqa: ANN401 - of whichever client
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...  # noqa: ANN401


def assert_disclaimed(reply: Reply) -> dict[str, Any]:
    """Check body and header of a payload; return the body."""
    body: dict[str, Any] = reply.json()
    carried = body["disclaimer"]
    assert set(carried) == {"id", "version", "lang", "text", "sha256", "elements"}
    assert carried["id"] in {each.id for each in all_disclaimers()}
    assert hashlib.sha256(carried["text"].encode()).hexdigest() == carried["sha256"]
    assert set(carried["elements"]) >= set(MANDATORY_ELEMENTS.values())
    assert reply.headers["X-Disclaimer-Id"] == carried["id"]
    return body


def events_of(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream, in order, each with the value of its data."""
    found = []
    for block in text.split("\n\n")[:-1]:
        lines = [line for line in block.split("\n") if not line.startswith(":")]
        if lines:
            name, data = lines
            assert name.startswith("event: ")
            assert data.startswith("data: ")
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def assert_streamed(reply: Reply) -> dict[str, Any]:
    """Check an event stream against the contract; return the answer of its last event."""
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    events = events_of(reply.text)
    names = [name for name, _ in events]
    values = [value for _, value in events]
    statements = names.count("statement")
    assert names == ["disclaimer", "policy", "evidence", *["statement"] * statements, "done"]
    answer: dict[str, Any] = values[-1]
    assert values[:3] == [answer["disclaimer"], answer["policy"], answer["evidence"]]
    assert values[3:-1] == answer["statements"]
    assert reply.headers["X-Disclaimer-Id"] == answer["disclaimer"]["id"]
    assert answer["disclaimer"]["id"] in {each.id for each in all_disclaimers()}
    return answer


def assert_problem(reply: Reply, status: int) -> dict[str, Any]:
    """Check the one error shape; return the body."""
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    body = assert_disclaimed(reply)
    extra = {"errors"} if status == 422 else set()
    assert set(body) == {"type", "title", "status", "detail", "disclaimer"} | extra
    assert body["status"] == status
    assert body["type"].startswith("urn:refdesk:problem:")
    for error in body.get("errors", []):
        assert set(error) == {"location", "code", "message"}
    return body

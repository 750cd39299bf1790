"""What holds for every response, whatever was asked."""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

from rag.disclaimers import MANDATORY_ELEMENTS, all_disclaimers


class Reply(Protocol):
    """The part of a response that is looked at."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Any: ...  # noqa: ANN401 - of whichever client
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

"""POST /v1/feedback over HTTP: strict, bounded, of known answers, with the disclaimer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS


@pytest.fixture(scope="module")
def answer_id(client: TestClient) -> str:
    found: str = client.post("/v1/ask", json={"question": QUESTIONS["answered"]}).json()[
        "answer_id"
    ]
    return found


def test_feedback_is_kept_and_said_again_replaces_itself(
    client: TestClient, answer_id: str
) -> None:
    body = {"answer_id": answer_id, "rating": "down", "tags": ["wrong_citation"], "comment": "x"}
    first = assert_disclaimed(client.post("/v1/feedback", json=body))
    assert set(first) == {"disclaimer", "feedback_id", "answer_id", "state"}
    assert (first["answer_id"], first["state"]) == (answer_id, "new")
    again = client.post("/v1/feedback", json={"answer_id": answer_id, "rating": "up"})
    assert assert_disclaimed(again)["feedback_id"] == first["feedback_id"]


def test_each_key_is_a_caller_of_its_own(
    client: TestClient, answer_id: str, data_folder: Path
) -> None:
    body = {"answer_id": answer_id, "rating": "up"}
    names = {
        client.post("/v1/feedback", json=body, headers=bearer(new_key(data_folder))).json()[
            "feedback_id"
        ]
        for _ in range(2)
    }
    names.add(client.post("/v1/feedback", json=body).json()["feedback_id"])
    assert len(names) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"rating": "good"},
        {"rating": 1},
        {"rating": None},
        {"tags": ["no such tag"]},
        {"tags": "wrong_citation"},
        {"tags": ["other"] * 10},
        {"comment": "x" * 2001},
        {"comment": None},
        {"answer_id": ""},
        {"answer_id": "a b"},
        {"answer_id": "a" * 65},
        {"more": 1},
    ],
)
def test_what_is_no_feedback_is_refused(
    client: TestClient, answer_id: str, changed: dict[str, object]
) -> None:
    body = {"answer_id": answer_id, "rating": "up", **changed}
    assert_problem(client.post("/v1/feedback", json=body), 422)


def test_without_its_answer_it_is_not_found(client: TestClient, data_folder: Path) -> None:
    body = {"answer_id": "f" * 32, "rating": "up"}
    assert_problem(client.post("/v1/feedback", json=body), 404)
    assert_problem(client.post("/v1/feedback", content=b"{}"), 415)
    with TestClient(create_app(Settings(data=data_folder, records="off"))) as off:
        answer = off.post("/v1/ask", json={"question": QUESTIONS["answered"]}).json()
        body["answer_id"] = answer["answer_id"]
        assert_problem(off.post("/v1/feedback", json=body), 404)


def test_no_word_of_a_comment_is_logged(
    client: TestClient, answer_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"answer_id": answer_id, "rating": "down", "comment": "zebrafinch " * 200}
    reply = client.post("/v1/feedback", json=body)
    assert reply.status_code in {200, 422}
    assert "zebrafinch" not in caplog.text + json.dumps(reply.json())


def test_without_a_database_it_is_told(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        for each in tmp_path.glob("refdesk.sqlite*"):
            each.unlink()
        (tmp_path / "refdesk.sqlite").mkdir()
        reply = client.post("/v1/feedback", json={"answer_id": "x", "rating": "up"})
        assert assert_problem(reply, 503)["type"].endswith("records-unusable")

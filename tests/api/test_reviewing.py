"""The admin routes: feedback reviewed, answers audited, records deleted, each by an admin alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access.roles import Role
from api.app import create_app
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS

QUESTION = QUESTIONS["answered"]


@pytest.fixture(scope="module")
def folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of our own whose snapshots are those of the shared one."""
    own = tmp_path_factory.mktemp("reviewed")
    for entry in data_folder.iterdir():
        if not entry.name.startswith("refdesk.sqlite"):
            (own / entry.name).symlink_to(entry)
    return own


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=folder, limits="off"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def admin(desk: TestClient, folder: Path) -> dict[str, str]:
    del desk
    return bearer(new_key(folder, Role.ADMIN))


@pytest.fixture(scope="module")
def staff(desk: TestClient, folder: Path) -> dict[str, str]:
    del desk
    return bearer(new_key(folder))


def ask(desk: TestClient, question: str = QUESTION, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    headers = more.pop("headers", {})
    reply = desk.post("/v1/ask", json={"question": question, **more}, headers=headers)
    return assert_disclaimed(reply)


def say(desk: TestClient, answer: dict[str, Any], **more: Any) -> str:  # noqa: ANN401
    body = {"answer_id": answer["answer_id"], "rating": "down", **more}
    found: str = desk.post("/v1/feedback", json=body).json()["feedback_id"]
    return found


def get(desk: TestClient, path: str, headers: dict[str, str]) -> dict[str, Any]:
    reply = desk.get(path, headers=headers)
    assert reply.status_code == 200, reply.text
    return assert_disclaimed(reply)


def test_feedback_is_listed_and_reviewed(desk: TestClient, admin: dict[str, str]) -> None:
    answer = ask(desk)
    name = say(desk, answer, tags=["wrong_citation"], comment="from jane@example.org")
    path = f"/v1/admin/feedback?answer_id={answer['answer_id']}"
    listed = get(desk, f"{path}&state=new&rating=down&tag=wrong_citation", admin)
    assert set(listed) == {"disclaimer", "total", "offset", "limit", "feedback"}
    (entry,) = listed["feedback"]
    assert entry["feedback_id"] == name
    assert (entry["caller"], entry["comment"]) == ("public", "from [email]")
    for action, state in (("accept", "accepted"), ("dismiss", "dismissed")):
        reply = desk.post(f"/v1/admin/feedback/{name}", json={"action": action}, headers=admin)
        told = assert_disclaimed(reply)["feedback"]
        assert told["state"] == state
        assert re.fullmatch(r"key:\w+ \(a admin key\)", told["reviewed_by"])
    assert get(desk, f"{path}&state=new", admin)["total"] == 0
    changed = desk.post("/v1/feedback", json={"answer_id": answer["answer_id"], "rating": "up"})
    assert assert_problem(changed, 409)["type"].endswith("feedback-reviewed")


def test_what_cannot_be_reviewed(desk: TestClient, admin: dict[str, str]) -> None:
    name = say(desk, ask(desk))
    path = f"/v1/admin/feedback/{name}"
    bodies: list[object] = [{}, {"action": "praise"}, {"action": "accept", "more": 1}, []]
    for body in bodies:
        assert_problem(desk.post(path, json=body, headers=admin), 422)
    assert_problem(desk.post(path, content=b"{}", headers=admin), 415)
    for other in ("x", "%00", "%ED%A0%80", "a" * 200):
        reply = desk.post(f"/v1/admin/feedback/{other}", json={"action": "accept"}, headers=admin)
        assert_problem(reply, 404)


def test_the_audit_tells_who_asked_and_what_was_decided(
    desk: TestClient, admin: dict[str, str], staff: dict[str, str]
) -> None:
    talk = "an-audited-talk"
    answers = [
        ask(desk, conversation_id=talk),
        ask(desk, QUESTIONS["refused"], conversation_id=talk, headers=staff),
    ]
    found = get(desk, f"/v1/admin/audit?conversation_id={talk}", admin)
    assert found["total"] == 2
    newest, oldest = found["answers"]
    assert [newest["answer_id"], oldest["answer_id"]] == [
        answers[1]["answer_id"], answers[0]["answer_id"]
    ]  # fmt: skip
    assert (oldest["asked_by"], newest["asked_by"]) == ("public", "staff")
    record = oldest["record"]
    assert record["question_sha256"] == hashlib.sha256(QUESTION.encode()).hexdigest()
    assert record["policy"] == answers[0]["policy"]
    assert record["snapshot"] == answers[0]["index"]["snapshot"]
    assert record["passages"] == list(
        dict.fromkeys(entry["passage_id"] for entry in answers[0]["evidence"])
    )
    assert record["timings_ms"]["total"] > 0
    assert record["versions"]["refdesk"]
    for asked, count in (
        ("asked_by=staff", 1),
        ("asked_by=admin", 0),
        ("outcome=refused", 1),
        (f"category={answers[1]['policy']['category']}&since={newest['made_at'][:10]}", 1),
        (f"until={oldest['made_at'].replace('+00:00', 'Z')}", 0),
        ("since=2999-01-01", 0),
    ):
        path = f"/v1/admin/audit?conversation_id={talk}&{asked}"
        assert get(desk, path, admin)["total"] == count, asked
    pages = [
        get(desk, f"/v1/admin/audit?conversation_id={talk}&limit=1&offset={at}", admin)["answers"]
        for at in (0, 1, 2)
    ]
    assert pages == [[newest], [oldest], []]


@pytest.mark.parametrize(
    "asked",
    ["outcome=good", "since=yesterday", "since=2026-13-01", "until=2026-11-22T99:00",
     "since=0001-01-01T00:00:00%2B23:59", "limit=0", "offset=-1", "more=1",
     "conversation_id=%00"],
)  # fmt: skip
def test_a_query_that_cannot_be_read(desk: TestClient, admin: dict[str, str], asked: str) -> None:
    assert_problem(desk.get(f"/v1/admin/audit?{asked}", headers=admin), 422)


def test_records_are_deleted_by_answer_and_by_conversation(
    desk: TestClient, admin: dict[str, str]
) -> None:
    single = ask(desk)
    first, second = (ask(desk, conversation_id="gone") for _ in range(2))
    say(desk, single)
    done = desk.delete(f"/v1/admin/answers/{single['answer_id']}", headers=admin)
    assert assert_disclaimed(done)["deleted"] == 1
    again = desk.delete(f"/v1/admin/answers/{single['answer_id']}", headers=admin)
    assert_problem(again, 404)
    body = {"conversation_id": "gone"}
    done = desk.post("/v1/admin/deletions", json=body, headers=admin)
    assert assert_disclaimed(done)["deleted"] == 2
    assert_problem(desk.post("/v1/admin/deletions", json=body, headers=admin), 404)
    for answer in (single, first, second):
        assert_problem(desk.get(f"/v1/answers/{answer['answer_id']}", headers=admin), 404)
        path = f"/v1/admin/feedback?answer_id={answer['answer_id']}"
        assert get(desk, path, admin)["total"] == 0
    listed = get(desk, "/v1/admin/deletions?limit=100", admin)
    told = {each["answer_id"]: each for each in listed["deletions"]}
    assert {single["answer_id"], first["answer_id"], second["answer_id"]} <= set(told)
    assert told[single["answer_id"]]["deleted_by"].startswith("key:")
    assert_problem(desk.delete("/v1/admin/answers/%00", headers=admin), 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/admin/feedback"),
        ("POST", "/v1/admin/feedback/x"),
        ("GET", "/v1/admin/audit"),
        ("GET", "/v1/admin/deletions"),
        ("POST", "/v1/admin/deletions"),
        ("DELETE", "/v1/admin/answers/x"),
    ],
)
def test_nobody_else_may(desk: TestClient, staff: dict[str, str], method: str, path: str) -> None:
    assert_problem(desk.request(method, path, json={}), 401)
    assert_problem(desk.request(method, path, json={}, headers=staff), 403)

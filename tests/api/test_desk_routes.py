"""The routes of the staff desk: what stands behind an answer, from any snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from api.access.roles import Role
from api.app import create_app
from api.choices import Fate
from api.database import open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from api.exporting.seal import check_seal
from api.problems import ProblemError
from api.schemas import AnswerOut
from api.settings import Settings
from index.errors import SnapshotError
from index.lease import Lease
from rag.behind import FATES
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS


@pytest.fixture
def staff(two_of_own: Path) -> Iterator[TestClient]:
    app = create_app(Settings(data=two_of_own, reload_seconds=0))
    with TestClient(app, headers=bearer(new_key(two_of_own, Role.STAFF))) as client:
        yield client


def asked(client: TestClient, **fields: str) -> dict[str, Any]:
    question = {"question": QUESTIONS["answered"], **fields}
    return assert_disclaimed(client.post("/v1/desk/ask", json=question))


def test_the_fates_of_the_interface_are_those_of_the_desk() -> None:
    assert list(get_args(Fate)) == list(FATES)


def test_it_tells_what_can_be_asked(staff: TestClient, two_of_own: Path) -> None:
    body = assert_disclaimed(staff.get("/v1/desk"))
    newest = sorted((each.name for each in (two_of_own / "snapshots").iterdir()), reverse=True)
    assert [each["id"] for each in body["snapshots"]] == newest
    assert [each["serving"] for each in body["snapshots"]] == [False, True]
    assert body["generative"] is False


def test_the_answer_is_that_of_everyone(staff: TestClient) -> None:
    seen = asked(staff)["answer"]
    plain = staff.post("/v1/ask", json={"question": QUESTIONS["answered"]}).json()
    for field in ("outcome", "reason", "policy", "statements", "evidence", "text", "support"):
        assert seen[field] == plain[field]


def test_the_answer_is_sealed_for_an_export(staff: TestClient) -> None:
    body = asked(staff)
    signer = staff.app.state.door.signer  # type: ignore[attr-defined]
    answer = AnswerOut.model_validate(body["answer"])
    check_seal(signer, QUESTIONS["answered"], answer, body["seal"])
    with pytest.raises(ProblemError, match="seal-broken"):
        check_seal(signer, QUESTIONS["refused"], answer, body["seal"])


def test_every_passage_and_statement_looked_at_is_told(staff: TestClient) -> None:
    body = asked(staff)
    behind, answer = body["behind"], body["answer"]
    assert behind["searched"] == [QUESTIONS["answered"]]
    assert [each["rank"] for each in behind["passages"]] == list(
        range(1, len(behind["passages"]) + 1)
    )
    cited = {entry["passage_id"] for entry in answer["evidence"]}
    assert {each["passage_id"] for each in behind["passages"] if each["cited"]} == cited
    assert all(each["article"]["title"] for each in behind["passages"])
    shown = {each["n"]: each["text"] for each in behind["statements"] if each["n"]}
    assert shown == {entry["n"]: entry["quote"] for entry in answer["evidence"]}
    assert all(each["fate_told"] == FATES[each["fate"]] for each in behind["statements"])


def test_what_the_policy_declines_is_declined_here_too(staff: TestClient) -> None:
    body = asked(staff, question=QUESTIONS["refused"])
    assert body["answer"]["outcome"] == "refused"
    assert body["behind"]["searched"] == []
    assert body["behind"]["statements"] == []


def test_any_snapshot_can_be_asked(staff: TestClient, two_of_own: Path) -> None:
    first, second = sorted(each.name for each in (two_of_own / "snapshots").iterdir())
    serving, other = asked(staff), asked(staff, snapshot=second)
    assert serving["answer"]["index"]["snapshot"] == first
    assert other["answer"]["index"]["snapshot"] == second
    assert "of 15 frail" in serving["answer"]["text"]
    assert "of fifteen frail" in other["answer"]["text"]
    # It is a look beside; everyone else is still answered from the active one.
    assert asked(staff, snapshot=first)["answer"]["index"]["snapshot"] == first
    assert asked(staff)["answer"]["index"]["snapshot"] == first


def test_a_snapshot_that_is_not_there_or_not_whole_is_told(
    staff: TestClient, two_of_own: Path
) -> None:
    question = {"question": QUESTIONS["answered"]}
    for name in ("20200101-gone", "..", "../..", "."):
        reply = staff.post("/v1/desk/ask", json={**question, "snapshot": name})
        assert_problem(reply, 404)
    _, second = sorted(each.name for each in (two_of_own / "snapshots").iterdir())
    records = two_of_own / "snapshots" / second / "records.sqlite"
    damaged = records.read_bytes()[:-1] + b"\x01"
    records.unlink()
    records.write_bytes(damaged)
    reply = staff.post("/v1/desk/ask", json={**question, "snapshot": second})
    body = assert_problem(reply, 409)
    assert body["type"].endswith("snapshot-unreadable")
    assert str(two_of_own) not in reply.text
    assert asked(staff)["answer"]["outcome"] == "answered"


def test_the_record_tells_that_staff_asked(staff: TestClient, two_of_own: Path) -> None:
    answer = asked(staff)["answer"]
    record = assert_disclaimed(staff.get(f"/v1/answers/{answer['answer_id']}"))
    assert record["index"]["snapshot"] == answer["index"]["snapshot"]
    audited = open_database(two_of_own / DATABASE_FILE)
    kept = AnswerStore(audited).get(answer["answer_id"])
    audited.close()
    assert kept.asked_by == "staff"


def test_generative_without_a_model_says_so(staff: TestClient) -> None:
    question = {"question": QUESTIONS["answered"], "mode": "generative"}
    body = assert_problem(staff.post("/v1/desk/ask", json=question), 409)
    assert body["type"].endswith("generation-unavailable")


def test_a_snapshot_that_is_looked_at_is_closed_at_the_end(two_of_own: Path) -> None:
    _, second = sorted(each.name for each in (two_of_own / "snapshots").iterdir())
    app = create_app(Settings(data=two_of_own, reload_seconds=0))
    with TestClient(app, headers=bearer(new_key(two_of_own, Role.STAFF))) as client:
        asked(client, snapshot=second)
        with pytest.raises(SnapshotError, match="in use"):
            Lease(two_of_own / "snapshots" / second, exclusive=True)
    # Its hold is given up, so that the folder can be pruned.
    Lease(two_of_own / "snapshots" / second, exclusive=True).release()

"""Records over HTTP and the command line: kept before the answer leaves, or no answer."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.main import cli
from api.database import open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from api.readiness import Readiness
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem, events_of
from tests.api.api_inputs import QUESTIONS

QUESTION = QUESTIONS["answered"]


@pytest.fixture
def own_folder(data_folder: Path, tmp_path: Path) -> Path:
    """Return a data folder of our own whose snapshots are those of the shared one."""
    folder = tmp_path / "data"
    folder.mkdir()
    for entry in data_folder.iterdir():
        if not entry.name.startswith(DATABASE_FILE):
            (folder / entry.name).symlink_to(entry)
    return folder


@pytest.fixture
def own_client(own_folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=own_folder, record_questions="on"))) as opened:
        yield opened


@pytest.fixture
def staff(own_folder: Path) -> dict[str, str]:
    return bearer(new_key(own_folder))


@pytest.mark.parametrize("outcome", list(QUESTIONS))
def test_every_answer_has_a_record_without_its_question(
    own_client: TestClient, staff: dict[str, str], outcome: str
) -> None:
    answer = own_client.post("/v1/ask", json={"question": QUESTIONS[outcome]}).json()
    reply = own_client.get(f"/v1/answers/{answer['answer_id']}", headers=staff)
    record = assert_disclaimed(reply)
    assert record["question_sha256"] == hashlib.sha256(QUESTIONS[outcome].encode()).hexdigest()
    assert record["question_kept"] is True
    assert QUESTIONS[outcome] not in reply.text
    assert record["outcome"] == outcome
    assert record["policy"] == answer["policy"]
    assert record["index"] == answer["index"]
    assert record["disclaimer_id"] == answer["disclaimer"]["id"]
    assert [each["citations"] for each in record["statements"]] == [
        each["citations"] for each in answer["statements"]
    ]
    shown = [(entry["passage_id"], entry["quote"], entry["tier"]["id"])
             for entry in answer["evidence"]]  # fmt: skip
    hashed = [(p, hashlib.sha256(q.encode()).hexdigest(), t) for p, q, t in shown]
    assert hashed == [(e["passage_id"], e["quote_sha256"], e["tier"]) for e in record["evidence"]]


def test_a_streamed_answer_has_its_record_too(
    own_client: TestClient, staff: dict[str, str]
) -> None:
    reply = own_client.post("/v1/ask/stream", json={"question": QUESTION})
    answer = events_of(reply.text)[-1][1]
    reply = own_client.get(f"/v1/answers/{answer['answer_id']}", headers=staff)
    assert reply.status_code == 200


def test_an_unknown_answer_is_not_found(own_client: TestClient, staff: dict[str, str]) -> None:
    for name in ("x", "%ED%A0%80", "a" * 5000):
        assert_problem(own_client.get(f"/v1/answers/{name}", headers=staff), 404)


def test_without_a_record_no_answer_leaves(
    own_client: TestClient,
    own_folder: Path,
    staff: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert own_client.get("/readyz").status_code == 200
    for file in own_folder.glob(f"{DATABASE_FILE}*"):
        file.unlink()
    (own_folder / DATABASE_FILE).mkdir()
    problem = assert_problem(own_client.post("/v1/ask", json={"question": QUESTION}), 503)
    assert problem["type"].endswith("record-not-kept")
    stream = own_client.post("/v1/ask/stream", json={"question": QUESTION})
    events = events_of(stream.text)
    assert [name for name, _ in events] == ["disclaimer", "policy", "error"]
    assert events[-1][1]["type"].endswith("record-not-kept")
    assert "serious adverse" not in stream.text
    readiness: Readiness = own_client.app.state.readiness  # type: ignore[attr-defined]
    readiness.forget()
    ready = assert_problem(own_client.get("/readyz"), 503)
    assert ready["type"].endswith("records-unusable")
    assert_problem(own_client.get("/v1/answers/x", headers=staff), 503)
    assert QUESTION not in caplog.text
    assert [each.levelno for each in caplog.records if each.name == "refdesk.records"] == [
        logging.ERROR
    ] * 3
    # The file is back: so is the service.
    (own_folder / DATABASE_FILE).rmdir()
    readiness.forget()
    assert own_client.get("/readyz").status_code == 200
    assert own_client.post("/v1/ask", json={"question": QUESTION}).status_code == 200


def test_records_can_be_switched_off(own_folder: Path) -> None:
    with TestClient(create_app(Settings(data=own_folder, records="off"))) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert client.get("/readyz").status_code == 200
        assert not (own_folder / DATABASE_FILE).exists()
        staff = bearer(new_key(own_folder))
        assert_problem(client.get(f"/v1/answers/{answer['answer_id']}", headers=staff), 404)


def run(*words: str, **environment: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner(env=environment).invoke(cli, words)


def asked(folder: Path, **environment: str) -> str:
    done = run("ask", QUESTION, "--data", str(folder), "--json", **environment)
    assert done.exit_code == 0
    answer_id: str = json.loads(done.stdout)["answer_id"]
    return answer_id


def test_replay_on_the_command_line(own_folder: Path) -> None:
    data = ["--data", str(own_folder)]
    hashed, kept = asked(own_folder), asked(own_folder, REFDESK_RECORD_QUESTIONS="on")
    assert run("replay", kept, *data).exit_code == 0
    assert "No drift." in run("replay", hashed, *data, "--question", QUESTION).stdout
    for words in (
        [hashed],
        ["unknown"],
        [hashed, "--question", "Another?"],
        [hashed, "--question", " "],
    ):
        refused = run("replay", *words, *data)
        assert refused.exit_code == 2
        assert refused.stderr.strip().splitlines()[-1].startswith("Error: ")
    told = json.loads(run("replay", kept, *data, "--json").stdout)
    assert told["drift"] is False
    assert told["disclaimer"]["id"]


def test_replay_tells_drift_by_its_exit_code(own_folder: Path) -> None:
    data = ["--data", str(own_folder)]
    done = run("ask", QUESTION, *data, "--json", "--max-evidence", "1",
               REFDESK_RECORD_QUESTIONS="on")  # fmt: skip
    answer = json.loads(done.stdout)
    store = AnswerStore(open_database(own_folder / DATABASE_FILE))
    record = store.get(answer["answer_id"])
    policy = replace(record.policy, version="0.0")
    other = replace(record, answer_id="other", policy=policy, strongest_tier="evidence_gap")
    store.keep(other)
    store.close()
    replayed = run("replay", "other", *data)
    assert replayed.exit_code == 1
    assert "policy version: 0.0 -> " in replayed.stdout
    assert "strongest tier: evidence_gap -> " in replayed.stdout


def test_records_are_shown_and_pruned(own_folder: Path) -> None:
    data = ["--data", str(own_folder)]
    name = asked(own_folder)
    shown = json.loads(run("answers", "show", name, *data).stdout)
    assert shown["answer_id"] == name
    assert QUESTION not in json.dumps(shown)
    dry = run("answers", "prune", "--older-than", "0", "--dry-run", *data)
    assert dry.stdout.startswith("1 records")
    assert run("answers", "prune", "--older-than", "1", *data).stdout.startswith("0 records")
    assert run("answers", "prune", "--older-than", "0", *data).stdout.startswith("1 records")
    assert run("answers", "show", name, *data).exit_code == 2
    assert run("answers", "prune", "--older-than", "0", "--data", "nowhere").exit_code == 3


def test_ask_without_a_place_for_its_record_fails_and_says_what_to_do(own_folder: Path) -> None:
    (own_folder / DATABASE_FILE).mkdir()
    failed = run("ask", QUESTION, "--data", str(own_folder))
    assert failed.exit_code == 3
    assert "REFDESK_RECORDS=off" in failed.stderr
    assert "serious adverse" not in failed.stdout
    off = run("ask", QUESTION, "--data", str(own_folder), REFDESK_RECORDS="off")
    assert off.exit_code == 0

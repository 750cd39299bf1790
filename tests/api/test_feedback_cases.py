"""`refdesk feedback`: what was said is listed and shown, and a wrong citation becomes a case."""

from __future__ import annotations

import json
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
from api.evaluation.from_feedback import named_in
from api.settings import Settings
from rag.evaluation.cases import AnswerCase
from rag.evaluation.suite import read_suite

QUESTION = "Is there a phase 3 trial in aging frailty, and what did the phase 2 trial find?"


@pytest.fixture(scope="module")
def folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("cases")
    for entry in data_folder.iterdir():
        if not entry.name.startswith(DATABASE_FILE):
            (own / entry.name).symlink_to(entry)
    return own


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=folder, limits="off"))) as opened:
        yield opened


@pytest.fixture
def answer(desk: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = desk.post("/v1/ask", json={"question": QUESTION}).json()
    assert len(found["evidence"]) >= 2
    return found


def say(desk: TestClient, answer: dict[str, Any], comment: str) -> str:
    body = {"answer_id": answer["answer_id"], "rating": "down", "tags": ["wrong_citation"]}
    reply = desk.post("/v1/feedback", json={**body, "comment": comment})
    assert reply.status_code == 200
    found: str = reply.json()["feedback_id"]
    return found


def run(folder: Path, *words: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner().invoke(cli, ["feedback", *words, "--data", str(folder)])


def test_feedback_is_listed_and_shown(
    desk: TestClient, folder: Path, answer: dict[str, Any]
) -> None:
    name = say(desk, answer, "[1] no\nnot that")
    listed = run(folder, "list", "--state", "new", "--tag", "wrong_citation")
    assert name in listed.stdout
    assert "    [1] no not that\n" in listed.stdout
    told = json.loads(run(folder, "list", "--json", "--limit", "1").stdout)
    assert told["feedback"][0]["feedback_id"] == name
    shown = json.loads(run(folder, "show", name).stdout)
    assert shown["feedback"]["answer_id"] == shown["answer"]["answer_id"] == answer["answer_id"]
    assert run(folder, "show", "unknown").exit_code == 2
    assert run(folder, "list", "--tag", "nice").exit_code == 2


def test_a_wrong_citation_becomes_a_case(
    desk: TestClient, folder: Path, answer: dict[str, Any], tmp_path: Path
) -> None:
    name, suite = say(desk, answer, "[2] is about something else"), tmp_path / "reported"
    made = run(folder, "case", name, "--suite", str(suite), "--question", QUESTION)
    assert made.exit_code == 0, made.stderr
    read = read_suite(suite)
    assert read.name == "reported"
    (case,) = read.cases
    assert isinstance(case, AnswerCase)
    assert (case.id, case.question) == (f"feedback-{name[:12]}", QUESTION)
    assert case.answerable
    places = {place.quote for place in case.facts[0].any}
    wrong = answer["evidence"][1]["quote"]
    assert places == {entry["quote"] for entry in answer["evidence"]} - {wrong}
    told = json.loads(run(folder, "list", "--state", "accepted", "--json").stdout)["feedback"]
    assert told[0]["case_id"] == case.id
    # Once only, and the suite is as it was.
    again = run(folder, "case", name, "--suite", str(suite), "--question", QUESTION)
    assert again.exit_code == 3
    assert len(read_suite(suite).cases) == 1


def test_cases_are_added_to_a_suite_that_is_there(
    desk: TestClient, folder: Path, answer: dict[str, Any], tmp_path: Path
) -> None:
    suite = tmp_path / "mine"
    suite.mkdir()
    (suite / "suite.json").write_text('{"name": "mine", "version": "7"}')
    right = answer["evidence"][0]["article"]["slug"], "six-minute walk distance"
    for _ in range(2):
        answer = desk.post("/v1/ask", json={"question": QUESTION}).json()
        name = say(desk, answer, "")
        wrong = [f"--wrong={entry['n']}" for entry in answer["evidence"]]
        given = ["--suite", str(suite), "--question", QUESTION, *wrong]
        assert run(folder, "case", name, *given, "--right", *right).exit_code == 0
    read = read_suite(suite)
    assert read.header.version == "7"
    assert len(read.cases) == 2
    for case in read.cases:
        assert isinstance(case, AnswerCase)
        assert [place.quote for place in case.facts[0].any] == [right[1]]


def test_where_nothing_right_is_left_the_library_does_not_answer(
    desk: TestClient, folder: Path, answer: dict[str, Any], tmp_path: Path
) -> None:
    name = say(desk, answer, " ".join(f"[{entry['n']}]" for entry in answer["evidence"]))
    made = run(folder, "case", name, "--suite", str(tmp_path), "--question", QUESTION)
    assert "does not answer" in made.stdout
    (case,) = read_suite(tmp_path).cases
    assert isinstance(case, AnswerCase)
    assert not case.answerable
    assert {place.quote for place in case.closest} == {e["quote"] for e in answer["evidence"]}


@pytest.mark.parametrize(
    ("comment", "words", "told"),
    [
        ("[1]", [], "--question"),
        ("[1]", ["--question", "Another?"], "not the question"),
        ("it is wrong", ["--question", QUESTION], "the answer has 1, 2"),
        ("[19]", ["--question", QUESTION], "the answer has 1, 2"),
        ("[1]", ["--question", QUESTION, "--right", "frailty", "zebrafinch"], "do not stand"),
        ("[1]", ["--question", QUESTION, "--right", "nowhere", "x"], "not in the library"),
    ],
)
def test_what_makes_no_case(
    desk: TestClient,
    folder: Path,
    answer: dict[str, Any],
    tmp_path: Path,
    comment: str,
    words: list[str],
    told: str,
) -> None:
    name = say(desk, answer, comment)
    refused = run(folder, "case", name, "--suite", str(tmp_path / "s"), *words)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not (tmp_path / "s").exists()


def test_a_place_that_has_changed_makes_no_case(
    desk: TestClient, folder: Path, answer: dict[str, Any], tmp_path: Path
) -> None:
    store = AnswerStore(open_database(folder / DATABASE_FILE))
    record = store.get(answer["answer_id"])
    changed = tuple(replace(entry, quote_sha256="0" * 64) for entry in record.evidence)
    store.keep(replace(record, answer_id=f"changed-{answer['answer_id']}"[:64], evidence=changed))
    store.close()
    name = say(desk, {"answer_id": f"changed-{answer['answer_id']}"[:64]}, "[1]")
    refused = run(folder, "case", name, "--suite", str(tmp_path), "--question", QUESTION)
    assert refused.exit_code == 2
    assert "has changed since" in refused.stderr


def test_the_numbers_that_a_comment_names() -> None:
    assert named_in("[2] is wrong, and [10], and [2] again; not [100] or [x]") == (2, 10)
    assert named_in("") == ()

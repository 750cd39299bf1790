"""Both targets of the harness over one snapshot: the same payloads, the same words of failure."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.app import create_app
from api.evaluation.http import HttpTarget
from api.evaluation.inprocess import DeskTarget
from api.evaluation.software import code_sha256
from api.schemas import AnswerOut
from api.settings import Settings
from index.snapshot import open_snapshot
from index.store import RecordStore
from rag.desk import ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.evaluation.target import Target, TargetError
from tests.api.api_inputs import QUESTIONS

ASKED = {
    QUESTIONS["answered"]: "answered",
    "Which markers do the cells carry?": "answered",
    "Is there a phase 3 trial in aging frailty? 🧪": "answered",
    "Should I get stem cells for my frailty?": "partial",
    "Should I get stem cells for my stroke?": "refused",
    QUESTIONS["refused"]: "refused",
    QUESTIONS["emergency"]: "emergency",
    "I want to die": "emergency",
    QUESTIONS["not_in_library"]: "not_in_library",
    "What was the p-value for walking distance in CRATUS?": "not_in_library",
    "Wie weit gingen die Patienten in der CRATUS-Studie?": "not_in_library",
    "この研究の参加者は何人ですか": "not_in_library",
}
NO_QUESTION = ["", "  ", "?", "x" * 2001, "a\x01b", "lone \ud800 surrogate"]
NO_SLUG = ["unknown", "", ".", "..", "a/b", "../readyz", "%2e", "a?b#c", "é \ud800", "x" * 5000]


@pytest.fixture(scope="module")
def service(data_folder: Path) -> Iterator[str]:
    """Serve the small library for real, on a free port of the loopback."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(data=data_folder, workers=2)), log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    limit = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < limit:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def over_http(service: str) -> Iterator[HttpTarget]:
    with HttpTarget(service) as target:
        yield target


@pytest.fixture(scope="module")
def in_process(data_folder: Path) -> Iterator[DeskTarget]:
    with DeskTarget(data_folder) as target:
        yield target


def lasting(payload: Any) -> Any:  # noqa: ANN401 - a JSON value
    """Return an answer without what differs each time it is asked for."""
    passing = {"answer_id", "conversation_id", "timings_ms"}
    return {name: value for name, value in payload.items() if name not in passing}


def failure(target: Target, question: str, **more: str) -> str:
    with pytest.raises(TargetError) as caught:
        target.ask(question, **more)
    return str(caught.value)


@pytest.mark.parametrize("question", ASKED)
def test_answers_are_the_same(in_process: DeskTarget, over_http: HttpTarget, question: str) -> None:
    here, there = in_process.ask(question), over_http.ask(question)
    assert set(here.payload) == set(there.payload) == set(AnswerOut.model_fields)
    assert here.payload["outcome"] == ASKED[question]
    assert lasting(here.payload) == lasting(there.payload)
    # A served desk keeps a record of each answer, one in process does not.
    assert here.payload["timings_ms"].keys() == there.payload["timings_ms"].keys() - {"record"}
    assert there.milliseconds > there.payload["timings_ms"]["total"] > 0
    assert here.milliseconds > here.payload["timings_ms"]["total"] > 0
    assert there.disclaimer_header == there.payload["disclaimer"]["id"]
    assert here.disclaimer_header is None


@pytest.mark.parametrize("query", ["six-minute walk distance", "CD105", "Überleben", "nothing"])
@pytest.mark.parametrize("k", [1, 50])
def test_searches_are_the_same(
    in_process: DeskTarget, over_http: HttpTarget, query: str, k: int
) -> None:
    here, there = in_process.search(query, k), over_http.search(query, k)
    assert here.payload == there.payload
    assert len(here.payload["results"]) <= k
    assert there.disclaimer_header == disclaimer_for(None).id


@pytest.mark.parametrize("slug", ["frailty", "names"])
def test_articles_are_the_same(in_process: DeskTarget, over_http: HttpTarget, slug: str) -> None:
    here, there = in_process.article(slug), over_http.article(slug)
    assert here == there
    assert here is not None
    assert any(statement["references"] for statement in here["statements"])


@pytest.mark.parametrize("slug", NO_SLUG)
def test_an_unknown_article_is_none(
    in_process: DeskTarget, over_http: HttpTarget, slug: str
) -> None:
    assert in_process.article(slug) is None
    assert over_http.article(slug) is None


@pytest.mark.parametrize("question", NO_QUESTION)
def test_failures_are_told_the_same(
    in_process: DeskTarget, over_http: HttpTarget, question: str
) -> None:
    told = failure(in_process, question)
    assert told == failure(over_http, question)
    assert told.startswith("422 invalid-request: question: ")
    with pytest.raises(TargetError, match="422 invalid-request: query: ") as here:
        in_process.search(question, 5)
    with pytest.raises(TargetError) as there:
        over_http.search(question, 5)
    assert str(here.value) == str(there.value)


@pytest.mark.parametrize("k", [0, 51])
def test_a_bad_count_is_told_the_same(
    in_process: DeskTarget, over_http: HttpTarget, k: int
) -> None:
    told = []
    for target in (in_process, over_http):
        with pytest.raises(TargetError, match="422 invalid-request: k: Must be at") as caught:
            target.search("cells", k)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_a_conversation_goes_on(in_process: DeskTarget, over_http: HttpTarget) -> None:
    for target in (in_process, over_http):
        first = target.ask(QUESTIONS["refused"]).payload
        name = str(first["conversation_id"])
        again = target.ask("And how much of it?", conversation_id=name).payload
        assert (again["conversation_id"], again["outcome"]) == (name, "refused")
        assert target.ask(QUESTIONS["answered"]).payload["conversation_id"] != name
    told = {failure(each, "What?", conversation_id="no id!") for each in (in_process, over_http)}
    assert len(told) == 1
    assert "conversation_id: " in told.pop()


def test_threads_share_a_target(in_process: DeskTarget, over_http: HttpTarget) -> None:
    question = QUESTIONS["answered"]
    for target in (in_process, over_http):
        with ThreadPoolExecutor(6) as pool:
            replies = list(pool.map(lambda _, t=target: t.ask(question).payload, range(18)))
        assert len({str(reply["answer_id"]) for reply in replies}) == 18
        assert all(lasting(reply) == lasting(replies[0]) for reply in replies)


def test_each_says_what_it_is(
    in_process: DeskTarget, over_http: HttpTarget, service: str, data_folder: Path
) -> None:
    here, there = in_process.info, over_http.info
    assert (here.kind, here.where) == ("in process", str(data_folder))
    assert (there.kind, there.where) == ("http", service)
    assert (here.snapshot, here.corpus_version) == (there.snapshot, there.corpus_version)
    version, _, code = here.software.partition("+")
    assert there.software == version
    assert len(code) == 12
    assert here.fingerprint != there.fingerprint


def test_a_changed_rule_is_another_software(tmp_path: Path) -> None:
    package = tmp_path / "rag"
    (package / "data").mkdir(parents=True)
    (package / "rule.py").write_text("LIMIT = 1\n")
    (package / "data" / "words.json").write_text("[]")
    (package / "notes.md").write_text("x")
    first = code_sha256([package])
    (package / "notes.md").write_text("y")
    assert code_sha256([package]) == first
    (package / "rule.py").write_text("LIMIT = 2\n")
    second = code_sha256([package])
    (package / "data" / "words.json").write_text("[1]")
    third = code_sha256([package])
    (package / "data" / "words.json").rename(package / "words.json")
    assert len({first, second, third, code_sha256([package])}) == 4


def test_a_snapshot_is_closed_by_whoever_opened_it(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[RecordStore] = []
    monkeypatch.setattr(RecordStore, "close", lambda store: closed.append(store))
    snapshot = open_snapshot(data_folder)
    with DeskTarget(snapshot) as target:
        assert target.info.where == str(snapshot.path)
    assert closed == []
    with DeskTarget(data_folder, threads=1):
        pass
    assert len(closed) == 1
    monkeypatch.undo()
    for store in (snapshot.store, *closed):
        store.close()


def test_a_folder_without_snapshot_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="build one first"):
        DeskTarget(tmp_path)


def test_a_crash_in_process_is_told_as_over_http(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret of the question")

    monkeypatch.setattr(ReferenceDesk, "ask", broken)
    with DeskTarget(data_folder) as target:
        told = failure(target, "What did CRATUS find?")
    assert told.startswith("500 internal-error: The service failed")
    assert "(KeyError in broken, line " in told
    assert "secret" not in told

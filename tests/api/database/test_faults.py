"""A delivered answer has its record: through kill -9, a full disk, a database gone, a set clock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.database import Database, DatabaseUnusableError, open_database
from api.database.answers import AnswerStore
from api.database.audit import WantedAnswers, list_answers
from api.database.engine import DATABASE_FILE
from api.settings import Settings
from rag.replay.keeping import RecordNotKeptError
from rag.replay.record import AnswerRecord
from tests.api.api_checks import assert_problem
from tests.api.api_inputs import QUESTIONS
from tests.api.running import Running, running
from tests.postgres_server import PostgresServer

QUESTION = QUESTIONS["answered"]


def url_of(place: Path | str) -> str:
    return f"sqlite:///{place}" if isinstance(place, Path) else place


def test_every_answer_that_was_delivered_before_kill_9_has_its_record(
    data_folder: Path, place: Path | str
) -> None:
    delivered: list[str] = []
    enough = threading.Event()

    def ask(service: Running) -> None:
        try:
            while True:
                reply = service.ask(QUESTION)
                if reply.status_code == 200:
                    delivered.append(reply.json()["answer_id"])
                    if len(delivered) > 20:
                        enough.set()
        except httpx.HTTPError:
            return  # it was killed

    more = {"REFDESK_DATABASE": url_of(place), "REFDESK_LIMITS": "off"}
    with running(data_folder, more=more) as service:
        askers = [threading.Thread(target=ask, args=(service,)) for _ in range(3)]
        for asker in askers:
            asker.start()
        try:
            assert enough.wait(60)
        finally:
            service.process.send_signal(signal.SIGKILL)
            for asker in askers:
                asker.join()
    store = AnswerStore(open_database(place))
    for answer_id in delivered:
        assert store.get(answer_id).answer_id == answer_id
    store.check()
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of one megabyte, which only root can make."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk needs root")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)],
                          capture_output=True, check=False)  # fmt: skip
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _keep_many(store: AnswerStore, record: AnswerRecord, kept: list[str]) -> None:
    while len(kept) < 1000:
        store.keep(replace(record, answer_id=f"answer-{len(kept)}"))
        kept.append(f"answer-{len(kept)}")


def test_a_disk_that_is_full_and_has_room_again(small_disk: Path, record: AnswerRecord) -> None:
    store = AnswerStore(open_database(small_disk / DATABASE_FILE))
    store.check()
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 400_000)
    kept: list[str] = []
    with pytest.raises(RecordNotKeptError, match=r"full|I/O"):
        _keep_many(store, record, kept)
    assert kept
    with pytest.raises(DatabaseUnusableError):
        store.check()
    filler.unlink()
    store.check()
    store.keep(replace(record, answer_id="after"))
    assert store.count() == len(kept) + 1
    for name in kept:
        assert store.get(name).answer_id == name
    store.close()


def test_a_service_whose_server_goes_away_says_so_and_comes_back(
    data_folder: Path, postgres_server: PostgresServer
) -> None:
    url = postgres_server.new_database()
    database = open_database(url)
    database.upgrade()
    app = create_app(Settings.model_validate({"data": data_folder, "database": url}))

    def now(client: TestClient) -> tuple[int, int]:
        app.state.readiness.forget()
        asked = client.post("/v1/ask", json={"question": QUESTION})
        if asked.status_code != 200:
            assert "serious adverse" not in asked.text
        return asked.status_code, client.get("/readyz").status_code

    with TestClient(app) as client:
        assert now(client) == (200, 200)
        postgres_server.stop(at_once=True)
        try:
            assert now(client) == (503, 503)
            problem = assert_problem(client.post("/v1/ask", json={"question": QUESTION}), 503)
            assert problem["type"].endswith("record-not-kept")
        finally:
            postgres_server.start()
        assert now(client) == (200, 200)
    assert AnswerStore(database).count() == 2
    database.close()


def test_a_service_starts_while_its_server_is_away(
    data_folder: Path, postgres_server: PostgresServer
) -> None:
    url = postgres_server.new_database()
    open_database(url).upgrade()
    postgres_server.stop()
    try:
        with running(data_folder, more={"REFDESK_DATABASE": url}, ready=False) as service:
            assert service.get("/readyz").status_code == 503
            assert service.ask(QUESTION).status_code == 503
            postgres_server.start()
            assert service.ask(QUESTION).status_code == 200
    finally:
        if not postgres_server.runs:
            postgres_server.start()


def test_a_clock_that_jumps_loses_and_hides_no_record(
    database: Database, store: AnswerStore, record: AnswerRecord
) -> None:
    steps = [0, 400, -400, 1, 4000, -1]
    for number, days in enumerate(steps):
        made_at = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="milliseconds")
        store.keep(replace(record, answer_id=f"answer-{number}", made_at=made_at))
    found = [
        entry
        for offset in range(0, len(steps), 2)
        for entry in list_answers(database, WantedAnswers(), offset, 2)[1]
    ]
    assert {entry.answer_id for entry in found} == {f"answer-{n}" for n in range(len(steps))}
    assert [entry.made_at for entry in found] == sorted((e.made_at for e in found), reverse=True)
    # What was made under a clock ahead is not old; what was made under one behind is.
    assert store.prune(timedelta(days=30)) == 1
    assert store.count() == len(steps) - 1

"""A build started over HTTP: it runs beside the service, one at a time, and survives what kills."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.access.roles import Role
from api.app import create_app
from api.rebuild_schemas import DETAILS
from api.rebuilding import status
from api.rebuilding.builder import reason_of
from api.settings import Settings
from corpus.records import Problem
from corpus.source import ArticleError
from index.errors import BuildBusyError, BuildError, MissingDependencyError, ModelError
from index.keeping import active_id, list_folders
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS
from tests.api.running import running, until

ROUTE = "/v1/admin/rebuild"


@pytest.fixture
def articles(article_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "private-name"
    folder.mkdir()
    for file in article_folder.iterdir():
        changed = file.read_text(encoding="utf-8").replace("of 15 frail", "of fifteen frail")
        (folder / file.name).write_text(changed, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"no document")
    return folder


@pytest.fixture
def data(data_folder: Path, models_folder: Path, tmp_path: Path) -> Path:
    """Return a data folder with an active snapshot and the model that builds need."""
    copied = tmp_path / "data"
    shutil.copytree(data_folder / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copytree(models_folder, copied / "models", copy_function=os.link)
    shutil.copy(data_folder / "ACTIVE", copied / "ACTIVE")
    return copied


@pytest.fixture
def admin(data: Path, articles: Path) -> Iterator[TestClient]:
    settings = Settings(data=data, articles=(articles,), reload_seconds=0, threads=1)
    with TestClient(create_app(settings), headers=bearer(new_key(data, Role.ADMIN))) as client:
        yield client


def told(client: TestClient) -> dict[str, Any]:
    reply = client.get(ROUTE)
    assert "private-name" not in reply.text
    return assert_disclaimed(reply)


def begin(client: TestClient) -> dict[str, Any]:
    reply = client.post(ROUTE)
    assert reply.status_code == 202, reply.text
    return assert_disclaimed(reply)


def ended(client: TestClient) -> dict[str, Any]:
    assert until(lambda: told(client)["state"] != "running")
    return told(client)


def builder_of(data: Path) -> int:
    """Return the number of the building process once it is at work."""

    def at_work() -> bool:
        latest = status.read(status.folder_of(data))
        return latest is not None and latest.stage is not None

    assert until(at_work)
    latest = status.read(status.folder_of(data))
    assert latest is not None
    assert latest.pid is not None
    return latest.pid


def answers_from(client: TestClient) -> str:
    answer = client.post("/v1/ask", json={"question": QUESTIONS["answered"]}).json()
    return str(answer["index"]["snapshot"])


def test_what_is_built_is_answered_from_and_only_one_is_built_at_a_time(
    admin: TestClient, data: Path
) -> None:
    before = active_id(data)
    assert told(admin)["state"] == "none"
    begun = begin(admin)
    assert begun["state"] == "running"
    assert assert_problem(admin.post(ROUTE), 409)["type"].endswith("rebuild-running")
    assert answers_from(admin) == before
    last = ended(admin)
    assert (last["id"], last["state"], last["reason"]) == (begun["id"], "done", None)
    assert (last["articles"], last["left_out"]) == (2, 1)
    assert last["snapshot"] == active_id(data) != before
    assert until(lambda: answers_from(admin) == last["snapshot"], 20)  # nobody told it to look
    assert "broken.pdf" in (data / "rebuild" / "log").read_text(encoding="utf-8")


def test_one_is_begun_however_many_ask_at_once(admin: TestClient) -> None:
    codes: list[int] = []
    asking = [threading.Thread(target=lambda: codes.append(admin.post(ROUTE).status_code))
              for _ in range(4)]  # fmt: skip
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(codes) == [202, 409, 409, 409]
    admin.delete(ROUTE)


def test_a_build_is_stopped_and_leaves_nothing(admin: TestClient, data: Path) -> None:
    before, whole = active_id(data), [each.id for each in list_folders(data)]
    begin(admin)
    builder_of(data)
    stopped = assert_disclaimed(admin.delete(ROUTE))
    assert stopped["state"] == "stopped"
    assert stopped["ended_at"]
    assert not status.is_running(status.folder_of(data))
    assert told(admin)["state"] == "stopped"
    assert active_id(data) == before == answers_from(admin)
    assert [each.id for each in list_folders(data)] == whole
    assert not list(data.glob("staging-*"))
    assert assert_problem(admin.delete(ROUTE), 409)["type"].endswith("no-rebuild")


def test_a_builder_that_does_not_listen_is_ended(admin: TestClient, data: Path) -> None:
    begin(admin)
    os.kill(builder_of(data), signal.SIGSTOP)  # it does not see the first signal
    assert assert_disclaimed(admin.delete(ROUTE))["state"] == "stopped"
    assert not status.is_running(status.folder_of(data))


def test_a_builder_that_is_killed_leaves_the_old_snapshot_and_the_next_one_builds(
    admin: TestClient, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFDESK_SIGNING_KEY", "a secret of the service, " * 2)
    before = active_id(data)
    begin(admin)
    pid = builder_of(data)
    assert b"REFDESK_" not in Path(f"/proc/{pid}/environ").read_bytes()
    os.kill(pid, signal.SIGKILL)
    last = ended(admin)
    assert (last["state"], last["reason"]) == ("failed", "ended-early")
    assert last["detail"] == DETAILS["ended-early"]
    assert active_id(data) == before == answers_from(admin)
    begin(admin)
    assert ended(admin)["state"] == "done"


def test_a_build_goes_on_when_the_service_is_killed(data: Path, article_folder: Path) -> None:
    before, key = active_id(data), bearer(new_key(data, Role.ADMIN))
    with running(data, more={"REFDESK_ARTICLES": str(article_folder)}) as service:
        assert httpx.post(service.url + ROUTE, headers=key, timeout=30).status_code == 202
        builder_of(data)
        service.process.kill()
        service.process.wait(30)
    assert status.is_running(status.folder_of(data))
    assert until(lambda: not status.is_running(status.folder_of(data)))
    with TestClient(create_app(Settings(data=data)), headers=key) as client:
        assert told(client)["state"] == "done"
        assert answers_from(client) == told(client)["snapshot"] == active_id(data) != before


@pytest.mark.parametrize("missing", ["articles", "notices"])
def test_a_build_that_fails_says_why_and_the_old_snapshot_answers(
    data: Path, articles: Path, tmp_path: Path, missing: str
) -> None:
    named: dict[str, Any] = {"articles": (articles,), missing: tmp_path / "private-name" / "gone"}
    if missing == "articles":
        named["articles"] = (named["articles"],)
    before = active_id(data)
    app = create_app(Settings(data=data, **named))
    with TestClient(app, headers=bearer(new_key(data, Role.ADMIN))) as client:
        begin(client)
        last = ended(client)
        assert (last["state"], last["reason"]) == ("failed", "articles-missing")
        assert active_id(data) == before == answers_from(client)


def test_what_cannot_be_begun_is_told(
    admin: TestClient, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "rebuild").write_text("no folder")
    assert assert_problem(admin.post(ROUTE), 503)["type"].endswith("rebuild-impossible")
    monkeypatch.setitem(sys.modules, "torch", None)  # as where it is not installed
    assert assert_problem(admin.post(ROUTE), 409)["type"].endswith("build-not-installed")
    with TestClient(create_app(Settings(data=data))) as client:
        key = bearer(new_key(data, Role.ADMIN))
        problem = assert_problem(client.post(ROUTE, headers=key), 409)
        assert problem["type"].endswith("no-articles")
        assert_problem(client.post(ROUTE), 401)
        assert_problem(client.delete(ROUTE, headers=bearer(new_key(data))), 403)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError("x"), "articles-missing"),
        (BuildBusyError("x"), "another-build"),
        (MissingDependencyError("x"), "packages-missing"),
        (ModuleNotFoundError("x"), "packages-missing"),
        (ModelError("x"), "model-unusable"),
        (BuildError("x"), "not-built"),
        (ArticleError(Problem("x", 1, "code", "words", fatal=True)), "not-built"),
        (OSError(28, "no space"), "not-built"),
        (KeyError("x"), "defect"),
    ],
)
def test_each_failure_has_its_word(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
    assert set(DETAILS) == set(status.REASONS)


def test_a_status_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert status.read(tmp_path) is None
    (tmp_path / "status.json").write_text('{"id": 1}')
    assert status.read(tmp_path) is None

"""Emergencies past a queue that is really full: they are answered, and nothing else gets past."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.door import Door
from api.app import create_app
from api.database.answers import AnswerStore
from api.open_desk import OpenDesk
from api.provider import SnapshotProvider
from api.settings import Settings
from tests.api.api_checks import Reply, assert_disclaimed, assert_problem, assert_streamed
from tests.api.api_inputs import QUESTIONS

EMERGENCY = "After an infusion I cannot breathe and my chest hurts, what should I do?"


class _Held(SnapshotProvider):
    """A provider whose first desks are given out when the gate is opened."""

    def __init__(self, settings: Settings, held: int) -> None:
        super().__init__(settings)
        self.gate = threading.Event()
        self._held = threading.Semaphore(held)

    def take(self) -> OpenDesk:
        if self._held.acquire(blocking=False):
            self.gate.wait(60)
        return super().take()


@contextmanager
def full(data: Path, *, queue: int, waiting: int) -> Iterator[tuple[TestClient, FastAPI]]:
    """Serve with one worker that is held, and `waiting` requests behind it."""
    settings = Settings(data=data, workers=1, queue=queue, reload_seconds=0)
    provider = _Held(settings, 0)
    app = create_app(settings, provider)
    with TestClient(app) as client:
        provider._held = threading.Semaphore(1)  # the service itself has opened its desk
        held = [threading.Thread(target=client.get, args=("/v1/articles",))
                for _ in range(waiting + 1)]  # fmt: skip
        for thread in held:
            thread.start()
        end = time.monotonic() + 30
        while app.state.door.places.taken < waiting + 1 and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield client, app
        finally:
            provider.gate.set()
            for thread in held:
                thread.join()


def ask(client: TestClient, question: str, path: str = "/v1/ask", **more: object) -> Reply:
    return client.post(path, json={"question": question, **more})


def test_an_emergency_is_answered_while_the_queue_is_full(data_folder: Path) -> None:
    with full(data_folder, queue=1, waiting=1) as (client, app):
        refused = ask(client, QUESTIONS["answered"])
        assert assert_problem(refused, 503)["type"].endswith(":busy")
        assert int(refused.headers["Retry-After"]) >= 1
        answer = assert_disclaimed(ask(client, EMERGENCY))
        assert answer["outcome"] == "emergency"
        assert [notice["kind"] for notice in answer["notices"]] == ["emergency"] * len(
            answer["notices"]
        )
        kept = AnswerStore(app.state.provider.database()).get(answer["answer_id"])
        assert kept.outcome == "emergency"
        assert app.state.door.places.taken == 2
        assert app.state.door.urgent.taken == 0


def test_it_is_streamed_too_and_no_model_is_asked(data_folder: Path) -> None:
    with full(data_folder, queue=0, waiting=0) as (client, _):
        streamed = assert_streamed(ask(client, EMERGENCY, "/v1/ask/stream", mode="auto"))
        assert streamed["outcome"] == "emergency"
        assert ask(client, EMERGENCY, mode="generative").json()["outcome"] == "emergency"


@pytest.mark.parametrize(
    "question",
    [
        "What did the CRATUS trial report of chest pain and emergency visits?",
        QUESTIONS["answered"],
        QUESTIONS["refused"],
        f"{EMERGENCY} {'And so on. ' * 100}",  # too long to be read before the others
    ],
)
def test_nothing_else_gets_past_the_queue(data_folder: Path, question: str) -> None:
    with full(data_folder, queue=0, waiting=0) as (client, _):
        for path in ("/v1/ask", "/v1/ask/stream"):
            assert assert_problem(ask(client, question, path), 503)["type"].endswith(":busy")
        wrong = ask(client, EMERGENCY, other=1)
        assert assert_problem(wrong, 503)["type"].endswith(":busy")
        assert_problem(client.post("/v1/search", json={"query": EMERGENCY}), 503)


def test_its_places_are_few_and_who_finds_none_is_refused_unread(data_folder: Path) -> None:
    with full(data_folder, queue=0, waiting=0) as (client, app):
        door: Door = app.state.door
        for _ in range(2):
            door.urgent.take()
        body: Callable[[], Iterator[bytes]] = lambda: (pytest.fail("read") for _ in range(1))  # noqa: E731
        reply = client.post("/v1/ask", content=body(), headers={"Content-Type": "application/json"})
        assert assert_problem(reply, 503)["type"].endswith(":busy")


def test_an_emergency_does_not_stand_behind_many_who_wait(data_folder: Path) -> None:
    with full(data_folder, queue=50, waiting=15) as (client, app):
        assert app.state.door.places.crowded
        assert not app.state.door.places.full
        assert ask(client, EMERGENCY).json()["outcome"] == "emergency"
        replies: list[int] = []
        other = threading.Thread(
            target=lambda: replies.append(ask(client, QUESTIONS["answered"]).status_code)
        )
        other.start()
        end = time.monotonic() + 30
        while app.state.door.places.taken < 17 and time.monotonic() < end:
            time.sleep(0.01)
        assert app.state.door.places.taken == 17  # it waits like any other
        assert replies == []
    other.join()
    assert replies == [200]

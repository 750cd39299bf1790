"""Limits over HTTP: rates by role and address, and the queue, each with its Retry-After."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access.build import limited
from api.access.roles import Role
from api.app import create_app
from api.open_desk import OpenDesk
from api.provider import SnapshotProvider
from api.settings import MAX_BODY_BYTES, MAX_DESK_BYTES, Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_problem


def test_a_client_that_asks_too_much_waits(tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path, limits="on", rate_public="2/minute", rate_reading="4/minute")
    app = create_app(chosen)
    with TestClient(app) as client:
        for _ in range(2):
            assert client.post("/v1/search", json={"query": "x"}).status_code == 503
        refused = client.post("/v1/ask", json={"question": "x"})
        assert_problem(refused, 429)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        for _ in range(4):
            assert client.get("/v1/tiers").status_code == 200
        assert_problem(client.get("/v1/tiers"), 429)
        for path in ("/", "/healthz", "/docs"):
            assert client.get(path).status_code == 200
    with TestClient(app, client=("198.51.100.7", 1)) as another:
        assert another.get("/v1/tiers").status_code == 200


def test_guessed_keys_are_slowed_down(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path, limits="on"))) as client:
        codes = [
            client.get("/v1/tiers", headers={"Authorization": f"Bearer rdk_a_{number}"}).status_code
            for number in range(22)
        ]
        assert codes == [401] * 20 + [429] * 2
        assert client.get("/v1/tiers").status_code == 200


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, False),
        ({"host": "0.0.0.0"}, True),  # noqa: S104 - only a text here
        ({"origins": ("https://www.example.org",)}, True),
        ({"hosts": ("desk.example",)}, True),
        ({"trusted_proxies": ("10.0.0.1",)}, True),
        ({"host": "0.0.0.0", "limits": "off"}, False),  # noqa: S104
        ({"limits": "on"}, True),
    ],
)
def test_rates_hold_once_others_may_come(told: dict[str, Any], expected: bool) -> None:
    assert limited(Settings(**told)) is expected


class _Slow(SnapshotProvider):
    """A provider whose desk keeps a thread until it is let go."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.gate = threading.Event()
        self.inside = threading.Semaphore(0)

    def take(self) -> OpenDesk:
        self.inside.release()
        self.gate.wait(30)
        return super().take()


def test_what_the_queue_does_not_hold_is_refused_while_work_goes_on(tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path, workers=1, queue=1)
    provider = _Slow(chosen)
    app = create_app(chosen, provider)
    with TestClient(app) as client:
        replies: list[int] = []

        def ask() -> None:
            replies.append(client.get("/v1/articles").status_code)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        provider.inside.acquire()
        while app.state.door.places.taken < 2:  # until the second one waits too
            time.sleep(0.01)
        refused = client.get("/v1/articles")
        assert assert_problem(refused, 503)["type"].endswith(":busy")
        assert int(refused.headers["Retry-After"]) >= 1
        assert client.get("/healthz").status_code == 200
        provider.gate.set()
        for thread in threads:
            thread.join()
        assert replies == [503, 503]
        assert client.get("/v1/tiers").status_code == 200


def test_a_request_past_its_time_is_told_so(tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path, deadline=1)
    provider = _Slow(chosen)
    with TestClient(create_app(chosen, provider)) as client:
        refused = client.get("/v1/articles")
        assert assert_problem(refused, 503)["type"].endswith(":out-of-time")
        assert refused.headers["Retry-After"]
        provider.gate.set()


def test_the_desk_alone_takes_large_bodies_and_from_its_staff_alone(tmp_path: Path) -> None:
    def sized(size: int) -> bytes:
        return b'{"question": "' + b"x" * size + b'"}'

    def pieces() -> Iterator[bytes]:
        for _ in range(MAX_DESK_BYTES // 1024 + 2):
            yield b"x" * 1024

    json = {"Content-Type": "application/json"}
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        staff = json | bearer(new_key(tmp_path, Role.ADMIN))
        large = sized(MAX_BODY_BYTES)
        # Read, and found wanting for what it says.
        assert_problem(client.post("/v1/desk/ask", content=large, headers=staff), 503)
        for path in ("/v1/ask", "/v1/search", "/v1/admin/deletions", "/auth/key"):
            assert_problem(client.post(path, content=large, headers=staff), 413)
        assert_problem(client.post("/v1/desk/ask", content=large, headers=json), 401)
        most = sized(MAX_DESK_BYTES)
        assert_problem(client.post("/v1/desk/ask", content=most, headers=staff), 413)
        assert_problem(client.post("/v1/desk/ask", content=pieces(), headers=staff), 413)

"""Several processes behind one address: killed, switched and stopped for real."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.cli.processes import remove_left_over
from index.snapshot import activate
from tests.api.api_checks import assert_disclaimed
from tests.api.api_inputs import QUESTIONS
from tests.api.running import Running, is_worker, running, until

QUESTION = QUESTIONS["answered"]
DOSE = "What dose of stem cells should I inject into my knee?"
FOLLOWING = "And for my mother?"


@pytest.fixture(scope="module")
def data(two_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("processes") / "data"
    shutil.copytree(two_snapshots / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copy(two_snapshots / "ACTIVE", copied / "ACTIVE")
    return copied


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Running]:
    with running(data, "--processes", "2") as started:
        assert until(lambda: len(started.workers()) == 2)
        yield started


def counted(service: Running, name: str) -> float:
    found = re.findall(rf"^refdesk_{name} (\S+)$", service.get("/metrics").text, re.MULTILINE)
    return float(found[0]) if found else 0.0


def test_a_killed_process_is_replaced_while_the_others_answer(service: Running) -> None:
    name = service.ask(DOSE).json()["conversation_id"]
    refusals = 'answers_total{outcome="refused",reason="dosing"}'
    assert counted(service, refusals) == 1
    for _ in range(2):  # both of those that may have heard it
        before = service.workers()
        os.kill(before[0], signal.SIGKILL)
        for _ in range(10):
            assert_disclaimed(service.ask(QUESTION))
        assert until(lambda old=before: len(set(service.workers()) - set(old)) == 1)  # type: ignore[misc]
    # The conversation and the figures outlive those who heard and counted.
    assert service.ask(FOLLOWING).json()["policy"]["category"] != "dosing"
    for _ in range(3):
        after = service.ask(FOLLOWING, conversation_id=name).json()
        assert after["policy"]["category"] == "dosing"
    assert counted(service, refusals) == 4
    assert counted(service, 'answers_total{outcome="answered",reason="supported"}') == 20


def test_no_request_fails_while_both_processes_switch(service: Running, data: Path) -> None:
    first, second = sorted(each.name for each in (data / "snapshots").iterdir())
    done = threading.Event()

    def ask() -> set[str]:
        seen = set()
        while not done.is_set():
            answer = assert_disclaimed(service.ask(QUESTION))
            snapshot = answer["index"]["snapshot"]
            words = "of 15 frail" if snapshot == first else "of fifteen frail"
            assert words in answer["evidence"][0]["quote"]
            seen.add(snapshot)
        return seen

    def all_on(snapshot: str) -> bool:
        return counted(service, f'snapshot_info{{snapshot="{snapshot}"}}') == 2

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            for wanted in (second, first):
                activate(data, wanted)
                service.process.send_signal(signal.SIGHUP)
                assert until(lambda to=wanted: all_on(to))  # type: ignore[misc]
        finally:
            done.set()
        assert set.union(*(each.result() for each in asking)) == {first, second}


def test_no_process_outlives_the_one_above_it(service: Running) -> None:
    """The last test of this service: starting another one takes seconds."""
    workers = service.workers()
    assert len(workers) == 2
    service.process.kill()
    assert until(lambda: not any(is_worker(pid) for pid in workers), 30)


def test_a_stop_answers_what_is_under_way(data: Path) -> None:
    with running(data, "--processes", "2") as service, httpx.Client(timeout=30) as client:

        def ask(_: int) -> int:
            # A connection that was taken is served; one that was not yet taken is refused.
            try:
                reply = client.post(f"{service.url}/v1/ask", json={"question": QUESTION})
            except httpx.TransportError:
                return 0
            assert_disclaimed(reply)
            return reply.status_code

        with ThreadPoolExecutor(8) as pool:
            asking = pool.map(ask, range(30))
            time.sleep(0.5)
            service.process.send_signal(signal.SIGTERM)
            codes = list(asking)
        assert service.process.wait(20) == 0
        assert set(codes) <= {200, 0}
        assert 200 in codes
    told = service.log.read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert "ERROR" not in told


def test_what_killed_runs_left_over_is_removed_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    names = [f"refdesk-run-{ended.pid}-x", f"refdesk-run-{os.getpid()}-x", "refdesk-run-a-x", "x"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "counter_1.db").touch()
    (tmp_path / f"refdesk-run-{ended.pid}-file").touch()
    remove_left_over(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {
        *names[1:], f"refdesk-run-{ended.pid}-file"
    }  # fmt: skip

"""Another snapshot is activated while questions are asked: none fails, none mixes the two."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.provider import SnapshotProvider
from api.readiness import Readiness
from api.settings import Settings
from index.keeping import prune
from index.snapshot import activate
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS
from tests.api.running import CLEAN, ROOT, until

QUESTION = {"question": QUESTIONS["answered"]}


@pytest.fixture
def data(two_snapshots: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "data"
    shutil.copytree(two_snapshots / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copy(two_snapshots / "ACTIVE", copied / "ACTIVE")
    return copied


def ids(data: Path) -> tuple[str, str]:
    first, second = sorted(each.name for each in (data / "snapshots").iterdir())
    return first, second


@pytest.fixture
def provider(data: Path) -> SnapshotProvider:
    return SnapshotProvider(Settings(data=data, reload_seconds=0))


@pytest.fixture
def client(data: Path, provider: SnapshotProvider) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=data, reload_seconds=0), provider)) as opened:
        yield opened


def assert_of_one_snapshot(answer: dict[str, Any], data: Path) -> str:
    """Check that the words are those of the snapshot that the answer names; return its id."""
    snapshot: str = answer["index"]["snapshot"]
    words = "of 15 frail" if snapshot == ids(data)[0] else "of fifteen frail"
    assert words in answer["evidence"][0]["quote"]
    return snapshot


def test_no_request_fails_and_no_answer_mixes_two_snapshots(
    client: TestClient, provider: SnapshotProvider, data: Path
) -> None:
    first, second = ids(data)
    done = threading.Event()

    def ask() -> set[str]:
        seen = set()
        while not done.is_set():
            reply = client.post("/v1/ask", json=QUESTION)
            assert reply.status_code == 200
            seen.add(assert_of_one_snapshot(reply.json(), data))
        return seen

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for wanted in (second, first, second):
            activate(data, wanted)
            provider.refresh()
            assert provider.desk().snapshot.id == wanted
        done.set()
        seen = [each.result() for each in asking]
    assert set.union(*seen) == {first, second}
    # Nobody reads the old one any more: it may be removed.
    assert prune(data, keep=1).removed == (first,)


def test_who_began_on_the_old_snapshot_ends_on_it(provider: SnapshotProvider, data: Path) -> None:
    first, second = ids(data)
    provider.refresh()
    held = provider.take()
    activate(data, second)
    provider.refresh()
    assert provider.desk().snapshot.id == second
    assert held.id == first
    assert len(held.desk.snapshot.store.articles()) == 2
    assert len(held.catalogue().entries) == 3
    assert prune(data, keep=1).in_use == (first,)
    held.give_back()
    assert prune(data, keep=1).removed == (first,)
    provider.close()


def test_a_conversation_outlives_the_switch(
    client: TestClient, provider: SnapshotProvider, data: Path
) -> None:
    """'And how much?' after a question of doses is one itself; alone it is not."""
    asked = {"question": "What dose of stem cells should I inject into my knee?"}
    name = client.post("/v1/ask", json=asked).json()["conversation_id"]
    activate(data, ids(data)[1])
    provider.refresh()
    after = {"question": "And for my mother?", "conversation_id": name}
    assert client.post("/v1/ask", json=after).json()["policy"]["category"] == "dosing"
    alone = client.post("/v1/ask", json={"question": "And for my mother?"}).json()
    assert alone["policy"]["category"] != "dosing"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _flip(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("records.sqlite", _flip),
        ("dense.faiss", _cut),
        ("model/model.onnx", Path.unlink),
        ("manifest.json", _cut),
    ],
)
def test_an_unusable_new_snapshot_leaves_the_old_one_answering(
    client: TestClient, provider: SnapshotProvider, data: Path, name: str,
    harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    first, second = ids(data)
    file = data / "snapshots" / second / name
    kept = file.read_bytes()
    file.unlink()  # it is a hard link
    file.write_bytes(kept)
    harm(file)
    (data / "ACTIVE").write_text(f"{second}\n")
    provider.refresh()
    ready = assert_disclaimed(client.get("/readyz"))
    assert ready["snapshot"] == first
    assert ready["warnings"] == ["new-snapshot-unusable"]
    assert f"going on with {first}" in caplog.text
    assert assert_of_one_snapshot(client.post("/v1/ask", json=QUESTION).json(), data) == first
    caplog.clear()
    provider.refresh()  # not tried again at each look
    assert caplog.text == ""
    file.write_bytes(kept)
    provider.refresh(told=True)
    readiness: Readiness = client.app.state.readiness  # type: ignore[attr-defined]
    readiness.forget()
    mended = client.get("/readyz").json()
    assert (mended["snapshot"], mended["warnings"]) == (second, [])


def test_a_service_without_a_snapshot_takes_the_first_one(data: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with TestClient(create_app(Settings(data=empty, reload_seconds=1))) as client:
        assert_problem(client.get("/readyz"), 503)
        (empty / "snapshots").symlink_to(data / "snapshots")
        activate(empty, ids(data)[0])
        assert until(lambda: client.get("/readyz").status_code == 200)
        assert client.post("/v1/ask", json=QUESTION).status_code == 200


_OPENED = """
import sys
from pathlib import Path
from api.provider import SnapshotProvider
from api.settings import Settings
from rag.course import Question
from rag.policy.classifier.encoder import shipped_encoder
provider = SnapshotProvider(Settings(data=Path(sys.argv[1])))
provider.refresh()
print(shipped_encoder.cache_info().currsize, provider.records().count())
before = set(sys.modules)
provider.desk().ask(Question(sys.argv[2]))
print(sorted(set(sys.modules) - before), provider.records().count())
"""


def test_what_is_loaded_once_is_loaded_before_anybody_asks(data: Path) -> None:
    """The question that loads it is nobody's: it is neither kept nor counted."""
    command = [sys.executable, "-c", _OPENED, str(data), QUESTIONS["answered"]]
    done = subprocess.run(command, cwd=ROOT, env=CLEAN, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["1 0", "[] 1"]
    assert done.stderr == ""

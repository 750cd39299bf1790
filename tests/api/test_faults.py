"""A full disk, a missing model, a clock that steps: done for real to a service that runs."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.database.engine import DATABASE_FILE
from api.provider import SnapshotProvider
from api.settings import Settings
from index.snapshot import activate
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS
from tests.api.running import Running, running, until

QUESTION = QUESTIONS["answered"]
#: In a mount namespace of its own: a disk of 8 MB as the data folder, then the command itself.
SMALL_DISK = 'mount -t tmpfs -o size=8m tmpfs "$0" && cp -P "$0.kept"/* "$0" && exec "$@"'


def _can_mount() -> bool:
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(data_folder: Path, tmp_path: Path) -> Iterator[tuple[Running, Path]]:
    """Serve from a disk of 8 MB; give the service and its data folder, seen from outside."""
    if not _can_mount():
        pytest.skip("no file system can be mounted here")
    data, kept = tmp_path / "data", tmp_path / "data.kept"
    data.mkdir()
    kept.mkdir()
    (kept / "snapshots").symlink_to(data_folder / "snapshots")
    shutil.copy(data_folder / "ACTIVE", kept / "ACTIVE")
    (kept / "refdesk.toml").write_text("disk_floor_mb = 1\n")
    before = ("unshare", "-rm", "sh", "-c", SMALL_DISK, str(data))
    more = {"REFDESK_CONFIG": str(kept / "refdesk.toml")}
    with running(data, "--log-format", "json", before=before, more=more) as service:
        yield service, Path(f"/proc/{service.process.pid}/root{data}")


def fill(folder: Path) -> Path:
    """Write until there is no room at all."""
    file = folder / "fill"
    with file.open("wb", buffering=0) as stream:
        for size in (1 << 16, 512, 1):
            try:
                while True:
                    stream.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return file


def test_on_a_full_disk_no_answer_leaves_without_its_record(
    small_disk: tuple[Running, Path], tmp_path: Path
) -> None:
    service, data = small_disk
    delivered = {assert_disclaimed(service.ask(QUESTION))["answer_id"] for _ in range(3)}
    filled = fill(data)
    held_back = 0
    for _ in range(40):  # what room the database had left for itself is used up
        reply = service.ask(QUESTION)
        if reply.status_code == 200:
            delivered.add(reply.json()["answer_id"])
            continue
        held_back += 1
        assert assert_problem(reply, 503)["type"].endswith("record-not-kept")
    assert held_back
    assert until(lambda: service.get("/readyz").status_code == 503, 5)
    assert assert_problem(service.get("/readyz"), 503)["type"].endswith("disk-low")
    assert service.get("/healthz").status_code == 200
    filled.unlink()
    assert until(lambda: service.get("/readyz").status_code == 200, 10)
    delivered.add(assert_disclaimed(service.ask(QUESTION))["answer_id"])
    for file in data.glob(f"{DATABASE_FILE}*"):  # SQLite would follow the path out of that disk
        shutil.copy(file, tmp_path / file.name)
    connection = sqlite3.connect(tmp_path / DATABASE_FILE)
    kept = {row[0] for row in connection.execute("SELECT answer_id FROM answers")}
    connection.close()
    assert delivered <= kept
    assert "Traceback" not in service.log.read_text(encoding="utf-8")


def test_without_its_model_a_service_says_so_and_comes_back_with_it(two_of_own: Path) -> None:
    active = (two_of_own / "ACTIVE").read_text().strip()
    model = two_of_own / "snapshots" / active / "model" / "model.onnx"
    away = model.rename(two_of_own / "model.onnx")
    settings = Settings(data=two_of_own, reload_seconds=0)
    provider = SnapshotProvider(settings)
    with TestClient(create_app(settings, provider)) as client:
        for reply in (client.get("/readyz"), client.post("/v1/ask", json={"question": QUESTION})):
            assert assert_problem(reply, 503)["type"].endswith("snapshot-unusable")
        away.rename(model)
        provider.refresh(told=True)
        assert client.post("/v1/ask", json={"question": QUESTION}).status_code == 200


@pytest.fixture
def clock(two_of_own: Path) -> Iterator[tuple[Running, Path]]:
    """Serve under a clock that a file moves; give the service and the file."""
    found = find_spec("libfaketime")
    if found is None or found.origin is None:
        pytest.skip("libfaketime is not installed")
    vendored = Path(found.origin).parent / "vendor" / "libfaketime" / "src"
    file = two_of_own.parent / "clock"
    file.write_text("+0")
    more = {
        "LD_PRELOAD": str(vendored / "libfaketime.so.1"),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        # A step moves the time of day; the clock that only counts goes on.
        "DONT_FAKE_MONOTONIC": "1",
        "REFDESK_RELOAD_SECONDS": "1",
    }
    with running(two_of_own, more=more) as service:
        yield service, file


def test_a_clock_that_steps_stops_nothing(clock: tuple[Running, Path], two_of_own: Path) -> None:
    service, file = clock
    answers, this_year = [], datetime.now(UTC).year
    snapshots = sorted(each.name for each in (two_of_own / "snapshots").iterdir())
    for step, wanted in ((0, 0), (-3650, 1), (3650, 0), (0, 1)):
        file.write_text(f"{step:+}d")
        activate(two_of_own, snapshots[wanted])
        answer = assert_disclaimed(service.ask(QUESTION))
        assert 0 < answer["timings_ms"]["total"] < 60_000
        answers.append(answer["answer_id"])
        # Readiness and the switch go by the clock that does not step.
        assert until(lambda to=snapshots[wanted]: service.get("/readyz").json()["snapshot"] == to)  # type: ignore[misc]
        # The server renews its date once a second.
        stepped_to = this_year + round(step / 365)
        assert until(lambda to=stepped_to: abs(_year_told(service) - to) <= 1)  # type: ignore[misc]
    connection = sqlite3.connect(two_of_own / DATABASE_FILE)
    kept = [row[0] for row in connection.execute("SELECT answer_id FROM answers")]
    connection.close()
    assert sorted(kept) == sorted(answers)


def _year_told(service: Running) -> int:
    return parsedate_to_datetime(service.get("/healthz").headers["Date"]).year

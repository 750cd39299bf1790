"""Start a build, and stop it, from a process that goes on serving."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.choices import Dense
from api.rebuilding import status
from api.rebuilding.status import Status
from api.settings import Settings
from index.embedding.precision import Precision

LOG_FILE: Final = "log"
_NEEDED: Final = ("onnx", "sentence_transformers", "torch")
_PATIENCE_S: Final = 5.0
"""How long a builder may take to say its number, or to tidy up, before it is ended."""


class NotRunningError(RuntimeError):
    """No build runs: there is nothing to stop."""


class Job(BaseModel):
    """What the building process is told, on its standard input."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path
    articles: tuple[Path, ...]
    notices: Path | None
    model: str
    precision: Precision
    dense: Dense
    probes: int
    threads: int


def job_of(settings: Settings) -> Job:
    """Return the build that the settings describe."""
    named = {name: getattr(settings, name) for name in Job.model_fields}
    return Job(**named)


def can_build() -> bool:
    """Tell whether the packages that a build needs are installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def start(settings: Settings) -> tuple[Status, subprocess.Popen[bytes]]:
    """Begin a build in a process of its own, which outlives this one.

    Raises:
        RunningError: One runs already.
        OSError: The data folder cannot be written, or no process can be started.
    """
    folder = status.folder_of(settings.data)
    with status.held(folder) as lock:
        begun = Status(id=uuid.uuid4().hex[:12], state="running", began_at=status.now())
        status.write(folder, begun)
        try:
            return begun, _builder(folder, lock, job_of(settings))
        except OSError:
            status.write(folder, begun.ended("failed", "not-started"))
            raise


def _builder(folder: Path, lock: int, job: Job) -> subprocess.Popen[bytes]:
    # None of the service's secrets, and a session of its own: what ends the service leaves it be.
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("REFDESK_")}
    # A file, not a pipe: nothing is left to send to a process that ends at once.
    with (folder / LOG_FILE).open("wb") as log, tempfile.TemporaryFile() as told:
        told.write(job.model_dump_json().encode())
        told.seek(0)
        return subprocess.Popen(
            [sys.executable, "-m", "api.rebuilding.builder"],
            stdin=told, stdout=log, stderr=log, env=surroundings,
            pass_fds=(lock,), start_new_session=True,
        )  # fmt: skip


def stop(data: Path) -> Status:
    """End the build that runs, and return what became of it; the active snapshot stays.

    Raises:
        NotRunningError: None runs.
        OSError: The data folder cannot be written.
    """
    folder = status.folder_of(data)
    if not status.is_running(folder):
        raise NotRunningError("no build runs")
    for end in (signal.SIGTERM, signal.SIGKILL):
        told = _numbered(folder)
        if told is not None and told.pid is not None and status.is_running(folder):
            os.kill(told.pid, end)
        if _over(folder):
            break
    with status.held(folder):
        last = status.read(folder)
        if last is None:
            raise NotRunningError("no build runs")
        if last.ended_at is None:  # it could not say so itself
            last = last.ended("stopped")
            status.write(folder, last)
    return last


def _numbered(folder: Path) -> Status | None:
    """Return what is told of the build once it has said the number of its process."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        told = status.read(folder)
        if told is None or told.pid is not None or told.state != "running":
            return told
        time.sleep(0.02)
    return None


def _over(folder: Path) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while status.is_running(folder) and time.monotonic() < end:
        time.sleep(0.02)
    return not status.is_running(folder)

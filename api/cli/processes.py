"""Several processes that serve one address: started, watched and stopped by the one above them.

They share the listening socket, the memory-mapped files of the snapshot, the conversations and the
figures. One that dies is replaced; the others answer meanwhile.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.access.patience import patient_for
from api.app import create_app
from api.cli.shared_memory import share_conversations, shared_conversations
from api.observing.logs import configure_logs
from api.provider import SnapshotProvider
from api.settings import Settings

_log = logging.getLogger("refdesk.processes")
_METRICS_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
_MEMORY_DISK: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_PREFIX: Final = "refdesk-run-"
_SILENT_S: Final = 30
"""Seconds after which a process that does not respond is replaced; importing takes a few."""


@dataclass(frozen=True, slots=True)
class WorkerApp:
    """Makes the application in a process of its own.

    Attributes:
        memory: Where conversations are reached.
        metrics: Folder of the figures.
    """

    settings: Settings
    memory: str
    metrics: Path

    def __call__(self) -> FastAPI:
        """Return the application."""
        configure_logs(self.settings.log_level, self.settings.log_format)
        provider = SnapshotProvider(self.settings, conversations=shared_conversations(self.memory))
        app = create_app(self.settings, provider, self.metrics)
        app.state.watcher.long_lived.begin()
        signal.signal(signal.SIGHUP, lambda *_: app.state.watcher.wake())
        threading.Thread(target=_end_with_parent, daemon=True).start()
        return app


class WorkerConfig(uvicorn.Config):
    """How a process serves; what cannot be sent to it is made there."""

    def load(self) -> None:
        """Make the application and the protocol."""
        app: WorkerApp = self.app  # type: ignore[assignment]
        self.http = patient_for(app.settings.body_seconds)
        super().load()


class Supervisor(Multiprocess):
    """The processes that serve; SIGHUP is passed on, and a stop has an end."""

    def handle_hup(self) -> None:
        """Have each process look for another snapshot now."""
        for process in self.processes:
            if process.pid is not None and process.exitcode is None:
                os.kill(process.pid, signal.SIGHUP)

    def join_all(self) -> None:
        """Wait until all have answered what was under way, but not for ever."""
        end = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + 5
        for process in self.processes:
            process.process.join(max(0.0, end - time.monotonic()))
            if process.exitcode is None:
                _log.error("process %s did not stop in time and was ended", process.pid)
                process.process.kill()
                process.process.join()

    @property
    def failed(self) -> bool:
        """Tell whether a process could not start, so that all were stopped."""
        return any(each.exitcode == STARTUP_FAILURE for each in self.processes)


def serve_with_processes(settings: Settings, listener: socket.socket, **how: object) -> bool:
    """Serve with `settings.processes` processes until SIGINT or SIGTERM.

    Args:
        settings: What each is told.
        listener: The socket that they share.
        **how: Options of `uvicorn.Config`.

    Returns:
        Whether they could start.
    """
    place = _run_folder(settings)
    remove_left_over(place)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=place) as folder:
        metrics = Path(folder)
        os.environ[_METRICS_VARIABLE] = str(metrics)  # read where the library is imported
        app = WorkerApp(settings, share_conversations(), metrics)
        config = WorkerConfig(
            app,
            factory=True,
            workers=settings.processes,
            timeout_worker_healthcheck=_SILENT_S,
            **how,  # type: ignore[arg-type]
        )
        supervisor = Supervisor(config, [listener])
        supervisor.run()
        return not supervisor.failed


def _run_folder(settings: Settings) -> Path:
    """Return where files of this run go: in memory if possible.

    Figures are written through mapped memory, and a page for which a full disk has no room ends
    the process that writes it.
    """
    if os.access(_MEMORY_DISK, os.W_OK):
        return _MEMORY_DISK
    settings.data.mkdir(parents=True, exist_ok=True)
    return settings.data


def remove_left_over(place: Path) -> None:
    """Remove the folders of runs that were killed, and so could not do it themselves."""
    for folder in place.glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        ours = folder.is_dir() and folder.stat().st_uid == os.geteuid()
        if ours and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

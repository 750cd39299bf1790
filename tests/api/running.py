"""`refdesk serve` as a process of its own, the processes under it, and how to ask it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx

ROOT = Path(__file__).resolve().parents[2]
# Whatever `refdesk` is told by the surroundings of the tests must not decide their outcome.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("REFDESK_")}


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> httpx.Response:
        """Ask over a new connection."""
        return httpx.get(self.url + path, timeout=30)

    def ask(self, question: str, **more: object) -> httpx.Response:
        """Ask over a new connection."""
        return httpx.post(f"{self.url}/v1/ask", json={"question": question, **more}, timeout=30)

    def workers(self) -> list[int]:
        """Return the ids of the processes under it that serve."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = [int(each) for each in children.read_text(encoding="ascii").split()]
        return [pid for pid in found if is_worker(pid)]


def is_worker(pid: int) -> bool:
    try:
        return b"multiprocessing.spawn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until something holds; return whether it does."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


@contextmanager
def running(
    data: Path,
    *words: str,
    before: tuple[str, ...] = (),
    more: Mapping[str, str] = MappingProxyType({}),
    ready: bool = True,
) -> Iterator[Running]:
    """Serve a data folder; give the service once it is ready, and end it by SIGTERM.

    Args:
        data: The data folder.
        *words: More options of `refdesk serve`.
        before: What the command is run by.
        more: Environment variables.
        ready: Whether it will be; else it is given once it is alive.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = data.parent / f"{data.name}-{port}.log"
    command = [sys.executable, "-m", "api.cli.main", "serve", "--data", str(data)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*before, *command, "--port", str(port), *words],
            cwd=ROOT, env={**CLEAN, **more}, stdout=stream, stderr=stream,
        )  # fmt: skip
    service = Running(f"http://127.0.0.1:{port}", process, log)

    def answers() -> bool:
        try:
            return service.get("/readyz" if ready else "/healthz").status_code == 200
        except httpx.HTTPError:
            return False

    try:
        assert until(answers), log.read_text(encoding="utf-8")
        yield service
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            finally:
                process.kill()

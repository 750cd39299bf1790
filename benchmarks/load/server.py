"""A service in a process of its own, and how much memory and computing it takes."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from refdesk.client import Client, RefdeskError

_PATIENCE: Final = 120.0
_ADDRESS: Final = re.compile(r"http://[^/\s]+:(\d+)/")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a service, all its processes together.

    Attributes:
        rss: Resident, pages of mapped files and shared ones included, counted in each process.
        pss: The same, a shared page counted once.
        anonymous: What is no page of a file: what the processes themselves have allocated.
    """

    rss: float
    pss: float
    anonymous: float


@dataclass(frozen=True, slots=True)
class Served:
    """A running service."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> Memory:
        """Return what its processes take now."""
        found: dict[str, float] = {"Rss": 0.0, "Pss": 0.0, "Anonymous": 0.0}
        for pid in self._pids():
            for name, kilobytes in _rollup(pid).items():
                found[name] = found.get(name, 0.0) + kilobytes / 1024
        return Memory(found["Rss"], found["Pss"], found["Anonymous"])

    def computed(self) -> float:
        """Return the seconds that its processes have computed."""
        return sum(map(_computed, self._pids()))

    def _pids(self) -> list[int]:
        parents: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue  # it has ended
            parents[int(stat.parent.name)] = int(words[1])
        own = [self.pid]
        for pid in own:  # grows while it is walked: children of children
            own += [child for child, parent in parents.items() if parent == pid]
        return own


@contextmanager
def serving(
    data: Path, log: Path, *, options: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Run `refdesk serve` over a data folder until the block ends.

    Args:
        data: The folder; records of answers are written there.
        log: Where its standard error goes.
        options: More options of `serve`.
        environment: Variables for it besides this process's own.

    Raises:
        SystemExit: It does not become ready.
    """
    words = ["-m", "api.cli.main", "serve", "--data", str(data), "--port", "0"]
    command = [sys.executable, *words, "--log-level", "warning", *shlex.split(options)]
    variables = {**os.environ, **(environment or {})}
    with (
        log.open("wb") as told,
        subprocess.Popen(command, stderr=told, env=variables) as process,
    ):
        try:
            served = Served(process.pid, _port(process, log))
            _wait_until_ready(process, served)
            yield served
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := _ADDRESS.search(log.read_text(encoding="utf-8")):
            return int(found[1])
        time.sleep(0.05)
    raise SystemExit(f"the service told no address; see {log}")


def _wait_until_ready(process: subprocess.Popen[bytes], served: Served) -> None:
    until = time.monotonic() + _PATIENCE
    with Client(served.url, retries=0, timeout=5) as client:
        while time.monotonic() < until and process.poll() is None:
            try:
                client.ready()
            except RefdeskError:
                time.sleep(0.1)
            else:
                return
    raise SystemExit("the service did not become ready")


def _rollup(pid: int) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return {}
    return {name: float(kb) for name, kb in re.findall(r"^(\w+):\s+(\d+) kB$", lines, re.M)}


def _computed(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    words = stat.rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

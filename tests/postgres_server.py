"""A PostgreSQL server of our own, on a free port and in a folder that goes when it stops.

It needs the programs of a server on the machine, and runs as another user where we are root, which
the server refuses. Where that cannot be, the tests that want it are skipped and say so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

USER = "refdesk"
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


class PostgresServer:
    """One server; every test takes a database of its own in it."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._as = _other_user()
        self.folder = Path(tempfile.mkdtemp(prefix="refdesk-postgres-"))
        if self._as:
            shutil.chown(self.folder, self._as)
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", USER, "-N",
                  "-E", "UTF8", "--locale", "C.UTF-8")  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(
                    "postgres", "-D", str(self.folder / "data"), "-p", str(self.port),
                    "-c", "listen_addresses=127.0.0.1", "-k", str(self.folder),
                    "-c", "shared_buffers=16MB", "-c", "max_connections=60", "-c", "fsync=off",
                ),
                stdout=subprocess.DEVNULL,
                stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 30
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it, cutting every connection; `at_once` without any clearing up."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            process.wait(30)

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.stop(at_once=True)
        shutil.rmtree(self.folder)

    def new_database(self, template: str = "template1") -> str:
        """Return the URL of a new database."""
        self._made += 1
        name = f"test_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run a statement outside of any database of a test."""
        engine = create_engine(
            make_url(self.url("postgres")).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
        )
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def url(self, name: str) -> str:
        """Return the URL of a database, as an operator would write it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def program(self, name: str) -> str:
        """Return a program that came with the server, such as pg_dump."""
        return str(self._programs / name)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            self.execute("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever it is, it is not there yet
            return False
        return True

    def _command(self, program: str, *words: str) -> list[str]:
        whole = [str(self._programs / program), *words]
        if not self._as:
            return whole
        return ["setpriv", f"--reuid={self._as}", f"--regid={self._as}", "--init-groups", *whole]

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            self._command(program, *words), capture_output=True, check=False, cwd=self.folder
        )
        assert done.returncode == 0, done.stderr.decode()


def _programs() -> Path:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = [path for place in _PLACES for path in Path("/").glob(place[1:])]
    on_path = shutil.which("initdb")
    folders = [*([Path(on_path).resolve().parent] if on_path else []), *sorted(found, reverse=True)]
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    pytest.skip("no PostgreSQL server on this machine")


def _other_user() -> str:
    """Return whom the server runs as, empty for ourselves."""
    if os.geteuid() != 0:
        return ""
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        if shutil.which("setpriv"):
            return name
    pytest.skip("PostgreSQL does not run as root and there is no other user")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port

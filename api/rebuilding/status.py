"""What is known of the latest build: a file in the data folder, and a lock that tells if it runs.

The lock is held by the building process for as long as it lives, however it ends, so a file that
says "running" without the lock tells of a process that was killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

State = Literal["running", "done", "failed", "stopped"]
Reason = Literal[
    "articles-missing",
    "another-build",
    "packages-missing",
    "model-unusable",
    "not-built",
    "defect",
    "ended-early",
    "not-started",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
_TRIES: Final = 5
"""A look whether a build runs holds the lock for a moment; who starts one tries again."""


class Status(BaseModel):
    """One build, as far as it is known.

    Attributes:
        pid: Process that builds; None until it has begun.
        stage: "model", "read", "embed" or "lexical", with how much of it is done.
        snapshot: Id of what was built, which is active then.
        left_out: Articles that could not be read.
        problems: What else was found in them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    state: State
    began_at: str
    ended_at: str | None = None
    pid: int | None = None
    stage: str | None = None
    done: int = 0
    total: int = 0
    reason: Reason | None = None
    snapshot: str | None = None
    articles: int | None = None
    passages: int | None = None
    left_out: int | None = None
    problems: int | None = None

    def ended(self, state: State, reason: Reason | None = None) -> Status:
        """Return the same build at its end."""
        return self.model_copy(update={"state": state, "reason": reason, "ended_at": now()})


class RunningError(RuntimeError):
    """A build runs already: wait for it, or stop it."""


def now() -> str:
    """Return the time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def folder_of(data: Path) -> Path:
    """Return where a data folder keeps the status, the lock and the log of its builds."""
    return data / "rebuild"


def write(folder: Path, status: Status) -> None:
    """Replace what is told.

    Raises:
        OSError: It cannot be written.
    """
    draft = folder / f"status.{os.getpid()}.new"
    draft.write_text(status.model_dump_json(), encoding="utf-8")
    draft.replace(folder / "status.json")


def read(folder: Path) -> Status | None:
    """Return what is told of the latest build; None where there was none.

    One that is told as running and does not run was ended by something else.
    """
    runs = is_running(folder)  # first: its last word is written before it lets go
    try:
        told = Status.model_validate_json((folder / "status.json").read_bytes())
    except (OSError, ValidationError):
        return None
    lost = told.state == "running" and not runs
    return told.model_copy(update={"state": "failed", "reason": "ended-early"}) if lost else told


def is_running(folder: Path) -> bool:
    """Tell whether a building process lives."""
    try:
        with _lock_file(folder).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


@contextlib.contextmanager
def held(folder: Path) -> Iterator[int]:
    """Hold the lock; a process that is given the descriptor holds it on after the block.

    Raises:
        RunningError: A build runs.
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lock_file(folder).open("ab") as file:
        for _ in range(_TRIES):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.02)
        else:
            raise RunningError("a build runs")
        yield file.fileno()


def _lock_file(folder: Path) -> Path:
    return folder / "lock"

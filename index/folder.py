"""The data folder as a builder holds it: one at a time, leftovers removed, errors that name it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BuildBusyError, BuildError

LOCK_FILE = "build.lock"
STAGING = "staging-"


@contextlib.contextmanager
def building(data: Path, *, clean: bool = True) -> Iterator[None]:
    """Hold a data folder for a change; create it when missing, and clean up after the dead.

    Args:
        data: The data folder.
        clean: Remove what builds and prunes that were killed have left.

    Raises:
        BuildBusyError: Another process, or another thread of this one, holds it.
        BuildError: It cannot be written; also where that shows inside the block.
    """
    with _writing(data), _locked(data):
        if clean:
            _clean(data)
        yield


def _clean(data: Path) -> None:
    """Remove what dead builds left: with the lock held, no staging folder is alive."""
    for folder in data.glob(f"{STAGING}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for draft in data.glob("*.new"):
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    # The system drops this lock when its process ends, however it ends.
    lock = FileLock(data / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildBusyError(
            f"another build is running in {data} (it holds {data / LOCK_FILE}); "
            "wait for it to end, then try again"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _writing(data: Path) -> Iterator[None]:
    """Turn a failed write into an error that names the path and the cause."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error)
        raise BuildError(
            f"cannot write {error.filename or data}: {cause}; the active snapshot is unchanged"
        ) from error
    except sqlite3.Error as error:
        raise BuildError(
            f"cannot write a database in {data}: {error}; the active snapshot is unchanged"
        ) from error

"""The building process: told what to build on its standard input, it tells how far it is in a file.

    python -m api.rebuilding.builder < JOB

It holds the lock of `api.rebuilding.status`, which it was given open, until it ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from types import FrameType
from typing import Final

from api.rebuilding import status
from api.rebuilding.control import Job
from api.rebuilding.status import Reason, Status

#: Seconds between two words on how far it is.
_EVERY_S: Final = 0.5
#: Questions come first: it takes what they leave of the processors.
_NICE: Final = 10


class _Stopped(BaseException):
    """It was told to stop; not an `Exception`, so that nothing on the way takes it for one."""


class _Teller:
    """Writes how far the build is; a word that cannot be written does not end it."""

    def __init__(self, job: Job) -> None:
        self._folder = status.folder_of(job.data)
        told = status.read(self._folder)
        if told is None:
            raise SystemExit("nobody has begun this build")
        self.status: Status = told
        self._told_at = 0.0

    def tell(self, last: Status) -> None:
        self.status = last
        with contextlib.suppress(OSError):
            status.write(self._folder, last)

    def progress(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self.status.stage or now - self._told_at >= _EVERY_S:
            self._told_at = now
            self.tell(self.status.model_copy(update={"stage": stage, "done": done, "total": total}))


def main() -> None:
    """Build; the exit code is 0 where a snapshot was made and activated."""
    signal.signal(signal.SIGTERM, _stop)
    job = Job.model_validate_json(sys.stdin.buffer.read())
    teller = _Teller(job)
    teller.tell(teller.status.model_copy(update={"pid": os.getpid()}))
    os.nice(_NICE)
    try:
        teller.tell(_built(job, teller))
    except _Stopped:
        teller.tell(teller.status.ended("stopped"))
        raise SystemExit(1) from None
    except Exception as error:  # noqa: BLE001 - the file is where it is looked for
        traceback.print_exc()
        teller.tell(teller.status.ended("failed", reason_of(error)))
        raise SystemExit(1) from None


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: it tidies up now
    raise _Stopped


def _built(job: Job, teller: _Teller) -> Status:
    from api.cli.building import show_problems
    from api.cli.console import err
    from index.build import BuildOptions
    from index.embedding.spec import ModelSpec
    from index.library import build_library

    report = build_library(
        job.articles,
        job.data,
        model=ModelSpec(name=job.model),
        options=BuildOptions(
            threads=job.threads or None,
            precision=job.precision,
            dense=job.dense,
            probes=job.probes,
            on_notice=lambda text: err().print(text, markup=False),
        ),
        notices=job.notices,
        progress=teller.progress,
    )
    show_problems(err(), report.problems)
    counts = report.manifest.counts
    left_out = sum(problem.fatal for problem in report.problems)
    found = {
        "snapshot": report.manifest.id, "articles": counts["articles"],
        "passages": counts["passages"], "left_out": left_out,
        "problems": len(report.problems) - left_out,
    }  # fmt: skip
    return teller.status.model_copy(update=found).ended("done")


def reason_of(error: Exception) -> Reason:
    """Return why a build failed, in one of the words that may be told to anyone."""
    from corpus.source import ArticleError
    from index.errors import BuildBusyError, MissingDependencyError, ModelError, SearchIndexError

    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason], ...] = (
        (FileNotFoundError, "articles-missing"),
        (BuildBusyError, "another-build"),
        ((MissingDependencyError, ImportError), "packages-missing"),
        (ModelError, "model-unusable"),
        ((SearchIndexError, ArticleError, OSError), "not-built"),
    )
    return next((reason for kind, reason in kinds if isinstance(error, kind)), "defect")


if __name__ == "__main__":
    main()

"""Running a suite against a target: in parallel, resumable, every case accounted for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from rag.evaluation.journal import Journal, JournalHead
from rag.evaluation.library import LibraryView
from rag.evaluation.one import run_case
from rag.evaluation.results import (
    RESULT_FILE,
    CaseResult,
    RunResult,
    SuiteInfo,
    TargetRecord,
)
from rag.evaluation.statistics import SEED
from rag.evaluation.suite import AnyCase, Suite
from rag.evaluation.summary import abstention_of, confusion_of, groups_of, metrics_of, speed_of
from rag.evaluation.target import Target

Tell = Callable[[CaseResult, int, int], None]
"""Called with each result as it comes, how many are done, and how many there are."""


class FinishedRunError(ValueError):
    """The folder holds a finished run: name another one, or start afresh."""


def run_suite(
    suite: Suite,
    target: Target,
    out: Path,
    *,
    concurrency: int = 1,
    fresh: bool = False,
    tell: Tell | None = None,
) -> RunResult:
    """Run every case, write `result.json` into `out` and return what it holds.

    A run that was stopped goes on where it was when it is started again with the same suite,
    target and folder; cases that had failed are asked again.

    Args:
        suite: What to ask.
        target: Whom to ask.
        out: Folder of the result; made where it is missing.
        concurrency: Cases under way at once, 1 or more.
        fresh: Drop whatever run lies in `out`.
        tell: Progress.

    Raises:
        FinishedRunError: `out` holds a finished run and `fresh` is false.
        rag.evaluation.journal.JournalError: `out` holds an unfinished run of something else.
        OSError: The folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    if fresh:
        clear(out)
    if (out / RESULT_FILE).exists():
        raise FinishedRunError(f"{out} holds a finished run; name another folder or start afresh")
    info = target.info
    head = JournalHead(
        suite=suite.name,
        suite_sha256=suite.sha256,
        target=info.fingerprint,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    began = time.monotonic()
    with Journal(out, head) as journal:
        done = _run_cases(suite.cases, target, journal, concurrency, tell)
        started = journal.head.started
    cases = [done[case.id] for case in suite.cases]
    result = RunResult(
        suite=SuiteInfo(
            name=suite.name,
            version=suite.header.version,
            sha256=suite.sha256,
            cases=len(suite.cases),
        ),
        target=TargetRecord(
            kind=info.kind,
            where=info.where,
            snapshot=info.snapshot,
            corpus_version=info.corpus_version,
            software=info.software,
        ),
        started=started,
        seed=SEED,
        metrics=metrics_of(cases),
        groups=groups_of(cases),
        confusion=confusion_of(cases),
        abstention=abstention_of(cases),
        speed=speed_of(cases, time.monotonic() - began, concurrency),
        cases=cases,
    )
    write_whole(out / RESULT_FILE, result.model_dump_json(indent=1) + "\n")
    journal.path.unlink(missing_ok=True)
    return result


def clear(out: Path) -> None:
    """Remove a run's own files from a folder, and nothing else."""
    for name in (RESULT_FILE, "journal.jsonl", "report.html"):
        (out / name).unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the whole new one."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def _run_cases(
    cases: Sequence[AnyCase],
    target: Target,
    journal: Journal,
    concurrency: int,
    tell: Tell | None,
) -> dict[str, CaseResult]:
    library = LibraryView(target)
    done = dict(journal.done)
    total = len(cases)
    waiting = [case for case in cases if case.id not in done]
    with ThreadPoolExecutor(concurrency, "case") as threads:
        futures = [threads.submit(run_case, case, target, library) for case in waiting]
        try:
            for future in as_completed(futures):
                result = future.result()
                journal.add(result)
                done[result.id] = result
                if tell:
                    tell(result, len(done), total)
        except BaseException:
            # Ctrl-C or a full disk: what has begun is finished, the rest is not started.
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return done

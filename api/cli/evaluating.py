"""`refdesk eval run`: a suite against a desk, with progress, a summary and a report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from api.cli.console import err, out
from api.cli.eval_render import render_summary
from api.cli.exits import EXIT_OK, FailedError
from api.cli.uptodate import bring_up_to_date
from api.settings import Settings, SettingsError, read_settings
from index.errors import SearchIndexError
from rag.evaluation.packages import MissingPackageError, need_packages
from rag.evaluation.results import CaseResult, RunResult
from rag.evaluation.suite import Suite, SuiteError, read_suite
from rag.evaluation.target import Target, TargetError
from refdesk import KEY_VARIABLE

REPORT_FILE = "report.html"
#: Cases between two lines of progress where there is no terminal.
PLAIN_EVERY = 100


@dataclass(frozen=True, slots=True)
class RunWishes:
    """What the command line asks for; None means the default."""

    suite: Path
    target: str | None
    data: Path | None
    articles: tuple[Path, ...]
    out: Path | None
    concurrency: int | None
    fresh: bool


def run_evaluation(wishes: RunWishes) -> int:
    """Run a suite, print its figures and write result and report; return the exit code.

    Raises:
        FailedError: No desk to ask, a folder that holds another run, or a disk that is full.
        click.UsageError: The suite cannot be read or names no library.
    """
    need()
    from rag.evaluation.journal import JournalError
    from rag.evaluation.report import render_report
    from rag.evaluation.run import FinishedRunError, run_suite

    suite = suite_from(wishes.suite)
    folder = wishes.out or _default_out(suite)
    console = err()
    try:
        with _target(wishes, suite) as target, _progress(console, len(suite.cases)) as tell:
            result = run_suite(
                suite,
                target,
                folder,
                concurrency=wishes.concurrency or (4 if wishes.target else 1),
                fresh=wishes.fresh,
                tell=tell,
            )
        write_file(folder / REPORT_FILE, render_report(result))
    except (FinishedRunError, JournalError) as error:
        raise FailedError(f"{error} (--fresh)") from None
    except (TargetError, SearchIndexError, OSError) as error:
        raise FailedError(str(error)) from error
    except KeyboardInterrupt:
        told = f"Stopped. Go on with the same command and --out {folder}"
        console.print(told, markup=False, soft_wrap=True)
        raise
    _tell_result(result, folder)
    return EXIT_OK


def need() -> None:
    """Check that the packages of the harness are there.

    Raises:
        FailedError: One is missing; the message has the command that installs it.
    """
    try:
        need_packages()
    except MissingPackageError as error:
        raise FailedError(str(error)) from None


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        FailedError: It cannot be written.
    """
    from rag.evaluation.run import write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        raise FailedError(str(error)) from error


def suite_from(path: Path) -> Suite:
    """Read a suite for a command.

    Raises:
        click.UsageError: It cannot be read.
    """
    try:
        return read_suite(path)
    except (SuiteError, OSError) as error:
        raise click.UsageError(str(error)) from None


def _default_out(suite: Suite) -> Path:
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return Path("results") / f"{suite.name}-{now}"


@contextmanager
def _target(wishes: RunWishes, suite: Suite) -> Iterator[Target]:
    """Open what is to be asked: a service, a data folder, or a build of the suite's articles."""
    if wishes.target:
        from api.evaluation.http import HttpTarget

        with HttpTarget(wishes.target, api_key=os.environ.get(KEY_VARIABLE, "")) as service:
            yield service
        return
    from api.evaluation.inprocess import DeskTarget

    settings = _settings(wishes, suite)
    if not wishes.data:
        bring_up_to_date(settings, old_will_do=False)
    with DeskTarget(settings.data, threads=settings.threads or None) as desk:
        yield desk


def _settings(wishes: RunWishes, suite: Suite) -> Settings:
    articles = wishes.articles or suite.articles
    if not wishes.data and not articles:
        raise click.UsageError(
            f"suite {suite.name!r} names no articles: give --articles, --data or --target"
        )
    data = wishes.data
    try:
        base = read_settings({}, os.environ)
        where = data or base.data / "suites" / suite.name
        return read_settings({"data": where, "articles": articles}, os.environ)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def _progress(console: Console, total: int) -> Iterator[_Tell]:
    if not console.is_terminal:
        yield _Tell(console, None)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        bars.add_task("Asking", total=total)
        yield _Tell(console, bars)


class _Tell:
    """Progress as a bar on a terminal, as a line now and then elsewhere; failures at once."""

    def __init__(self, console: Console, bars: Progress | None) -> None:
        self._console, self._bars = console, bars

    def __call__(self, result: CaseResult, done: int, total: int) -> None:
        if result.status == "failed":
            self._console.print(f"{result.id}: failed: {result.error}", markup=False)
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], completed=done)
        elif done % PLAIN_EVERY == 0 or done == total:
            self._console.print(f"Asking: {done} of {total}")


def _tell_result(result: RunResult, folder: Path) -> None:
    render_summary(out(), result)
    out().print(f"result  {folder / 'result.json'}", markup=False, soft_wrap=True)
    out().print(f"report  {folder / REPORT_FILE}", markup=False, soft_wrap=True)

"""`refdesk build`: progress while it runs, a table of what it made, and every problem found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from api.cli.console import err, out
from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from api.settings import Settings
from corpus.records import Problem
from corpus.source import ArticleError
from index.build import BuildOptions
from index.embedding.spec import ModelSpec
from index.errors import SearchIndexError
from index.library import BuildReport, StrictBuildError, build_library
from index.vectors import DenseSettings

#: Seconds between two lines of progress where there is no terminal.
PLAIN_EVERY = 5.0
#: Problems shown in full; the rest is counted.
SHOWN = 50
_STAGES = {
    "model": "Preparing the model",
    "read": "Reading articles",
    "embed": "Embedding passages",
    "lexical": "Indexing words",
}


def run_build(settings: Settings, *, strict: bool) -> int:
    """Build and activate a snapshot; return the exit code.

    Raises:
        click.UsageError: A path does not exist.
        FailedError: The build failed; the active snapshot is unchanged.
    """
    for path in (*settings.articles, *([settings.notices] if settings.notices else [])):
        if not path.exists():
            raise click.UsageError(f"{path}: no such file or folder")
    console, began = err(), time.monotonic()
    console.print("Preparing the embedding model (the first time takes a while)")
    try:
        with _progress(console) as tell:
            report = build_library(
                settings.articles,
                settings.data,
                model=ModelSpec(name=settings.model),
                options=BuildOptions(
                    threads=settings.threads or None,
                    precision=settings.precision,
                    dense=settings.dense,
                    probes=settings.probes,
                    on_notice=lambda text: console.print(escape(text)),
                ),
                strict=strict,
                notices=settings.notices,
                progress=tell,
            )
    except StrictBuildError as error:
        show_problems(err(), error.problems)
        err().print(f"Error: {escape(str(error))}")
        return EXIT_PROBLEMS
    except (ArticleError, SearchIndexError, OSError) as error:
        raise FailedError(str(error)) from error
    show_problems(err(), report.problems)
    _show_report(out(), report, time.monotonic() - began)
    return EXIT_OK


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """Print problems as `path:line: code: message`, the fatal ones first."""
    for problem in sorted(problems, key=lambda problem: not problem.fatal)[:SHOWN]:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        mark = "left out: " if problem.fatal else ""
        console.print(
            f"{escape(place)}: {escape(problem.code)}: {mark}{escape(problem.message)}",
            soft_wrap=True,
        )
    if len(problems) > SHOWN:
        console.print(f"... and {len(problems) - SHOWN} more; 'refdesk lint' shows them all")


def _show_report(console: Console, report: BuildReport, seconds: float) -> None:
    counts = report.manifest.counts
    console.print(f"Snapshot {report.manifest.id} is active.", soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    for name in ("articles", "passages", "statements", "references"):
        table.add_row(name, f"{counts[name]:,}")
    table.add_row("files read anew", f"{report.read:,}")
    table.add_row("contradictions", f"{len(report.findings.conflicts):,}")
    dense = DenseSettings.read(report.manifest.dense)
    lists = f" ({dense.probes} of {dense.nlist} lists)" if dense.nlist else ""
    table.add_row("vector search", f"{dense.kind}{lists}")
    table.add_row("articles left out", str(sum(problem.fatal for problem in report.problems)))
    table.add_row("other problems", str(sum(not problem.fatal for problem in report.problems)))
    table.add_row("seconds", f"{seconds:.1f}")
    console.print(table)


Tell = Callable[[str, int, int], None]


@contextmanager
def _progress(console: Console) -> Iterator[Tell]:
    if not console.is_terminal:
        yield _plain_progress(console)
        return
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console) as bars:

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield tell


def _plain_progress(console: Console) -> Tell:
    last: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - last.get(stage, 0.0) >= PLAIN_EVERY:
            last[stage] = now
            console.print(f"{_STAGES.get(stage, stage)}: {done} of {total}")

    return tell

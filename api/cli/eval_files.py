"""`refdesk eval import`, `export`, `formats`, `report` and `schema`: the harness's files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.table import Table

from api.cli.console import err, out
from api.cli.evaluating import REPORT_FILE, need, suite_from, write_file
from api.cli.exits import EXIT_OK, FailedError
from rag.evaluation.cases import case_schema
from rag.evaluation.exporters import ragas_samples, trec_qrels, trec_run
from rag.evaluation.results import ResultFileError, RunResult, read_result
from rag.evaluation.suite import SuiteError

if TYPE_CHECKING:
    from rag.evaluation.importers import Imported

#: Notes on what was left out that are told one by one.
SHOWN: Final = 10


def _qrels(source: Path) -> str:
    return trec_qrels(suite_from(source))


def _of_result(write: Callable[[RunResult], str]) -> Callable[[Path], str]:
    return lambda source: write(_result(source))


_EXPORTS: Final[Mapping[str, tuple[str, Callable[[Path], str]]]] = {
    "trec-run": ("RESULT as a TREC run file: ranked facts or articles", _of_result(trec_run)),
    "trec-qrels": ("SUITE's judgements as TREC qrels", _qrels),
    "ragas": (
        "RESULT's answers as RAGAS single-turn samples, JSON Lines",
        _of_result(ragas_samples),
    ),
}


def run_report(source: Path, target: Path | None) -> int:
    """Write the report of a result again; return the exit code.

    Raises:
        FailedError: The result cannot be read, or the report not written.
    """
    need()
    from rag.evaluation.report import render_report

    file = target or (source if source.is_dir() else source.parent) / REPORT_FILE
    write_file(file, render_report(_result(source)))
    out().print(f"report  {file}", markup=False, soft_wrap=True)
    return EXIT_OK


def run_import(
    kind: str,
    sources: tuple[Path, ...],
    articles: tuple[Path, ...],
    folder: Path,
    *,
    sample: int | None,
    seed: int,
) -> int:
    """Write a suite from another format; return the exit code.

    Raises:
        click.UsageError: The format, the sources or the folder cannot be used.
        FailedError: The folder cannot be written.
    """
    from rag.evaluation.importers import write_import

    try:
        found = write_import(kind, sources, folder, sample=sample, seed=seed, articles=articles)
    except SuiteError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise FailedError(str(error)) from error
    _tell_import(found, folder)
    return EXIT_OK


def _tell_import(found: Imported, folder: Path) -> None:
    for note in found.notes[:SHOWN]:
        err().print(f"note: {note}", markup=False, soft_wrap=True)
    if len(found.notes) > SHOWN:
        err().print(f"... and {len(found.notes) - SHOWN} more notes")
    out().print(f"{len(found.cases)} cases in {folder}", markup=False, soft_wrap=True)
    out().print(f"next: refdesk eval run {folder}", markup=False, soft_wrap=True)


def run_formats() -> int:
    """List what can be imported and exported; return the exit code."""
    from rag.evaluation.importers import IMPORTERS

    for title, rows in (
        ("import", [(each.name, f"{each.help} Takes: {each.sources}.")
                    for each in IMPORTERS.values()]),
        ("export", [(name, told) for name, (told, _) in _EXPORTS.items()]),
    ):  # fmt: skip
        table = Table(title=title, title_justify="left", box=None, show_header=False)
        table.add_column(no_wrap=True)
        table.add_column()
        for row in rows:
            table.add_row(*row)
        out().print(table)
    return EXIT_OK


def run_export(kind: str, source: Path, target: Path | None) -> int:
    """Write a result or a suite in another format; return the exit code.

    Raises:
        click.UsageError: There is no such format, or the suite cannot be read.
        FailedError: The result cannot be read, or the file not written.
    """
    if kind not in _EXPORTS:
        raise click.UsageError(f"no format {kind!r}; there are: {', '.join(_EXPORTS)}")
    text = _EXPORTS[kind][1](source)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_file(target, text)
    return EXIT_OK


def run_schema() -> int:
    """Print the schema of one line of a suite; return the exit code."""
    click.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))
    return EXIT_OK


def _result(source: Path) -> RunResult:
    try:
        return read_result(source)
    except ResultFileError as error:
        raise FailedError(str(error)) from None

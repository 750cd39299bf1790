"""`refdesk eval gate`: a result held against bars, for people and for continuous integration."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.console import out
from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from rag.evaluation.gate import BarsError, Verdict, hold, read_bars
from rag.evaluation.results import ResultFileError, read_result


def run_gate(result: Path, bars: Path) -> int:
    """Print one line a bar; return 1 when one is missed.

    Raises:
        click.UsageError: The bars cannot be used, or are for another suite.
        FailedError: The result cannot be read.
    """
    try:
        wanted = read_bars(bars)
        verdicts = hold(read_result(result), wanted)
    except BarsError as error:
        raise click.UsageError(str(error)) from None
    except ResultFileError as error:
        raise FailedError(str(error)) from None
    for verdict in verdicts:
        out().print(_line(verdict), markup=False, soft_wrap=True)
    missed = sum(not verdict.passed for verdict in verdicts)
    told = f"{missed} of {len(verdicts)} bars missed" if missed else f"all {len(verdicts)} held"
    out().print(told)
    return EXIT_PROBLEMS if missed else EXIT_OK


def _line(verdict: Verdict) -> str:
    value = "-" if verdict.value is None else f"{verdict.value:.3f}"
    mark = "ok  " if verdict.passed else "MISS"
    why = "" if verdict.reason in {"", "missed"} else f": {verdict.reason}"
    counted = f"(n={verdict.cases}, set at {verdict.bar.today:g})"
    return f"{mark} {verdict.bar.told:48} {value:>7}  {counted}{why}"

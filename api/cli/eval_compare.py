"""`refdesk eval compare`: two results of one suite, what changed and which cases flipped."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from api.cli.console import out
from api.cli.evaluating import need
from api.cli.exits import EXIT_OK, FailedError
from api.jsonout import json_bytes
from rag.evaluation.results import ResultFileError, read_result

if TYPE_CHECKING:
    from rag.evaluation.compare import Change, Comparison, Flip


def run_compare(before: Path, after: Path, *, flips: int, as_json: bool) -> int:
    """Print the comparison; return the exit code, 0 whichever way it went.

    Raises:
        FailedError: A result cannot be read, or the two share no case.
    """
    need()
    from rag.evaluation.compare import CompareError, compare

    try:
        found = compare(read_result(before), read_result(after))
    except (ResultFileError, CompareError) as error:
        raise FailedError(str(error)) from None
    if as_json:
        click.echo(json_bytes(dataclasses.asdict(found), indent=2))
    else:
        _render(out(), found, flips)
    return EXIT_OK


def _render(console: Console, found: Comparison, most: int) -> None:
    console.print(f"{found.common} cases in both" + _unlike(found))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("measure", "before", "after", "difference", "95% interval", "up", "down", "p", ""):
        left = name in {"measure", ""}
        table.add_column(name, justify="left" if left else "right", no_wrap=True)
    for change in found.changes:
        table.add_row(*_row(change))
    console.print(table)
    console.print("up, down: cases that got better, worse. p: McNemar's exact test.")
    for better, title in ((False, "Got worse"), (True, "Got better")):
        _render_flips(console, title, [flip for flip in found.flips if flip.better == better], most)


def _unlike(found: Comparison) -> str:
    if found.same_suite:
        return ""
    return (
        f"; the suite was edited between the runs: {found.only_before} cases are only in the "
        f"first, {found.only_after} only in the second"
    )


def _row(change: Change) -> tuple[str, ...]:
    return (
        change.measure.title,
        f"{change.before:.3f}",
        f"{change.after:.3f}",
        f"{change.difference:+.3f}",
        f"{change.low:+.3f} to {change.high:+.3f}",
        str(change.improved),
        str(change.worsened),
        "-" if change.p is None else f"{change.p:.3f}",
        "" if change.verdict == "same" else change.verdict,
    )


def _render_flips(console: Console, title: str, flips: list[Flip], most: int) -> None:
    if not flips or not most:
        return
    console.print(f"\n{title} ({len(flips)})", style="bold")
    for flip in flips[:most]:
        console.print(
            f"  {flip.case} {flip.measure} {flip.before:.2f} -> {flip.after:.2f}: {flip.told}",
            markup=False,
            soft_wrap=True,
        )
    if len(flips) > most:
        console.print(f"  ... and {len(flips) - most} more (--flips)")

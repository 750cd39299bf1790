"""`refdesk lint`: what is wrong with articles, by file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from api.jsonout import json_bytes
from corpus.lint import lint_paths


def run_lint(paths: Sequence[Path], *, as_json: bool) -> int:
    """Print the findings on standard output; return 1 when one of them is an error.

    Raises:
        FailedError: One of the paths does not exist or cannot be read.
    """
    try:
        report = lint_paths(paths)
    except OSError as error:
        raise FailedError(str(error)) from error
    counts = Counter(str(problem.severity) for problem in report.problems)
    if as_json:
        findings = [
            {
                "severity": str(problem.severity),
                "path": str(problem.path),
                "line": problem.line,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in report.problems
        ]
        click.echo(json_bytes({"files": _count(report.files), "problems": findings}, indent=2))
    else:
        for problem in report.problems:
            place = f"{problem.path}:{problem.line}"
            click.echo(f"{place}: {problem.severity}: {problem.code}: {problem.message}")
        found = ", ".join(f"{number} {name}s" for name, number in sorted(counts.items()))
        click.echo(f"{_count(report.files)} files: {found or 'no problems'}")
    return EXIT_PROBLEMS if counts["error"] else EXIT_OK


def _count(files: int | Sequence[object]) -> int:
    return files if isinstance(files, int) else len(files)

"""The commands under `refdesk eval`; each one's work is in a module of its own."""

from __future__ import annotations

from pathlib import Path

import click

_EVAL_HELP = """Measure the desk with suites of cases.

\b
Start here:
  refdesk eval run suites/articles --out results/first
  refdesk eval compare results/first results/second
  refdesk eval gate results/first --bars suites/articles/bars.toml
"""


def _path(*, exists: bool) -> click.Path:
    return click.Path(exists=exists, path_type=Path)


@click.group("eval", help=_EVAL_HELP)
def evaluate() -> None:
    """Hold the commands of the harness."""


@evaluate.command()
@click.argument("suite", type=_path(exists=True))
@click.option("--target", help="Base URL of a running service, 'http://127.0.0.1:8000'.")
@click.option("--data", type=_path(exists=False),
              help="Data folder to ask in this process, as it is.")  # fmt: skip
@click.option("--articles", type=_path(exists=True), multiple=True,
              help="Build from these, not from the suite's own; repeat for more.")  # fmt: skip
@click.option("--out", type=_path(exists=False),
              help="Folder for the result.  [default: results/SUITE-TIME]")  # fmt: skip
@click.option("--concurrency", type=click.IntRange(1, 64),
              help="Cases under way at once.  [default: 1 in process, 4 over HTTP]")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Drop the run that lies in --out.")
def run(
    suite: Path, target: str | None, data: Path | None, articles: tuple[Path, ...],
    out: Path | None, concurrency: int | None, fresh: bool,
) -> None:  # fmt: skip
    """Run SUITE: a folder with suite.json and *.jsonl, or one such file.

    Without --target and --data the suite's articles are built into data/suites/NAME and asked in
    this process. A run that was stopped goes on with the same --out.

    \b
    Examples:
      refdesk eval run suites/articles
      refdesk eval run suites/articles --target http://127.0.0.1:8000 --concurrency 8
    """  # noqa: D301 - click reads the backspace
    if target and (data or articles):
        raise click.UsageError("--target asks a running service: leave out --data and --articles")
    if data and articles:
        raise click.UsageError("--data is asked as it is; build it with 'refdesk build' first")
    from api.cli.evaluating import RunWishes, run_evaluation

    wishes = RunWishes(suite, target, data, articles, out, concurrency, fresh)
    raise SystemExit(run_evaluation(wishes))


@evaluate.command()
@click.argument("before", type=_path(exists=True))
@click.argument("after", type=_path(exists=True))
@click.option("--flips", type=click.IntRange(0), default=20, show_default=True,
              help="Flipped cases to list each way.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The comparison as JSON.")
def compare(before: Path, after: Path, flips: int, as_json: bool) -> None:
    """Compare two results, BEFORE and AFTER, case by case."""
    from api.cli.eval_compare import run_compare

    raise SystemExit(run_compare(before, after, flips=flips, as_json=as_json))


@evaluate.command()
@click.argument("result", type=_path(exists=True))
@click.option("--bars", type=_path(exists=True), required=True, help="TOML file of bars.")
def gate(result: Path, bars: Path) -> None:
    """Hold RESULT against bars: one line each; exit code 1 when one is missed."""
    from api.cli.eval_gate import run_gate

    raise SystemExit(run_gate(result, bars))


@evaluate.command()
@click.argument("result", type=_path(exists=True))
@click.option("--out", type=_path(exists=False), help="File to write.  [default: beside RESULT]")
def report(result: Path, out: Path | None) -> None:
    """Write the HTML report of RESULT again."""
    from api.cli.eval_files import run_report

    raise SystemExit(run_report(result, out))


@evaluate.command("import")
@click.argument("kind", metavar="FORMAT")
@click.argument("sources", nargs=-1, required=True, type=_path(exists=True))
@click.option("--articles", type=_path(exists=True), multiple=True,
              help="Articles that the cases are about, for the hand-made formats.")  # fmt: skip
@click.option("--out", type=_path(exists=False), required=True, help="Folder for the suite.")
@click.option("--sample", type=click.IntRange(1), help="Take only so many, drawn by --seed.")
@click.option("--seed", type=int, default=0, show_default=True)
def import_suite(
    kind: str, sources: tuple[Path, ...], articles: tuple[Path, ...], out: Path,
    sample: int | None, seed: int,
) -> None:  # fmt: skip
    """Make a suite from SOURCES in another FORMAT: beir, trec, scifact, medquad, ...

    'refdesk eval formats' lists them with what each reads.
    """
    from api.cli.eval_files import run_import

    raise SystemExit(run_import(kind, sources, articles, out, sample=sample, seed=seed))


@evaluate.command()
def formats() -> None:
    """List the formats that can be imported and exported."""
    from api.cli.eval_files import run_formats

    raise SystemExit(run_formats())


@evaluate.command()
@click.argument("kind", metavar="FORMAT")
@click.argument("source", type=_path(exists=True))
@click.option("--out", type=_path(exists=False), help="File to write.  [default: standard output]")
def export(kind: str, source: Path, out: Path | None) -> None:
    """Write a result, or a suite's judgements, in another FORMAT: trec-run, trec-qrels, ragas."""
    from api.cli.eval_files import run_export

    raise SystemExit(run_export(kind, source, out))


@evaluate.command()
def schema() -> None:
    """Print the JSON Schema of one line of a suite."""
    from api.cli.eval_files import run_schema

    raise SystemExit(run_schema())

"""The commands under `refdesk feedback`; the work is in `api.cli.reviewing`."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import data_option, settings_from


@click.group("feedback")
def feedback() -> None:
    """Look at what readers said of answers, and make evaluation cases of it."""


@feedback.command("list")
@data_option
@click.option("--state", type=click.Choice(["new", "accepted", "dismissed"]),
              help="Only in this state.")  # fmt: skip
@click.option("--tag", help="Only with this tag, 'wrong_citation'.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True,
              help="At most so many.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def list_(data: Path | None, state: str | None, tag: str | None, limit: int, as_json: bool) -> None:
    """List what readers said, the newest first."""
    settings = settings_from({"data": data})
    from api.cli.reviewing import run_list

    raise SystemExit(run_list(settings, state, tag, limit, as_json=as_json))


@feedback.command()
@click.argument("feedback_id", metavar="ID")
@data_option
def show(feedback_id: str, data: Path | None) -> None:
    """Print what was said, and what was kept of the answer that it was said of, as JSON."""
    settings = settings_from({"data": data})
    from api.cli.reviewing import run_show

    raise SystemExit(run_show(settings, feedback_id))


@feedback.command()
@click.argument("feedback_id", metavar="ID")
@data_option
@click.option("--suite", type=click.Path(path_type=Path), required=True,
              help="Folder of the suite; made if it is not there.")  # fmt: skip
@click.option("--wrong", type=click.IntRange(1, 99), multiple=True,
              help="Number of a wrong citation; repeat for more."
              "  [default: those in the comment, '[2]']")  # fmt: skip
@click.option("--right", nargs=2, multiple=True, metavar="SLUG WORDS",
              help="A place that should have been cited, verbatim; repeat for more.")  # fmt: skip
@click.option("--question", help="The question, where its words were not kept.")
@click.option("--earlier", multiple=True,
              help="An earlier question of its conversation; repeat, oldest first.")  # fmt: skip
def case(
    feedback_id: str, data: Path | None, suite: Path, wrong: tuple[int, ...],
    right: tuple[tuple[str, str], ...], question: str | None, earlier: tuple[str, ...],
) -> None:  # fmt: skip
    """Make an evaluation case of a wrong citation, and accept the feedback.

    What the answer cited besides the wrong citations counts as right; with nothing left, the case
    says that the library does not answer.

    \b
    Examples:
      refdesk feedback case 3e1a... --suite suites/reported --data data
      refdesk feedback case 3e1a... --suite suites/reported --wrong 2 --question "..." --data data
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.reviewing import run_case

    raise SystemExit(run_case(settings, feedback_id, suite, wrong, right, question, earlier))

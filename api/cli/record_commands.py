"""`refdesk replay` and the commands under `refdesk answers`; the work is in `api.cli.replaying`."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import data_option, settings_from


@click.command()
@click.argument("answer_id", metavar="ID")
@data_option
@click.option("--question", help="The question, where its words were not kept.")
@click.option("--earlier", multiple=True,
              help="An earlier question of its conversation; repeat, oldest first.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The differences as JSON.")
def replay(
    answer_id: str, data: Path | None, question: str | None, earlier: tuple[str, ...], as_json: bool
) -> None:
    """Ask the question of answer ID again and tell what would be answered otherwise today.

    Exit code 1 when a reader would be told something else.

    \b
    Examples:
      refdesk replay 5f0c... --data data
      refdesk replay 5f0c... --question "What did the CRATUS trial measure?" --data data
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.replaying import run_replay

    raise SystemExit(run_replay(settings, answer_id, question, earlier, as_json=as_json))


@click.group("answers")
def answers() -> None:
    """Show and remove what was kept of answers."""


@answers.command()
@click.argument("answer_id", metavar="ID")
@data_option
def show(answer_id: str, data: Path | None) -> None:
    """Print what was kept of answer ID, as JSON; never the words of its question."""
    settings = settings_from({"data": data})
    from api.cli.replaying import run_show

    raise SystemExit(run_show(settings, answer_id))


@answers.command()
@click.argument("answer_id", metavar="[ID]", required=False)
@data_option
@click.option("--conversation", metavar="ID", help="Delete every answer of a conversation.")
@click.option("--by", help="Who deletes it, for the tombstone.  [default: the user's name]")
def delete(
    answer_id: str | None, data: Path | None, conversation: str | None, by: str | None
) -> None:
    """Delete what was kept of answer ID, and what was said of it; a tombstone stays.

    The tombstone holds the answer's id, when it was given, when its record was deleted, and by
    whom.

    \b
    Examples:
      refdesk answers delete 5f0c... --data data
      refdesk answers delete --conversation 77ab... --by "data protection" --data data
    """  # noqa: D301 - click reads the backspace
    if bool(answer_id) == bool(conversation):
        raise click.UsageError("name an answer, or a conversation with --conversation")
    settings = settings_from({"data": data})
    from api.cli.replaying import run_delete

    raise SystemExit(run_delete(settings, answer_id, conversation, by))


@answers.command()
@data_option
@click.option("--older-than", "days", type=click.FloatRange(0, 36500), required=True,
              metavar="DAYS", help="Remove records that are older.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Tell how many, remove none.")
def prune(data: Path | None, days: float, dry_run: bool) -> None:
    """Remove records of answers by age; what was removed is overwritten.

    \b
    Example:
      refdesk answers prune --older-than 90 --data data
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.replaying import run_prune

    raise SystemExit(run_prune(settings, days, dry_run=dry_run))

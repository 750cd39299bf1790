"""The commands under `refdesk snapshots`; the work is in `api.cli.keeping`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.options import data_option, settings_from

if TYPE_CHECKING:
    from api.settings import Settings

_HELP = """List the snapshots of the data folder, or verify, activate and remove them.

\b
Examples:
  refdesk snapshots --data data
  refdesk snapshots rollback --data data
  refdesk snapshots prune --keep 2 --dry-run --data data
"""


def _settings(context: click.Context, data: Path | None) -> Settings:
    """Return the settings; `--data` may stand before the command or behind it."""
    before = context.parent.params.get("data") if context.parent else None
    return settings_from({"data": data or before})


@click.group("snapshots", help=_HELP, invoke_without_command=True)
@data_option
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def snapshots(context: click.Context, data: Path | None, as_json: bool) -> None:
    """List the snapshots when no command is named."""
    if context.invoked_subcommand is None:
        context.invoke(list_, data=data, as_json=as_json)


@snapshots.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.pass_context
def list_(context: click.Context, data: Path | None, as_json: bool) -> None:
    """List the snapshots, oldest first; '*' marks the active one."""
    settings = _settings(context, data)
    from api.cli.keeping import run_list

    raise SystemExit(run_list(settings, as_json=as_json))


@snapshots.command()
@click.argument("ids", nargs=-1)
@data_option
@click.pass_context
def verify(context: click.Context, data: Path | None, ids: tuple[str, ...]) -> None:
    """Hash every file of the snapshots named, or of all, and open every part.

    Exit code 1 when one of them is damaged. An id may be cut short.
    """
    settings = _settings(context, data)
    from api.cli.keeping import run_verify

    raise SystemExit(run_verify(settings, ids))


@snapshots.command()
@click.argument("id")
@data_option
@click.pass_context
def activate(context: click.Context, data: Path | None, id: str) -> None:  # noqa: A002
    """Verify a snapshot, then make it the active one. The ID may be cut short.

    A service that is running follows within seconds, without failing a request.
    """
    settings = _settings(context, data)
    from api.cli.keeping import run_activate

    raise SystemExit(run_activate(settings, id))


@snapshots.command()
@data_option
@click.pass_context
def rollback(context: click.Context, data: Path | None) -> None:
    """Go back to the newest whole snapshot that is older than the active one."""
    settings = _settings(context, data)
    from api.cli.keeping import run_rollback

    raise SystemExit(run_rollback(settings))


@snapshots.command()
@click.option("--keep", type=click.IntRange(min=1), default=3, show_default=True,
              help="How many of the newest stay; the active one stays beside them.")  # fmt: skip
@click.option("--damaged", is_flag=True,
              help="Also remove those whose manifest cannot be read.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only tell what would be removed.")
@data_option
@click.pass_context
def prune(
    context: click.Context, data: Path | None, keep: int, damaged: bool, dry_run: bool
) -> None:
    """Remove old snapshots, but never the active one or one that is being read."""
    settings = _settings(context, data)
    from api.cli.keeping import run_prune

    raise SystemExit(run_prune(settings, keep=keep, damaged=damaged, dry_run=dry_run))

"""The commands under `refdesk keys`; the work is in `api.cli.key_keeping`."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import data_option, settings_from


@click.group("keys")
def keys() -> None:
    """Make, list, rotate and revoke API keys."""


@keys.command()
@click.argument("name")
@data_option
@click.option("--role", type=click.Choice(["staff", "admin"]), default="staff",
              show_default=True, help="What the key's holder is here.")  # fmt: skip
@click.option("--scope", "scopes", multiple=True, metavar="SCOPE",
              help="One thing it may do: ask, search, library, feedback, generate, records, desk; "
              "an admin key metrics and admin too; repeat for more.  "
              "[default: all of the role]")  # fmt: skip
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True,
              help="Days that it lasts.")  # fmt: skip
@click.option("--forever", is_flag=True, help="It does not end by itself.")
def create(
    name: str, data: Path | None, role: str, scopes: tuple[str, ...], days: int, forever: bool
) -> None:
    """Make a key for NAME and print it, this once; only its hash is kept.

    \b
    Examples:
      refdesk keys create "evidence desk" --data data
      refdesk keys create prometheus --role admin --scope metrics --data data
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.key_keeping import run_create

    raise SystemExit(run_create(settings, name, role, scopes, None if forever else days))


@keys.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="The keys as JSON.")
def list_(data: Path | None, as_json: bool) -> None:
    """List all keys, those that are over too; never their secrets."""
    settings = settings_from({"data": data})
    from api.cli.key_keeping import run_list

    raise SystemExit(run_list(settings, as_json=as_json))


@keys.command()
@click.argument("key_id", metavar="ID")
@data_option
def show(key_id: str, data: Path | None) -> None:
    """Print what is kept of key ID, as JSON; never its secret or hash."""
    settings = settings_from({"data": data})
    from api.cli.key_keeping import run_show

    raise SystemExit(run_show(settings, key_id))


@keys.command()
@click.argument("key_id", metavar="ID")
@data_option
@click.option("--overlap", "hours", type=click.FloatRange(0, 8760), default=24.0,
              show_default=True, metavar="HOURS", help="Hours that the old one holds.")  # fmt: skip
def rotate(key_id: str, data: Path | None, hours: float) -> None:
    """Make the key after ID, with its name, role and scopes, and print it, this once.

    \b
    Example:
      refdesk keys rotate abcdefghij --overlap 2 --data data
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.key_keeping import run_rotate

    raise SystemExit(run_rotate(settings, key_id, hours))


@keys.command()
@click.argument("key_id", metavar="ID")
@data_option
def revoke(key_id: str, data: Path | None) -> None:
    """End key ID now; requests with it are refused from here on."""
    settings = settings_from({"data": data})
    from api.cli.key_keeping import run_revoke

    raise SystemExit(run_revoke(settings, key_id))

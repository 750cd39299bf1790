"""The commands under `refdesk database`; the work is in `api.cli.databasing`."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import data_option, settings_from


@click.group("database")
def database() -> None:
    """Tell of the database, bring its tables up to date, copy it."""


@database.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(data: Path | None, as_json: bool) -> None:
    """Tell where the database is, which version its tables have and how much is in it.

    Exit code 1 when the tables are of another version than this program's.
    """
    settings = settings_from({"data": data})
    from api.cli.databasing import run_status

    raise SystemExit(run_status(settings, as_json=as_json))


@database.command()
@data_option
def upgrade(data: Path | None) -> None:
    """Make the tables, or bring them up to date; safe to run again.

    Records that an earlier program kept in answers.sqlite of the data folder are taken over.

    \b
    Example:
      REFDESK_DATABASE=postgresql://refdesk@localhost/refdesk refdesk database upgrade
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.databasing import run_upgrade

    raise SystemExit(run_upgrade(settings))


@database.command()
@click.argument("copy", metavar="FILE", type=click.Path(path_type=Path))
@data_option
def backup(copy: Path, data: Path | None) -> None:
    """Copy the SQLite database to FILE as it stands, while the service goes on; pg_dump is for
    PostgreSQL.

    \b
    Example:
      refdesk database backup copies/monday.sqlite --data data
    """  # noqa: D205, D301 - one sentence; click reads the backspace
    settings = settings_from({"data": data})
    from api.cli.databasing import run_backup

    raise SystemExit(run_backup(settings, copy))

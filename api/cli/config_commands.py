"""`refdesk config` and `refdesk doctor`; the work is in modules of their own."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.options import data_option, reading_from


@click.group("config")
def config() -> None:
    """Show the settings, where each comes from, and what there is to set."""


@config.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="The settings as JSON.")
def show(data: Path | None, as_json: bool) -> None:
    """Print every setting, its value and where that comes from; secrets are masked.

    \b
    Example:
      REFDESK_PORT=9000 refdesk config show
    """  # noqa: D301 - click reads the backspace
    reading = reading_from({"data": data})
    from api.cli.configuring import run_show

    raise SystemExit(run_show(reading, as_json=as_json))


@click.command()
@data_option
@click.option("--host", help="Address to listen at.")
@click.option("--port", type=int, help="Port to listen at.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
def doctor(data: Path | None, host: str | None, port: int | None, as_json: bool) -> None:
    """Check settings, packages, data folder, snapshot, model, clock, database, disk and port.

    Each line says whether all is well, and what to do where it is not. Exit code 1 for a problem.

    \b
    Example:
      refdesk doctor --data data
    """  # noqa: D301 - click reads the backspace
    from api.cli.doctor import Finding, run_doctor, show_findings

    try:
        settings = reading_from({"data": data, "host": host, "port": port}).settings
    except click.UsageError as error:
        findings = [Finding("settings", False, error.message, "see 'refdesk config show'")]
        raise SystemExit(show_findings(findings, as_json=as_json)) from None
    raise SystemExit(show_findings(run_doctor(settings), as_json=as_json))


@config.command()
def docs() -> None:
    """Print docs/settings.md: every setting with its default and bounds."""
    from api.cli.settings_page import settings_page

    click.echo(settings_page(), nl=False)

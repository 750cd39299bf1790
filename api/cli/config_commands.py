"""The commands under `refdesk config`; the work is in `api.cli.configuring`."""

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


@config.command()
def docs() -> None:
    """Print docs/settings.md: every setting with its default and bounds."""
    from api.cli.settings_page import settings_page

    click.echo(settings_page(), nl=False)

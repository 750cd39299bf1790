"""What several commands of `refdesk` share: the data folder, and options become settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from api.settings import Reading, Settings

CONFIG_GIVEN: Final = "refdesk.config"
data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder.  [default: ./data]"
)


def settings_from(options: Mapping[str, Any]) -> Settings:
    """Return the settings of this process from options, environment and file.

    Raises:
        click.UsageError: An option, a variable or the file cannot be used.
    """
    return reading_from(options).settings


def reading_from(options: Mapping[str, Any]) -> Reading:
    """Do as `settings_from`, and tell where each setting comes from.

    Raises:
        click.UsageError: As there.
    """
    from api.settings import SettingsError, read_all  # not for `--help`: it loads pydantic

    try:
        return read_all(options, os.environ, config_file())
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def config_file() -> Path | None:
    """Return the file of settings: `--config`, `REFDESK_CONFIG`, or ./refdesk.toml if it is there.

    One that is named must exist; reading it says so.
    """
    from api.settings import CONFIG_FILE

    context = click.get_current_context(silent=True)
    given = context.meta.get(CONFIG_GIVEN) if context else None
    named = given or os.environ.get("REFDESK_CONFIG")
    if named:
        return Path(named)
    return CONFIG_FILE if CONFIG_FILE.is_file() else None

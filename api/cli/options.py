"""What several commands of `refdesk` share: the data folder, and options become settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from api.settings import Settings, SettingsError, read_settings

data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Data folder.  [default: ./data]"
)


def settings_from(options: Mapping[str, Any]) -> Settings:
    """Return the settings of this process from options and environment.

    Raises:
        click.UsageError: An option or a variable cannot be used.
    """
    try:
        return read_settings(options, os.environ)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None

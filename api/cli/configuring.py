"""`refdesk config show`: the settings that hold, each with its origin, secrets masked."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import SecretStr
from rich.markup import escape
from rich.table import Table

from api.cli.console import out
from api.cli.exits import EXIT_OK
from api.jsonout import json_bytes
from api.settings import Reading
from api.settings.model import settings_by_group


def run_show(reading: Reading, *, as_json: bool) -> int:
    """Print the settings; return the exit code."""
    names = [name for _, fields in settings_by_group() for name in fields]
    shown = {name: shown_value(getattr(reading.settings, name)) for name in names}
    if as_json:
        rows = {name: {"value": value, "origin": reading.origins[name]}
                for name, value in shown.items()}  # fmt: skip
        click.echo(json_bytes({"settings": rows}, indent=2))
        return EXIT_OK
    table = Table(box=None)
    for title in ("setting", "value", "origin"):
        table.add_column(title, overflow="fold")
    for name, value in shown.items():
        table.add_row(name, escape(_told(value)), escape(reading.origins[name]))
    out().print(table)
    return EXIT_OK


def shown_value(value: object) -> object:
    """Return a setting's value as it may be shown: of a secret only whether there is one."""
    if isinstance(value, SecretStr):
        return "set" if value.get_secret_value() else ""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value


def _told(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)

"""`refdesk snapshots`: which snapshots there are and which one is active."""

from __future__ import annotations

import click
from rich.table import Table

from api.cli.console import out
from api.cli.exits import EXIT_OK, FailedError
from api.jsonout import json_bytes
from api.settings import Settings
from index.errors import SnapshotError
from index.snapshot import active_path, list_snapshots


def run_snapshots(settings: Settings, *, as_json: bool) -> int:
    """Print the snapshots, oldest first; return the exit code.

    Raises:
        FailedError: The data folder does not exist.
    """
    if not settings.data.is_dir():
        raise FailedError(f"{settings.data} is no folder; build one with 'refdesk build'")
    try:
        active = active_path(settings.data).name
    except SnapshotError:
        active = ""
    found = list_snapshots(settings.data)
    if as_json:
        rows = [
            {"id": each.id, "active": each.id == active, "built_at": each.built_at,
             "model": each.model["name"], "counts": dict(each.counts)}
            for each in found
        ]  # fmt: skip
        click.echo(json_bytes({"snapshots": rows}, indent=2))
        return EXIT_OK
    table = Table(box=None)
    for name in ("", "snapshot", "built", "articles", "passages", "model"):
        table.add_column(name, no_wrap=name in {"snapshot", "built"})
    for each in found:
        table.add_row("*" if each.id == active else "", each.id, each.built_at[:19],
                      f"{each.counts['articles']:,}", f"{each.counts['passages']:,}",
                      str(each.model["name"]))  # fmt: skip
    out().print(table)
    return EXIT_OK

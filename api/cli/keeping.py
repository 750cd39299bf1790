"""`refdesk snapshots`: what there is, whether it is whole, which one is active, what may go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from api.cli.console import err, out
from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from api.jsonout import json_bytes
from api.settings import Settings
from index.errors import SearchIndexError
from index.keeping import (
    Listed,
    activate_whole,
    find_id,
    list_folders,
    prune,
    rollback,
    verify_snapshot,
)


def run_list(settings: Settings, *, as_json: bool) -> int:
    """Print the snapshots, oldest first; return the exit code.

    Raises:
        FailedError: The data folder does not exist.
    """
    found = list_folders(_folder(settings))
    if as_json:
        click.echo(json_bytes({"snapshots": [_row(each) for each in found]}, indent=2))
        return EXIT_OK
    table = Table(box=None)
    for name in ("", "snapshot", "built", "articles", "passages", "model"):
        table.add_column(name, no_wrap=name in {"snapshot", "built"})
    for each in found:
        mark, manifest = "*" if each.active else "", each.manifest
        if manifest is None:
            table.add_row(mark, each.id, "unreadable")
            err().print(escape(each.reason), soft_wrap=True)
            continue
        table.add_row(mark, each.id, manifest.built_at[:19],
                      f"{manifest.counts['articles']:,}", f"{manifest.counts['passages']:,}",
                      str(manifest.model["name"]))  # fmt: skip
    out().print(table)
    return EXIT_OK


def run_verify(settings: Settings, given: Sequence[str]) -> int:
    """Verify snapshots, all when none is named; return the exit code.

    Raises:
        FailedError: The data folder or a snapshot named does not exist.
    """
    data = _folder(settings)
    with _failing():
        ids = [find_id(data, one) for one in given] or [each.id for each in list_folders(data)]
    damaged = 0
    for id_ in ids:
        try:
            verify_snapshot(data, id_)
        except SearchIndexError as error:
            damaged += 1
            out().print(f"{id_}: damaged: {escape(str(error))}", soft_wrap=True)
        else:
            out().print(f"{id_}: whole", soft_wrap=True)
    return EXIT_PROBLEMS if damaged else EXIT_OK


def run_activate(settings: Settings, given: str) -> int:
    """Verify and activate one snapshot; return the exit code.

    Raises:
        FailedError: It is missing or damaged; the active one is unchanged.
    """
    data = _folder(settings)
    with _failing():
        id_ = find_id(data, given)
        activate_whole(data, id_)
    out().print(f"Snapshot {id_} is active.", soft_wrap=True)
    return EXIT_OK


def run_rollback(settings: Settings) -> int:
    """Activate the newest whole snapshot before the active one; return the exit code.

    Raises:
        FailedError: There is none; the active one is unchanged.
    """
    with _failing():
        id_, skipped = rollback(_folder(settings))
    for reason in skipped.values():
        err().print(f"passed over: {escape(reason)}", soft_wrap=True)
    out().print(f"Snapshot {id_} is active.", soft_wrap=True)
    return EXIT_OK


def run_prune(settings: Settings, *, keep: int, damaged: bool, dry_run: bool) -> int:
    """Remove old snapshots; return the exit code.

    Raises:
        FailedError: A build is running, or a folder cannot be removed.
    """
    with _failing():
        done = prune(_folder(settings), keep, damaged=damaged, dry_run=dry_run)
    word = "would remove" if dry_run else "removed"
    for id_ in done.removed:
        out().print(f"{word} {id_}", soft_wrap=True)
    for id_ in done.in_use:
        out().print(f"left {id_}: a process is reading it", soft_wrap=True)
    kept = len(done.kept) + len(done.in_use)
    out().print(f"{word} {len(done.removed)}, kept {kept}, {done.freed / 1e6:.1f} MB freed")
    return EXIT_OK


def _row(each: Listed) -> dict[str, object]:
    if each.manifest is None:
        return {"id": each.id, "active": each.active, "unreadable": each.reason}
    manifest = each.manifest
    return {"id": each.id, "active": each.active, "built_at": manifest.built_at,
            "model": manifest.model["name"], "counts": dict(manifest.counts)}  # fmt: skip


def _folder(settings: Settings) -> Path:
    if not settings.data.is_dir():
        raise FailedError(f"{settings.data} is no folder; build one with 'refdesk build'")
    return settings.data


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except (SearchIndexError, OSError) as error:
        raise FailedError(str(error)) from error

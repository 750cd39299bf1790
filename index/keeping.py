"""Keeping snapshots: verifying, going back to an older one, removing what is no longer needed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from index.errors import SnapshotError
from index.folder import STAGING, building
from index.lease import Lease
from index.manifest import MANIFEST_FILE, Manifest
from index.snapshot import ACTIVE_FILE, SNAPSHOTS, activate, open_snapshot

KEEP = 3
"""Snapshots that `prune` leaves, when it is not told how many."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One folder under `snapshots/`.

    Attributes:
        manifest: None where it cannot be read; `reason` then says why.
    """

    id: str
    active: bool
    manifest: Manifest | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `prune` removed, or would remove.

    Attributes:
        freed: Bytes that only the removed snapshots held.
        in_use: Snapshots left because a process reads them.
    """

    removed: tuple[str, ...]
    kept: tuple[str, ...]
    in_use: tuple[str, ...]
    freed: int


def list_folders(data: Path) -> list[Listed]:
    """Return every snapshot of a data folder, oldest first, unreadable ones included."""
    active = active_id(data)
    found = []
    for folder in sorted((data / SNAPSHOTS).glob("*")):
        try:
            found.append(Listed(folder.name, folder.name == active, Manifest.load(folder)))
        except SnapshotError as error:
            found.append(Listed(folder.name, folder.name == active, None, str(error)))
    return found


def active_id(data: Path) -> str:
    """Return what the pointer names, or "": whether that is there is another question."""
    try:
        return (data / ACTIVE_FILE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def find_id(data: Path, given: str) -> str:
    """Return the id of the one snapshot whose id starts with `given`.

    Raises:
        SnapshotError: There is none, or more than one.
    """
    ids = [folder.name for folder in sorted((data / SNAPSHOTS).glob("*"))]
    fits = [id_ for id_ in ids if id_ == given] or [id_ for id_ in ids if id_.startswith(given)]
    if len(fits) == 1 and given:
        return fits[0]
    if not fits or not given:
        raise SnapshotError(f"no snapshot {given!r} in {data / SNAPSHOTS}; there are {len(ids)}")
    raise SnapshotError(f"{given!r} fits {len(fits)} snapshots: {', '.join(fits)}")


def verify_snapshot(data: Path, id: str) -> None:  # noqa: A002 - the field's own word
    """Hash every file of a snapshot and open every part of it.

    Raises:
        index.errors.SearchIndexError: It is missing, damaged or of another format; the message
            names the file and both hashes.
    """
    open_snapshot(data / SNAPSHOTS / id, "full").close()


def activate_whole(data: Path, id: str) -> None:  # noqa: A002
    """Verify a snapshot, then make it the active one; the old one stays when it is damaged.

    Raises:
        index.errors.SearchIndexError: As `verify_snapshot`.
        OSError: The pointer cannot be written.
    """
    verify_snapshot(data, id)
    activate(data, id)


def rollback(data: Path) -> tuple[str, dict[str, str]]:
    """Activate the newest whole snapshot that is older than the active one.

    Returns:
        Its id, and the reason for each newer one that was passed over.

    Raises:
        SnapshotError: Nothing is active, or no older snapshot is whole; nothing is changed.
    """
    current = active_id(data)
    if not current:
        raise SnapshotError(f"no snapshot is active in {data}; activate one by its id")
    skipped: dict[str, str] = {}
    older = [each for each in list_folders(data) if each.id < current]
    for each in reversed(older):
        try:
            activate_whole(data, each.id)
        except SnapshotError as error:
            skipped[each.id] = str(error)
        else:
            return each.id, skipped
    told = "".join(f"; {reason}" for reason in skipped.values())
    raise SnapshotError(f"no whole snapshot is older than {current} in {data}{told}")


def prune(data: Path, keep: int = KEEP, *, damaged: bool = False, dry_run: bool = False) -> Pruned:
    """Remove old snapshots: all but the newest, the active one and those that are being read.

    Killing it at any moment leaves every snapshot whole or gone: a folder is renamed away
    before its files are removed, and the next build or prune removes what is left of it.

    Args:
        data: The data folder.
        keep: How many of the newest stay, at least 1; the active one stays beside them.
        damaged: Also remove those whose manifest cannot be read. Without it they stay and do
            not count: a newer version of this program may be able to read them.
        dry_run: Change nothing, only tell.

    Raises:
        ValueError: `keep` is less than 1.
        index.errors.BuildBusyError: A build is running in the folder.
        index.errors.BuildError: A folder cannot be removed.
    """
    if keep < 1:
        raise ValueError(f"at least one snapshot is kept, not {keep}")
    with building(data, clean=not dry_run):
        listed = list_folders(data)
        readable = [each.id for each in listed if each.manifest is not None]
        stay = {*readable[-keep:], *(each.id for each in listed if each.active)}
        if not damaged:
            stay |= {each.id for each in listed if each.manifest is None}
        removed, in_use, freed = [], [], 0
        for each in listed:
            if each.id in stay:
                continue
            size = _own_bytes(data / SNAPSHOTS / each.id)
            if _removed(data, each.id, dry_run=dry_run):
                removed.append(each.id)
                freed += size
            else:
                in_use.append(each.id)
    kept = tuple(each.id for each in listed if each.id in stay)
    return Pruned(tuple(removed), kept, tuple(in_use), freed)


def _removed(data: Path, id_: str, *, dry_run: bool) -> bool:
    """Remove a snapshot that nobody reads and tell whether that was so."""
    folder = data / SNAPSHOTS / id_
    lease: Lease | None = None
    try:
        lease = Lease(folder, exclusive=True)
    except SnapshotError:
        if (folder / MANIFEST_FILE).exists():
            return False
    # Who activates it holds it as well, so the pointer cannot move here once we hold it.
    if id_ == active_id(data):
        return False
    if not dry_run:
        away = data / f"{STAGING}pruned-{id_}"
        folder.rename(away)
        shutil.rmtree(away)
    if lease:
        lease.release()
    return True


def _own_bytes(folder: Path) -> int:
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum(each.st_size for each in stats if each.st_nlink == 1)

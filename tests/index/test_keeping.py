"""Listing, verifying, going back and pruning."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import BuildOptions, build_snapshot
from index.errors import BuildBusyError, SnapshotError
from index.folder import building
from index.keeping import (
    activate_whole,
    find_id,
    list_folders,
    prune,
    rollback,
    verify_snapshot,
)
from index.snapshot import activate, active_path, open_snapshot
from tests.handmade import make_article, small_library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kept(own_data: Path, models_folder: Path) -> tuple[Path, list[str]]:
    """Return a data folder of four snapshots, the last one active, and their ids in order."""
    days = (datetime(2090, 1, day, tzinfo=UTC) for day in range(1, 4))
    for place in range(3):
        extra = make_article("extra", [("New", [f"New finding {place}."])])
        options = BuildOptions(models=models_folder, clock=lambda: next(days))
        build_snapshot([*small_library(), extra], own_data, options=options)
    return own_data, [each.id for each in list_folders(own_data)]


def damage(data: Path, id_: str, name: str = "dense.faiss") -> None:
    path = data / "snapshots" / id_ / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def present(data: Path) -> list[str]:
    return [each.id for each in list_folders(data)]


def test_rollback_passes_over_what_is_damaged(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    damage(data, ids[2])
    id_, skipped = rollback(data)
    assert active_path(data).name == id_ == ids[1]
    assert list(skipped) == [ids[2]]
    assert "dense.faiss was altered" in skipped[ids[2]]


def test_rollback_goes_back_step_by_step_and_then_says_no(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    for expected in (ids[2], ids[1], ids[0]):
        assert rollback(data) == (expected, {})
        assert active_path(data).name == expected
    with pytest.raises(SnapshotError, match="no whole snapshot is older"):
        rollback(data)
    assert active_path(data).name == ids[0]


def test_rollback_gets_away_from_a_snapshot_that_is_gone(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    shutil.rmtree(data / "snapshots" / ids[3])
    with pytest.raises(SnapshotError, match="which is not in"):
        open_snapshot(data)
    assert rollback(data)[0] == ids[2]
    (data / "ACTIVE").unlink()
    with pytest.raises(SnapshotError, match="no snapshot is active"):
        rollback(data)


@pytest.mark.parametrize("name", ["dense.faiss", "records.sqlite", "manifest.json"])
def test_a_damaged_snapshot_is_not_activated(kept: tuple[Path, list[str]], name: str) -> None:
    data, ids = kept
    damage(data, ids[0], name)
    with pytest.raises(SnapshotError):
        verify_snapshot(data, ids[0])
    with pytest.raises(SnapshotError):
        activate_whole(data, ids[0])
    assert active_path(data).name == ids[3]
    activate_whole(data, ids[1])
    assert active_path(data).name == ids[1]


def test_an_id_may_be_cut_short(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    assert find_id(data, ids[2]) == ids[2]
    assert find_id(data, "20900102") == ids[2]
    for given, told in (("2090", "fits 3"), ("1999", "no snapshot"), ("", "no snapshot")):
        with pytest.raises(SnapshotError, match=told):
            find_id(data, given)


@pytest.mark.parametrize(("keep", "stay"), [(1, [3]), (2, [2, 3]), (4, [0, 1, 2, 3]), (9, None)])
def test_prune_keeps_the_newest(
    kept: tuple[Path, list[str]], keep: int, stay: list[int] | None
) -> None:
    data, ids = kept
    expected = [ids[place] for place in (stay or range(4))]
    told = prune(data, keep, dry_run=True)
    assert present(data) == ids
    done = prune(data, keep)
    assert (done.removed, done.kept, done.in_use) == (told.removed, told.kept, ())
    assert done.freed == told.freed
    assert present(data) == list(done.kept) == expected
    assert (done.freed > 0) == (len(expected) < 4)


def test_prune_never_takes_the_active_one(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    activate(data, ids[0])
    assert prune(data, 1).removed == (ids[1], ids[2])
    open_snapshot(data, "full").close()
    with pytest.raises(ValueError, match="at least one"):
        prune(data, 0)


def test_prune_leaves_what_it_cannot_read_unless_told(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    damage(data, ids[0], "manifest.json")
    (data / "snapshots" / ids[1] / "manifest.json").unlink()
    assert prune(data, 1).removed == (ids[2],)
    assert prune(data, 1, damaged=True).removed == (ids[0], ids[1])


READER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from index.snapshot import open_snapshot
snapshot = open_snapshot(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
print(len(snapshot.store.articles()), flush=True)
"""


@pytest.fixture
def reader(kept: tuple[Path, list[str]]) -> Iterator[subprocess.Popen[str]]:
    """Yield another process that holds the second snapshot open."""
    data, ids = kept
    command = [sys.executable, "-c", READER, str(data / "snapshots" / ids[1])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_prune_leaves_what_another_process_reads(
    kept: tuple[Path, list[str]], reader: subprocess.Popen[str]
) -> None:
    data, ids = kept
    done = prune(data, 1)
    assert (done.removed, done.in_use) == ((ids[0], ids[2]), (ids[1],))
    out, _ = reader.communicate("go on\n")
    assert out == "4\n"
    assert prune(data, 1).removed == (ids[1],)


def test_prune_is_refused_during_a_build(kept: tuple[Path, list[str]]) -> None:
    data, ids = kept
    with building(data), pytest.raises(BuildBusyError, match="another build is running"):
        prune(data, 1)
    assert present(data) == ids


def test_readers_never_meet_half_a_snapshot(own_data: Path, models_folder: Path) -> None:
    """Open and read all the time while one builds, goes back and prunes."""
    stop, opened, failed = threading.Event(), [0], list[BaseException]()

    def read() -> None:
        while not stop.is_set():
            try:
                snapshot = open_snapshot(own_data, "quick", threads=1)
                assert len(snapshot.store.articles()) in (3, 4)
                assert len(snapshot.dense) == snapshot.store.counts()["passages"]
                snapshot.close()
                opened[0] += 1
            except BaseException as error:  # noqa: BLE001 - told to the test below
                failed.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    try:
        for place in range(4):
            extra = make_article("extra", [("New", [f"New finding {place}."])])
            options = BuildOptions(models=models_folder)
            build_snapshot([*small_library(), extra], own_data, options=options)
            if place % 2:
                rollback(own_data)
            prune(own_data, 1)
    finally:
        stop.set()
        for thread in readers:
            thread.join()
    assert failed == []
    assert opened[0] > 0

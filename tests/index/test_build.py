"""Building: what is made, what is refused, and what killing leaves behind."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.build import STEPS, BuildOptions, build_snapshot
from index.embedding.spec import ModelSpec
from index.errors import BuildBusyError, BuildError, ModelError
from index.snapshot import active_path, list_snapshots, open_snapshot
from tests.handmade import make_article, small_library

ROOT = Path(__file__).resolve().parents[2]
# A build in a process of its own, told over argv where it shall die.
CHILD = """
import os, resource, signal, sys, threading, time
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from tests.handmade import make_article, small_library
from index.build import BuildOptions, build_snapshot
data, models, die_at, delay = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def on_step(step):
    if step == die_at and delay:
        threading.Timer(float(delay), die).start()
    elif step == die_at:
        die()

if die_at == "disk-full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(delay), int(delay)))
parts = [(f"Part {{i}}", [f"Finding {{i}} of the extra article."]) for i in range(8)]
extra = make_article("extra", parts)
options = BuildOptions(models=models, on_step=on_step)
try:
    manifest = build_snapshot([*small_library(), extra], data, options=options)
except Exception as error:
    print(type(error).__name__, error)
    sys.exit(3)
print(manifest.id)
""".format(root=str(ROOT), tests=str(ROOT / "tests"))


def run_child(
    data: Path, models: Path, die_at: str, delay: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CHILD, str(data), str(models), die_at, delay]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def options(models_folder: Path) -> BuildOptions:
    return BuildOptions(models=models_folder)


def test_the_manifest_tells_what_was_built(tmp_path: Path, models_folder: Path) -> None:
    when = datetime(2026, 3, 1, 13, 0, 7, tzinfo=UTC)
    options = BuildOptions(models=models_folder, clock=lambda: when, chunking={"most": 256})
    manifest = build_snapshot(small_library(), tmp_path, options=options)
    assert manifest.built_at == "2026-03-01T13:00:07+00:00"
    assert manifest.id.startswith("20260301T130007000000Z-")
    assert manifest.id.endswith(manifest.corpus_sha256[:8])
    assert manifest.counts == {
        "articles": 3,
        "statements": 7,
        "passages": 4,
        "references": 2,
        "pieces": 7,
    }
    assert manifest.chunking == {"most": 256}
    assert manifest.model["name"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert manifest.model["runtime"] == "onnx"
    raw = json.loads((active_path(tmp_path) / "manifest.json").read_text())
    assert raw["format_version"] == 2
    assert "model/model.onnx" in raw["files"]
    assert str(tmp_path) not in json.dumps(raw)


def test_a_second_build_becomes_active_and_the_first_stays(
    own_data: Path, options: BuildOptions
) -> None:
    old = active_path(own_data)
    asked: list[tuple[str, int, int]] = []
    extra = make_article("extra", [("New", ["One new finding."])])
    manifest = build_snapshot(
        [*small_library(), extra], own_data, options=options, progress=lambda *r: asked.append(r)
    )
    assert active_path(own_data).name == manifest.id != old.name
    assert [entry.id for entry in list_snapshots(own_data)] == [old.name, manifest.id]
    open_snapshot(old, "full").close()
    # Four of five passages came from the cache.
    assert asked[0] == ("embed", 4, 5)


def test_the_order_of_articles_does_not_change_the_corpus_hash(
    own_data: Path, options: BuildOptions
) -> None:
    old = list_snapshots(own_data)[0]
    new = build_snapshot(small_library()[::-1], own_data, options=options)
    assert new.corpus_sha256 == old.corpus_sha256


def test_nothing_to_index_is_refused_and_the_old_stays(
    own_data: Path, options: BuildOptions
) -> None:
    old = active_path(own_data)
    for articles in ([], [make_article("empty", [])]):
        with pytest.raises(BuildError, match="nothing was built"):
            build_snapshot(articles, own_data, options=options)
    assert active_path(own_data) == old


def test_a_failed_build_leaves_nothing(own_data: Path, options: BuildOptions) -> None:
    old = active_path(own_data)
    with pytest.raises(BuildError, match="occurs twice"):
        build_snapshot([*small_library(), small_library()[0]], own_data, options=options)
    assert active_path(own_data) == old
    assert list(own_data.glob("staging-*")) == []


def test_wrong_weights_are_refused_before_anything_is_built(own_data: Path) -> None:
    old = active_path(own_data)
    with pytest.raises(ModelError, match="0" * 64):
        build_snapshot(small_library(), own_data, model=ModelSpec(sha256="0" * 64))
    assert active_path(own_data) == old


def test_a_damaged_cache_is_said_and_the_build_goes_on(own_data: Path, models_folder: Path) -> None:
    for path in (own_data / "cache").iterdir():
        path.unlink()
    (own_data / "cache" / "vectors.sqlite").write_bytes(b"damage" * 1000)
    notices: list[str] = []
    options = BuildOptions(models=models_folder, on_notice=notices.append)
    build_snapshot(small_library(), own_data, options=options)
    assert len(notices) == 2
    assert "damaged" in notices[0]
    assert notices[1].startswith("Embedding in fp32: ")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, options: BuildOptions) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(BuildError, match=r"cannot write .*file"):
        build_snapshot(small_library(), blocker / "data", options=options)


@pytest.mark.parametrize("limit", ["2000", "30000"])
def test_a_full_disk_is_named_and_the_old_stays(
    own_data: Path, models_folder: Path, limit: str
) -> None:
    old = active_path(own_data)
    done = run_child(own_data, models_folder, "disk-full", limit)
    assert done.returncode == 3, done.stdout + done.stderr
    assert done.stdout.startswith("BuildError cannot write")
    assert str(own_data) in done.stdout
    assert active_path(own_data) == old
    open_snapshot(own_data, "full").close()
    assert list(own_data.glob("staging-*")) == []


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_the_old_one_still_opens(
    own_data: Path, models_folder: Path, step: str
) -> None:
    old = active_path(own_data)
    assert run_child(own_data, models_folder, step).returncode == -signal.SIGKILL
    snapshot = open_snapshot(own_data, "full")
    snapshot.close()
    assert (snapshot.path == old) == (step != "done")
    assert len(list(own_data.glob("staging-*"))) == (step in STEPS[1:8])


def test_the_build_after_a_killed_one_cleans_up_and_succeeds(
    own_data: Path, models_folder: Path, options: BuildOptions
) -> None:
    assert run_child(own_data, models_folder, "lexical").returncode == -signal.SIGKILL
    assert len(list(own_data.glob("staging-*"))) == 1
    manifest = build_snapshot(small_library(), own_data, options=options)
    assert list(own_data.glob("staging-*")) == []
    snapshot = open_snapshot(own_data, "full")
    snapshot.close()
    assert snapshot.id == manifest.id


def test_killed_at_random_the_old_one_still_opens(own_data: Path, models_folder: Path) -> None:
    old = active_path(own_data)
    rng = random.Random(20)  # noqa: S311 - moments to die at, not secrets
    for _ in range(3):
        delay = f"{rng.uniform(0.01, 0.35):.3f}"
        done = run_child(own_data, models_folder, "model", delay)
        if done.returncode == 0:  # it was quicker than its end
            assert active_path(own_data).name == done.stdout.strip()
            old = active_path(own_data)
        else:
            assert done.returncode == -signal.SIGKILL
            assert active_path(own_data) in (old, *(own_data / "snapshots").iterdir())
        open_snapshot(own_data, "full").close()


def test_a_second_builder_is_refused_while_the_first_goes_on(
    own_data: Path, models_folder: Path
) -> None:
    holding, going_on = threading.Event(), threading.Event()

    def wait(step: str) -> None:
        if step == "embed":
            holding.set()
            assert going_on.wait(30)

    first = BuildOptions(models=models_folder, on_step=wait)
    thread = threading.Thread(
        target=lambda: build_snapshot(small_library(), own_data, options=first), daemon=True
    )
    old = active_path(own_data)
    thread.start()
    assert holding.wait(30)
    with pytest.raises(BuildBusyError, match="another build is running"):
        build_snapshot(small_library(), own_data, options=BuildOptions(models=models_folder))
    done = run_child(own_data, models_folder, "never")
    assert done.stdout.startswith("BuildBusyError another build is running")
    # Readers are not held up by a build.
    open_snapshot(own_data, "full").close()
    assert active_path(own_data) == old
    assert len(list(own_data.glob("staging-*"))) == 1
    going_on.set()
    thread.join(30)
    assert active_path(own_data) != old


def test_a_model_cache_on_another_disk_is_copied(
    tmp_path: Path, options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", refuse)
    build_snapshot(small_library(), tmp_path / "data", options=options)
    model = active_path(tmp_path / "data") / "model" / "model.onnx"
    assert model.stat().st_nlink == 1
    open_snapshot(tmp_path / "data", "full").close()


def test_ids_sort_by_time(own_data: Path, models_folder: Path) -> None:
    start = datetime(2090, 1, 1, 23, 30, tzinfo=UTC)
    ids = [list_snapshots(own_data)[0].id]
    times = iter([start, start + timedelta(minutes=1), start + timedelta(hours=1)])
    options = BuildOptions(models=models_folder, clock=lambda: next(times))
    ids += [build_snapshot(small_library(), own_data, options=options).id for _ in range(3)]
    assert ids == sorted(ids)
    assert [manifest.id for manifest in list_snapshots(own_data)] == ids

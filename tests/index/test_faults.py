"""Killing a change, or filling its disk, at one file operation after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.build import BuildOptions
from index.library import build_library
from index.snapshot import active_path, list_snapshots

DRIVER = Path(__file__).with_name("faults.py")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    """Return a data folder of three snapshots whose articles have changed since the last."""
    root = tmp_path_factory.mktemp("faults")
    articles = root / "articles"
    articles.mkdir()
    for place in range(4):
        if place:
            build_library([articles], root / "data", options=BuildOptions(models=models_folder))
        page = f"# Page {place}\n\nStromal cells calm tissue {place}.\n"
        (articles / f"page{place}.md").write_text(page, encoding="utf-8")
    return root / "data"


def interrupted(
    data: Path, models: Path, what: str, how: str, first: int, stride: int
) -> list[dict[str, Any]]:
    command = [sys.executable, str(DRIVER), str(data), str(models), what, how]
    command += [str(first), str(stride)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        assert line["readable"] == ["done", "done"], line
        line["after"], line["final"] = json.loads(line["after"]), json.loads(line["final"])
    assert lines[-1]["ended"] == "done"
    return lines


@pytest.mark.parametrize(
    ("what", "how", "first", "stride"),
    [
        ("build", "kill", 2, 6),
        ("build", "full", 4, 6),
        ("activate", "kill", 1, 3),
        ("activate", "full", 2, 3),
        ("rollback", "kill", 3, 3),
        ("prune", "kill", 1, 5),
        ("prune", "full", 3, 9),
    ],
)
def test_whatever_happens_what_serves_is_whole_and_a_second_try_succeeds(
    data: Path, models_folder: Path, what: str, how: str, first: int, stride: int
) -> None:
    old = active_path(data).name
    before = {each.id for each in list_snapshots(data)}
    lines = interrupted(data, models_folder, what, how, first, stride)
    assert len(lines) > 2
    for line in lines[:-1]:
        # A disk that is full from late on may no longer matter.
        expected = {"killed"} if how == "kill" else {"refused", "done"}
        assert line["ended"] in expected, line["said"]
        # Until its last operation a change has not happened.
        if what != "prune" and line["ended"] != "done":
            assert before <= set(line["after"]["whole"])
            assert line["after"]["active"] == old
        if line["ended"] == "refused":
            assert "cannot write" in line["said"] or "too large" in line["said"], line["said"]
            assert line["after"]["left"] == []
    for line in lines:
        assert line["again"] == "done", line["trouble"]
        assert line["final"]["left"] == []
        if what == "build":
            assert line["final"]["active"] not in before
        if what == "prune":
            assert line["final"]["whole"] == [old]

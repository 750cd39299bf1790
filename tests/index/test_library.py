"""Whether a snapshot is still what its articles say."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import BuildOptions
from index.errors import BuildError, SnapshotError
from index.library import StrictBuildError, build_library, is_current

GOOD = "---\ntitle: Cells\nas-of: 2026-01-01\n---\n# Cells\n\nCells calm other cells in culture.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "cells.md").write_text(GOOD, encoding="utf-8")
    return articles


def test_a_snapshot_is_current_until_an_article_changes(
    folder: Path, tmp_path: Path, models_folder: Path
) -> None:
    data = tmp_path / "data"
    with pytest.raises(SnapshotError):
        is_current([folder], data)
    build_library([folder], data, options=BuildOptions(models=models_folder))
    assert is_current([folder], data)
    (folder / "more.md").write_text(GOOD.replace("calm", "warn"), encoding="utf-8")
    assert not is_current([folder], data)
    build_library([folder], data, options=BuildOptions(models=models_folder))
    assert is_current([folder], data)
    (folder / "cells.md").write_text(GOOD.replace("calm", "wake"), encoding="utf-8")
    assert not is_current([folder], data)


def test_a_bad_article_is_left_out_or_stops_a_strict_build(
    folder: Path, tmp_path: Path, models_folder: Path
) -> None:
    (folder / "bad.md").write_bytes(b"\xff\xfe\x00bad")
    options = BuildOptions(models=models_folder)
    with pytest.raises(StrictBuildError) as caught:
        build_library([folder], tmp_path / "strict", options=options, strict=True)
    assert [Path(problem.path).name for problem in caught.value.problems] == ["bad.md"]
    report = build_library([folder], tmp_path / "data", options=options)
    assert report.manifest.counts["articles"] == 1
    assert [problem.fatal for problem in report.problems] == [True]


def test_a_folder_without_articles_builds_nothing(tmp_path: Path, models_folder: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(BuildError):
        build_library([empty], tmp_path / "data", options=BuildOptions(models=models_folder))
    with pytest.raises(FileNotFoundError):
        build_library([tmp_path / "none"], tmp_path / "data")

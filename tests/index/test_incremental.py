"""A build over what a build before left gives what a build from nothing gives."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import read_article
from corpus.passages import Budget
from corpus.records import Article
from index.build import BuildOptions
from index.errors import BuildBusyError
from index.folder import building
from index.library import BuildReport, build_library
from index.reading import ArticleCache
from index.snapshot import active_path

TRIAL = """---
title: Frailty
conditions: [aging frailty]
---
# Frailty

## Trials

The CRATUS trial gave 100 million allogeneic cells to 15 people with aging frailty.[^cratus]
Six-minute walk distance rose by 66 metres after six months in that trial.[^cratus]

| group | people |
|---|---|
| 100 million | 10 |

[^cratus]: Tompkins 2017. Phase 2 randomised trial, n=30, NCT02065245. doi:10.1093/gerona/glx137
"""
OTHER = """# Cord cells

Umbilical cord cells were given to mice with stroke.[^mice] See also NCT02065245, phase 1.[^c]

[^mice]: Mice 2021. Mouse study. doi:10.1000/mice
[^c]: CRATUS, registered as NCT02065245, phase 1, n=15, completed 2018.
"""
PAGE = "<html><body><h1>Names</h1><p>Stromal cells carry CD105.</p></body></html>"
STRUCK = """OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate
10.1000/mice,0,Retraction,1/2/2024 0:00
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "frailty.md").write_text(TRIAL, encoding="utf-8")
    (folder / "cord.md").write_text(OTHER, encoding="utf-8")
    (folder / "names.html").write_text(PAGE, encoding="utf-8")
    return folder


def add(folder: Path) -> None:
    (folder / "new.md").write_text("# New\n\nOne new finding in rats.\n", encoding="utf-8")


def change(folder: Path) -> None:
    text = TRIAL.replace("66 metres", "6 metres").replace("n=30", "n=31")
    (folder / "frailty.md").write_text(text, encoding="utf-8")


def remove(folder: Path) -> None:
    (folder / "cord.md").unlink()


def rename(folder: Path) -> None:
    (folder / "cord.md").rename(folder / "about-cords.md")


def share_a_name(folder: Path) -> None:
    """Give an unchanged file another slug: its folder's name stands before it from now on."""
    (folder / "more").mkdir()
    (folder / "more" / "cord.md").write_text("# Cord\n\nAnother page of cells.\n", encoding="utf-8")


def nothing(folder: Path) -> None:
    assert folder.is_dir()


CHANGES: dict[Callable[[Path], None], int] = {
    nothing: 0,
    add: 1,
    change: 1,
    remove: 0,
    rename: 1,
    share_a_name: 2,
}


def contents(data: Path) -> dict[str, str]:
    """Return the hash of every file, those of the lexical index by kind: their names are drawn."""
    raw = json.loads((active_path(data) / "manifest.json").read_text(encoding="utf-8"))
    found = {}
    for name, entry in raw["files"].items():
        if name.startswith("lexical/"):
            if not name.endswith(".json"):  # these hold nothing but the drawn names
                found[f"lexical/*{Path(name).suffix}"] = entry["sha256"]
        else:
            found[name] = entry["sha256"]
    return found | {"counts": json.dumps(raw["counts"]), "chunking": json.dumps(raw["chunking"])}


@pytest.mark.parametrize("edit", CHANGES, ids=lambda edit: edit.__name__)
def test_an_incremental_build_equals_a_full_one(
    articles: Path, tmp_path: Path, models_folder: Path, edit: Callable[[Path], None]
) -> None:
    notices = tmp_path / "notices.csv"
    notices.write_text(STRUCK, encoding="utf-8")

    def build(data: Path) -> BuildReport:
        options = BuildOptions(models=models_folder)
        return build_library([articles], data, options=options, notices=notices)

    assert build(tmp_path / "data").read == 3
    edit(articles)
    after = build(tmp_path / "data")
    fresh = build(tmp_path / "fresh")
    assert after.read == CHANGES[edit]
    assert fresh.read == len([*articles.rglob("*.*")])
    assert contents(tmp_path / "data") == contents(tmp_path / "fresh")
    assert after.findings == fresh.findings
    assert after.problems == fresh.problems
    kept = tmp_path / "data" / "cache" / "articles"
    assert len(list(kept.iterdir())) == fresh.read


def test_a_finding_over_the_library_reaches_unchanged_articles(
    articles: Path, tmp_path: Path, models_folder: Path
) -> None:
    options = BuildOptions(models=models_folder)
    build_library([articles], tmp_path / "data", options=options)
    notices = tmp_path / "notices.csv"
    notices.write_text(STRUCK, encoding="utf-8")
    report = build_library([articles], tmp_path / "data", options=options, notices=notices)
    assert report.read == 0
    assert report.findings.references["doi:10.1000/mice"].status == "retracted"


def read_whole(path: Path) -> Article:
    return read_article(path, Budget())


@pytest.fixture
def cache(tmp_path: Path) -> ArticleCache:
    return ArticleCache(tmp_path / "kept", Budget(), "tokenizer")


def test_an_article_comes_back_as_it_was_read(cache: ArticleCache, articles: Path) -> None:
    file = articles / "frailty.md"
    article = read_whole(file)
    assert cache.get(file, "frailty") is None
    cache.put(file, "frailty", [article])
    assert cache.get(file, "frailty") == (article,)
    assert (cache.found, cache.missed) == (1, 1)


def test_whatever_decides_the_reading_is_in_the_key(
    cache: ArticleCache, articles: Path, tmp_path: Path
) -> None:
    file = articles / "frailty.md"
    cache.put(file, "frailty", [read_whole(file)])
    assert cache.get(file, "frailty-2") is None
    copy = Path(shutil.copy(file, articles / "copy.md"))
    assert cache.get(copy, "frailty") is None
    for budget, tokenizer in ((Budget(most=99), "tokenizer"), (Budget(), "another")):
        other = ArticleCache(tmp_path / "kept", budget, tokenizer)
        assert other.get(file, "frailty") is None
    file.write_text(TRIAL + " ", encoding="utf-8")
    assert cache.get(file, "frailty") is None


def test_a_damaged_entry_counts_as_missing(
    cache: ArticleCache, articles: Path, tmp_path: Path
) -> None:
    file = articles / "frailty.md"
    cache.put(file, "frailty", [read_whole(file)])
    (entry,) = (tmp_path / "kept").iterdir()
    raw = bytearray(entry.read_bytes())
    for damaged in (b"", raw[:-1], raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]):
        entry.write_bytes(damaged)
        assert cache.get(file, "frailty") is None


def test_what_would_come_back_otherwise_is_not_kept(cache: ArticleCache, articles: Path) -> None:
    file = articles / "frailty.md"
    article = read_whole(file)
    article.metadata["odd"] = float("nan")
    cache.put(file, "frailty", [article])
    assert cache.get(file, "frailty") is None


def test_a_cache_that_cannot_be_written_fails_nothing(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("in the way")
    cache = ArticleCache(tmp_path / "blocked" / "kept", Budget(), "tokenizer")
    file = articles / "frailty.md"
    cache.put(file, "frailty", [read_whole(file)])
    cache.forget_unused()
    assert cache.get(file, "frailty") is None


def test_an_article_that_cannot_be_read_is_tried_each_time(
    articles: Path, tmp_path: Path, models_folder: Path
) -> None:
    (articles / "bad.md").write_bytes(b"\xff\xfe\x00bad")
    options = BuildOptions(models=models_folder)
    for read in (4, 1):
        report = build_library([articles], tmp_path / "data", options=options)
        assert report.read == read
        assert [Path(problem.path).name for problem in report.problems if problem.fatal] == [
            "bad.md"
        ]


def test_a_second_builder_is_refused_before_it_reads(
    articles: Path, tmp_path: Path, models_folder: Path
) -> None:
    seen: list[str] = []
    with building(tmp_path / "data"), contextlib.suppress(BuildBusyError):
        build_library(
            [articles],
            tmp_path / "data",
            options=BuildOptions(models=models_folder),
            progress=lambda stage, *_: seen.append(stage),
        )
    assert seen == []

"""The library: files in order, metadata, one record for each study, progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import article_files, assemble, read_article, read_library, slugify
from corpus.passages import Budget
from corpus.records import Block, Document, Kind, Reference, Span, text_sha256

PAGE = """---
title: {title}
licence: CC-BY-4.0
lang: de
url: https://x.org/{title}
reviewed: 2026-03
---

Cells grew as of 2025-01-02 [^a]. They slept well [^a].

[^a]: doi:10.1000/a.1 · Alder B · Venue 2019{more}
"""


def write(folder: Path, name: str, title: str, more: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=title, more=more), encoding="utf-8")
    return path


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, "My Page.md", "One")
    article = read_article(path, Budget())
    assert (article.slug, article.title, article.lang) == ("my-page", "One", "de")
    assert (article.licence, article.url) == ("CC-BY-4.0", "https://x.org/One")
    assert article.as_of == "2026-03"
    assert article.source.encode() == path.read_bytes()
    assert article.source_sha256 == text_sha256(article.source)
    assert [reference.key for reference in article.references] == ["doi:10.1000/a.1"]
    assert len({statement.id for statement in article.statements}) == 3


def test_the_latest_date_stated_stands_in_for_a_missing_one(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Known as of 2025-01 and again as of 2026-02-03.\n", encoding="utf-8")
    assert read_article(path, Budget()).as_of == "2026-02-03"


def test_one_study_cited_twice_is_one_record_with_all_that_is_known(tmp_path: Path) -> None:
    write(tmp_path, "one.md", "One")
    write(tmp_path, "two.md", "Two", " · rct · n=30")
    library = read_library([tmp_path], Budget())
    assert list(library.references) == ["doi:10.1000/a.1"]
    assert library.references["doi:10.1000/a.1"].n == 30
    assert [article.slug for article in library.articles] == ["one", "two"]
    assert library.problems == library.failed == ()


def test_files_are_sorted_each_once_and_others_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.MD", "a/d.html", "e.txt", "README.md", "LICENSE-MIT.txt", ".x/y.md"):
        write(tmp_path, name, name)
    (tmp_path / "data.json").write_text("{}", encoding="utf-8")
    names = [file.name for _, file in article_files([tmp_path, tmp_path / "b.md"])]
    assert names == ["c.MD", "d.html", "b.md", "e.txt"]
    assert article_files([tmp_path / "b.md"]) == [(tmp_path, (tmp_path / "b.md").resolve())]


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    write(tmp_path, "a/one.md", "One")
    (tmp_path / "two.md").write_bytes(b"")
    told: list[tuple[int, int, str]] = []
    read_library([tmp_path], Budget(), progress=lambda *step: told.append(step))
    assert told == [(1, 2, "a/one.md"), (2, 2, "two.md")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Ärzte & Co.", "arzte-co"), ("a--b_C", "a-b_c"), ("细胞", "article"), ("-x-", "x")],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_document_that_is_a_study_itself_says_so() -> None:
    source = "Thirty adults took part and walking improved.\n"
    own = Reference("doi:10.1000/own", "Own 2024", doi="10.1000/own", design="rct", phase="2")
    block = Block(Kind.PARAGRAPH, Span(0, len(source) - 1))
    document = Document("own.md", "text/plain", source, "A study", {}, (block,), own=own)
    article = assemble(document, slug="own", budget=Budget())
    assert article.own == own.key
    assert article.references == (own,)

"""Bad articles: a clear problem with file and line, never a traceback, the others still read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import Library, article_files, assemble, read_article, read_library
from corpus.passages import Budget
from corpus.readers.flat import read_flat
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.records import Document, Problem
from corpus.source import ArticleError, read_source
from tests.corpus.proofs import lost_lines, prove_document, prove_statements

GOOD = b"# Good\n\nA sentence about cells.\n"


def library(folder: Path, bad: bytes, name: str = "bad.md") -> Library:
    (folder / "good.md").write_bytes(GOOD)
    (folder / name).write_bytes(bad)
    return read_library([folder], Budget())


def only_problem(read: Library) -> Problem:
    (problem,) = read.problems
    return problem


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"", 0, "empty"),
        (b" \n\t\r\n ", 0, "empty"),
        (b"\xef\xbb\xbf \n", 0, "empty"),
        (b"---\ntitle: only a head\n---\n", 0, "no-text"),
        (b"---\n\n***\n", 0, "no-text"),
        (b"one\ntwo \x00 three\n", 2, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "not-utf-8"),
        (b"one\r\ntwo\rthree\nf\xe9ur\n", 4, "not-utf-8"),
        ("one\ntwo\n".encode("utf-16"), 1, "not-utf-8"),
        (b"\x7fELF\x01\x01", 1, "binary"),
    ],
)
def test_an_unreadable_article_is_refused_by_line_and_the_other_is_read(
    tmp_path: Path, data: bytes, line: int, code: str
) -> None:
    read = library(tmp_path, data)
    problem = only_problem(read)
    assert (problem.line, problem.code, problem.fatal) == (line, code, True)
    assert problem.path == str(tmp_path / "bad.md")
    assert len(problem.message) > 15
    assert [article.slug for article in read.articles] == ["good"]
    assert read.failed == (problem,)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav>a</nav></body></html>",
        "<script>x</script>",
        "<p hidden>words</p>",
        "<!-- only a comment -->",
    ],
)
def test_an_html_page_that_shows_nothing_is_refused(tmp_path: Path, page: str) -> None:
    assert only_problem(library(tmp_path, page.encode(), "bad.html")).code == "no-text"


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_bytes(b"word " * 100)
    assert read_source(path, max_bytes=500) == "word " * 100
    with pytest.raises(ArticleError, match="500 bytes, more than the 499") as caught:
        read_source(path, max_bytes=499)
    assert (caught.value.problem.code, caught.value.problem.line) == ("too-large", 0)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    folder.mkdir()
    for path in (folder, tmp_path / "nowhere.md"):
        with pytest.raises(ArticleError) as caught:
            read_article(path, Budget())
        assert caught.value.problem.code == "unreadable"
    (tmp_path / "page.odt").write_bytes(GOOD)
    with pytest.raises(ArticleError, match="not a format") as caught:
        read_article(tmp_path / "page.odt", Budget())
    assert caught.value.problem.code == "unknown-format"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(GOOD)
    (tmp_path / "bad.md").chmod(0)
    read = read_library([tmp_path], Budget())
    assert only_problem(read).code == "unreadable"


def test_symlink_loops_are_walked_once(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_bytes(GOOD)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "same.md").symlink_to(tmp_path / "good.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    assert len(article_files([tmp_path, tmp_path / "good.md"])) == 1
    assert [article.title for article in read_library([tmp_path], Budget()).articles] == ["Good"]


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_bytes(GOOD)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "page.md").write_bytes(GOOD)
    (tmp_path / "data.csv").write_bytes(b"a,b\n")
    read = read_library([tmp_path], Budget())
    assert read.articles == ()
    assert (only_problem(read).code, only_problem(read).path) == ("no-articles", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_library([tmp_path / "nowhere"], Budget())


def test_a_slug_given_twice_names_the_other_file(tmp_path: Path) -> None:
    page = b"---\nslug: good\n---\n\nOther words.\n"
    problem = only_problem(library(tmp_path, page))
    # Files are read in order of their names: "bad.md" comes first and keeps the slug.
    assert (problem.code, problem.path) == ("duplicate-slug", str(tmp_path / "good.md"))
    assert str(tmp_path / "bad.md") in problem.message


def test_one_name_in_two_folders_is_no_duplicate(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.md").write_bytes(GOOD)
    read = read_library([tmp_path], Budget())
    assert [article.slug for article in read.articles] == ["a-page", "b-page"]
    assert read.problems == ()


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: [1, 2", 3),
        ("title: x\n  y: : z", 3),
        ("- a\n- b", 2),
        ("a: &a [1]\nb: *a", 3),
        ("a: &a {k: v}\nb: {<<: *a}", 3),
        ("a: " + "[" * 3000, 2),
        ("a: !!int ''", 2),
        ("a: !!python/object:os.system x", 2),
        ("a: 2026-99-99", 1),
        ("a: \t@", 2),
    ],
)
def test_a_broken_head_is_told_by_line_and_the_body_is_read(head: str, line: int) -> None:
    document = read_markdown(f"---\n{head}\n---\n\nBody words.\n", Path("page.md"))
    (problem,) = document.problems
    assert problem.code == "broken-front-matter"
    assert abs(problem.line - line) <= 1
    assert [block.span.quote(document.source) for block in document.blocks] == ["Body words."]


def test_a_head_that_is_never_closed_loses_no_line() -> None:
    document = read_markdown("---\ntitle: x\n\nBody words.\n", Path("page.md"))
    assert [(p.code, p.line) for p in document.problems] == [("broken-front-matter", 1)]
    assert lost_lines(assemble(document, slug="page", budget=Budget())) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a [^x]\n", [(1, "missing-footnote")]),
        ("a\n\n[^x]: note\n", [(3, "unused-footnote")]),
        ("a [^x]\n\n[^x]: one\n[^x]: two\n", [(4, "duplicate-footnote")]),
        ("a [^x]\n\n[^x]:\n", [(3, "empty-footnote")]),
        ("a [^x]\n\n[^x]: see [^x]\n", [(3, "circular-footnote")]),
        (
            "a [^x]\n\n[^x]: see [^y]\n[^y]: see [^z]\n[^z]: see [^y]\n",
            [(4, "circular-footnote"), (5, "circular-footnote")],
        ),
        ("a [^x]\n\n[^x]: see [^y]\n[^y]: the end\n", []),
        ("a\n\n```py\ncode\n", [(3, "unclosed-fence")]),
        ("a\n\n````\n```\ncode\n````\n", []),
        ("| a | b |\n| c | d |\n", [(1, "broken-table")]),
        ("| a | b\n|---|---\n| c | d\n", []),
    ],
)
def test_broken_structure_is_told_by_line(body: str, expected: list[tuple[int, str]]) -> None:
    document = read_markdown(body, Path("page.md"))
    assert [(problem.line, problem.code) for problem in document.problems] == expected
    assert lost_lines(assemble(document, slug="page", budget=Budget())) == []


def test_html_notes_that_are_missing_or_given_twice_are_told() -> None:
    page = "<p>a\n<a href='#fn1'>1</a>\n<a href='#fn2'>2</a></p><li id=fn1>x</li><li id=fn1>y</li>"
    document = read_html(page, Path("page.html"))
    assert {problem.code for problem in document.problems} == {
        "missing-footnote",
        "duplicate-footnote",
    }
    assert [problem.line for problem in document.problems if problem.code[0] == "m"] == [3]


DEEP = 1500
HOSTILE: dict[str, tuple[Callable[[str, Path], Document], str]] = {
    "nested lists": (read_markdown, "".join("  " * i + f"- w{i}\n" for i in range(DEEP)) + "last"),
    "lists on one line": (read_markdown, "- " * DEEP + "last\n"),
    "nested quotes": (read_markdown, ">" * DEEP + " last\n"),
    "deeper quotes": (read_markdown, "".join(">" * i + f" w{i}\n" for i in range(DEEP)) + "last"),
    "brackets": (read_markdown, "[" * 20_000 + "last" + "]" * 20_000),
    "wiki links": (read_markdown, "[[a|" * 20_000 + "last"),
    "link starts": (read_markdown, "[a](b " * 20_000 + "last"),
    "comments": (read_markdown, "x <!-- " * 20_000 + "last"),
    "back-links": (read_markdown, "↩ " * 20_000 + "last"),
    "emphasis": (read_markdown, "*a _b " * 10_000 + "last"),
    "marks": (read_markdown, "x [^a]. " * 8_000 + "last\n\n[^a]: " + "[^a] " * 500),
    "chained notes": (
        read_markdown,
        "last [^0]\n\n" + "".join(f"[^{i}]: see [^{i + 1}]\n" for i in range(5_000)),
    ),
    "a table that never ends": (read_markdown, "| a\n|--\n" + "| b\n" * 5_000 + "\nlast"),
    "one word": (read_flat, "x" * 200_000 + " last"),
    "bare digits": (read_flat, "word 1. " * 10_000 + "last\nFootnotes\nnote ↩\n"),
    "nested elements": (read_html, "<div>" * 5_000 + "last"),
    "open items": (read_html, "<ul><li>w " * DEEP + "last"),
    "open tables": (read_html, "<table><tr><td>w " * DEEP + "last"),
    "open inline": (read_html, "<p>" + "<b>w " * DEEP + "last"),
    "wide cell": (read_html, "<table><tr><td colspan=999999999 rowspan=-3>last</table>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_deep_and_repeated_marks_cost_little_and_lose_nothing(name: str) -> None:
    reader, source = HOSTILE[name]
    started = time.process_time()
    document = reader(source, Path("page"))
    article = assemble(document, slug="page", budget=Budget())
    assert time.process_time() - started < 5
    prove_document(document)
    prove_statements(article)
    assert any("last" in statement.text for statement in article.statements)


def test_five_megabytes_on_one_line_are_read_in_reasonable_time(tmp_path: Path) -> None:
    path = tmp_path / "line.md"
    path.write_text("Cells were given to people and they walked. " * 115_000, encoding="utf-8")
    assert path.stat().st_size > 5_000_000
    started = time.process_time()
    document = read_markdown(read_source(path), path)
    assert time.process_time() - started < 5
    assert document.blocks[0].span.end == path.stat().st_size - 1

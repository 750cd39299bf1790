"""The invariant of the product: `source[start:end] == quote`, on real and on generated pages."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from corpus.library import article_files, read_article
from corpus.passages import Budget
from corpus.readers.flat import read_flat
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.source import read_source
from tests.corpus.pages import WORDS, flat_pages, html_pages, markdown_pages
from tests.corpus.proofs import lost_lines, proved
from tests.shared import shared_path

checked = settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@checked
@given(markdown_pages())
@example("\ufeff# Title\r\n\r\nOne. Two.\r\n")
@example("> | a | b |\n> |---|---|\n> | c \\| d | [[e\\|f]] |\n")
@example("```x```\n\nText [^a].\n\n[^a]: note\n")
@example("- one\n\n      code in item\n\n  more\n")
@example(">   -  4.\n>     - cells")
@example("[^a]: first\n\n    second [^a]\n\ntext\n")
def test_generated_markdown_is_quoted_exactly_and_no_line_is_lost(page: str) -> None:
    document = read_markdown(page, Path("page.md"))
    assert document.source == page
    proved(document)


@checked
@given(flat_pages())
def test_generated_flat_text_is_quoted_exactly_and_no_line_is_lost(page: str) -> None:
    document = read_flat(page, Path("page.txt"))
    assert document.source == page
    proved(document)


@checked
@given(html_pages)
def test_generated_html_is_quoted_exactly_and_keeps_all_visible_words(page: str) -> None:
    document = read_html(page, Path("page.html"))
    article = proved(document)
    for left_out in ("scriptword", "navword", "hiddenword", "styleword"):
        assert left_out not in article.source
    assert "hidden-text" in {problem.code for problem in document.problems}
    said = "".join(statement.text for statement in article.statements)
    for word in WORDS:
        if len(word) > 3 and word.isalpha():
            assert said.count(word) == page.count(html.escape(word))


@pytest.mark.parametrize("name", ["000_5debf9158c947f94.txt", "003_e4b2aff5fb764daf.txt"])
def test_seed_texts_are_quoted_exactly_and_no_line_is_lost(name: str) -> None:
    path = shared_path("corpora/seeds") / name
    source = read_source(path)
    assert source.encode() == path.read_bytes()
    proved(read_flat(source, path))


def test_own_articles_are_quoted_exactly_and_no_line_is_lost() -> None:
    folder = Path(__file__).resolve().parents[2] / "corpus" / "articles"
    files = article_files([folder])
    assert len(files) >= 8
    for _, file in files:
        proved(read_markdown(read_source(file), file))


def test_a_lost_line_is_noticed() -> None:
    """The proof itself must be able to fail."""
    document = read_markdown("One line.\n\nAnother line.\n", Path("page.md"))
    article = proved(document)
    shorter = replace(article, statements=article.statements[:1])
    assert lost_lines(shorter) == ["Another line."]


def test_a_sample_of_a_large_wiki_reads_with_exact_spans() -> None:
    """Every fifteenth file: it reads or is refused, spans are exact, most footnotes have a DOI."""
    files = article_files([shared_path("corpora/aging_wiki")])[::15]
    assert len(files) > 55
    footnotes = with_doi = statements = 0
    for _, file in files:
        if not file.read_bytes().strip():
            continue
        article = read_article(file, Budget())
        for statement in article.statements:
            assert article.source[statement.span.start : statement.span.end] == statement.text
        assert lost_lines(article) == []
        statements += len(article.statements)
        footnotes += len(re.findall(r"^\[\^[^\]]+\]:", article.source, re.MULTILINE))
        with_doi += sum(bool(reference.doi) for reference in article.references)
    assert statements > 5000
    assert with_doi / footnotes > 0.85

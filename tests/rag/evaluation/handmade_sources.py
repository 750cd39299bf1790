"""Small sources for the importers, and what their tests ask of a written suite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.library import Library, read_library
from corpus.passages import Budget
from rag.evaluation.cases import AnswerCase, TierCase
from rag.evaluation.suite import read_suite

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = ROOT / "corpus" / "articles"
Row = dict[str, Any]


def jsonl(path: Path, rows: Iterable[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def text(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def library_of(folder: Path) -> Library:
    """Read a written suite's articles; nothing may be wrong with any."""
    library = read_library(read_suite(folder).articles, Budget())
    # Attacks put into articles are told; nothing else is wrong with what an import writes.
    assert {problem.code for problem in library.problems} <= {"instruction"}
    return library


def places_stand_once(cases: Iterable[object], library: Library) -> bool:
    """Tell whether every place of every answer and tier case can be judged."""
    sources = {article.slug: article.source for article in library.articles}
    return all(sources[slug].count(quote) == 1 for case in cases for slug, quote in _places(case))


def _places(case: object) -> Iterator[tuple[str, str]]:
    if isinstance(case, TierCase):
        yield case.article, case.quote
    if isinstance(case, AnswerCase):
        gold = (place for fact in case.facts for place in fact.any)
        for place in (*gold, *case.also, *case.closest):
            yield place.article, place.quote

"""Judging a ranked list: recall, nDCG and reciprocal rank, computed by ir-measures.

Two units. A retrieval case (BEIR, TREC) names articles: the list is the articles of the results
in the order of their first passage. An answer case names facts: a result counts as the first fact
of which its passage holds a place, later results of the same fact count as nothing, so that a
fact told in five places is not five things to find.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from corpus.records import Span
from rag.evaluation.judges.answers import Gold
from rag.evaluation.library import LibraryView, overlaps, span_of
from rag.evaluation.results import Score
from rag.evaluation.target import Payload

DEPTH = 50
"""Results asked for: what the contract's search gives at most."""
MEASURED = {
    "retrieval.recall@5": R @ 5,
    "retrieval.recall@10": R @ 10,
    "retrieval.recall@20": R @ 20,
    "retrieval.ndcg@10": nDCG @ 10,
    "retrieval.mrr": RR,
}


def ranked_articles(payload: Payload) -> tuple[str, ...]:
    """Return the slugs of a search's results, each once, best first."""
    return tuple(dict.fromkeys(str(each["article"]["slug"]) for each in payload["results"]))


def ranked_facts(payload: Payload, gold: Gold, library: LibraryView) -> tuple[str, ...]:
    """Return a search's results as "fact-0", "fact-1", ... where they hold one."""
    ranked: list[str] = []
    for place, entry in enumerate(payload["results"]):
        fact = _fact(entry, gold, library, set(ranked))
        ranked.append(f"fact-{fact}" if fact is not None else f"other-{place}")
    return tuple(ranked)


def ranking_scores(ranked: Sequence[str], relevant: Mapping[str, int]) -> dict[str, Score]:
    """Return the scores of one ranked list.

    Args:
        ranked: Ids, best first, each once.
        relevant: Grade by id, 1 or more.
    """
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in relevant.items()]
    run = [ir_measures.ScoredDoc("q", name, float(-at)) for at, name in enumerate(ranked)]
    if not run:
        return {name: Score(0.0) for name in MEASURED}
    found = ir_measures.calc_aggregate(MEASURED.values(), qrels, run)
    return {name: Score(float(found[measure])) for name, measure in MEASURED.items()}


def _fact(entry: Payload, gold: Gold, library: LibraryView, seen: set[str]) -> int | None:
    slug = str(entry["article"]["slug"])
    article = library.article(slug)
    # The passage is what was retrieved; its best statement is only what the entry shows.
    known = article.passages.get(str(entry["passage_id"])) if article else None
    span: Span = known or span_of(entry)
    for number, places in enumerate(gold.facts):
        if f"fact-{number}" in seen:
            continue
        if any(p.place.article == slug and overlaps(p.span, span) for p in places):
            return number
    return None

"""Is the passage that answers still among the first five when the library holds much else?

    python -m benchmarks.distraction CASES.jsonl --data FOLDER [--misses]

CASES has the questions of a small set of articles with their quotes (`question`, `gold_quote`,
`answerable`); FOLDER is the data folder of a library that holds those articles among many others.
A passage is gold when it holds most word pairs of a quote of the case: a page that says the same in
other articles is as right as the one the question was written from. Printed for each way of
searching the same snapshot: share of questions with a gold passage first, among 5 and among 10,
with Wilson's interval for the five, and the milliseconds of one search without encoding.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.arrays import Float32
from index.fusion import reciprocal_rank_fusion
from index.search import Searcher
from index.snapshot import open_snapshot
from index.textfold import words
from rag.evaluation.statistics import wilson
from rag.question import read_question

HOLDS = 0.7
DEEP = 10

Way = Callable[[str, str, Float32], Sequence[int]]


def pairs(text: str) -> set[tuple[str, str]]:
    """Return the neighbouring words of a text."""
    return set(itertools.pairwise(words(text)))


def first_gold(rows: Sequence[int], searcher: Searcher, quotes: Sequence[str]) -> int | None:
    """Return the rank from 1 of the first passage that holds a quote."""
    wanted = [pairs(quote) for quote in quotes]
    for rank, passage in enumerate(searcher.snapshot.store.passage_rows(list(rows)), start=1):
        held = pairs(passage.text)
        if any(quote and len(quote & held) >= HOLDS * len(quote) for quote in wanted):
            return rank
    return None


def ways(searcher: Searcher) -> dict[str, Way]:
    """Return the searches that are compared, each (question, with the field's words, vector)."""
    snapshot = searcher.snapshot

    def dense(text: str, search: str, vector: Float32) -> list[int]:
        del text, search
        return [row for row, _ in snapshot.dense.search(vector, 100)]

    def lexical(text: str, search: str, vector: Float32) -> list[int]:
        del search, vector
        return [row for row, _ in snapshot.lexical.search(text, 100)]

    def ranks(text: str, search: str, vector: Float32) -> list[int]:
        lists = [dense(text, search, vector), lexical(text, search, vector)]
        return [row for row, _ in reciprocal_rank_fusion(lists)]

    def ours(text: str, search: str, vector: Float32) -> list[int]:
        del text
        return [hit.row for hit in searcher.search(search, k=DEEP, query_vector=vector)]

    def once(text: str, search: str, vector: Float32) -> list[int]:
        del text
        return [hit.row for hit in plain.search(search, k=DEEP, query_vector=vector)]

    plain = Searcher(snapshot, reranker=None)
    return {
        "dense alone": dense,
        "BM25 alone": lexical,
        "their rank fusion": ranks,
        "ours, no reranker": once,
        "ours": ours,
    }


def main() -> None:
    """Print one line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="print what ours does not find")
    given = parser.parse_args()
    lines = given.cases.read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["answerable"] and case["gold_quote"]]
    searcher = Searcher(open_snapshot(given.data))
    counts = searcher.snapshot.manifest.counts
    print(f"{len(cases)} questions, {counts['articles']} articles, {counts['passages']:,} passages")
    print(f"{'':20}first  among 5 [95% interval]     among 10   p50 / p95 ms")
    for name, way in ways(searcher).items():
        ranks: list[int | None] = []
        spent = []
        for case in cases:
            question = read_question(case["question"])
            vector = searcher.encode(question.text)
            began = time.perf_counter()
            rows = way(question.text, question.search, vector)[:DEEP]
            spent.append(1000 * (time.perf_counter() - began))
            ranks.append(first_gold(rows, searcher, case["gold_quote"]))
            if given.misses and name == "ours" and (ranks[-1] or DEEP) > 5:
                print(f"  missed: {case['id']} rank {ranks[-1]}: {case['question']}")
        within = [sum(rank is not None and rank <= k for rank in ranks) for k in (1, 5, 10)]
        low, high = wilson(within[1], len(cases))
        shares = [count / len(cases) for count in within]
        p50, p95 = np.percentile(spent, [50, 95])
        print(
            f"{name:20}{shares[0]:.3f}  {shares[1]:.3f} [{low:.3f}, {high:.3f}]"
            f"      {shares[2]:.3f}  {p50:9.1f} / {p95:.1f}"
        )


if __name__ == "__main__":
    main()

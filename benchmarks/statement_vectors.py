"""Three ways to score a statement against a question, side by side on the same cases.

    python -m benchmarks.statement_vectors CASES.jsonl --articles FOLDER

`late`: the mean of the statement's tokens from the one pass that embeds its passage (what the
index stores). `own`: the statement embedded by itself, one more pass for each. `none`: the
passage's cosine for all its statements. Printed: share of answerable cases with a gold statement
among the six best candidates and as the first, and the passes a build needs for each way.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.records import Span
from index.arrays import Float32
from index.library import build_library
from index.search import Searcher
from index.snapshot import open_snapshot
from rag.candidates import find_candidates
from rag.question import read_question


class OwnVectors(Searcher):
    """Scores each statement by a vector of its own, made on first use."""

    _made: dict[int, Float32]

    def statement_scores(self, query_vector: Float32, rows: Sequence[int]) -> list[Float32]:
        """Return cosines with statements embedded one by one."""
        made = self.__dict__.setdefault("_made", {})
        store = self.snapshot.store
        for row in rows:
            if row not in made:
                statements = store.statements(list(store.passage_row(row).statements))
                items = [(statement.clean, ()) for statement in statements]
                made[row] = self.snapshot.encoder.encode_passages(items)[0]
        return [np.asarray(made[row] @ query_vector, dtype=np.float32) for row in rows]


class NoVectors(Searcher):
    """Scores each statement by its passage."""

    def statement_scores(self, query_vector: Float32, rows: Sequence[int]) -> list[Float32]:
        """Return the passage's cosine for each of its statements."""
        cosines = self.snapshot.dense.scores(query_vector, np.array(rows, dtype=np.int64))
        store = self.snapshot.store
        return [
            np.full(len(store.passage_row(row).statements), cosine, dtype=np.float32)
            for row, cosine in zip(rows, cosines, strict=True)
        ]


def main() -> None:
    """Print one line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    args = parser.parse_args()
    lines = args.cases.read_text("utf-8").splitlines()
    cases = [case for line in lines if (case := json.loads(line))["answerable"]]
    with tempfile.TemporaryDirectory() as folder:
        build_library(args.articles, Path(folder))
        snapshot = open_snapshot(Path(folder))
        counts = snapshot.manifest.counts
        ways = (
            ("late", Searcher(snapshot), counts["passages"]),
            ("own", OwnVectors(snapshot), counts["passages"] + counts["pieces"]),
            ("none", NoVectors(snapshot), counts["passages"]),
        )
        print("way    gold in six   gold first   passes")
        for name, searcher, passes in ways:
            ranks = [_gold_rank(searcher, case) for case in cases]
            six = sum(rank < 6 for rank in ranks) / len(ranks)
            first = sum(rank == 0 for rank in ranks) / len(ranks)
            print(f"{name:6} {six:11.3f} {first:12.3f} {passes:8}")


def _gold_rank(searcher: Searcher, case: dict[str, object]) -> int:
    gold = case["gold_quote"]
    places: list[tuple[str, Span]] = []
    for slug in searcher.snapshot.store.slugs():
        source = searcher.snapshot.store.source(slug)
        for quote in gold if isinstance(gold, list) else []:
            start = source.find(quote)
            if start >= 0:
                places.append((slug, Span(start, start + len(quote))))
    question = read_question(str(case["question"]))
    for rank, candidate in enumerate(find_candidates(searcher, question, None)):
        span = candidate.statement.span
        for slug, place in places:
            same = slug == candidate.statement.article
            if same and span.start < place.end and place.start < span.end:
                return rank
    return 999


if __name__ == "__main__":
    main()

"""A reranker of a few weighted agreements between a query and a passage.

Nothing in it is opaque: the first stage's score, the nearest statement's cosine, the share of the
query's words and neighbouring words that the passage holds, the query's numbers, and its length.
How the weights were chosen: `training/query_map.md`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from corpus.records import Passage
from index.analysis import analyze
from index.arrays import Float64
from index.rerank.candidates import Candidate, Query

DEPTH = 40
WEIGHTS: Mapping[str, float] = {
    "first_stage": 1.0,
    "nearest_statement": 0.4,
    "coverage": 0.3,
    "pairs": 0.1,
    "numbers": 0.05,
    "length": 0.04,
}


class AgreementReranker:
    """Adds weighted agreements to the score of the first stage."""

    def __init__(self, weights: Mapping[str, float] = WEIGHTS, depth: int = DEPTH) -> None:
        """Take weights for the features of `agreements`.

        Raises:
            ValueError: A weight is for no feature, or a feature has none.
        """
        if set(weights) != set(WEIGHTS):
            raise ValueError(f"weights are needed for {sorted(WEIGHTS)}, given {sorted(weights)}")
        self._weights = np.array([weights[name] for name in WEIGHTS])
        self._depth = depth

    @property
    def depth(self) -> int:
        """How many of the first candidates it looks at."""
        return self._depth

    def scores(self, query: Query, candidates: Sequence[Candidate]) -> Float64:
        """Return the weighted sum of each candidate's agreements, float64 `[n]`."""
        rows = [agreements(query, candidate) for candidate in candidates]
        features = np.array(rows, dtype=np.float64).reshape(len(rows), len(self._weights))
        return np.asarray(features @ self._weights, dtype=np.float64)


def agreements(query: Query, candidate: Candidate) -> list[float]:
    """Return the features of one candidate, in the order of `WEIGHTS`.

    first_stage: its score. nearest_statement: cosine with its nearest statement. coverage: share
    of the query's stems, weighted by idf, in passage and headings. pairs: share of neighbouring
    query stems that are neighbours there, too. numbers: share of the query's stems with a digit
    that it holds, 1 without any. length: ln(1 + stems).
    """
    title, parts = _stems(candidate.passage)
    held = frozenset(title).union(*parts)
    nearest = candidate.statements @ query.vector
    return [
        candidate.score,
        float(nearest.max()) if len(nearest) else candidate.cosine,
        _coverage(query.idf, held),
        _pairs(query.stems, (title, *parts)),
        _numbers(query.stems, held),
        float(np.log1p(sum(map(len, parts)))),
    ]


@functools.lru_cache(maxsize=8192)
def _stems(passage: Passage) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the stems of a passage's headings and of each of its statements."""
    parts = tuple(tuple(analyze(passage.text[start:end])) for start, end in passage.pieces)
    return tuple(analyze(passage.breadcrumb)), parts


def _coverage(idf: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(idf.values())
    return sum(weight for stem, weight in idf.items() if stem in held) / total if total else 0.0


def _pairs(stems: Sequence[str], texts: Sequence[Sequence[str]]) -> float:
    wanted = set(itertools.pairwise(stems))
    held = {pair for text in texts for pair in itertools.pairwise(text)}
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _numbers(stems: Sequence[str], held: frozenset[str]) -> float:
    wanted = {stem for stem in stems if any(mark.isdigit() for mark in stem)}
    return len(wanted & held) / len(wanted) if wanted else 1.0

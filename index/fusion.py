"""Reciprocal-rank fusion of ranked lists."""

from __future__ import annotations

from collections.abc import Sequence

RRF_K = 60


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], k: int = RRF_K
) -> list[tuple[int, float]]:
    """Fuse rankings by the sum of `1 / (k + rank)`, ranks from 1.

    Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR 2009, with its k = 60.

    Args:
        rankings: Row ids, best first, no id twice in one ranking.
        k: Damps the weight of the first ranks; not negative.

    Returns:
        (row, score) of every row in any ranking, best first, equal scores by row.

    Raises:
        ValueError: `k` is negative or a ranking names a row twice.
    """
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    scores: dict[int, float] = {}
    for ranking in rankings:
        if len(set(ranking)) != len(ranking):
            raise ValueError("a ranking names a row twice")
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))

"""Fusion of a dense and a lexical ranking: by score, and by rank as the peer to measure against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RRF_K = 60
LEXICAL_SHARE = 0.3
"""Weight of BM25 in `convex_combination`; the cosine has the rest.

Chosen on the training claims of SciFact and held against MedQuAD (docs/decisions/0010).
"""


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


def convex_combination(
    cosines: Mapping[int, float],
    lexical: Mapping[int, float],
    share: float = LEXICAL_SHARE,
) -> list[tuple[int, float]]:
    """Fuse by score: `(1 - share) * cosine + share * BM25 / best BM25`.

    Keeps what ranks throw away: by how much one passage is nearer than the next. Source: Bruch,
    Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023,
    arXiv:2210.11934, with the cosine unscaled, so that a query near nothing stays near nothing.

    Args:
        cosines: Of every candidate row; below 0 counts as 0.
        lexical: BM25 scores, positive, of the candidates that have one; others count 0.
        share: Between 0 and 1.

    Returns:
        (row, score) of every candidate, scores 0 to 1, best first, equal scores by row.

    Raises:
        ValueError: `share` is outside 0..1.
        KeyError: A row has a BM25 score and no cosine.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share is between 0 and 1: {share}")
    best = max(lexical.values(), default=1.0)
    scores = {row: (1 - share) * max(cosine, 0.0) for row, cosine in cosines.items()}
    for row, score in lexical.items():
        scores[row] += share * score / best
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))

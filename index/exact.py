"""The slow exact reference that every faster index is tested against."""

from __future__ import annotations

import numpy as np

from index.arrays import Float32, Float64, Int64


def exact_scores(vectors: Float32, query: Float32) -> Float64:
    """Return the cosine of `query` with every row, in float64.

    Args:
        vectors: float32 `[n, d]`, of any length; a zero row scores 0.
        query: float32 `[d]`, of any length; a zero query scores 0 everywhere.

    Returns:
        float64 `[n]`.
    """
    rows = vectors.astype(np.float64)
    wanted = query.astype(np.float64)
    # Summed row by row, so that equal rows get equal scores to the last bit.
    products = (rows * wanted).sum(axis=1)
    norms = np.sqrt((rows * rows).sum(axis=1)) * np.sqrt((wanted * wanted).sum())
    return np.asarray(products / np.maximum(norms, 1e-300) * (norms > 0), dtype=np.float64)


class ExactIndex:
    """Cosine search by computing everything and sorting everything."""

    def __init__(self, vectors: Float32) -> None:
        """Hold vectors float32 `[n, d]`, of any length."""
        self._vectors = np.array(vectors, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(
        self, query: Float32, k: int, allowed: Int64 | None = None
    ) -> list[tuple[int, float]]:
        """Return the k nearest rows as (row, cosine), best first, equal scores by row.

        Args:
            query: float32 `[d]`, of any length.
            k: At most so many; fewer when there are fewer.
            allowed: Rows that may be found; None allows all.
        """
        scores = exact_scores(self._vectors, query)
        rows = np.arange(len(scores)) if allowed is None else np.unique(allowed)
        order = rows[np.lexsort((rows, -scores[rows]))]
        return [(int(row), float(scores[row])) for row in order[: max(k, 0)]]

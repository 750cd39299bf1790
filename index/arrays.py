"""Array types and the two small operations that every vector module shares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]

# What long steps call: stage name, items done, items in all.
Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore a progress report."""
    del stage, done, total


def unit_rows(vectors: Float32) -> Float32:
    """Scale each row of `[n, d]` to length 1; a zero row stays zero.

    Args:
        vectors: float32 `[n, d]`; left unchanged.

    Returns:
        A new float32 `[n, d]`.
    """
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, np.float32(1e-12)), dtype=np.float32)


def unit(vector: Float32) -> Float32:
    """Scale one vector `[d]` to length 1; a zero vector stays zero."""
    row: Float32 = unit_rows(np.asarray(vector, dtype=np.float32)[None, :])[0]
    return row

"""Cosine search over passage vectors with a flat FAISS index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.arrays import Float32, Int64, unit, unit_rows
from index.errors import SnapshotError

# The Python layer over the generated types takes arrays and keywords that the types do not know.
_faiss: Any = faiss


class DenseIndex:
    """A flat inner-product index over normalised vectors: exact, filters inside the search."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss ships no types
        self._index = index

    @classmethod
    def build(cls, vectors: Float32) -> DenseIndex:
        """Index float32 `[n, d]`; rows are normalised here, a zero row stays zero."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(unit_rows(vectors))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            OSError: The file cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # FAISS knows no other kind
            raise OSError(f"cannot write the dense index {path}: {error}") from error

    @classmethod
    def open(cls, path: Path) -> DenseIndex:
        """Open a saved index, memory-mapped.

        Raises:
            SnapshotError: FAISS cannot read the file.
        """
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        except RuntimeError as error:
            raise SnapshotError(f"cannot read the dense index {path}: {error}") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Return the length of its vectors."""
        return int(self._index.d)

    def search(
        self, query: Float32, k: int, allowed: Int64 | None = None
    ) -> list[tuple[int, float]]:
        """Return the k nearest rows as (row, cosine), best first, equal scores by row.

        Args:
            query: float32 `[d]`, of any length.
            k: At most so many; fewer when there are fewer.
            allowed: Rows that may be found; None allows all. The filter is part of the
                search, so the result is exact however few rows it leaves.
        """
        total = len(self) if allowed is None else len(np.unique(allowed))
        if k <= 0 or total == 0:
            return []
        selector = None if allowed is None else _bitmap(allowed, len(self))
        wanted = min(k, total)
        fetch = min(wanted + 1, total)
        while True:
            scores, rows = self._fetch(unit(query), fetch, selector)
            # A tie across the cut would leave the choice to FAISS: look further until it ends.
            if fetch == total or scores[wanted - 1] != scores[-1]:
                break
            fetch = min(2 * fetch, total)
        order = np.lexsort((rows, -scores))[:wanted]
        return [(int(rows[i]), float(scores[i])) for i in order]

    def scores(self, query: Float32, rows: Int64) -> Float32:
        """Return the cosine of `query` with each of `rows`, float32 `[len(rows)]`."""
        if len(rows) == 0:
            return np.zeros(0, dtype=np.float32)
        vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return np.asarray(vectors @ unit(query), dtype=np.float32)

    def _fetch(self, query: Float32, k: int, selector: Any) -> tuple[Float32, Int64]:  # noqa: ANN401
        # The setting belongs to the calling thread; two threads make one query slower.
        faiss.omp_set_num_threads(1)
        parameters = None if selector is None else _faiss.SearchParameters(sel=selector)
        scores, rows = self._index.search(query[None, :], k, params=parameters)
        return scores[0], rows[0]


def _bitmap(allowed: Int64, total: int) -> Any:  # noqa: ANN401
    mask = np.zeros(total, dtype=bool)
    mask[allowed] = True
    return _faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))

"""Cosine search over many passage vectors: inverted lists of 8-bit codes, then the vectors.

The codes find candidates, the full vectors in a file of their own give the scores. Both files are
memory-mapped: what is read is what the searches touch.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import Float32, Float64, Int64, unit, unit_rows
from index.errors import SnapshotError

_faiss: Any = faiss

PROBES = 256
"""Lists that a search reads: recall@10 of real questions about 0.98 at a million (decision 9)."""
FEW = 20_000
"""Rows that a filter may leave for the search to compare all of them by their full vectors."""
_TRAINING = 64
"""Vectors for each list that the lists are learned from."""
_SEED = 20261122
_MARGIN = 0.3
"""How far the codes reach beyond the values seen in training, so that no vector is cut off."""
_DEEPER = 2
_CHUNK = 2048
_BATCH = 65536


def lists_for(count: int) -> int:
    """Return how many lists suit `count` vectors: the power of two next to 2 sqrt(n)."""
    if count < 1:
        return 1
    return min(count, 1 << round(math.log2(2 * math.sqrt(count))))


class IvfIndex:
    """Inverted lists of 8-bit codes (FAISS IVF,SQ8) refined with the full vectors.

    Guaranteed at any size and any filter: only allowed rows are found, min(k, allowed) of them,
    each with its cosine computed from the full vectors, best first, equal scores by row. A filter
    that leaves at most `FEW` rows gives exactly what comparing them all gives, and so does an
    index with as many probes as lists. Otherwise rows in lists that are not read can be missed;
    under a filter lists are read, nearest first, until `FEW` of the allowed rows are compared, and
    twice the share of them that a search without a filter compares of all rows: a filter costs
    no recall.
    """

    def __init__(
        self,
        index: Any,  # noqa: ANN401 - faiss ships no types
        vectors: Float32,
        lists: NDArray[np.int32],
        probes: int,
        few: int = FEW,
    ) -> None:
        self._index = index
        self._few = few
        self._vectors = vectors
        self._lists = lists
        self._probes = min(probes, int(index.nlist))

    @staticmethod
    def write(vectors: Float32, index_path: Path, vectors_path: Path) -> tuple[int, int]:
        """Learn lists and write both files. The same vectors give the same files.

        Args:
            vectors: float32 `[n, d]`, n at least 1; rows are normalised here.
            index_path: Where the codes go.
            vectors_path: Where the full vectors go.

        Returns:
            The number of lists, and of vectors they were learned from.

        Raises:
            OSError: A file cannot be written.
        """
        count, dimension = vectors.shape
        nlist = lists_for(count)
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dimension),
            dimension,
            nlist,
            faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT,
        )
        index.sq.rangestat_arg = _MARGIN
        index.cp.seed = _SEED
        index.cp.min_points_per_centroid = 1  # says nothing of a small library
        rng = np.random.default_rng(_SEED)
        sample = np.sort(rng.choice(count, min(count, _TRAINING * nlist), replace=False))
        try:
            index.train(unit_rows(vectors[sample]))
            with vectors_path.open("wb") as stream:
                for start in range(0, count, _BATCH):
                    batch = unit_rows(vectors[start : start + _BATCH])
                    index.add(batch)
                    stream.write(batch.astype("<f4").tobytes())
            faiss.write_index(index, str(index_path))
        except RuntimeError as error:  # FAISS knows no other kind
            raise OSError(f"cannot write the dense index {index_path}: {error}") from error
        return nlist, len(sample)

    @classmethod
    def open(cls, index_path: Path, vectors_path: Path, probes: int, *, few: int = FEW) -> IvfIndex:
        """Open what `write` wrote, memory-mapped.

        Args:
            index_path: The codes.
            vectors_path: The full vectors.
            probes: Lists that a search reads, at least 1.
            few: Allowed rows up to which a search compares them all.

        Raises:
            SnapshotError: A file cannot be read, or they do not belong together.
        """
        try:
            index = faiss.read_index(str(index_path), faiss.IO_FLAG_MMAP)
            if not isinstance(index, faiss.IndexIVFScalarQuantizer):
                raise SnapshotError(f"{index_path} holds another kind of index")
            vectors = np.memmap(vectors_path, dtype="<f4", mode="r").reshape(-1, index.d)
            lists = _lists_of(index)
        except (RuntimeError, OSError, ValueError) as error:
            raise SnapshotError(f"cannot read the dense index {index_path}: {error}") from error
        if len(vectors) != index.ntotal or len(lists) != index.ntotal:
            raise SnapshotError(
                f"{index_path} holds {index.ntotal} vectors, {vectors_path} {len(vectors)}"
            )
        return cls(index, np.asarray(vectors), lists, probes, few)

    def with_probes(self, probes: int) -> IvfIndex:
        """Return the same index reading another number of lists, at least 1."""
        return IvfIndex(self._index, self._vectors, self._lists, probes, self._few)

    def __len__(self) -> int:
        return len(self._vectors)

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
            allowed: Rows that may be found; None allows all.
        """
        rows = None if allowed is None else np.unique(np.asarray(allowed, dtype=np.int64))
        total = len(self) if rows is None else len(rows)
        if k <= 0 or total == 0:
            return []
        wanted = unit(query)
        if total <= max(self._few, _DEEPER * k) or self._probes == self._index.nlist:
            found = self._close(wanted, k, rows)
        else:
            found = self._probed(wanted, k, rows, total)
        scores = self._exact(wanted, found)
        order = np.lexsort((found, -scores))[:k]
        return [(int(found[i]), float(scores[i])) for i in order]

    def scores(self, query: Float32, rows: Int64) -> Float32:
        """Return the cosine of `query` with each of `rows`, float32 `[len(rows)]`."""
        return self._exact(unit(query), np.asarray(rows, dtype=np.int64)).astype(np.float32)

    def _exact(self, query: Float32, rows: Int64) -> Float64:
        # Row by row, so that equal vectors get equal scores to the last bit.
        products = self._vectors[rows].astype(np.float64) * query.astype(np.float64)
        return np.asarray(products.sum(axis=1), dtype=np.float64)

    def _close(self, query: Float32, k: int, rows: Int64 | None) -> Int64:
        """Return those of `rows` that can be among the k nearest, by comparing them all."""
        count = len(self) if rows is None else len(rows)
        scores = np.empty(count, dtype=np.float32)
        for start in range(0, count, _CHUNK):
            part = slice(start, start + _CHUNK)
            # All rows are read where they lie; some are gathered first.
            scores[part] = self._vectors[part if rows is None else rows[part]] @ query
        places = np.arange(count)
        if count > k:
            cut = np.partition(scores, count - k)[count - k]
            places = np.flatnonzero(scores >= cut - np.float32(1e-5))
        return np.asarray(places if rows is None else rows[places], dtype=np.int64)

    def _probed(self, query: Float32, k: int, rows: Int64 | None, total: int) -> Int64:
        """Return candidates from the nearest lists, at least min(k, total) of them."""
        faiss.omp_set_num_threads(1)  # two threads make one query slower
        probes = self._probes if rows is None else self._probes_for(query, k, rows)
        options: dict[str, Any] = {} if rows is None else {"sel": _selector(rows, len(self))}
        while True:
            parameters = _faiss.SearchParametersIVF(nprobe=probes, **options)
            _, found = self._index.search(query[None, :], _DEEPER * k, params=parameters)
            kept = found[0][found[0] >= 0]
            if len(kept) >= min(k, total) or probes >= self._index.nlist:
                return np.asarray(kept, dtype=np.int64)
            probes = min(2 * probes, int(self._index.nlist))

    def _probes_for(self, query: Float32, k: int, rows: Int64) -> int:
        """Return how many of the nearest lists hold enough of the allowed rows."""
        nlist = int(self._index.nlist)
        _, nearest = self._index.quantizer.search(query[None, :], nlist)
        held = np.bincount(self._lists[rows], minlength=nlist)[nearest[0]]
        share = math.ceil(2 * self._probes * len(rows) / nlist)
        enough = max(_DEEPER * k, self._few, share)
        return max(self._probes, int(np.searchsorted(np.cumsum(held), enough)) + 1)


def _lists_of(index: Any) -> NDArray[np.int32]:  # noqa: ANN401
    """Return the list of each row, int32 `[n]`."""
    lists = np.full(index.ntotal, -1, dtype=np.int32)
    for place in range(index.nlist):
        size = index.invlists.list_size(place)
        if size:
            ids = faiss.rev_swig_ptr(index.invlists.get_ids(place), size)
            lists[ids] = place
    if (lists < 0).any():
        raise ValueError("a row is in no list")
    return lists


def _selector(rows: Int64, total: int) -> Any:  # noqa: ANN401
    mask = np.zeros(total, dtype=bool)
    mask[rows] = True
    return _faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))

"""One contract over the exact reference and the FAISS indexes: ids and scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Float32
from index.dense import DenseIndex
from index.errors import SnapshotError
from index.exact import ExactIndex
from index.ivf import IvfIndex
from index.vectors import DENSE_FILE, VECTORS_FILE, VectorIndex, open_vectors, write_vectors

AnyIndex = ExactIndex | VectorIndex
Make = Callable[[Float32], AnyIndex]


@pytest.fixture(params=["exact", "dense", "dense-from-file", "ivf", "ivf-all-lists"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def from_file(vectors: Float32) -> DenseIndex:
        DenseIndex.build(vectors).save(tmp_path / "index")
        return DenseIndex.open(tmp_path / "index")

    def ivf(vectors: Float32, few: int = 20_000) -> VectorIndex:
        settings = write_vectors(vectors, tmp_path, "ivf", probes=10_000 if few == 0 else 4)
        if settings.kind == "exact":  # nothing to make lists of
            return open_vectors(tmp_path, settings)
        files = tmp_path / DENSE_FILE, tmp_path / VECTORS_FILE
        return IvfIndex.open(*files, settings.probes, few=few)

    makers: dict[str, Make] = {
        "exact": ExactIndex,
        "dense": DenseIndex.build,
        "dense-from-file": from_file,
        "ivf": ivf,
        "ivf-all-lists": lambda vectors: ivf(vectors, few=0),
    }
    return makers[request.param]


def random_vectors(n: int, d: int = 24, seed: int = 7) -> Float32:
    rng = np.random.default_rng(seed)
    lengths = rng.uniform(0.1, 20, size=(n, 1))
    return np.asarray(rng.normal(size=(n, d)) * lengths, dtype=np.float32)


def assert_same(got: list[tuple[int, float]], want: list[tuple[int, float]]) -> None:
    assert [row for row, _ in got] == [row for row, _ in want]
    assert [score for _, score in got] == pytest.approx([score for _, score in want], abs=2e-6)


@pytest.mark.parametrize("length", [0.001, 1.0, 500.0])
@pytest.mark.parametrize("k", [1, 10, 150])
def test_agrees_with_cosine_whatever_the_lengths(make: Make, k: int, length: float) -> None:
    vectors = random_vectors(400)
    query = random_vectors(1, seed=3)[0] * np.float32(length)
    cosine = [
        float(np.dot(v.astype(float), query) / np.linalg.norm(v) / np.linalg.norm(query))
        for v in vectors
    ]
    best = sorted(range(400), key=lambda row: (-cosine[row], row))[:k]
    assert_same(make(vectors).search(query, k), [(row, cosine[row]) for row in best])


def test_scores_are_cosines_of_known_angles(make: Make) -> None:
    index = make(np.array([[3, 0], [1, 1], [0, -2]], dtype=np.float32))
    got = index.search(np.array([10, 0], dtype=np.float32), 3)
    assert_same(got, [(0, 1.0), (1, 0.5**0.5), (2, 0.0)])


def test_ties_go_by_row_also_across_the_cut(make: Make) -> None:
    vectors = np.tile(random_vectors(1), (300, 1))
    vectors[[5, 290]] = random_vectors(2, seed=9)
    query = vectors[0]
    rows = [row for row, _ in make(vectors).search(query, 20)]
    same = [row for row in range(300) if row not in (5, 290)]
    assert rows == same[:20]
    allowed = np.array([299, 17, 5, 120])
    assert [row for row, _ in make(vectors).search(query, 2, allowed)] == [17, 120]


def test_k_beyond_n_gives_all(make: Make) -> None:
    index = make(random_vectors(3))
    assert len(index.search(random_vectors(1)[0], 50)) == 3
    assert index.search(random_vectors(1)[0], 0) == []
    assert index.search(random_vectors(1)[0], -1) == []


def test_empty_index_finds_nothing(make: Make) -> None:
    index = make(np.zeros((0, 24), dtype=np.float32))
    assert len(index) == 0
    assert index.search(random_vectors(1)[0], 5) == []
    assert index.search(random_vectors(1)[0], 5, np.zeros(0, dtype=np.int64)) == []


def test_zero_query_and_zero_row_score_zero(make: Make) -> None:
    vectors = random_vectors(3)
    vectors[1] = 0
    index = make(vectors)
    assert index.search(np.zeros(24, dtype=np.float32), 2) == [(0, 0.0), (1, 0.0)]
    assert dict(index.search(vectors[0], 3))[1] == 0.0


@pytest.mark.parametrize("count", [0, 1, 7, 399, 400])
def test_filter_is_exact_at_any_number(make: Make, count: int) -> None:
    vectors = random_vectors(400)
    query = random_vectors(1, seed=3)[0]
    allowed = np.random.default_rng(count).permutation(400)[:count].astype(np.int64)
    everything = ExactIndex(vectors).search(query, 400)
    want = [hit for hit in everything if hit[0] in set(allowed.tolist())][:10]
    assert_same(make(vectors).search(query, 10, allowed), want)


def test_search_leaves_the_query_as_it_was(make: Make) -> None:
    query = random_vectors(1, seed=3)[0] * np.float32(9)
    before = query.copy()
    make(random_vectors(30)).search(query, 5)
    assert np.array_equal(query, before)


def test_scores_of_named_rows_equal_those_of_the_search() -> None:
    vectors = random_vectors(50)
    index = DenseIndex.build(vectors)
    query = random_vectors(1, seed=3)[0]
    hits = index.search(query, 50)
    rows = np.array([row for row, _ in hits], dtype=np.int64)
    assert index.scores(query, rows) == pytest.approx([score for _, score in hits], abs=1e-6)
    assert len(index.scores(query, rows[:0])) == 0


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_bytes(b"not an index")
    with pytest.raises(SnapshotError, match="cannot read the dense index"):
        DenseIndex.open(path)


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot write the dense index"):
        DenseIndex.build(random_vectors(2)).save(tmp_path / "missing" / "index")

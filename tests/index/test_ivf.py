"""Inverted lists against the slow reference: what is guaranteed, and what is only likely."""

from __future__ import annotations

import hashlib
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.arrays import Float32, Int64
from index.build import BuildOptions, build_snapshot
from index.dense import DenseIndex
from index.errors import SnapshotError
from index.exact import ExactIndex, exact_scores
from index.ivf import IvfIndex, lists_for
from index.snapshot import open_snapshot
from index.vectors import (
    EXACT_UP_TO,
    DenseSettings,
    VectorIndex,
    open_vectors,
    write_vectors,
)
from tests.handmade import small_library

TOLERANCE = 2e-6


def clustered(count: int, seed: int = 1, dimension: int = 32) -> Float32:
    """Return vectors of any length around a tenth as many centres, some of them equal."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(max(count // 10, 1), dimension))
    vectors = centres[rng.integers(len(centres), size=count)]
    vectors = vectors + 0.3 * rng.normal(size=vectors.shape)
    vectors *= rng.uniform(0.01, 50, size=(count, 1))
    vectors[count // 2] = vectors[0]
    return np.asarray(vectors, dtype=np.float32)


@pytest.fixture(scope="module")
def vectors() -> Float32:
    return clustered(5000)


@pytest.fixture(scope="module")
def lists(vectors: Float32, tmp_path_factory: pytest.TempPathFactory) -> IvfIndex:
    """Return an index that compares by full vectors only what its lists have found."""
    folder = tmp_path_factory.mktemp("ivf")
    nlist, _ = IvfIndex.write(vectors, folder / "codes", folder / "vectors")
    assert nlist == 128
    return IvfIndex.open(folder / "codes", folder / "vectors", 24, few=0)


def assert_like_reference(
    got: list[tuple[int, float]], vectors: Float32, query: Float32, k: int, allowed: Int64 | None
) -> None:
    """Compare rank by rank: the same scores, and the same rows but for scores that are equal."""
    want = ExactIndex(vectors).search(query, k, allowed)
    scores = exact_scores(vectors, query)
    assert len(got) == len(want)
    assert len({row for row, _ in got}) == len(got)
    for (row, score), (_, expected) in zip(got, want, strict=True):
        assert score == pytest.approx(expected, abs=TOLERANCE)
        assert score == pytest.approx(scores[row], abs=TOLERANCE)
        assert allowed is None or row in allowed
    far = [
        place
        for place in range(len(want))
        if np.sum(np.abs(scores - want[place][1]) < 2 * TOLERANCE) == 1
    ]
    assert [got[place][0] for place in far] == [want[place][0] for place in far]


@st.composite
def searches(draw: st.DrawFn) -> tuple[Float32, Float32, int, Int64 | None]:
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    count, dimension = draw(st.integers(1, 200)), draw(st.sampled_from([2, 7, 24]))
    vectors = rng.normal(size=(count, dimension)) * 10.0 ** rng.integers(-3, 4, size=(count, 1))
    if draw(st.booleans()):  # equal rows, opposite rows, zero rows
        vectors[rng.integers(count, size=count // 3)] = vectors[0]
        vectors[rng.integers(count, size=count // 5)] = -vectors[0]
        vectors[rng.integers(count, size=count // 9)] = 0
    query = rng.normal(size=dimension) * draw(st.sampled_from([0.0, 1e-3, 1.0, 1e4]))
    allowed = None
    if draw(st.booleans()):
        allowed = rng.permutation(count)[: draw(st.integers(0, count))].astype(np.int64)
    k = draw(st.integers(1, 250))
    return vectors.astype(np.float32), query.astype(np.float32), k, allowed


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(searches())
@pytest.mark.parametrize("kind", ["exact", "ivf"])
def test_any_index_is_the_reference_where_it_compares_all(
    kind: str, tmp_path: Path, search: tuple[Float32, Float32, int, Int64 | None]
) -> None:
    vectors, query, k, allowed = search
    index: VectorIndex
    if kind == "exact":
        index = DenseIndex.build(vectors)
    else:
        index = open_vectors(tmp_path, write_vectors(vectors, tmp_path, "ivf"))
    assert_like_reference(index.search(query, k, allowed), vectors, query, k, allowed)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 10, 100, 2000]), st.floats(0.0, 1.0))
def test_lists_find_allowed_rows_only_as_many_as_there_are_with_their_scores(
    lists: IvfIndex, vectors: Float32, seed: int, k: int, part: float
) -> None:
    rng = np.random.default_rng(seed)
    query = (vectors[rng.integers(5000)] + rng.normal(size=32) * 3).astype(np.float32)
    # All of a stretch of rows, or rows from anywhere.
    size = int(part * 5000)
    some = rng.permutation(5000)[:size] if seed % 2 else np.arange(5000 - size, 5000)
    got = lists.search(query, k, some.astype(np.int64))
    assert len(got) == min(k, size)
    assert {row for row, _ in got} <= set(some.tolist())
    scores = exact_scores(vectors, query)
    assert [score for _, score in got] == pytest.approx([scores[row] for row, _ in got], abs=2e-6)
    assert got == sorted(got, key=lambda hit: (-hit[1], hit[0]))


def recall(index: IvfIndex, vectors: Float32, some: Int64 | None) -> float:
    rng = np.random.default_rng(3)
    found = total = 0
    for _ in range(60):
        query = (vectors[7] + rng.normal(size=32) * 10).astype(np.float32)
        want = ExactIndex(vectors).search(query, 10, some)
        got = {row for row, _ in index.search(query, 10, some)}
        found += sum(row in got for row, _ in want)
        total += len(want)
    return found / total


@pytest.mark.parametrize("part", [0.9, 0.5, 0.2, 0.12])
@pytest.mark.parametrize("which", ["anywhere", "far"])
def test_a_filter_costs_no_recall(
    lists: IvfIndex, vectors: Float32, part: float, which: str
) -> None:
    size = int(part * 5000)
    farthest = np.argsort(exact_scores(vectors, vectors[7]))
    some = np.random.default_rng(4).permutation(5000) if which == "anywhere" else farthest
    index = IvfIndex(lists._index, lists._vectors, lists._lists, lists._probes, few=500)
    assert recall(index, vectors, some[:size]) >= recall(index, vectors, None) - 0.02


def test_equal_vectors_come_in_row_order(lists: IvfIndex, vectors: Float32) -> None:
    assert [row for row, _ in lists.search(vectors[0], 2)] == [0, 2500]


def test_named_rows_get_the_scores_of_the_search(lists: IvfIndex, vectors: Float32) -> None:
    hits = lists.search(vectors[3], 20)
    rows = np.array([row for row, _ in hits], dtype=np.int64)
    assert lists.scores(vectors[3] * 9, rows) == pytest.approx([score for _, score in hits])
    assert len(lists.scores(vectors[3], rows[:0])) == 0
    assert (len(lists), lists.dimension) == (5000, 32)


def test_the_same_vectors_give_the_same_files(vectors: Float32, tmp_path: Path) -> None:
    hashes = set()
    for threads in (1, 2):
        faiss.omp_set_num_threads(threads)
        IvfIndex.write(vectors, tmp_path / "codes", tmp_path / "vectors")
        files = (tmp_path / "codes").read_bytes() + (tmp_path / "vectors").read_bytes()
        hashes.add(hashlib.sha256(files).hexdigest())
    assert len(hashes) == 1


def test_lists_grow_with_the_root_of_the_size() -> None:
    sizes = [1, 2, 4, 5_000, EXACT_UP_TO, 1_000_000]
    assert [lists_for(size) for size in sizes] == [1, 2, 4, 128, 512, 2048]


def test_the_size_decides_unless_told(tmp_path: Path) -> None:
    small, large = clustered(300, dimension=4), clustered(EXACT_UP_TO + 1, dimension=4)
    assert write_vectors(small, tmp_path) == DenseSettings("exact")
    assert write_vectors(small, tmp_path, "ivf", 5) == DenseSettings("ivf", 32, 5, 300)
    assert write_vectors(large, tmp_path, "exact") == DenseSettings("exact")
    chosen = write_vectors(large, tmp_path)
    assert chosen == DenseSettings("ivf", 512, 256, 64 * 512)
    assert DenseSettings.read(chosen.record()) == chosen
    for wrong in ({}, {"kind": "tree"}, {"kind": "ivf", "depth": 3}):
        with pytest.raises(SnapshotError, match="not known"):
            DenseSettings.read(wrong)
    with pytest.raises(ValueError, match="0 probes"):
        write_vectors(small, tmp_path, "ivf", 0)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    chosen = write_vectors(clustered(300), tmp_path, "ivf")
    raw = (tmp_path / "vectors.f32").read_bytes()
    for cut in (raw[:-4], raw[: -32 * 4], b""):
        (tmp_path / "vectors.f32").write_bytes(cut)
        with pytest.raises(SnapshotError):
            open_vectors(tmp_path, chosen)
    (tmp_path / "vectors.f32").write_bytes(raw)
    DenseIndex.build(clustered(300)).save(tmp_path / "dense.faiss")
    with pytest.raises(SnapshotError, match="another kind"):
        open_vectors(tmp_path, chosen)


def test_a_snapshot_with_lists_says_so_and_finds_the_same(
    tmp_path: Path, models_folder: Path
) -> None:
    hits = []
    for kind in ("exact", "ivf"):
        options = BuildOptions(models=models_folder, dense=kind, probes=2)
        build_snapshot(small_library(), tmp_path, options=options)
        snapshot = open_snapshot(tmp_path)
        assert DenseSettings.read(snapshot.manifest.dense).kind == kind
        query = snapshot.encoder.encode_query("cells in mice")
        hits.append(snapshot.dense.search(query, 3))
        snapshot.close()
    assert [row for row, _ in hits[0]] == [row for row, _ in hits[1]]
    assert [score for _, score in hits[0]] == pytest.approx([score for _, score in hits[1]])

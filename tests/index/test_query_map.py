"""The learned map of queries: its arithmetic, its file, whose vectors it is for, and its use."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.query_map import MAP_FILE, QueryMap, query_map_for
from index.embedding.spec import BUNDLED_SHA256
from index.errors import ModelError
from index.search import Searcher
from index.snapshot import Snapshot


def small_map() -> QueryMap:
    down = np.array([[1.0], [0.0], [0.0]], dtype=np.float32)
    up = np.array([[0.0, 1.0, 0.0]], dtype=np.float32)
    return QueryMap("abc", down, up)


def test_what_a_map_does_to_a_vector() -> None:
    # The first axis is carried to the second, whatever the vector's length.
    got = small_map()(np.array([2.0, 0.0, 0.0], dtype=np.float32))
    assert got == pytest.approx([0.5**0.5, 0.5**0.5, 0.0])
    still = small_map()(np.array([0.0, 0.0, 3.0], dtype=np.float32))
    assert still == pytest.approx([0.0, 0.0, 1.0])


def test_a_saved_map_is_read_back_and_the_same_map_gives_the_same_file(tmp_path: Path) -> None:
    small_map().save(tmp_path / "one.npz")
    small_map().save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    read = QueryMap.load(tmp_path / "one.npz")
    assert read.weights_sha256 == "abc"
    assert read.down.tolist() == small_map().down.tolist()
    assert read.up.dtype == np.float32


def test_a_file_that_holds_no_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.npz"
    with pytest.raises(ModelError, match="cannot read the map"):
        QueryMap.load(path)
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ModelError, match="cannot read the map"):
        QueryMap.load(path)
    dataclasses.replace(small_map(), up=np.ones((2, 3), dtype=np.float32)).save(path)
    with pytest.raises(ModelError, match=r"holds no map .*\(3, 1\) and \(2, 3\)"):
        QueryMap.load(path)


def test_the_shipped_map_is_for_the_bundled_encoder_only(encoder: OnnxEncoder) -> None:
    found = query_map_for(encoder.settings)
    assert found is not None
    assert found.weights_sha256 == BUNDLED_SHA256
    assert found.down.shape[0] == encoder.settings.dimension
    assert MAP_FILE.stat().st_size < 1 << 20
    other = dataclasses.replace(encoder.settings, weights_sha256="0" * 64)
    assert query_map_for(other) is None


def test_a_question_moves_towards_what_answers_it(encoder: OnnxEncoder) -> None:
    found = query_map_for(encoder.settings)
    assert found is not None
    answer = (
        "It is passed on in an autosomal recessive pattern: both copies of the gene in each cell"
        " are changed, while the parents carry one copy each and are well."
    )
    other = "Doctors look for it with a blood count and a look at the marrow under a microscope."
    vectors, _ = encoder.encode_passages([(answer, ()), (other, ())])
    plain = encoder.encode_query("Is Fanconi anemia inherited?")
    gained = vectors @ found(plain) - vectors @ plain
    assert gained[0] > gained[1]


def test_search_uses_the_map_and_statement_scores_do_not(snapshot: Snapshot) -> None:
    mapped, plain = Searcher(snapshot), Searcher(snapshot, mapped=False)
    vector = plain.encode("How far could old people walk?")
    found = query_map_for(snapshot.encoder.settings)
    assert found is not None
    for searcher, query in ((mapped, found(vector)), (plain, vector)):
        want = dict(snapshot.dense.search(query, 4))
        hits = searcher.search("How far could old people walk?", query_vector=vector)
        assert {hit.row: hit.dense_score for hit in hits} == pytest.approx(want, abs=1e-6)
    ours, theirs = (each.statement_scores(vector, [0, 1]) for each in (mapped, plain))
    assert [part.tolist() for part in ours] == [part.tolist() for part in theirs]

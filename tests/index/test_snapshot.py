"""Opening a snapshot: what is refused, and that the message gives both values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.embedding.encoder import passage_input
from index.embedding.spec import BUNDLED_SHA256, ModelSpec
from index.errors import SnapshotError
from index.files import file_sha256
from index.manifest import Manifest
from index.snapshot import Snapshot, activate, active_path, open_snapshot
from tests.handmade import small_library


def damage(path: Path, place: int = -1) -> None:
    """Flip one bit of a file, in a copy: model.onnx is a hard link."""
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.unlink()
    path.write_bytes(raw)


FILES = [
    "records.sqlite",
    "dense.faiss",
    "pieces.f16",
    "pieces.offsets.npy",
    "facets.npy",
    "facets.json",
    "lexical/meta.json",
    "model/model.onnx",
    "model/tokenizer.json",
    "model/encoder.json",
]


def test_all_parts_are_in_the_manifest(snapshot: Snapshot) -> None:
    assert set(FILES) <= set(snapshot.manifest.files)
    for name, entry in snapshot.manifest.files.items():
        assert file_sha256(snapshot.path / name) == entry.sha256
        assert (snapshot.path / name).stat().st_size == entry.size


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found(own_data: Path, name: str) -> None:
    folder = active_path(own_data)
    recorded = Manifest.load(folder).files[name].sha256
    damage(folder / name)
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(own_data, "full")
    assert recorded in str(caught.value)
    assert file_sha256(folder / name) in str(caught.value)
    if name != "model/model.onnx":  # too large for a quick look
        with pytest.raises(SnapshotError, match=recorded):
            open_snapshot(own_data, "quick")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_or_cut_file_is_found_quickly(own_data: Path, name: str) -> None:
    path = active_path(own_data) / name
    raw = path.read_bytes()
    path.unlink()
    with pytest.raises(SnapshotError, match=f"{name} is missing"):
        open_snapshot(own_data, "quick")
    path.write_bytes(raw[:-1])
    with pytest.raises(SnapshotError, match=f"{len(raw) - 1} bytes, the manifest records"):
        open_snapshot(own_data, "quick")


def test_an_altered_manifest_is_found(own_data: Path) -> None:
    path = active_path(own_data) / "manifest.json"
    text = path.read_text()
    path.unlink()
    path.write_text(text.replace('"passages": 4', '"passages": 5'))
    with pytest.raises(SnapshotError, match="was altered"):
        open_snapshot(own_data)


def test_another_format_version_is_refused_with_both(own_data: Path) -> None:
    path = active_path(own_data) / "manifest.json"
    raw = json.loads(path.read_text())
    path.unlink()
    path.write_text(json.dumps({**raw, "format_version": 99}))
    with pytest.raises(SnapshotError, match="version 99, this program reads 2"):
        open_snapshot(own_data)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null", '{"self_sha256": 1}'])
def test_a_manifest_that_is_none_is_refused(own_data: Path, text: str) -> None:
    path = active_path(own_data) / "manifest.json"
    path.unlink()
    path.write_text(text)
    with pytest.raises(SnapshotError, match="manifest"):
        open_snapshot(own_data)


def test_a_missing_pointer_or_snapshot_is_said(own_data: Path, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="build one first"):
        open_snapshot(tmp_path / "nowhere")
    for name in ("gone", "", "../data", "a/b"):
        (own_data / "ACTIVE").unlink()
        (own_data / "ACTIVE").write_text(name)
        with pytest.raises(SnapshotError, match="which is not in"):
            open_snapshot(own_data)


def test_activating_what_is_not_there_changes_nothing(own_data: Path) -> None:
    old = active_path(own_data)
    for name in ("gone", "../data", ""):
        with pytest.raises(SnapshotError):
            activate(own_data, name)
    assert active_path(own_data) == old


def test_a_renamed_snapshot_is_refused(own_data: Path) -> None:
    folder = active_path(own_data)
    folder.rename(folder.with_name("another"))
    with pytest.raises(SnapshotError, match=folder.name):
        open_snapshot(folder.with_name("another"))


def test_another_configured_model_is_refused_with_both(own_data: Path) -> None:
    open_snapshot(own_data, model=ModelSpec()).close()
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(own_data, model=ModelSpec(sha256="ab" * 32))
    assert "ab" * 32 in str(caught.value)
    assert BUNDLED_SHA256 in str(caught.value)
    with pytest.raises(SnapshotError, match=r"all-MiniLM-L6-v2.*some/other-model"):
        open_snapshot(own_data, model=ModelSpec("some/other-model"))


def test_it_opens_by_its_own_folder_too(own_data: Path) -> None:
    folder = active_path(own_data)
    opened = open_snapshot(folder, "full")
    assert opened.id == folder.name
    opened.close()


def test_vectors_are_those_of_the_passages(snapshot: Snapshot) -> None:
    passages = [p for article in small_library() for p in article.passages]
    vectors, pieces = snapshot.encoder.encode_passages([passage_input(p) for p in passages])
    for row, vector in enumerate(vectors):
        nearest, cosine = snapshot.dense.search(vector, 1)[0]
        assert nearest == row
        assert cosine == pytest.approx(1, abs=1e-5)
        start, end = snapshot.offsets[row : row + 2]
        assert np.asarray(snapshot.pieces[start:end], float) == pytest.approx(
            pieces[row].astype(float), abs=1e-3
        )


def test_opening_and_reading_change_no_file(built_data: Path, snapshot: Snapshot) -> None:
    assert snapshot.store.counts()["passages"] == 4
    open_snapshot(built_data, "full").close()

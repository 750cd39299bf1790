"""The learned check: its file is whole, it belongs to one encoder, and it can only drop."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.embedding.onnx_encoder import OnnxEncoder
from index.errors import ModelError
from rag.generation.verify.entailment import (
    LABELS,
    EntailmentCheck,
    Head,
    entailment_for,
    shipped_head,
)
from rag.generation.verify.pair_features import NAMES, encode, features

WALK = "In the treated group walking distance increased from 300 to 340 metres (p=0.02)."


def test_the_shipped_head_belongs_to_the_bundled_encoder(encoder: OnnxEncoder) -> None:
    head = shipped_head()
    assert head.encoder == encoder.settings.weights_sha256
    assert head.weights.shape == (len(LABELS), len(NAMES))
    assert (head.scale > 0).all()
    assert 0.3 < head.threshold < 1
    assert entailment_for(encoder) is not None


def test_probabilities_are_of_three_labels(encoder: OnnxEncoder) -> None:
    texts = [WALK, "Walking distance increased.", "Walking distance decreased.", "Rice is a crop."]
    quote, *others = encode(encoder, texts)
    rows = np.stack([features(quote, other) for other in others])
    assert rows.shape == (3, len(NAMES))
    assert np.isfinite(rows).all()
    found = shipped_head().probabilities(rows)
    assert np.allclose(found.sum(axis=1), 1)
    support = found[:, LABELS.index("support")]
    assert support[0] > support[1] > support[2]
    against = found[:, LABELS.index("contradict")]
    assert against[1] > against[0]


def test_a_quote_holds_itself_and_not_another(encoder: OnnxEncoder) -> None:
    check = entailment_for(encoder)
    assert check is not None
    assert check.holds(WALK, WALK)
    assert not check.holds(WALK, "The price of the product is five thousand dollars.")


def test_a_text_without_words_is_no_error(encoder: OnnxEncoder) -> None:
    check = EntailmentCheck(encoder, shipped_head())
    for text in ("", ".", "the of", "∅ ∅"):
        assert 0 <= check.probability(WALK, text) <= 1
        assert 0 <= check.probability(text, WALK) <= 1


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    head = shipped_head()
    head.save(tmp_path / "head.json")
    again = Head.read((tmp_path / "head.json").read_text("utf-8"))
    assert again.threshold == head.threshold
    assert np.array_equal(again.weights, head.weights)


@pytest.mark.parametrize("change", ["label", "feature", "text", "missing"])
def test_another_file_is_refused(tmp_path: Path, change: str) -> None:
    shipped_head().save(tmp_path / "head.json")
    told = json.loads((tmp_path / "head.json").read_text("utf-8"))
    if change == "label":
        told["labels"] = ["none"]
    elif change == "feature":
        told["features"]["other"] = told["features"].pop(NAMES[0])
    elif change == "missing":
        del told["bias"]
    text = "not json" if change == "text" else json.dumps(told)
    with pytest.raises(ModelError):
        Head.read(text)

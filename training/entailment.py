"""Learn the entailment head that `rag.generation.verify.entailment` applies.

    python -m training.entailment --scifact FOLDER [--out FILE]

FOLDER holds SciFact (corpus.jsonl, claims_train.jsonl); the development claims are not read. The
encoder is frozen; a softmax over the features of a pair is fitted by scikit-learn. Its strength of
regularisation is chosen by the log loss of five folds parted by abstract, and its threshold on the
same folds: the one with the greatest precision with at least a hundred called supported. What is
learned from, and how good it is, is told in `training/entailment.md`. Two minutes of one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, log_loss
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from index.arrays import Float32
from index.embedding.encoder import Encoder
from index.embedding.export import prepare_model
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.spec import ModelSpec
from rag.generation.verify.entailment import HEAD_NAME, LABELS, Head
from rag.generation.verify.pair_features import encode, features
from training.scifact_pairs import Pair, PairMaker, read_abstracts, read_lines

LEAST_CALLED: Final = 100
STRENGTHS: Final = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
OUT: Final = Path(__file__).resolve().parents[1] / "rag" / "data" / HEAD_NAME
SEED: Final = 20261122
Rows = NDArray[np.int64]


def main() -> None:
    """Train, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    encoder = bundled_encoder()
    maker = PairMaker(read_abstracts(given.scifact / "corpus.jsonl"), encoder)
    pairs = maker.of_claims(read_lines(given.scifact / "claims_train.jsonl"))
    rows = feature_rows(encoder, pairs)
    labels = np.array([LABELS.index(pair.label) for pair in pairs])
    print(f"{len(pairs)} pairs: " + ", ".join(_counts(pairs)))
    strength, held_out = _choose(rows, labels, pairs)
    # Drawn pairs are easy: they teach, and would make the folds' figures look better than they are.
    near = np.array([pair.kind != "far" for pair in pairs])
    _tell(strength, held_out[near], labels[near])
    threshold = _threshold(held_out[near], labels[near])
    head = _fitted(rows, labels, strength, encoder.settings.weights_sha256, threshold)
    head.save(given.out)
    print(f"threshold {threshold:.3f}; {given.out.name}, {given.out.stat().st_size:,} bytes")


def bundled_encoder() -> Encoder:
    """Return the bundled encoder, exported under the checkout's cache."""
    cache = Path(__file__).resolve().parents[1] / ".cache" / "models"
    return OnnxEncoder(prepare_model(ModelSpec(), cache), threads=1)


def feature_rows(encoder: Encoder, pairs: Sequence[Pair]) -> Float32:
    """Return float32 `[n, f]`; each text is encoded once."""
    texts = sorted({text for pair in pairs for text in (pair.quote, pair.claim)})
    held = dict(zip(texts, encode(encoder, texts), strict=True))
    return np.stack([features(held[pair.quote], held[pair.claim]) for pair in pairs])


def _counts(pairs: Sequence[Pair]) -> list[str]:
    kinds = sorted({(pair.kind, pair.label) for pair in pairs})
    return [
        f"{kind} {label} {sum((p.kind, p.label) == (kind, label) for p in pairs)}"
        for kind, label in kinds
    ]


def _choose(rows: Float32, labels: Rows, pairs: Sequence[Pair]) -> tuple[float, Float32]:
    """Return the strength with the least log loss on held-out folds, and its probabilities."""
    best: tuple[float, float, Float32] | None = None
    for strength in STRENGTHS:
        held_out = np.zeros((len(labels), len(LABELS)), dtype=np.float32)
        groups = [pair.abstract for pair in pairs]
        for train, test in GroupKFold(5).split(rows, labels, groups):
            head = _fitted(rows[train], labels[train], strength, "", 0.5)
            held_out[test] = head.probabilities(rows[test])
        loss = float(log_loss(labels, held_out, labels=[0, 1, 2]))
        if best is None or loss < best[0]:
            best = (loss, strength, held_out)
    assert best is not None  # noqa: S101 - STRENGTHS is not empty
    return best[1], best[2]


def _fitted(
    rows: Float32, labels: Rows, strength: float, weights_sha256: str, threshold: float
) -> Head:
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=strength, max_iter=2000, random_state=SEED)
    model.fit(scaler.transform(rows), labels)
    return Head(
        encoder=weights_sha256,
        mean=scaler.mean_.astype(np.float32),
        scale=scaler.scale_.astype(np.float32),
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        threshold=threshold,
    )


def _tell(strength: float, held_out: Float32, labels: Rows) -> None:
    called = held_out.argmax(axis=1)
    precise = average_precision_score(labels == 0, held_out[:, 0])
    print(
        f"C {strength}; folds (n={len(labels)}): accuracy {np.mean(labels == called):.3f}, macro F1"
        f" {f1_score(labels, called, average='macro'):.3f}, average precision of support"
        f" {precise:.3f} (share {np.mean(labels == 0):.3f})"
    )


def _threshold(held_out: Float32, labels: Rows) -> float:
    """Return the probability with the greatest precision of support, `LEAST_CALLED` called."""
    best, found = 0.0, 0.0
    for threshold in np.arange(0.3, 0.95, 0.005):
        called = held_out[:, 0] >= threshold
        if called.sum() < LEAST_CALLED:
            break
        precision = float(np.mean(labels[called] == 0))
        if precision > best:
            best, found = precision, round(float(threshold), 3)
    print(f"precision {best:.3f} of support at {found} on the folds")
    return found


if __name__ == "__main__":
    main()

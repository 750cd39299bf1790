"""Whether a quote holds a sentence, by a small learned head over the bundled encoder.

The last of the checks and the only one that is not exact: it can drop what the others let pass and
never saves what they drop. How it was made, and how good it is: `training/entailment.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from index.arrays import Float32
from index.embedding.encoder import Encoder
from index.errors import ModelError
from rag.generation.verify.pair_features import NAMES, encode, features

HEAD_NAME: Final = "entailment.json"
"""The shipped head, among the data files of `rag`."""
Label = Literal["support", "contradict", "none"]
LABELS: Final[tuple[Label, ...]] = ("support", "contradict", "none")


@dataclass(frozen=True, slots=True)
class Head:
    """A softmax over standardised features.

    Attributes:
        encoder: SHA-256 of the weights of the encoder whose vectors it was learned on.
        mean: float32 `[f]`, subtracted from the features; `scale` then divides them.
        weights: float32 `[3, f]`, one row for each of `LABELS`.
        bias: float32 `[3]`.
        threshold: Least probability of "support" at which a sentence is held.
    """

    encoder: str
    mean: Float32
    scale: Float32
    weights: Float32
    bias: Float32
    threshold: float

    def probabilities(self, rows: Float32) -> Float32:
        """Return float32 `[n, 3]` for features `[n, f]`: the probability of each of `LABELS`."""
        logits = ((rows - self.mean) / self.scale) @ self.weights.T + self.bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the head as JSON that people can read; the same head gives the same bytes."""
        told = {
            "encoder": self.encoder,
            "threshold": self.threshold,
            "labels": LABELS,
            "bias": _rounded(self.bias),
            "features": {
                name: {
                    "mean": _rounded(self.mean)[place],
                    "scale": _rounded(self.scale)[place],
                    "weights": _rounded(self.weights[:, place]),
                }
                for place, name in enumerate(NAMES)
            },
        }
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, text: str) -> Head:
        """Read a head.

        Raises:
            ModelError: The text holds none.
        """
        try:
            told: Mapping[str, Any] = json.loads(text)
            if list(told["features"]) != list(NAMES) or tuple(told["labels"]) != LABELS:
                raise ModelError("the entailment head is of other features or labels")
            parts = list(told["features"].values())
            return cls(
                encoder=str(told["encoder"]),
                mean=np.array([part["mean"] for part in parts], dtype=np.float32),
                scale=np.array([part["scale"] for part in parts], dtype=np.float32),
                weights=np.array([part["weights"] for part in parts], dtype=np.float32).T,
                bias=np.array(told["bias"], dtype=np.float32),
                threshold=float(told["threshold"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"cannot read the entailment head: {error}") from error


def _rounded(values: Float32) -> list[float]:
    return [round(float(value), 5) for value in values]


class EntailmentCheck:
    """Asks the head about quotes and sentences; safe to share between threads."""

    def __init__(self, encoder: Encoder, head: Head) -> None:
        self._encoder = encoder
        self._head = head

    def holds(self, quote: str, sentence: str) -> bool:
        """Tell whether the quote holds the sentence with at least the head's threshold."""
        return self.probability(quote, sentence) >= self._head.threshold

    def probability(self, quote: str, sentence: str) -> float:
        """Return the probability that the quote supports the sentence."""
        one, other = encode(self._encoder, [quote, sentence])
        return float(self._head.probabilities(features(one, other)[None])[0, 0])


@cache
def shipped_head() -> Head:
    """Return the head of the package."""
    return Head.read(resources.files("rag").joinpath("data", HEAD_NAME).read_text("utf-8"))


def entailment_for(encoder: Encoder) -> EntailmentCheck | None:
    """Return the check where the shipped head was learned on this encoder, else None."""
    head = shipped_head()
    same = head.encoder == encoder.settings.weights_sha256
    return EntailmentCheck(encoder, head) if same else None

"""The trained weights: vectors and runs of texts in, a calibrated chance of each class out.

Linear layers over vectors and runs beside a hidden one over the vectors (wide and deep), several
times over with their scores averaged. `data/guard_model.npz` holds them as signed bytes with one
step per column; no text that they were learned from is in it. How it is made:
`training/guard/README.md`.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import numpy as np

from rag.policy.classifier.encoder import DIMENSION, ENGLISH_DIMENSION, Floats
from rag.policy.classifier.runs import BUCKETS, places

FILE: Final = "guard_model.npz"
ALLOWED: Final = "allowed"
OFF_TOPIC: Final = "off_topic:abstain"
RUNS_WEIGH: Final = 2.0
"""Length of the vector of a text's runs, whose vector of meaning has length one."""


class GuardModelError(ValueError):
    """The weights do not fit this code: make them again with `python -m training.guard.train`."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which chance on something is done. Chosen from stated costs, see the data card.

    Attributes:
        crisis: An emergency or self-harm, where nothing else is seen.
        crisis_beside: The same where the message is restricted anyway.
        crisis_kept: Below it a crisis that only the rules see is no crisis.
        restricted: A request that may not simply be answered, where the rules are silent.
        restricted_kept: Below it a restriction that only the rules see is dropped.
        off_topic: Not about the library, in every unit of a message that is not restricted.
    """

    crisis: float
    crisis_beside: float
    crisis_kept: float
    restricted: float
    restricted_kept: float
    off_topic: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, and what makes decisions of chances.

    Attributes:
        version: Changes whenever the weights do.
        english_weights: SHA-256 of the English encoder whose vectors were learned from.
        classes: `ALLOWED`, or a category and its action: "dosing:refuse".
        wide: Weights from the vectors, (`DIMENSION` + `ENGLISH_DIMENSION`) x classes.
        deep: Weights to the hidden units, the same rows x units, and `deep_bias`.
        out: Weights from the hidden units, units x classes.
        runs: Weights from the runs, buckets x classes.
        bias: One per class.
        temperature: Divides the scores (Guo et al. 2017).
        thresholds: See `Thresholds`.
    """

    version: str
    english_weights: str
    classes: tuple[str, ...]
    wide: Floats
    deep: Floats
    deep_bias: Floats
    out: Floats
    runs: Floats
    bias: Floats
    temperature: float
    thresholds: Thresholds

    def scores(self, texts: Sequence[str], vectors: Floats, english: Floats | None) -> Floats:
        """Return scores before cooling, texts x classes.

        Args:
            texts: What is scored.
            vectors: Their vectors in many languages, texts x `DIMENSION`.
            english: Their English vectors, texts x `ENGLISH_DIMENSION`, or None without.
        """
        hidden = vectors @ self.deep[:DIMENSION] + self.deep_bias
        scores: Floats = vectors @ self.wide[:DIMENSION] + self.bias
        if english is not None:
            hidden += english @ self.deep[DIMENSION:]
            scores += english @ self.wide[DIMENSION:]
        scores += np.maximum(hidden, 0) @ self.out
        for row, text in zip(scores, texts, strict=True):
            found = places(text)
            if len(found):
                row += self.runs[found].sum(axis=0) * (RUNS_WEIGH / np.sqrt(len(found)))
        return scores

    def probabilities(
        self, texts: Sequence[str], vectors: Floats, english: Floats | None = None
    ) -> Floats:
        """Return the chance of each class, texts x classes; arguments as of `scores`."""
        scores = self.scores(texts, vectors, english) / self.temperature
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = raised / raised.sum(axis=1, keepdims=True)
        return chances


@cache
def shipped_model() -> Model:
    """Return the weights that come with the package; read once, on first use."""
    with as_file(files("rag").joinpath("data", FILE)) as path:
        return load_model(path)


def load_model(path: Path) -> Model:
    """Return the model in a file.

    Raises:
        GuardModelError: The file cannot be read, or the shapes of the weights do not fit.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            return read_model({name: held[name] for name in held.files})
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GuardModelError(f"cannot read the guard's weights in {path}: {error}") from error


def read_model(held: Mapping[str, Any]) -> Model:
    """Return the model of the arrays in `held`, the content of the file.

    Raises:
        GuardModelError: The shapes of the weights do not fit each other.
    """
    about = json.loads(str(held["about"]))
    classes = tuple(about["classes"])
    wide, deep, out, runs = (_matrix(held, name) for name in ("wide", "deep", "out", "runs"))
    units, count, rows = deep.shape[1], len(classes), DIMENSION + ENGLISH_DIMENSION
    expected = ((rows, count), (rows, units), (units, count), (BUCKETS, count))
    shapes = (wide.shape, deep.shape, out.shape, runs.shape)
    if shapes != expected or ALLOWED not in classes:
        raise GuardModelError("the guard's weights do not fit this version; train them again")
    return Model(
        version=about["version"],
        english_weights=about["english_weights"],
        classes=classes,
        wide=wide,
        deep=deep,
        deep_bias=np.asarray(held["deep_bias"], dtype=np.float32),
        out=out,
        runs=runs,
        bias=np.asarray(held["bias"], dtype=np.float32),
        temperature=about["temperature"],
        thresholds=Thresholds(**about["thresholds"]),
    )


def _matrix(held: Mapping[str, Any], name: str) -> Floats:
    matrix: Floats = held[name].astype(np.float32) * held[f"{name}_steps"].astype(np.float32)
    return matrix

"""Train the weights of proposed designs and write them as the package's data.

    python -m training.design --scifact CORPUS.jsonl --trials TRIALS.jsonl --seed 1 [--out FILE]

The same inputs, seed and package versions give the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.proposals.designs import DESIGNS
from corpus.proposals.model import FILE
from training.fit import Columns, Floats, fit_temperature, fit_weights
from training.sources import (
    Example,
    abstract_text,
    read_abstracts,
    read_labels,
    training_examples,
)

BUCKETS: Final = 1 << 14
COSTS: Final = {"wrong": 1.0, "raised": 20.0, "early": 5.0, "silent": 0.3}
"""A wrong harmless design is the unit. Calling work on animals, cells or opinion a study of people
is twenty times as bad, since it lifts what is shown over the line that readers look at; taking a
plan for its result is five times as bad, since what a statement claims is judged by itself as
well. No proposal costs 0.3: a harmless proposal is made from a probability of 0.7 on."""

VERSION: Final = "design-1.0"
_LARGEST: Final = 127
_LINE: Final = 4000
_DEFAULT: Final = Path(__file__).resolve().parents[1] / "corpus" / "data" / FILE


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path, required=True)
    parser.add_argument("--trials", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=_DEFAULT)
    given = parser.parse_args()
    examples = training_examples(given.scifact, given.trials)
    columns, weights = fit_weights(examples, BUCKETS, given.seed)
    temperature = _temperature(columns, weights, given.scifact)
    data = as_data(columns, weights, temperature, examples)
    given.out.write_text(as_json(data), "utf-8")


def _temperature(columns: Columns, weights: Floats, scifact: Path) -> float:
    """Fit the temperature on the labelled validation abstracts, which no weight has seen."""
    abstracts = read_abstracts(scifact)
    labels = [label for label in read_labels() if label.part == "validation"]
    texts = [abstract_text(abstracts[label.id]) for label in labels]
    return fit_temperature(columns, weights, texts, [label.design for label in labels])


def as_data(
    columns: Columns, weights: Floats, temperature: float, examples: Sequence[Example]
) -> dict[str, Any]:
    """Return the file's content: weights, those of words as signed bytes, and their origin.

    The designs' weights of one feature count against each other alone, so their mean is taken
    out first.
    """
    centred = weights - weights.mean(axis=1, keepdims=True)
    words, named = centred[: columns.buckets], centred[columns.buckets :]
    step = float(np.abs(words).max()) / _LARGEST
    packed = base64.b64encode(np.round(words / step).astype(np.int8).tobytes()).decode("ascii")
    counts = Counter((example.origin, example.design) for example in examples)
    return {
        "version": VERSION,
        "made_by": "python -m training.design; see training/README.md",
        "learned_from": {
            origin: {design: counts[origin, design] for design in DESIGNS}
            for origin in sorted({origin for origin, _ in counts})
        },
        "designs": list(DESIGNS),
        "buckets": BUCKETS,
        "temperature": round(temperature, 4),
        "step": float(f"{step:.6g}"),
        "costs": COSTS,
        "named": {
            key: [round(float(weight), 4) for weight in row]
            for key, row in zip(columns.named, named, strict=True)
        },
        "words": [packed[at : at + _LINE] for at in range(0, len(packed), _LINE)],
    }


def as_json(data: dict[str, Any]) -> str:
    """Return the file's text: one line for each row of weights, so that a change can be read."""
    lines = [f" {json.dumps(key)}: {_block(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _block(value: object) -> str:
    if isinstance(value, dict) and len(value) > 0:
        rows = [f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in value.items()]
        return "{\n" + ",\n".join(rows) + "\n }"
    if isinstance(value, list) and len(value) > 0:
        return "[\n" + ",\n".join(f"  {json.dumps(row)}" for row in value) + "\n ]"
    return json.dumps(value)


if __name__ == "__main__":
    main()

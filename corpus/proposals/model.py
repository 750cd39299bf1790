"""The trained weights: read from the package's data, applied without any numeric library.

`data/design_model.json` holds the weights of cues and make-up by name, and those of words by
bucket, one signed byte per design. Words that share a bucket share its weights (feature hashing,
Weinberger et al. 2009); no text that the weights were learned from is in the file. How it is
made: `training/README.md`.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from corpus.proposals.designs import DESIGNS
from corpus.proposals.features import Feature

FILE: Final = "design_model.json"
_NOTHING: Final = (0.0,) * len(DESIGNS)


class ModelError(ValueError):
    """The weights do not fit this code: make them again with `python -m training.design`."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What each outcome of proposing costs, in units of a wrong design on the right side.

    Attributes:
        wrong: A wrong design that does not make a text human evidence.
        raised: A design in people proposed for a text on animals, cells, opinion or none of them.
        early: A design in people proposed for a plan: the people are right, the outcome is not.
        silent: No proposal.
    """

    wrong: float
    raised: float
    early: float
    silent: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature and design, in the order of `DESIGNS`, and what makes chances of them.

    Attributes:
        version: Changes whenever the weights do.
        named: Weights of cues and make-up, by key.
        buckets: How many buckets words are hashed into.
        step: What one unit of a word's byte is worth.
        words: `buckets` rows of one signed byte per design.
        temperature: Divides the scores (Guo et al. 2017): above 1 it makes the model less sure.
        costs: The costs that decide whether a proposal is made.
    """

    version: str
    named: Mapping[str, tuple[float, ...]]
    buckets: int
    step: float
    words: array[int]
    temperature: float
    costs: Costs

    def row(self, key: str) -> Sequence[float]:
        """Return the weights of a feature, one for each design; zeros for one never met."""
        if not is_word(key):
            return self.named.get(key, _NOTHING)
        return [self.step * weight for weight in self._bytes(key)]

    def _bytes(self, key: str) -> Sequence[int]:
        start = bucket(key, self.buckets) * len(DESIGNS)
        return self.words[start : start + len(DESIGNS)]

    def probabilities(self, features: Iterable[Feature]) -> tuple[float, ...]:
        """Return the calibrated probability of each design, in the order of `DESIGNS`."""
        scores = [0.0] * len(DESIGNS)
        steps = [0.0] * len(DESIGNS)
        for feature in features:
            value = feature.value
            if is_word(feature.key):
                for place, units in enumerate(self._bytes(feature.key)):
                    steps[place] += value * units
            else:
                for place, weight in enumerate(self.row(feature.key)):
                    scores[place] += value * weight
        together = [score + self.step * units for score, units in zip(scores, steps, strict=True)]
        highest = max(together)
        raised = [math.exp((score - highest) / self.temperature) for score in together]
        total = sum(raised)
        return tuple(one / total for one in raised)


def is_word(key: str) -> bool:
    """Tell whether a feature is of the text's words, kept by bucket; the others have a name."""
    return key[0] in "tw"


def bucket(key: str, buckets: int) -> int:
    """Return the bucket of a feature: its CRC-32 (RFC 1952), equal on every machine."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % buckets


@cache
def shipped_model() -> Model:
    """Return the weights that come with the package; read once, on first use."""
    text = files("corpus").joinpath("data", FILE).read_text(encoding="utf-8")
    return read_model(json.loads(text))


def read_model(data: Mapping[str, Any]) -> Model:
    """Return the model in `data`, the parsed file.

    Raises:
        ModelError: The designs or the number of weights are not those of this code.
    """
    if tuple(data["designs"]) != DESIGNS:
        raise ModelError("the designs of the model are not those of this version; train it again")
    words = array("b", base64.b64decode("".join(data["words"])))
    if len(words) != data["buckets"] * len(DESIGNS):
        raise ModelError(f"{len(words)} weights do not fill {data['buckets']} buckets")
    named = {key: tuple(row) for key, row in data["named"].items()}
    return Model(
        version=data["version"],
        named=named,
        buckets=data["buckets"],
        step=data["step"],
        words=words,
        temperature=data["temperature"],
        costs=Costs(**data["costs"]),
    )

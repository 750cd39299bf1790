"""Fitting the weights and the temperature."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from corpus.proposals.designs import DESIGNS
from corpus.proposals.features import Feature, features
from corpus.proposals.model import bucket, is_word
from training.sources import Example

Floats = NDArray[np.float64]

STRENGTH: Final = 1.0
"""Inverse of the L2 penalty; 0.3 to 10 differ by less than 0.02 in validation loss."""

_BALANCE: Final = 0.5
_ITERATIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each feature stands: words by bucket, then the named ones in alphabetical order."""

    buckets: int
    named: tuple[str, ...]

    def of(self, key: str) -> int | None:
        """Return the column of a feature, or None for a named one that was never met."""
        if is_word(key):
            return bucket(key, self.buckets)
        place = bisect_left(self.named, key)
        met = place < len(self.named) and self.named[place] == key
        return self.buckets + place if met else None


def columns_of(found: Iterable[Sequence[Feature]], buckets: int) -> Columns:
    """Return the columns for texts with these features."""
    named = {one.key for features_ in found for one in features_ if not is_word(one.key)}
    return Columns(buckets, tuple(sorted(named)))


def feature_matrix(found: Sequence[Sequence[Feature]], columns: Columns) -> sparse.csr_matrix:
    """Return the features of texts as a sparse matrix, texts x columns."""
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for features_ in found:
        row: dict[int, float] = {}
        for feature in features_:
            place = columns.of(feature.key)
            if place is not None:
                row[place] = row.get(place, 0.0) + feature.value
        for place in sorted(row):
            places.append(place)
            values.append(row[place])
        ends.append(len(places))
    shape = (len(found), columns.buckets + len(columns.named))
    return sparse.csr_matrix((values, places, ends), shape=shape)


def fit_weights(examples: Sequence[Example], buckets: int, seed: int) -> tuple[Columns, Floats]:
    """Return the weights of a multinomial logistic regression, columns x designs.

    Rare designs count more: each design's total weight is drawn half-way (geometrically) to the
    mean of all.
    """
    wanted = np.array([DESIGNS.index(example.design) for example in examples])
    counted = np.array([example.weight for example in examples])
    totals = np.bincount(wanted, weights=counted, minlength=len(DESIGNS))
    counted = counted * (totals.mean() / np.maximum(totals, 1.0))[wanted] ** _BALANCE
    found = [features(example.text) for example in examples]
    columns = columns_of(found, buckets)
    regression = LogisticRegression(
        C=STRENGTH, max_iter=_ITERATIONS, random_state=seed, fit_intercept=False
    )
    regression.fit(feature_matrix(found, columns), wanted, sample_weight=counted)
    weights = np.zeros((len(DESIGNS), columns.buckets + len(columns.named)))
    weights[regression.classes_] = regression.coef_
    return columns, weights.T


def fit_temperature(
    columns: Columns, weights: Floats, texts: Sequence[str], designs: Sequence[str]
) -> float:
    """Return the temperature that makes `designs` most likely (Guo et al. 2017)."""
    found = [features(text) for text in texts]
    scores = np.asarray(feature_matrix(found, columns) @ weights)
    wanted = np.array([DESIGNS.index(design) for design in designs])

    def loss(temperature: float) -> float:
        cooled = scores / temperature
        cooled -= cooled.max(axis=1, keepdims=True)
        log_total = np.log(np.exp(cooled).sum(axis=1))
        return float((log_total - cooled[np.arange(len(wanted)), wanted]).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)

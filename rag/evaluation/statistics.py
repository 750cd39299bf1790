"""Intervals and tests, by SciPy: bootstrap over cases, Wilson where it degenerates, McNemar.

All resampling is over cases, the unit that was drawn; one seed makes each figure repeatable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import stats

from rag.evaluation.results import Score

SEED = 20261122
RESAMPLES = 2000
CONFIDENCE = 0.95
Floats = npt.NDArray[np.float64]


def ratio(scores: Sequence[Score]) -> float | None:
    """Return the sum of hits over the sum of counts, or None where nothing was counted."""
    of = math.fsum(score.of for score in scores)
    return math.fsum(score.hits for score in scores) / of if of else None


def interval(scores: Sequence[Score]) -> tuple[float, float, str] | None:
    """Return low, high and the kind of the 95% interval of `ratio(scores)`.

    Percentile bootstrap over cases (Efron & Tibshirani 1993, chapter 13). Where every case has
    the same share, resampling would give an interval of no width: the Wilson score interval
    (Wilson 1927) of the cases stands in. None where nothing was counted.
    """
    counted = [score for score in scores if score.of]
    if not counted:
        return None
    shares = {score.hits / score.of for score in counted}
    if len(shares) == 1:
        low, high = wilson(shares.pop() * len(counted), len(counted))
        return low, high, "wilson"
    hits = np.array([score.hits for score in counted])
    of = np.array([score.of for score in counted])
    found = stats.bootstrap(
        (hits, of),
        _ratio,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(found.low), float(found.high), "bootstrap"


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of `hits` out of `n` (Wilson 1927).

    Raises:
        ValueError: `n` is not positive or `hits` is outside 0..n.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"no interval for {hits} of {n}")
    z = float(stats.norm.ppf((1 + CONFIDENCE) / 2))
    share = hits / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def paired_difference(
    before: Sequence[Score], after: Sequence[Score]
) -> tuple[float, float, float] | None:
    """Return the difference of the ratios, after minus before, with its 95% interval.

    Paired percentile bootstrap: a resample draws the same cases for both (Koehn 2004,
    doi:10.3115/1219044.1219432 uses it so). None where one side counts nothing.

    Raises:
        ValueError: The two are not of the same length.
    """
    if len(before) != len(after):
        raise ValueError("a paired difference needs the same cases on both sides")
    first, second = ratio(before), ratio(after)
    if first is None or second is None:
        return None
    columns = (
        np.array([score.hits for score in before]),
        np.array([score.of for score in before]),
        np.array([score.hits for score in after]),
        np.array([score.of for score in after]),
    )
    if len(before) < 2 or all(a == b for a, b in zip(before, after, strict=True)):
        return second - first, second - first, second - first
    found = stats.bootstrap(
        columns,
        _difference,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return second - first, float(found.low), float(found.high)


def mcnemar(better: int, worse: int) -> float:
    """Return the two-sided p-value of McNemar's exact test (McNemar 1947).

    Args:
        better: Cases wrong before and right after.
        worse: Cases right before and wrong after.
    """
    changed = better + worse
    return float(stats.binomtest(better, changed, 0.5).pvalue) if changed else 1.0


def _ratio(hits: Floats, of: Floats, axis: int = -1) -> Floats:
    total: Floats = np.sum(of, axis=axis)
    # A resample that happens to count nothing says nothing: it takes the middle of the scale.
    shares: Floats = np.where(total > 0, np.sum(hits, axis=axis) / np.maximum(total, 1e-12), 0.5)
    return shares


def _difference(h1: Floats, o1: Floats, h2: Floats, o2: Floats, axis: int = -1) -> Floats:
    return _ratio(h2, o2, axis) - _ratio(h1, o1, axis)

"""When a question is answered and when not: the figures behind the support decision.

    python -m benchmarks.support_fit SUITE... --others QUESTIONS.jsonl [--count 400]

Asks the open cases of each suite of its own articles, near misses made from them by swapping what
they name (`training.near_misses`), and questions on other subjects. Printed: for each kind of
question, how many are abstained from, and how many of these for something missing by name; then
the curve of the probability that decides the rest, cross-fitted by family, with the shipped
threshold marked; then how well it is calibrated.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.nearness import nearness_model
from training.support import Asked, collect, cross_fitted, learnable, matrix

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
BINS = ((0.0, 0.3), (0.3, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.0))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path, nargs="+")
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400)
    given = parser.parse_args()
    asked = collect(given.suites, given.others, given.count)
    _tell_kinds(asked)
    left = learnable(asked)
    _tell_curve(cross_fitted(left), matrix(left)[1])


def _tell_kinds(asked: Sequence[Asked]) -> None:
    model = nearness_model()
    print(f"{'kind':18}{'n':>6}  abstained  of these missing by name")
    for kind in dict.fromkeys(each.kind for each in asked):
        own = [each for each in asked if each.kind == kind]
        named = sum(bool(each.missing) for each in own)
        far = 0
        for each in own:
            threshold = model.threshold if each.english else model.threshold_other_language
            far += not each.missing and model.probability(each.features) < threshold
        print(f"{kind:18}{len(own):6}  {(named + far) / len(own):9.3f}  {named / len(own):9.3f}")


def _tell_curve(found: NDArray[np.float64], answerable: NDArray[np.bool_]) -> None:
    shipped = nearness_model().threshold
    print(f"\nnothing missing by name: {len(found)}, {int(answerable.sum())} of them answerable")
    print("threshold  answerable kept  others passed")
    for threshold in sorted({*THRESHOLDS, shipped}):
        kept = (found[answerable] >= threshold).mean()
        passed = (found[~answerable] >= threshold).mean()
        mark = "  <- shipped" if threshold == shipped else ""
        print(f"{threshold:9.2f}  {kept:15.3f}  {passed:13.3f}{mark}")
    print("\nprobability      n  told  answerable in fact")
    for low, high in BINS:
        inside = (found >= low) & (found < high)
        if inside.any():
            told, fact = found[inside].mean(), answerable[inside].mean()
            print(f"{low:.1f} to {high:.1f}  {int(inside.sum()):6}  {told:.2f}  {fact:.2f}")


if __name__ == "__main__":
    main()

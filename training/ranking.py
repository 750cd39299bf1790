"""Learn which statement answers: `rag/data/ranking.json`.

    python -m training.ranking SUITE...

Each SUITE names its own articles; the open answerable cases are asked of a library of these. A
conditional logit over the candidates of a question: a statement that overlaps a gold place is
right, and one right statement is enough. See training/ranking.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from api.evaluation.inprocess import DeskTarget
from index.library import build_library
from index.search import Searcher
from index.snapshot import open_snapshot
from rag.candidates import find_candidates
from rag.evaluation.cases import AnswerCase
from rag.evaluation.judges.answers import Gold, locate_gold
from rag.evaluation.library import LibraryView, overlaps
from rag.evaluation.suite import read_suite
from rag.question import check_question, read_question
from rag.ranking import features_of
from training.support import FOLDS, family_of, fold_of

Floats = NDArray[np.float64]

STRENGTH: Final = 0.1
"""Weight of the squared weights in the loss, on features of unit variance; 0.03 to 0.2 differ by
less than 0.03 in the share of questions with a right first statement."""
PLACES: Final = 3
OUT: Final = Path("rag/data/ranking.json")


@dataclass(frozen=True, slots=True)
class Asked:
    """One answerable question with its candidates.

    Attributes:
        features: `[n, f]` of the candidates.
        gold: Of each candidate, whether it overlaps a gold place.
        fair: The same with places that are fair to cite.
    """

    suite: str
    fold: int
    names: tuple[str, ...]
    features: Floats
    gold: NDArray[np.bool_]
    fair: NDArray[np.bool_]


def collect(suites: Sequence[Path]) -> list[Asked]:
    """Ask the open answerable cases of each suite."""
    found: list[Asked] = []
    for folder in suites:
        suite = read_suite(folder)
        with tempfile.TemporaryDirectory() as data:
            build_library(suite.articles, Path(data))
            snapshot = open_snapshot(Path(data))
            searcher, library = Searcher(snapshot), LibraryView(DeskTarget(snapshot))
            for case in suite.cases:
                if isinstance(case, AnswerCase) and case.facts and case.part != "held out":
                    found += _asked(suite.name, case, locate_gold(case, library), searcher)
    return found


def _asked(suite: str, case: AnswerCase, gold: Gold, searcher: Searcher) -> list[Asked]:
    question = read_question(check_question(case.question))
    candidates = find_candidates(searcher, question, None)
    if not candidates:
        return []
    rows = features_of(question, candidates)

    def on(places: Sequence[object]) -> NDArray[np.bool_]:
        spans = [(place.place.article, place.span) for place in places]  # type: ignore[attr-defined]
        return np.array(
            [
                any(
                    slug == each.statement.article and overlaps(span, each.statement.span)
                    for slug, span in spans
                )
                for each in candidates
            ]
        )

    right = on(gold.places)
    return [
        Asked(
            suite,
            fold_of(family_of(case)),
            tuple(rows[0]),
            np.array([list(row.values()) for row in rows]),
            right,
            right | on(gold.also),
        )
    ]


def fit(asked: Sequence[Asked]) -> Floats:
    """Return the weights of a conditional logit on plain features."""
    every = np.concatenate([each.features for each in asked])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    scaled = [(each.features - mean) / spread for each in asked]
    right = [each.gold for each in asked]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, gold in zip(scaled, right, strict=True):
            if not gold.any():
                continue
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            hit = shares[gold].sum()
            total -= float(np.log(hit))
            slope += features.T @ (shares - np.where(gold, shares / hit, 0.0))
        count = len(scaled)
        return (
            total / count + STRENGTH * float(weights @ weights),
            slope / count + 2 * STRENGTH * weights,
        )

    best = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(best / spread, dtype=np.float64)


def cross_fitted(asked: Sequence[Asked]) -> list[Floats]:
    """Return each question's scores by weights that have not seen its family."""
    by_fold = [fit([each for each in asked if each.fold != fold]) for fold in range(FOLDS)]
    return [each.features @ by_fold[each.fold] for each in asked]


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path, nargs="+")
    given = parser.parse_args()
    asked = collect(given.suites)
    for suite in dict.fromkeys(each.suite for each in asked):
        pairs = zip(asked, cross_fitted(asked), strict=True)
        first = [each.gold[scores.argmax()] for each, scores in pairs if each.suite == suite]
        print(f"{suite}: {len(first)} questions, first statement gold {np.mean(first):.3f}")
    weights = dict(zip(asked[0].names, fit(asked).round(PLACES).tolist(), strict=True))
    OUT.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(weights, indent=1))


if __name__ == "__main__":
    main()

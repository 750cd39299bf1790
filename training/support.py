"""Learn when the library is about a question at all: `rag/data/support.json`.

    python -m training.support SUITE... --others QUESTIONS.jsonl

Each SUITE names its own articles; its open cases are asked of a library of these, and so are
questions on other subjects (MedQuAD). What `rag.support` finds missing by name needs no
probability and is left out. See training/support.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from index.library import build_library
from index.search import Searcher
from index.snapshot import open_snapshot
from rag.candidates import find_candidates
from rag.evaluation.cases import AnswerCase
from rag.evaluation.suite import read_suite
from rag.missing import held_by, missing_from, topics_of
from rag.nearness import nearness
from rag.policy import decide
from rag.question import MAX_QUESTION, check_question, read_question
from rag.support import CONSIDERED
from rag.terms import with_terms
from training.near_misses import near_misses

SEED: Final = 7
FOLDS: Final = 5
MOST_LOST: Final = 0.01
"""Share of answerable questions that the threshold may cost."""
OTHER_LANGUAGE: Final = 0.76
"""The threshold of other languages. There are too few cases to fit one; it is set so that no more
restricted requests of the shipped suite's open part are shown something than before."""
PLACES: Final = 3
OUT: Final = Path("rag/data/support.json")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, asked of one library.

    Attributes:
        kind: "answerable", "near miss" (of a suite), "swap:..." (made by swapping) or "other".
        family: What must stay in one fold: questions on one gold place.
        missing: What `missing_from` found missing.
        features: Of `rag.nearness.nearness`.
    """

    kind: str
    family: str
    english: bool
    missing: tuple[str, ...]
    features: dict[str, float]


def collect(suites: Sequence[Path], others: Path, count: int) -> list[Asked]:
    """Ask the open cases of each suite, their swaps and `count` other questions."""
    drawn = _drawn(others, count)
    found: list[Asked] = []
    for folder in suites:
        suite = read_suite(folder)
        cases = [
            case for case in suite.cases if isinstance(case, AnswerCase) and case.part != "held out"
        ]
        with tempfile.TemporaryDirectory() as data:
            build_library(suite.articles, Path(data))
            asker = _Asker(Searcher(open_snapshot(Path(data))))
            for turn, case in enumerate(cases):
                kind = "answerable" if case.answerable else "near miss"
                found += asker.ask(kind, case.question, family_of(case))
                if case.answerable and case.lang == "en":
                    for swap in near_misses(case.question, asker.tells, turn):
                        found += asker.ask(f"swap:{swap.kind}", swap.question, family_of(case))
            for text in drawn:
                found += asker.ask("other", text, text)
    return found


class _Asker:
    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def tells(self, name: str) -> bool:
        """Tell whether some passage holds every word of a name."""
        lexical = self._searcher.snapshot.lexical
        return all(lexical.document_frequency(stem) for stem in lexical.analyze(name))

    def ask(self, kind: str, text: str, family: str) -> list[Asked]:
        """Return the question as asked, or nothing where nothing at all is found."""
        english = decide(text).lang in {"", "en"}
        question = read_question(check_question(text))
        question = with_terms(question, self._searcher.snapshot.encoder, english=english)
        candidates = find_candidates(self._searcher, question, None)
        if not candidates:
            return []
        held = held_by(topics_of(question), candidates[:CONSIDERED])
        missing = missing_from(question, held)
        return [Asked(kind, family, english, missing, nearness(question, candidates))]


def learnable(asked: Sequence[Asked]) -> list[Asked]:
    """Return what the probability decides: English, nothing missing by name, no swap."""
    return [
        each
        for each in asked
        if each.english and not each.missing and not each.kind.startswith("swap")
    ]


def fit(asked: Sequence[Asked]) -> tuple[dict[str, float], float]:
    """Return weights and bias of a logistic regression on plain features, rounded."""
    names = list(asked[0].features)
    features, answerable = matrix(asked)
    scaler = StandardScaler().fit(features)
    regression = LogisticRegression(C=1.0, max_iter=1000)
    regression.fit(scaler.transform(features), answerable)
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - weights @ scaler.mean_)
    return (
        {name: round(float(w), PLACES) for name, w in zip(names, weights, strict=True)},
        round(bias, PLACES),
    )


def cross_fitted(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Return for each question the probability of a model that has not seen its family."""
    features, _ = matrix(asked)
    folds = np.array([fold_of(each.family) for each in asked])
    found = np.zeros(len(asked))
    for fold in range(FOLDS):
        rest = [each for each, own in zip(asked, folds, strict=True) if own != fold]
        weights, bias = fit(rest)
        total = features[folds == fold] @ np.array(list(weights.values())) + bias
        found[folds == fold] = 1.0 / (1.0 + np.exp(-total))
    return found


def matrix(asked: Sequence[Asked]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return features `[n, f]` and whether each question is answerable."""
    features = np.array([list(each.features.values()) for each in asked])
    return features, np.array([each.kind == "answerable" for each in asked])


def fold_of(family: str) -> int:
    """Return the fold of a family, by its words alone."""
    return int.from_bytes(hashlib.sha256(family.encode()).digest()[:8], "big") % FOLDS


def threshold_of(probabilities: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """Return the highest threshold that costs at most `MOST_LOST` of the answerable questions."""
    ranked = np.sort(probabilities[answerable])
    return float(np.floor(100 * ranked[int(MOST_LOST * len(ranked))]) / 100)


def family_of(case: AnswerCase) -> str:
    """Return what must stay in one fold: the first gold place, or the question."""
    if not case.facts:
        return case.question
    place = case.facts[0].any[0]
    return f"{place.article}:{place.quote}"


def _drawn(path: Path, count: int) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    texts = dict.fromkeys(str(json.loads(line)["question"])[:MAX_QUESTION] for line in lines)
    return random.Random(SEED).sample(sorted(texts), count)  # noqa: S311 - a draw, no secret


def main() -> None:
    """Write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path, nargs="+")
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400)
    given = parser.parse_args()
    asked = learnable(collect(given.suites, given.others, given.count))
    _, answerable = matrix(asked)
    threshold = threshold_of(cross_fitted(asked), answerable)
    weights, bias = fit(asked)
    model = {
        "weights": weights,
        "bias": bias,
        "threshold": threshold,
        "threshold_other_language": OTHER_LANGUAGE,
    }
    OUT.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(f"{len(asked)} questions, {int(answerable.sum())} answerable; {OUT}:")
    print(json.dumps(model, indent=1))


if __name__ == "__main__":
    main()

"""Is the library about what was asked at all? A calibrated probability of a few readable features.

It speaks only of questions whose every named thing was found (`rag.support`): what the library
lacks by name is no matter of nearness. How the weights were learned: training/support.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from rag.candidates import Candidate
from rag.question import Name, ReadQuestion
from rag.spelling import holds

FIRST: Final = 3
"""Candidates looked at for most features."""
WIDER: Final = 10
"""Candidates looked at for the best cosine and coverage."""
FEWEST: Final = 5
MOST_NAMED: Final = 3
RUNNER_UP: Final = 5
PERSONAL: Final = 2.0
GLOSSED: Final = 2.0
_PERSONAL: Final = re.compile(
    r"(?<!phase )(?<!class )(?<!type )(?<!stage )\bi\b(?!/)|\b(?:me|my|myself|mine)\b",
    re.IGNORECASE,
)
_SUBJECTS: Final = frozenset({"lay.subject", "lay.study"})


@dataclass(frozen=True, slots=True)
class NearnessModel:
    """A logistic regression.

    Attributes:
        weights: By name of a feature of `nearness`.
        threshold: Least probability that the library is about the question.
        threshold_other_language: The same for questions in a language that no gloss is made of.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    threshold_other_language: float

    def least(self, question: str, *, english: bool, glossed: bool = False) -> float:
        """Return the threshold for a question: twice the usual one where it speaks of the asker.

        What a person asks of themselves is answered only where the library is surely about it:
        the policy may have missed what they mean. So is a gloss, which may lose what was meant.
        """
        if glossed:
            return GLOSSED * self.threshold
        if not english:
            return self.threshold_other_language
        return PERSONAL * self.threshold if _PERSONAL.search(question) else self.threshold

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability that the library answers, 0 to 1."""
        total = self.bias + sum(self.weights[name] * features[name] for name in self.weights)
        return 1.0 / (1.0 + math.exp(-total))


@cache
def nearness_model() -> NearnessModel:
    """Return the shipped model."""
    text = resources.files("rag").joinpath("data/support.json").read_text("utf-8")
    raw = json.loads(text)
    return NearnessModel(
        raw["weights"], raw["bias"], raw["threshold"], raw["threshold_other_language"]
    )


def nearness(question: ReadQuestion, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return what tells whether the library is about the question at all.

    cosine: the best of the first ten. known: the best share of the question's words, weighted by
    rarity, that one of the first ten holds; words that the library lacks count as unheld.
    named: of the concepts and names in the question, how many the first three hold, up to three.
    subject: whether it speaks of cells or studies. few: one over its number of search words, at
    least five of them: of a short question all words are easily known. lead: by how much the
    first candidate's score leads the fifth's.
    """
    top, wider = candidates[:FIRST], candidates[:WIDER]
    told = " ".join(f"{each.statement.clean} {each.context}" for each in top)
    concepts = sum(
        concept.kind in {"lay", "source"} or bool(concept.told.search(told))
        for concept in question.concepts
    )
    names = sum(_is_held(name, top) for name in question.names)
    return {
        "cosine": max(each.cosine for each in wider),
        "known": max(each.known for each in wider),
        "named": float(min(MOST_NAMED, concepts + names)),
        "subject": float(any(concept.id in _SUBJECTS for concept in question.concepts)),
        "few": 1.0 / max(FEWEST, len(question.stems)),
        "lead": candidates[0].score - candidates[min(RUNNER_UP, len(candidates)) - 1].score,
    }


def _is_held(name: Name, candidates: Sequence[Candidate]) -> bool:
    return any(all(holds(each.held, word) for word in name.words) for each in candidates)

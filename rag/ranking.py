"""Which statement answers: a weighted sum of readable agreements, learned from gold places.

The weights are those of a conditional logit (McFadden 1974): the probability that a statement is
the one that answers is its share of exp(score) among the candidates. So exp(score - best score) is
how likely it is beside the best one, and tells which others are worth showing. How the weights
were learned: training/ranking.md.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from corpus.records import Kind
from index.analysis import analyze, stem
from index.textfold import words
from rag.arms import arms_of
from rag.candidates import Candidate
from rag.clauses import same_time, times_in
from rag.concepts import Concept, concepts
from rag.missing import facts_of, subjects_of, tells, topics_of
from rag.question import ReadQuestion

ABOUT_SOURCES: Final = frozenset(
    {"lay.document", "fact.authors", "fact.journal", "fact.registry", "fact.funding"}
)
_EVEN: Final = 0.5
"""A share of nothing: the question names no fact, wants nothing by name."""
_MOST_OTHER: Final = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its likelihood beside the best one, 0 to 1."""

    candidate: Candidate
    likelihood: float


@cache
def ranking_weights() -> Mapping[str, float]:
    """Return the shipped weights by name of a feature."""
    text = resources.files("rag").joinpath("data/ranking.json").read_text("utf-8")
    return {str(name): float(weight) for name, weight in json.loads(text)["weights"].items()}


def rank(question: ReadQuestion, candidates: Sequence[Candidate]) -> list[Ranked]:
    """Return the candidates by how likely each answers, the likeliest first."""
    if not candidates:
        return []
    weights = ranking_weights()
    scores = [
        sum(weight * features[name] for name, weight in weights.items())
        for features in features_of(question, candidates)
    ]
    best = max(scores)
    ranked = [
        Ranked(each, math.exp(score - best)) for each, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.likelihood, each.candidate.statement.id))


def features_of(question: ReadQuestion, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Return the features of each candidate; the last four compare it with the others.

    own, near, crumb, before, mapped, passage: `rag.candidates.Agreement`. facts: share of the
    facts asked for that it tells; no_fact: whether it tells none. wanted: whether it speaks of
    what is wanted by name. field: share of the field's own words for what was asked. pairs: share
    of neighbouring question words that are neighbours in it. lacks: conditions, products, names
    and sources that it and its headings lack. other: whether it is about another phase, arm or
    time. colon: whether it only introduces a list. footnote, footnote_asked: whether it is a
    footnote, and whether sources are asked about. behind_words, behind_mapped: how far behind the
    best candidate it is; rank_words, rank_mapped: ln(1 + its place).
    """
    view = _View(question)
    found = [view.features(each) for each in candidates]
    shares = [each["own"] + each["near"] for each in found]
    cosines = [each["mapped"] for each in found]
    for name, values in (("words", shares), ("mapped", cosines)):
        best = max(values)
        places = sorted(range(len(values)), key=lambda i: -values[i])
        for place, i in enumerate(places):
            found[i][f"behind_{name}"] = values[i] - best
            found[i][f"rank_{name}"] = math.log1p(place)
    return found


class _View:
    """What a question asks for, read once for all its candidates."""

    def __init__(self, question: ReadQuestion) -> None:
        self._question = question
        sources = [each for each in question.concepts if each.kind == "source"]
        self._topics = [*topics_of(question), *sources]
        self._facts = facts_of(question)
        self._phases = [each for each in question.concepts if each.kind == "phase"]
        self._field = [
            frozenset(map(stem, words(each.words)))
            for each in question.concepts
            if each.kind == "lay" and each.words
        ]
        self._pairs = frozenset(itertools.pairwise(question.stems))
        self._sources = any(each.id in ABOUT_SOURCES for each in question.concepts)

    def features(self, candidate: Candidate) -> dict[str, float]:
        statement, agreement = candidate.statement, candidate.agreement
        text, bounds = statement.clean, self._question.bounds
        stems = _stems(text)
        told = [tells(fact, text, bounds) for fact in self._facts]
        footnote = statement.kind is Kind.FOOTNOTE
        return {
            "own": agreement.own,
            "near": agreement.near,
            "crumb": agreement.crumb,
            "before": agreement.before,
            "mapped": agreement.mapped,
            "passage": agreement.passage,
            "facts": sum(told) / len(told) if told else _EVEN,
            "no_fact": float(bool(told) and not any(told)),
            "wanted": self._wanted(text),
            "field": self._field_share(frozenset(stems)),
            "pairs": len(self._pairs & set(itertools.pairwise(stems))) / max(1, len(self._pairs)),
            "lacks": float(len(self._topics) - len(subjects_of(candidate, self._topics))),
            "other": float(min(_MOST_OTHER, self._others(candidate))),
            "colon": float(text.rstrip().endswith(":")),
            "footnote": float(footnote and not self._sources),
            "footnote_asked": float(footnote and self._sources),
        }

    def _wanted(self, text: str) -> float:
        wanted = self._question.wanted
        return float(any(each.told_in(text) for each in wanted)) if wanted else _EVEN

    def _field_share(self, stems: frozenset[str]) -> float:
        if not self._field:
            return _NO_FIELD
        return sum(len(each & stems) / len(each) for each in self._field) / len(self._field)

    def _others(self, candidate: Candidate) -> int:
        """Count the ways in which a statement is about something else of its kind."""
        statement, bounds = candidate.statement, self._question.bounds
        others = sum(_of_another_phase(each, candidate) for each in self._phases)
        arms = arms_of(statement) if bounds.arms else frozenset()
        others += bool(arms) and arms.isdisjoint(bounds.arms)
        times = times_in(statement.clean) if bounds.days else ()
        met = any(same_time(a, b) for a in times for b in bounds.days)
        return others + (bool(times) and not met)


_NO_FIELD: Final = 0.3


def _of_another_phase(asked: Concept, candidate: Candidate) -> bool:
    where = f"{' '.join(candidate.statement.section)} {candidate.statement.clean}"
    return not asked.told.search(where) and any(
        each.told.search(where) for each in concepts() if each.kind == "phase" and each != asked
    )


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(analyze(text))

"""Near misses made by swapping: a question the library answers, turned into one that it does not.

The condition, product, trial phase, measure, time or year of an answerable question is put in the
place of another of its kind that the library has nowhere, or not with the rest: everything else
still speaks for the passage that answered. How many are abstained from is told by kind of swap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rag.concepts import Concept, asked_concepts

_OTHERS: Final[dict[str, tuple[str, ...]]] = {
    "condition": ("gout", "endometriosis", "psoriasis", "glaucoma", "celiac disease", "asthma"),
    "product": ("Cartistem", "Temcell", "NurOwn", "tacrolimus", "plasma exchange"),
    "measure": ("hospital length of stay", "migraine days", "hazard ratio", "cholesterol"),
    "phase": ("phase 4",),
}
_SWAPPED_KINDS: Final = frozenset(_OTHERS)
_TIME: Final = re.compile(
    r"\b(?:\d+|one|two|three|six|twelve)[ -](?:day|week|month|year)s?\b|\b(?:day|week)[ -]\d+\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_STUDY: Final = re.compile(r"\b[A-Z]{5,}(?:-[A-Z]+)?\b")
_NEW_STUDY: Final = "BRIGHTWATER"


@dataclass(frozen=True, slots=True)
class Swap:
    """A near miss: the question, and what kind of thing was swapped."""

    question: str
    kind: str


def near_misses(question: str, known: Callable[[str], bool], turn: int) -> Iterator[Swap]:
    """Yield the near misses of an answerable question.

    Args:
        question: As asked.
        known: Tells whether the library tells of a condition, product or measure by its name.
        turn: Which of the others is taken, so that not all questions get the same.
    """
    for concept in asked_concepts(question):
        if concept.kind in _SWAPPED_KINDS:
            other = _other(concept, known, turn)
            swapped = concept.asked.sub(other, question, count=1) if other else question
            if swapped != question:
                yield Swap(swapped, concept.kind)
    for kind, pattern, new in (
        ("time", _TIME, "11 years"),
        ("year", _YEAR, "1987"),
        ("study", _STUDY, _NEW_STUDY),
    ):
        if pattern.search(question):
            yield Swap(pattern.sub(new, question), kind)


def _other(concept: Concept, known: Callable[[str], bool], turn: int) -> str:
    others = [
        name for name in _OTHERS[concept.kind] if not known(name) and not concept.asked.search(name)
    ]
    return others[turn % len(others)] if others else ""

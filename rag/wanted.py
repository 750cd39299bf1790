"""What a question wants to be told that no table names: "how many surgeons", "which penalty".

The words that follow "how many" and "which" name the kind of answer. Where no concept covers them,
an answer must speak of them: for "how many" with a figure in the same clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.analysis import STOP_WORDS, analyze, stem
from index.textfold import words
from rag.asking import ABOUT_ASKING
from rag.clauses import clauses
from rag.concepts import Concept

_ENDS: Final = (
    "did do does was were is are has have had can could will would should may might must be been of"
    " in for from to on at by with after before between under against into over across that about"
    " per there they he she it the a an and or but got get gets took take given led ran gave made"
    " makes used uses needed seen cover mean stand you we"
)
_WANTED: Final = re.compile(
    rf"\b(?P<asks>which|what|how many|how much)\s+"
    rf"(?P<words>(?:(?!(?:{_ENDS.replace(' ', '|')})\b)[\w'’-]+\s*){{1,4}})",
    re.IGNORECASE,
)
_COVERING: Final = frozenset({"fact", "measure", "lay", "population", "condition", "product"})
_FIGURE: Final = re.compile(
    r"\d|\b(?:no|none|nobody|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both"
    r"|single|several|many)\b",
    re.IGNORECASE,
)
_CITATION: Final = re.compile(r"\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stems of a noun phrase that is asked for; `counted` after "how many"."""

    stems: tuple[str, ...]
    counted: bool

    def told_in(self, text: str) -> bool:
        """Tell whether `text` speaks of it, with a figure in the same clause where it counts."""
        wanted = frozenset(self.stems)
        if not self.counted:
            return not wanted.isdisjoint(analyze(text))
        return any(
            _FIGURE.search(clause) and not wanted.isdisjoint(analyze(clause))
            for clause in clauses(_CITATION.sub("", text))
        )


def wanted_by(text: str, concepts: Sequence[Concept]) -> tuple[Wanted, ...]:
    """Return what a question wants by name where none of its concepts covers it."""
    covered = [
        match.span()
        for concept in concepts
        if concept.kind in _COVERING
        for match in concept.asked.finditer(text)
    ]
    return tuple(_wanted(text, covered))


def _wanted(text: str, covered: Sequence[tuple[int, int]]) -> Iterator[Wanted]:
    for found in _WANTED.finditer(text):
        start, end = found.span("words")
        if any(first < end and start < stop for first, stop in covered):
            continue
        stems = tuple(
            stem(word)
            for word in words(found["words"])
            if word not in STOP_WORDS and stem(word) not in ABOUT_ASKING
        )
        if stems:
            yield Wanted(stems, found["asks"].lower().startswith("how"))

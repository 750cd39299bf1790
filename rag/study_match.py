"""What the studies of a counting question must be about, and whether a study is.

A study's own words decide: its footnote, its record, the statements about it alone. Headings and
titles stand in for them only where they name nothing of the kind, so that a page on two diseases
does not give both to every trial on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.records import Kind, Reference, Statement
from index.analysis import analyze, stem
from index.textfold import words
from rag.concepts import Concept, concepts
from rag.counting import ASKING
from rag.question import Name, ReadQuestion

_LIMITING: Final = frozenset({"condition", "product", "source", "measure"})
_POPULATIONS: Final = frozenset({"population.children"})
_NUMBER: Final = (
    r"(?:(?<!phase )(?<![\w/.–-])\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|fifteen|twenty)"
)
_WORDS: Final = (
    r"(?:(?!of\b|in\b|across\b|weeks?\b|months?\b|years?\b|people\b|patients\b|participants\b"
    r"|and\b)[\w/'’().-]+ ){0,6}?"
)
_ONE: Final = rf"\b{_NUMBER} {_WORDS}(?:trials?|stud(?:y|ies)|rcts?|experiments?)\b"
# "Three trials", or "one trial with a good sign and one without": not "one trial found".
_TALLY: Final = re.compile(
    rf"\b{_NUMBER} {_WORDS}(?:trials|studies|rcts|experiments)\b|{_ONE}[^.;]{{0,60}}"
    rf"(?:,|\band\b|\bplus\b)[^.;]{{0,20}}{_ONE}",
    re.IGNORECASE,
)
_VENUE: Final = re.compile(r"\b(?:19|20)\d\d\s*;")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a study must be about.

    Attributes:
        topics: Concepts and names, all of which it must hold.
        phases: Trial phases as figures ("3", "12" for 1/2), one of which must be its own; none
            asked, any.
        others: Stems of further words that say what is meant.
    """

    topics: tuple[Concept | Name, ...]
    phases: frozenset[str]
    others: frozenset[str]

    def met_by(self, text: str, context: str, phases: Sequence[str]) -> bool:
        """Tell whether a study with these words is meant.

        Args:
            text: The study's own words.
            context: Headings and titles above them.
            phases: The study's phases.
        """
        own = _figures(phases)
        if self.phases and not any(own.issuperset(phase) for phase in self.phases):
            return False
        held = frozenset(words(f"{text} {context}"))
        if not all(_holds(topic, text, context, held) for topic in self.topics):
            return False
        return self.others <= {stem(word) for word in held}

    def admits(self, text: str, context: str) -> bool:
        """Tell whether a remark may be about what is asked: it is, or it names no other such."""
        held = frozenset(words(f"{text} {context}"))
        return all(
            _holds(topic, text, context, held)
            or (isinstance(topic, Concept) and not _other_of_its_kind(topic, text))
            for topic in self.topics
        )

    @property
    def names_a_subject(self) -> bool:
        """Tell whether a concept or name says what the studies are about."""
        return bool(self.topics)

    def without_others(self) -> Wanted:
        """Return the same without the words that no concept or name covers."""
        return Wanted(self.topics, self.phases, frozenset())


def wanted_by(question: ReadQuestion, known: Callable[[str], bool]) -> Wanted:
    """Return what the studies of a counting question must be about.

    Args:
        question: What was asked.
        known: Tells whether the library holds a stem at all.
    """
    topics = [each for each in question.concepts if _limits(each)]
    covered = {
        part
        for each in question.concepts
        if each.kind != "fact"
        for found in each.asked.finditer(question.text)
        for part in analyze(found[0])
    }
    covered |= {stem(word) for name in question.names for word in name.words}
    others = frozenset(
        each for each in question.stems if not (each in covered or each in ASKING or each.isdigit())
    )
    phases = frozenset(
        each.id.removeprefix("phase.").replace("_", "")
        for each in question.concepts
        if each.kind == "phase"
    )
    # A word that the library has nowhere is a subject it lacks, save beside one that it has.
    lacking = frozenset(each for each in others if not known(each))
    named: tuple[Concept | Name, ...] = (*topics, *question.names)
    return Wanted(named, phases, others - lacking if named else others)


def _limits(concept: Concept) -> bool:
    return concept.kind in _LIMITING or concept.id in _POPULATIONS


def _figures(phases: Collection[str]) -> frozenset[str]:
    return frozenset(figure for phase in phases for figure in re.findall(r"\d", phase))


def _holds(topic: Concept | Name, text: str, context: str, held: frozenset[str]) -> bool:
    if isinstance(topic, Name):
        return all(word in held for word in topic.words)
    if topic.told.search(text):
        return True
    return topic.told.search(context) is not None and not _other_of_its_kind(topic, text)


def _other_of_its_kind(topic: Concept, text: str) -> bool:
    return any(
        other.told.search(text)
        for other in concepts()
        if other.kind == topic.kind and other.id != topic.id
    )


def conditions_in(text: str) -> frozenset[str]:
    """Return the ids of the conditions that `text` names."""
    return frozenset(
        each.id for each in concepts() if each.kind == "condition" and each.told.search(text)
    )


def own_words(record: Reference) -> str:
    """Return what a record says of its study, without its venue, which names fields."""
    parts = [part for part in record.text.split(" · ") if not _VENUE.search(part)]
    given = (record.label, record.title, record.condition, record.summary)
    return " · ".join(filter(None, (*given, *parts)))


def tells_tally(statement: Statement) -> bool:
    """Tell whether a statement gives a count of studies: "three trials and a cohort"."""
    return statement.kind is not Kind.FOOTNOTE and _TALLY.search(statement.clean) is not None

"""What a question names that the candidates do not hold: the reason of a near miss.

* A name, condition or product must stand in some candidate or in what names its subject, a
  technical word that no table names (`rag.terms`) too.
* A measure or kind of fact must stand in a candidate on the studies or sections that the question
  is about, and one that is not outdone on the subject: when the statement that fits the subject
  best lacks the fact, the same fact of another study does not answer.
* A figure must stand with its measure, in a clause of no other time or arm (`rag.clauses`); so
  must a figure for what is counted and no table names (`rag.wanted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Kind
from rag.candidates import Candidate
from rag.clauses import Bounds, holds_figure, same_time, times_in
from rag.concepts import Concept
from rag.question import Name, ReadQuestion
from rag.spelling import holds, is_mistyped

LEADING = 5
"""Candidates whose studies and sections are what a question is about."""

_TOPIC_KINDS = frozenset({"condition", "product", "phase"})
_FACT_KINDS = frozenset({"measure", "fact"})
_YES_OR_NO = re.compile(
    r"(?:was|were|did|do|does|is|are|has|have|had|can|could|will|would)\b", re.IGNORECASE
)
_VENUE = re.compile(r"\b(?:19|20)\d\d\s*;")

Topic = Concept | Name


@dataclass(frozen=True, slots=True)
class Held:
    """A candidate with what it holds.

    Attributes:
        topics: Indices of the topics (`topics_of`) that it or its context holds.
        is_near: Whether it is on a study, or in a section, of the best candidates.
    """

    candidate: Candidate
    topics: frozenset[int]
    is_near: bool


def held_by(topics: Sequence[Topic], considered: Sequence[Candidate]) -> tuple[Held, ...]:
    """Return what each candidate holds of `topics`, best candidate first."""
    best = considered[:LEADING]
    studies = {name for each in best for name in each.statement.references}
    sections = {(each.statement.article, each.statement.section) for each in best}

    def is_near(each: Candidate, held: frozenset[int]) -> bool:
        statement = each.statement
        if statement.kind is Kind.FOOTNOTE:  # it cites nothing: it is the study's own
            return len(held) == len(topics)
        return (
            not studies.isdisjoint(statement.references)
            or (statement.article, statement.section) in sections
        )

    found = ((each, subjects_of(each, topics)) for each in considered)
    return tuple(Held(each, held, is_near(each, held)) for each, held in found)


def missing_from(question: ReadQuestion, held: Sequence[Held]) -> tuple[str, ...]:
    """Return what is missing: ids of concepts, "name", "term", "count" or "time"."""
    topics, facts = topics_of(question), facts_of(question)
    missing = [
        _label(topic)
        for i, topic in enumerate(topics)
        if not any(i in each.topics for each in held)
    ]
    missing += _loose_phases(topics, held)
    missing += ["term" for term in question.terms if not _stands(term, held)]
    missing += [fact.id for fact in facts if not _has_fact(fact, question, held, len(topics))]
    missing += _uncounted(question, held)
    missing += _untold_time(question, held)
    return tuple(missing)


def topics_of(question: ReadQuestion) -> list[Topic]:
    """Return the conditions, products, phases and names that must be found again."""
    required = (each for each in question.concepts if each.required)
    return [*(each for each in required if each.kind in _TOPIC_KINDS), *question.names]


def facts_of(question: ReadQuestion) -> list[Concept]:
    """Return the measures and kinds of fact that must be found again."""
    return [each for each in question.concepts if each.required and each.kind in _FACT_KINDS]


def subjects_of(candidate: Candidate, topics: Sequence[Topic]) -> frozenset[int]:
    """Return the indices of the topics that a candidate or its context holds."""
    text = f"{_told(candidate)} {candidate.context} {candidate.passage.breadcrumb}"
    return frozenset(
        i
        for i, topic in enumerate(topics)
        if (
            topic.told.search(text) is not None
            if isinstance(topic, Concept)
            else all(holds(candidate.held, word) for word in topic.words)
        )
    )


def tells(fact: Concept, text: str, bounds: Bounds) -> bool:
    """Tell whether a statement holds a fact; a figure must lie within `bounds`."""
    if fact.value:
        return holds_figure(fact.told, text, bounds)
    return fact.told.search(text) is not None


def _told(candidate: Candidate) -> str:
    """Return a statement's words; a footnote's without its venue, which names fields, not facts.

    A paper in "Arthritis Research" is not thereby about arthritis.
    """
    statement = candidate.statement
    if statement.kind is not Kind.FOOTNOTE:
        return statement.clean
    parts = statement.clean.split(" · ")
    return " · ".join(part for part in parts if not _VENUE.search(part))


def _loose_phases(topics: Sequence[Topic], held: Sequence[Held]) -> Iterator[str]:
    """Yield the trial phases that no candidate holds together with anything else named.

    A phase says which of a study's trials is meant: "phase 3" of another study is not it.
    """
    phases = {
        i for i, topic in enumerate(topics) if isinstance(topic, Concept) and topic.kind == "phase"
    }
    if len(phases) == len(topics):
        return
    for i in sorted(phases):
        told = [each.topics for each in held if i in each.topics]
        if told and not any(each - phases for each in told):
            yield _label(topics[i])


def _stands(term: Name, held: Sequence[Held]) -> bool:
    """Tell whether a technical word stands anywhere near, mistyped perhaps."""
    (word,) = term.words
    return any(holds(each.candidate.held, word) for each in held) or any(
        is_mistyped(word, each.candidate.held) for each in held
    )


def _has_fact(fact: Concept, question: ReadQuestion, held: Sequence[Held], topics: int) -> bool:
    measures = [m for m in facts_of(question) if m.kind == "measure" and not m.value]
    # A figure counts where its statement also tells what was measured.
    beside = measures if fact.value and len(measures) == 1 else []
    for each in held:
        text = each.candidate.statement.clean
        if not each.is_near or not tells(fact, text, question.bounds):
            continue
        if not all(measure.told.search(text) for measure in beside):
            continue
        outdone = any(each.topics < other.topics for other in held)
        if len(each.topics) == topics or not (outdone or fact.joint):
            return True
    return False


def _uncounted(question: ReadQuestion, held: Sequence[Held]) -> Iterator[str]:
    texts = [each.candidate.statement.clean for each in held if each.is_near]
    for wanted in question.wanted:
        if wanted.counted and not any(wanted.told_in(text) for text in texts):
            yield "count"


def _untold_time(question: ReadQuestion, held: Sequence[Held]) -> Iterator[str]:
    """Yield "time" where what fits the subject best is told of other times only."""
    days = question.bounds.days
    if not days or _YES_OR_NO.match(question.text):
        return
    best = [each for each in held if not any(each.topics < other.topics for other in held)]
    texts = (f"{each.candidate.statement.clean} {each.candidate.context}" for each in best)
    if not any(same_time(a, b) for text in texts for b in times_in(text) for a in days):
        yield "time"


def _label(topic: Topic) -> str:
    return topic.id if isinstance(topic, Concept) else "name"

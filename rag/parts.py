"""The parts of a question: what each of several things asked for must be told of.

"How many took part, and how long were they followed?" asks two facts; "compare the autism and the
stroke trial" asks of two subjects. The statement that answers one part may say nothing of the
other, however well it fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from rag.candidates import Candidate
from rag.clauses import Bounds
from rag.concepts import Concept
from rag.missing import Topic, facts_of, subjects_of, tells, topics_of
from rag.question import ReadQuestion

Part = Callable[[Candidate], bool]
"""Tells whether a candidate is on the part."""

_MANY = re.compile(
    r"\b(?:compar\w*|both|each|versus|vs|against|respectively|difference between|which of|agree\w*"
    r"|consisten\w*|contradict\w*|same|stronger|weaker|really|or not|picture|across|two|three"
    r"|completely|established|criteria|reasons?|trials|studies|outcomes|markers|signals)\b"
    r"|\b(?:and|or)\b(?! placebo\b)|\bwhich were which\b",
    re.IGNORECASE,
)
_ALIKE = frozenset({"condition", "product"})


def asks_for_several(question: ReadQuestion) -> bool:
    """Tell whether a question asks for several things, a comparison, or what speaks against it."""
    return _MANY.search(question.text) is not None


def parts_of(question: ReadQuestion) -> list[Part]:
    """Return the parts of a question that asks for several things; none for another."""
    if not asks_for_several(question):
        return []
    facts = facts_of(question)
    topics = topics_of(question)
    parts: list[Part] = []
    subjects = [each for each in topics if not isinstance(each, Concept) or each.kind in _ALIKE]
    if len(subjects) > 1:
        parts += [partial(_on_subject, each, facts, question.bounds) for each in subjects]
    if len(facts) > 1:
        parts += [partial(_tells_fact, each, question.bounds, topics) for each in facts]
    return parts


def _on_subject(
    topic: Topic, facts: Sequence[Concept], bounds: Bounds, candidate: Candidate
) -> bool:
    """Tell whether a candidate is on one subject and tells a fact asked for, if any is."""
    if not subjects_of(candidate, [topic]):
        return False
    text = candidate.statement.clean
    return not facts or any(tells(fact, text, bounds) for fact in facts)


def _tells_fact(
    fact: Concept, bounds: Bounds, topics: Sequence[Topic], candidate: Candidate
) -> bool:
    """Tell whether a candidate tells one fact of a subject asked about, if any is."""
    on_subject = not topics or bool(subjects_of(candidate, topics))
    return on_subject and tells(fact, candidate.statement.clean, bounds)

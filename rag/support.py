"""Is there enough support to answer? A decision with its reason.

Three outcomes: supported; near miss (the library is on the topic, the asked fact is missing);
no support. Nearness alone cannot tell them apart - a near miss is near by its nature - so what
the question names must be found again:

* a name, condition or product must stand in some candidate or in what names its subject;
* a measure or kind of fact must stand in a candidate that is not outdone on the subject: when
  the statement that fits the subject best lacks the fact, a statement about another study that
  has it does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Kind
from rag.candidates import Candidate
from rag.concepts import Concept
from rag.question import Name, ReadQuestion

Verdict = Literal["supported", "near_miss", "no_support"]

# "Is this library about what was asked at all": a weighted sum with a threshold. Chosen on the
# development questions against 800 questions on other diseases (benchmarks/support_fit.py).
WEIGHTS = {"cosine": 2.0, "known": 3.5, "concepts": 2.5, "names": 2.5}
THRESHOLD = 3.6
THRESHOLD_OTHER_LANGUAGE = 2.4
"""For questions that are not in English: few of their words can be known."""
SCORE_PLACES = 4
"""Decimal places of a score: more would differ between machines."""
CONSIDERED = 40
"""Candidates looked through for what the question names."""

_TOPIC_KINDS = frozenset({"condition", "product", "phase"})
_FACT_KINDS = frozenset({"measure", "fact"})
_SHARED_PREFIX = 4
_VENUE = re.compile(r"\b(?:19|20)\d\d\s*;")


@dataclass(frozen=True, slots=True)
class Support:
    """The decision, what was missing, and the candidates that hold all that was asked for.

    It is "supported" exactly when `score` reaches `threshold` and nothing is missing.

    Attributes:
        score: Weighted sum of `nearness`, to 4 decimal places; 0 where nothing was found.
        threshold: The least score that supports an answer in the question's language.
        missing: Ids of concepts, and "name" for each name, that no candidate holds.
        fitting: For each candidate considered, how many of the named things it holds itself.
        on_subject: Ids of the candidates that hold most of the conditions, products, sources
            and names asked about: all candidates when none is named, none when nothing named is
            held. Only these may head an answer.
    """

    verdict: Verdict
    score: float
    threshold: float
    missing: tuple[str, ...]
    fitting: dict[str, int]
    on_subject: frozenset[str] = frozenset()


def decide_support(
    question: ReadQuestion, candidates: Sequence[Candidate], *, english: bool = True
) -> Support:
    """Decide whether `candidates`, best first, support an answer to `question`."""
    threshold = THRESHOLD if english else THRESHOLD_OTHER_LANGUAGE
    if not candidates:
        return Support("no_support", 0.0, threshold, (), {})
    # Rounded before it decides, so that the score shown never contradicts the verdict.
    score = round(_nearness_score(question, candidates), SCORE_PLACES)
    considered = candidates[:CONSIDERED]
    topics: list[Concept | Name] = [
        *(c for c in question.concepts if c.required and c.kind in _TOPIC_KINDS),
        *question.names,
    ]
    facts = [c for c in question.concepts if c.required and c.kind in _FACT_KINDS]
    subjects = [_subjects(candidate, topics) for candidate in considered]
    missing = [_label(topic) for i, topic in enumerate(topics) if not any(i in s for s in subjects)]
    missing += _loose_phases(topics, subjects)
    missing += [fact.id for fact in facts if not _has_fact(fact, considered, subjects, len(topics))]
    fitting = {
        candidate.statement.id: len(subject)
        + sum(bool(fact.told.search(candidate.statement.clean)) for fact in facts)
        for candidate, subject in zip(considered, subjects, strict=True)
    }
    sources = [concept for concept in question.concepts if concept.kind == "source"]
    on_subject = _on_subject(considered, [*topics, *sources])
    if missing:
        on_topic = len(missing) < len(topics) + len(facts) or candidates[0].cosine >= 0.45
        verdict: Verdict = "near_miss" if on_topic else "no_support"
    else:
        verdict = "supported"
    if score < threshold:
        verdict = "no_support"
    return Support(verdict, score, threshold, tuple(missing), fitting, on_subject)


def _on_subject(
    considered: Sequence[Candidate], topics: Sequence[Concept | Name]
) -> frozenset[str]:
    """Return the statements that hold all of `topics`, or as many as any statement does."""
    held = {each.statement.id: len(_subjects(each, topics)) for each in considered}
    most = max(held.values(), default=0)
    if topics and not most:
        return frozenset()
    return frozenset(name for name, count in held.items() if count == most)


def nearness(question: ReadQuestion, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return what tells whether the library is about the question at all.

    `cosine` and `known` are the best of the first three candidates; `concepts` and `names` count,
    up to two each, what the question names and the first candidates hold.
    """
    top = candidates[:3]
    told = " ".join(f"{each.statement.clean} {each.context}" for each in top)
    concepts = sum(
        concept.kind in {"lay", "source"} or bool(concept.told.search(told))
        for concept in question.concepts
    )
    names = sum(
        any(all(_holds(each.held, word) for word in name.words) for each in top)
        for name in question.names
    )
    return {
        "cosine": max(each.cosine for each in top),
        "known": max(each.known for each in top),
        "concepts": float(min(2, concepts)),
        "names": float(min(2, names)),
    }


def _nearness_score(question: ReadQuestion, candidates: Sequence[Candidate]) -> float:
    features = nearness(question, candidates)
    return sum(WEIGHTS[name] * value for name, value in features.items())


def _subjects(candidate: Candidate, topics: Sequence[Concept | Name]) -> frozenset[int]:
    """Return the indices of the topics that a candidate or its context holds."""
    text = f"{_told(candidate)} {candidate.context} {candidate.passage.breadcrumb}"
    return frozenset(
        i
        for i, topic in enumerate(topics)
        if (
            topic.told.search(text) is not None
            if isinstance(topic, Concept)
            else all(_holds(candidate.held, word) for word in topic.words)
        )
    )


def _told(candidate: Candidate) -> str:
    """Return a statement's words; a footnote's without its venue, which names fields, not facts.

    A paper in "Arthritis Research" is not thereby about arthritis.
    """
    statement = candidate.statement
    if statement.kind is not Kind.FOOTNOTE:
        return statement.clean
    parts = statement.clean.split(" · ")
    return " · ".join(part for part in parts if not _VENUE.search(part))


def _holds(held: frozenset[str], word: str) -> bool:
    if word in held:
        return True
    if len(word) <= _SHARED_PREFIX or not word.isalpha():
        return False
    stem = word[: max(_SHARED_PREFIX, len(word) - 3)]
    return any(other.startswith(stem) and abs(len(other) - len(word)) <= 3 for other in held)


def _loose_phases(
    topics: Sequence[Concept | Name], subjects: Sequence[frozenset[int]]
) -> list[str]:
    """Return the trial phases that no candidate holds together with anything else named.

    A phase says which of a study's trials is meant: "phase 3" of another study is not it.
    """
    phases = {
        i for i, topic in enumerate(topics) if isinstance(topic, Concept) and topic.kind == "phase"
    }
    if len(phases) == len(topics):
        return []
    return [
        _label(topics[i])
        for i in phases
        if any(i in each for each in subjects) and not any(i in s and s - phases for s in subjects)
    ]


def _has_fact(
    fact: Concept,
    considered: Sequence[Candidate],
    subjects: Sequence[frozenset[int]],
    topics: int,
) -> bool:
    for candidate, subject in zip(considered, subjects, strict=True):
        if not fact.told.search(candidate.statement.clean):
            continue
        outdone = any(subject < other for other in subjects)
        if len(subject) == topics or not (outdone or fact.joint):
            return True
    return False


def _label(topic: Concept | Name) -> str:
    return topic.id if isinstance(topic, Concept) else "name"

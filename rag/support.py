"""Is there enough support to answer? A decision with its reason.

Three outcomes: supported; near miss (the library is on the topic, the asked fact is missing);
no support. Nearness alone cannot tell them apart - a near miss is near by its nature - so what
the question names must be found again (`rag.missing`). What nothing is missing from is supported
when the library is about it at all: a calibrated probability (`rag.nearness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.candidates import Candidate
from rag.missing import Held, Topic, facts_of, held_by, missing_from, subjects_of, topics_of
from rag.nearness import nearness, nearness_model
from rag.question import ReadQuestion

Verdict = Literal["supported", "near_miss", "no_support"]

SCORE_PLACES = 4
"""Decimal places of a score: more would differ between machines."""
CONSIDERED = 40
"""Candidates looked through for what the question names."""
NEAR_MISS = 0.5
"""Share of the threshold from which a library that holds a thing named is near enough to say so."""
ON_TOPIC = 0.45
"""Cosine of the best candidate from which the library is on the topic, whatever is missing."""


@dataclass(frozen=True, slots=True)
class Support:
    """The decision, what was missing, and the candidates that hold all that was asked for.

    It is "supported" exactly when `score` reaches `threshold` and nothing is missing.

    Attributes:
        score: Probability that the library is about the question (`rag.nearness`), to 4 decimal
            places; 0 where nothing was found.
        threshold: The least score that supports an answer to this question.
        missing: What no candidate holds: ids of concepts, "name" for a name, "term" for another
            technical word, "count" for a figure of what is counted, "time" where everything that
            fits is told of other times.
        on_subject: Ids of the candidates that hold most of the conditions, products, sources
            and names asked about: all candidates when none is named, none when nothing named is
            held. Only these may head an answer.
    """

    verdict: Verdict
    score: float
    threshold: float
    missing: tuple[str, ...]
    on_subject: frozenset[str] = frozenset()


def decide_support(
    question: ReadQuestion,
    candidates: Sequence[Candidate],
    *,
    english: bool = True,
    glossed: bool = False,
) -> Support:
    """Decide whether `candidates`, best first, support an answer to `question`.

    Args:
        question: What was asked.
        candidates: What was found.
        english: Whether it was asked in English.
        glossed: Whether what is read is a gloss of what was asked (`rag.gloss`).
    """
    model = nearness_model()
    threshold = model.least(question.text, english=english, glossed=glossed)
    if not candidates:
        return Support("no_support", 0.0, threshold, ())
    # Rounded before it decides, so that the score shown never contradicts the verdict.
    score = round(model.probability(nearness(question, candidates)), SCORE_PLACES)
    topics = topics_of(question)
    held = held_by(topics, candidates[:CONSIDERED])
    missing = missing_from(question, held)
    sources = [concept for concept in question.concepts if concept.kind == "source"]
    return Support(
        verdict=_verdict(question, held, missing, score / threshold),
        score=score,
        threshold=threshold,
        missing=missing,
        on_subject=_on_subject(held, [*topics, *sources]),
    )


def _verdict(
    question: ReadQuestion, held: Sequence[Held], missing: tuple[str, ...], share: float
) -> Verdict:
    """Return the verdict; `share` is the score as a share of the threshold."""
    if not missing:
        return "supported" if share >= 1 else "no_support"
    named = len(topics_of(question)) + len(facts_of(question))
    on_topic = len(missing) < named or held[0].candidate.cosine >= ON_TOPIC
    is_held = any(each.topics for each in held)
    least = NEAR_MISS if is_held else 1.0
    return "near_miss" if on_topic and share >= least else "no_support"


def _on_subject(held: Sequence[Held], topics: Sequence[Topic]) -> frozenset[str]:
    """Return the statements that hold all of `topics`, or as many as any statement does."""
    counts = {
        each.candidate.statement.id: len(subjects_of(each.candidate, topics)) for each in held
    }
    most = max(counts.values(), default=0)
    if topics and not most:
        return frozenset()
    return frozenset(name for name, count in counts.items() if count == most)

"""Whether a trial runs, has ended or was stopped, and whether its results are out."""

from __future__ import annotations

import re
from typing import Final

from corpus.tiers.status import UNPUBLISHED
from corpus.tiers.words import Concept, Words

RUNNING: Final = "running"
COMPLETED: Final = "completed"
STOPPED: Final = "stopped"
PUBLISHED: Final = "results out"
NO_RESULTS: Final = "no results"

# The trial and its state stand near one another: "38 completed it" is about people.
_TRIAL = r"(?:nct\d{8}|trials?|stud(?:y|ies)|rct|phase[\s-]*[1-4i/ab]+|status|registry|enrol+ment)"
_NEAR = r"[\s:=(|,;)—–-]+(?:\*+)?(?:(?:(?!not\b|never\b)[\w.']+)[\s:(|,)—–-]+){0,4}?"
_RUNS = (
    r"(?:(?:not yet |currently |still |now |actively )?recruiting|enrolling|under ?way|ongoing"
    r"|in[- ]progress|active,? not recruiting|enrolling by invitation)"
)
_ENDS = r"(?:completed|concluded|ended)"
_ENDS_OF_PEOPLE = (
    r"(?! (?:by|the|an?|all|both|in (?:only )?\d+|\d+|with|follow|treatment|every|at least"
    r"|recruit\w*|enrol\w*|dosing|without|screening|out of|phase|cohort|participant|patient"
    r"|subject|pending))"
)
_STOPS = r"(?:terminated|withdrawn|suspended|halted)"
_STOPS_OF_PEOPLE = (
    r"(?! (?:by|from|due to adverse|the|study drug|treatment|because of adverse|drug|medication))"
)
_STATES: Final = tuple(
    (state, Concept(pattern))
    for state, words, unless in (
        (RUNNING, _RUNS, ""),
        (COMPLETED, _ENDS, _ENDS_OF_PEOPLE),
        (STOPPED, _STOPS, _STOPS_OF_PEOPLE),
    )
    for pattern in (
        rf"\b{_TRIAL}\b{_NEAR}{words}\b{unless}",
        rf"\b{words} (?:\S+ ){{0,3}}?{_TRIAL}\b",
    )
)
_OUT: Final = Concept(
    r"\b(?:results?|findings|outcomes?|readouts?|primary (?:endpoint|outcome)s?) (?:were|was|have"
    r" been|has been|are|is) (?:\w+ )?(?:published|reported|posted|presented) (?:in|on|at)\b"
    r"|\bpublished (?:its |the |their |full |primary )*results\b"
    r"|\b(?:results?|findings) published in (?:19|20)\d\d\b",
)
_NEGATED: Final = re.compile(
    r"\b(?:no|not|never|without|until|if|when|once|before|will be|to be|must be)$"
)
_DATED: Final = re.compile(r"\bas of (?P<date>(?:19|20)\d\d(?:-\d\d){0,2})\b")


def states_in(words: Words) -> frozenset[str]:
    """Return the states that `words` give for the one trial they are about."""
    found = set()
    for state, concept in _STATES:
        match = concept.match(words)
        if match and not _NEGATED.search(words.lower[: match.start()].rstrip()):
            found.add(state)
    if UNPUBLISHED.within(words):
        found.add(NO_RESULTS)
    elif _OUT.within(words):
        found.add(PUBLISHED)
    return frozenset(found)


def stated_date(words: Words) -> str:
    """Return the date for which `words` say that they speak ("as of 2026-05"), or ""."""
    found = _DATED.search(words.lower)
    return found["date"] if found else ""


_FINISHED: Final = frozenset({COMPLETED, STOPPED, PUBLISHED})


def states_disagree(first: str, second: str, first_date: str, second_date: str) -> bool:
    """Tell whether two states of one trial cannot both be right.

    A trial moves on, so an earlier "running" or "no results" yields to a later end. Dates are
    compared to the shorter one's precision; "" is a date that is not known.

    Args:
        first: State of one statement.
        second: State of the other.
        first_date: Date the first speaks for.
        second_date: Date the second speaks for.
    """
    pair = {first, second}
    if pair == {COMPLETED, STOPPED}:
        return True
    earlier = pair & {RUNNING, NO_RESULTS}
    later = pair & _FINISHED
    if not (earlier and later) or pair in ({NO_RESULTS, COMPLETED}, {NO_RESULTS, STOPPED}):
        return False
    if pair == {RUNNING, PUBLISHED}:  # interim results come out while a trial runs
        return False
    unfinished, finished = (
        (first_date, second_date) if first in earlier else (second_date, first_date)
    )
    if not unfinished or not finished:
        return unfinished == finished
    shortest = min(len(unfinished), len(finished))
    return unfinished[:shortest] >= finished[:shortest]

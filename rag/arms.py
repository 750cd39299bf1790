"""The other arms of a trial: a result of one arm is never shown without that of another.

"Three infusions did better than placebo" reads as a success until the same page's sentence on two
infusions is read with it. The comparison arm (placebo, control) is part of a result, not an arm
of its own here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.conflicts.results import results_in
from corpus.records import Kind, Statement
from corpus.tiers.words import words_of
from corpus.vocabulary import TIERS

_GROUP: Final = r"(?:groups?|arms?|doses?|cohorts?)"
_TIMES: Final = "one|two|three|four|five|six|single|double|triple|repeat(?:ed)?|multiple"
_COURSE: Final = (
    "dose|infusion|injection|course|cycle|treatment|administration|implant|transfusion|session"
)
# "410 m" is a walk, "50M" and "50 million" are cells: told apart by the capital.
_CELLS: Final = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?) ?(?:M\b|[Mm]illion\b)(?! (?:people|patients|adults|euros?|dollars?"
    r"|USD|EUR))(?!-)"
)
_ARM: Final = re.compile(
    rf"(?<![\w.])(?P<amount>\d+(?:\.\d+)? ?(?:mg|µg|μg|mcg|iu|ml|[×x] ?10[⁰¹²³⁴⁵⁶⁷⁸⁹^]+\d*)"
    rf"(?:(?: cells)?/kg)?)[ -](?:cells )?{_GROUP}\b"
    rf"|\b(?P<times>{_TIMES})[- ](?:{_COURSE})s?\b(?! (?:between|apart|later))"
    r"|\b(?:arm|group|cohort) (?P<letter>[a-e]|[1-6]|i{1,3}|iv)\b"
    r"|\b(?P<level>low|middle|mid|medium|high)(?:er|est)?[- ](?:dose|amount)s?\b"
    rf"|\b(?P<start>early|delayed|late)[- ](?:start|treatment)(?: {_GROUP})?\b"
)
_RESULT: Final = re.compile(
    r"\bposterior probabilit|\bmean difference\b|\bdiffer|\b(?:gained|lost|scored|reached|fell"
    r"|rose|respond|improve|worse|remission|healed)\w*|\d\s?%|\bp\s?[=<>≤≥]"
)
_SAFETY: Final = re.compile(
    r"\b(?:adverse|serious|safety|died|deaths?|antibod\w+|events?|tolerated|hospital\w*"
    r"|infections?|rejection|swelling|unrelated)\b"
)
_GRAVE: Final = {"negative": 0, "null": 1, "mixed": 2}
_OPPOSITE: Final = {
    "positive": frozenset(_GRAVE),
    "na": frozenset(_GRAVE),
    "mixed": frozenset({"negative", "null"}),
    "negative": frozenset({"positive"}),
}


def arms_of(statement: Statement) -> frozenset[str]:
    """Return the treated arms that a statement is about, by its words or else its heading."""
    own = arms_in(statement.clean)
    return own or (arms_in(statement.section[-1]) if statement.section else frozenset())


def arms_in(text: str) -> frozenset[str]:
    """Return the treated arms that a text names."""
    cells = {f"{float(amount):g}m" for amount in _CELLS.findall(text)}
    return frozenset(cells | {arm for found in _ARM.findall(text.lower()) for arm in found if arm})


def reports_arm(statement: Statement) -> bool:
    """Tell whether a statement reports a result of some arm; a footnote tells of all at once."""
    if statement.kind is Kind.FOOTNOTE or not TIERS[statement.tier].outcome_evidence:
        return False
    if not arms_of(statement):
        return False
    return statement.direction != "na" or _RESULT.search(statement.clean.lower()) is not None


def other_arms(
    statement: Statement, others: Sequence[Statement]
) -> Iterator[tuple[Statement, ...]]:
    """Yield what must be read with a result of one arm: results of the others, best first.

    Results for the same measure come before others, adverse ones before good ones; a good result
    on an arm does not stand for its adverse ones. One statement that tells of several arms is
    enough for all of them. Nothing is yielded where `statement` itself reports no arm.

    Args:
        statement: The statement to be shown.
        others: The other statements about its study.
    """
    if not reports_arm(statement):
        return
    told = set(arms_of(statement))
    fitting = [each for each in others if _goes_with(each, statement)]
    for each in sorted(fitting, key=lambda each: _order(each, statement)):
        left = arms_of(each) - told
        if left:
            told |= left
            yield (each, *(one for one in fitting if _is_as_good(one, each, left)))


def _goes_with(other: Statement, statement: Statement) -> bool:
    """Tell whether a result answers another: of one measure, or pointing the other way."""
    if not reports_arm(other) or _is_safety(other) != _is_safety(statement):
        return False
    if _measures(other) & _measures(statement):
        return True
    return other.direction in _OPPOSITE.get(statement.direction, ())


def _order(other: Statement, statement: Statement) -> tuple[bool, int]:
    grave = _GRAVE.get(other.direction, len(_GRAVE))
    return not _measures(other) & _measures(statement), grave


def _is_as_good(one: Statement, best: Statement, arms: frozenset[str]) -> bool:
    return one.id != best.id and one.direction == best.direction and arms <= arms_of(one)


def _is_safety(statement: Statement) -> bool:
    return _SAFETY.search(statement.clean.lower()) is not None


def _measures(statement: Statement) -> frozenset[str]:
    return frozenset(result.measure for result in results_in(words_of(statement.clean)))

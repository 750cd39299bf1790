"""Which way each measure went in which arm, as a statement's clauses say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.conflicts.clauses import clauses_of
from corpus.conflicts.measures import NONE, OPPOSED, measures_in
from corpus.conflicts.scope import arms_in, comparison_in, limits_in, times_in
from corpus.tiers.words import Words

_NOT_IN: Final = re.compile(r"(?:,? but|,? and|,|;)? not (?:in|with|at) (?P<arms>[^.;]+)$")
_GATE: Final = re.compile(
    r"improv|worsen|deterior|increas|rose|higher|greater|raised|elevat|gain|longer|extend|prolong"
    r"|decreas|fell|lower|reduc|declin|drop|fewer|short|chang|differ|benefit|effect"
)
_CUT_NOT_IN: Final = re.compile(r",? but (?=not (?:in|with|at)\b)")
_LONGEST_HEADING: Final = 40
_WORD: Final = re.compile(r"[a-z][a-z-]{3,}")
# Words that every report of a result may hold; the rest tells two results apart.
_COMMON: Final = frozenset(
    "that with from this were been have than then there their also both trial study phase group"
    " groups arms participants patients people adults subjects treated treatment treatments placebo"
    " control controls baseline weeks week months month days year years after over between within"
    " significantly significant statistically compared versus relative mean median difference"
    " differences change changes changed improved improvement increased decreased reduced lower"
    " higher fell rose measured primary secondary outcome endpoint reported showed found observed"
    " level levels score scores test unchanged differ differed improve increase decrease reduce"
    " points percent follow-up randomized randomised receiving received given cells when which"
    " average overall remained authors".split()
)


@dataclass(frozen=True, slots=True)
class Result:
    """One measure's way in one arm.

    Attributes:
        measure: The measure's name in one spelling.
        arm: Amount or arm, or "" where the clause names none.
        effect: "better", "worse", "up", "down" or "no change".
        times: Times named, in days.
        comparison: "within" or "between" groups, "both" or "".
        limits: Words that limit the result to some people, tissue or analysis.
        rest: The clause's other words, which may limit it too.
    """

    measure: str
    arm: str
    effect: str
    times: frozenset[str]
    comparison: str
    limits: frozenset[str]
    rest: frozenset[str]


def results_in(words: Words) -> Iterator[Result]:
    """Yield the results that the clauses of `words` report."""
    text = words.lower
    if not _GATE.search(text):
        return
    heading, colon, _ = text.partition(": ")
    leading = arms_in(heading) if colon and len(heading) < _LONGEST_HEADING else frozenset[str]()
    for clause in clauses_of(_CUT_NOT_IN.sub(", ", text)):
        if _GATE.search(clause):
            yield from _of_clause(clause, leading)


def _of_clause(clause: str, leading: frozenset[str]) -> Iterator[Result]:
    denied = _NOT_IN.search(clause)
    body = clause[: denied.start()] if denied else clause
    found = list(measures_in(body))
    arms = arms_in(body) or leading
    if len(found) > 1 and len(arms) > 1:
        return  # which measure went with which arm cannot be told
    for measure, effect in found:
        yield from _results(measure, effect, arms, body)
        if denied and effect != NONE:
            yield from _results(measure, NONE, arms_in(denied["arms"]) or {"?"}, body)


def _results(
    measure: str, effect: str, arms: frozenset[str] | set[str], clause: str
) -> Iterator[Result]:
    if "?" in arms:  # "but not in men": no arm, and no result for all
        return
    name = set(measure.split())
    rest = frozenset(_WORD.findall(clause)) - _COMMON - name
    for arm in sorted(arms) or [""]:
        yield Result(
            measure,
            arm,
            effect,
            times_in(clause),
            comparison_in(clause),
            limits_in(clause),
            rest,
        )


def results_disagree(first: Result, second: Result) -> bool:
    """Tell whether two results for the same measure and arm cannot both be right.

    Within a group and between groups, at two times, or in two kinds of people, both can. Where
    both name the arm, a time or a comparison that one of them leaves out is taken to be the
    other's; where neither does, no other word may tell them apart.
    """
    effects = {first.effect, second.effect}
    if effects not in OPPOSED and not (NONE in effects and len(effects) == 2):
        return False
    if first.limits != second.limits:
        return False
    if first.arm:
        return _compatible(first.times, second.times) and _compatible(
            first.comparison, second.comparison
        )
    if (first.times, first.comparison) != (second.times, second.comparison):
        return False
    return first.rest <= second.rest or second.rest <= first.rest


def _compatible(first: object, second: object) -> bool:
    return not (first and second) or first == second

"""The phase that a statement gives for its study."""

from __future__ import annotations

import re
from typing import Final

from corpus.tiers.words import Words

_NUMBER = r"(?:[1-4]|iv|i{1,3})"
_PHASE: Final = re.compile(
    rf"\bphase[\s-]*(?P<first>{_NUMBER})(?P<first_letter>[ab])?"
    rf"(?:(?:\s*[/–|-]\s*|\s+and\s+|\s*&\s*|,\s*(?=phase|[1-4i]+ (?:study|trial)))(?:phase[\s-]*)?"
    rf"(?P<second>{_NUMBER})(?P<second_letter>[ab])?)?(?![a-z0-9])"
)
# "Phase 2 signal" or "phase 3 programme" names no trial; "phase 2 trial" or "(phase 2)" does.
_OF_A_TRIAL: Final = re.compile(
    r"^[\s,(]*(?:$|[).;·|]|nct\d{8}|(?:under ?way|ongoing|completed|recruiting)\b"
    r"|(?:[\w-]+[\s,/]+){0,5}?(?:trials?|study|rct|randomi[sz]ed|double-blind|placebo-controlled"
    r"|open-label|single-arm|dose-escalation|crossover)\b)"
)
_PHASES: Final = re.compile(r"\bphases\b")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
# A phase that lies before or behind the study told of.
_ELSEWHERE: Final = re.compile(
    r"\b(?:after|following|toward|towards|before|beyond|based on|supports?|supporting|justif\w+"
    r"|warrant\w*|await\w*|advanc\w+|enter\w*|progress\w+|proceed\w*|mov(?:ed|es|ing)|next|planned"
    r"|planning|future|would|will|could|should|need(?:s|ed)?|required?|requires|reach(?:ed|es)"
    r"|no|not|never|without|lack\w*|absence|extension|ole|sub-?stud\w+"
    r"|post[- ]hoc|pooled|secondary analysis|led to|leading|de-?risk\w*|failed in|unlike|than"
    r"|success\w*|followed by|subsequent\w*|previous\w*|prior|earlier|later|both|two|three"
    r"|program(?:me)?|pipeline|development|stage|equivalent|style)\b",
)
# "from APEX and a phase 2 study": a second study beside the one told of.
_ANOTHER: Final = re.compile(r"\b(?:and|or|from|plus|of) an? (?:[\w-]+ ){0,2}$")
_NEAR: Final = 50
"""Characters on either side of a phase in which such a word moves it to another study."""


def phases_in(words: Words) -> frozenset[str]:
    """Return the phases that `words` state, as "2", "2b" or "1/2"."""
    if "phase" not in words.lower or _PHASES.search(words.lower):
        return frozenset()
    return frozenset(_written(found) for found in _PHASE.finditer(words.lower))


def phase_stated(words: Words) -> str:
    """Return the one phase that `words` give for the study told of, or ""."""
    phases = phases_in(words)
    if len(phases) != 1:
        return ""
    stated = any(_is_of_study(words.lower, found) for found in _PHASE.finditer(words.lower))
    return next(iter(phases)) if stated else ""


def _is_of_study(text: str, found: re.Match[str]) -> bool:
    near = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    other = _ANOTHER.search(text[: found.start()])
    told = _OF_A_TRIAL.match(text[found.end() :])
    return bool(told and not other and not _ELSEWHERE.search(near))


def phases_disagree(first: str, second: str) -> bool:
    """Tell whether two phases cannot both be right: "2" and "2b" can, "2" and "1/2" cannot."""
    left, right = first.split("/"), second.split("/")
    if [part[0] for part in left] != [part[0] for part in right]:
        return True
    return any(
        len(one) == len(other) == 2 and one != other for one, other in zip(left, right, strict=True)
    )


def _written(found: re.Match[str]) -> str:
    first = _ROMAN.get(found["first"], found["first"]) + (found["first_letter"] or "")
    if not found["second"]:
        return first
    second = _ROMAN.get(found["second"], found["second"]) + (found["second_letter"] or "")
    return first if first == second else f"{first}/{second}"

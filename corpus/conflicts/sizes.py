"""How many people a study had, told from the sizes of its arms and subsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.tiers.words import Concept, Words

_COUNT = r"\d{1,3}(?:,\d{3})+|\d+"
_SPELT: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
}
_PEOPLE = (
    r"(?:patients?|participants?|people|persons?|subjects?|adults?|children|volunteers?|men|women"
    r"|individuals|infants)"
)
_BEFORE_PEOPLE = r"(?!(?:of|in|per|to|and|or|the|with|weeks?|months?|years?)\b)[\w'’-]+ "
_SIZE: Final = re.compile(
    rf"(?<![\w.])n\s?[=:]\s?[~≈]?\s?(?P<n>{_COUNT})(?![\d.]*[%\w])"
    r"|\benrol+ment(?: count)?(?: \((?:actual|estimated|anticipated)\))?:?"
    rf" (?P<registered>{_COUNT})\b"
    rf"|(?<![\w.,/=×–-])(?P<people>{_COUNT}|{'|'.join(_SPELT)}) (?:{_BEFORE_PEOPLE}){{0,3}}?"
    rf"{_PEOPLE}\b"
)
_ANY_COUNT: Final = re.compile(rf"(?<![\w.,])(?:{_COUNT})(?![\w%]|[.,]\d)")
_ROLES: Final = (
    ("planned", re.compile(r"\b(?:plan\w*|target\w*|estimat\w*|anticipat\w*|aim\w*|up to|goal"
                           r"|expect\w*|intend\w*|will|would|needed|require\w*)\b")),
    ("screened", re.compile(r"\b(?:screen\w*|assessed for eligib\w*|approached|invited)\b")),
    ("analysed", re.compile(r"\b(?:analy[sz]\w*|complet\w+|evaluable|finish\w*|per[- ]protocol"
                            r"|itt|intention\w*|final|retained|available|included in the)\b")),
    ("treated", re.compile(r"\b(?:treated|received|infused|dosed|implanted|injected|transplanted"
                           r"|given|got)\b")),
    ("randomised", re.compile(
        r"\brandomi[sz]\w*\b(?![\s,]+(?:[\w-]+[\s,]+){0,4}?(?:trial|study|rct|phase|crossover))"
    )),
    ("enrolled", re.compile(r"\b(?:enrol\w*|recruit\w*|entered|includ\w*|compris\w*)\b")),
)  # fmt: skip
# Words that make a number one of a part: an arm, a group, a subset, the people with an event.
_PART: Final = re.compile(
    r"^\W{0,3}(?:/|per\b|each\b|every\b|in (?:each|the|both)\b|\+|and\b|vs\b|versus\b|of (?:the|\d)"
    r"|on (?:placebo|active|drug)\b|with (?:an?|at least|prior|adverse)\b|(?:had|developed|died"
    r"|showed|reported|experienced|withdrew|responded|discontinued|dropped|who)\b|out of\b)"
    r"|^[^.;·()]{0,40}(?:/(?:group|arm|sex|dose|cohort|genotype)|\bper (?:group|arm|dose|cohort"
    r"|sequence)|\beach\b|\b(?:arm|group|cohort)\b)"
)
_PART_BEFORE: Final = re.compile(
    r"(?:\b(?:arm|groups?|cohort|subset|subgroup|placebo|controls?|cases|responders|of whom"
    r"|including|among|one of|some|only|additional|further|other|part \d|each|per|about the"
    r"|of the|stage|both|sub-?stud\w+|quartile|tertile|pilot|pooled|than|every)\W{0,3}(?:\w+\W+)?"
    r"|[+/]\s?)$"
)
_BEFORE = 34
# A statement about a part of a study, whose numbers are those of the part.
_OF_A_PART: Final = Concept(
    r"\bsub-?(?:stud\w+|groups?|sets?|samples?|cohorts?|analys[ei]s)\b|\bpost[- ]?hoc\b"
    r"|\bsecondary analysis\b|\bper[- ]protocol\b|\bnon-?responders?\b|\bswitch(?:ed|ers)\b"
    r"|\badheren(?:t|ce)\b|\bpooled\b|\bancillary\b|\binterim\b|\bbiops(?:y|ies)\b|\bquartiles?\b"
    r"|\bextension\b|\bpart [12ab]\b|\bamong (?:those|the)\b|\bof whom\b|\bdiscovery\b"
    r"|\breplication\b|\bvalidation\b|\bnested\b|\bre-?analysis\b",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size a statement gives for its study as a whole, and every number it could be.

    `role` is "" where the statement does not say at which point the people were counted.
    """

    whole: int
    role: str
    numbers: frozenset[str]


def sizes_in(words: Words) -> Sizes | None:
    """Return the one size that `words` give for a whole study, or None.

    Sizes of arms, groups and subsets are passed by; where several sizes are left, their parts
    and wholes cannot be told apart and there is none.
    """
    if not words.figures and not _PEOPLE_WORD.search(words.lower):
        return None
    if _OF_A_PART.within(words):
        return None
    whole = [
        (_number(found), _role(words.lower, found))
        for found in _SIZE.finditer(words.lower)
        if _is_of_study(words.lower, found) and not _is_part(words.lower, found)
    ]
    values = {number for number, _ in whole}
    if len(values) != 1 or min(values) < _LEAST:
        return None
    roles = {role for _, role in whole}
    numbers = {figure.replace(",", "") for figure in _ANY_COUNT.findall(words.lower)}
    numbers.add(str(whole[0][0]))
    return Sizes(whole[0][0], roles.pop() if len(roles) == 1 else "several", frozenset(numbers))


# A number of people is a study's size where the words tell of a study or of its enrolment.
_OF_A_STUDY: Final = re.compile(
    r"(?:\b(?:trials?|study|rct|series|cohort|experiment)\b(?:[^.;]{0,24}\b(?:of|in|with|on|among"
    r"|enrolled|recruited|included|randomi[sz]ed)\b)?"
    r"|\b(?:enrol|recruit|randomi[sz]|includ|study of|sample of|total of|tested in"
    r"|conducted in)\w*)[^.;]{0,16}$"
)
_THEN_ENROLLED: Final = re.compile(
    r"^[^.;]{0,30}?\b(?:(?:was|were) (?:\w+ )?(?:enrol|recruit|randomi[sz]|includ)\w*"
    r"|took part|participated)"
)
# "n=30" opens a field or a statement, or stands behind a study's name, year or number.
_FIELD: Final = re.compile(r"(?:·|\||;|:)\s*$")
_NAMED: Final = re.compile(
    r"(?:\bet al\.?|\b(?:19|20)\d\d[a-z]?|\bnct\d{8}|\b(?:phase[\s-]*[1-4iab/]+|trial|study|rct"
    r"|people|patients|participants|adults|women|men|children|volunteers|subjects))\W*\(?\s?$"
)
_ROUGHLY: Final = re.compile(
    r"(?:[~≈<>≤≥]\s?|\b(?:about|around|approximately|nearly|almost|roughly|some|over|under|more"
    r" than|fewer than|less than|at least|up to|circa)\s)(?:n\s?[=:]\s?)?$"
)
_PEOPLE_WORD: Final = re.compile(rf"\b{_PEOPLE}\b")
_LEAST = 3
"""Fewer people are rather those with an event than a study."""
_COMPARED: Final = frozenset(
    {("", ""), ("", "enrolled"), ("", "randomised"), ("enrolled", "enrolled"),
     ("randomised", "randomised")}
)  # fmt: skip


def sizes_disagree(first: Sizes, second: Sizes) -> bool:
    """Tell whether two sizes of one study cannot both be right.

    People enrolled, randomised, treated and analysed are counted at different points and never
    disagree; nor does a statement that gives the other's number as well.
    """
    if str(first.whole) in second.numbers or str(second.whole) in first.numbers:
        return False
    return tuple(sorted((first.role, second.role))) in _COMPARED


def _is_of_study(text: str, found: re.Match[str]) -> bool:
    if found["registered"]:
        return True
    before = text[max(0, found.start() - 2 * _BEFORE) : found.start()]
    if found["n"] and (found.start() == 0 or _FIELD.search(before) or _NAMED.search(before)):
        return True
    after = text[found.end() : found.end() + 2 * _BEFORE]
    return bool(_OF_A_STUDY.search(before)) or bool(_THEN_ENROLLED.match(after))


def _is_part(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    after = text[found.end() : found.end() + 2 * _BEFORE]
    rough = _ROUGHLY.search(before) or "~" in found[0] or "≈" in found[0]
    return bool(rough or _PART.match(after) or _PART_BEFORE.search(before))


def _number(found: re.Match[str]) -> int:
    digits = found["n"] or found["registered"] or found["people"]
    return _SPELT.get(digits) or int(digits.replace(",", ""))


def _role(text: str, found: re.Match[str]) -> str:
    near = text[max(0, found.start() - _BEFORE) : found.end() + _BEFORE]
    return next((role for role, pattern in _ROLES if pattern.search(near)), "")

"""What limits a result: the amount given, the time, the people, the comparison."""

from __future__ import annotations

import re
from typing import Final

from corpus.tiers.words import Words

_SPELT: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_ARM: Final = re.compile(
    r"(?<![\w.])(?P<cells>\d+(?:\.\d+)?)\s?(?:m|million)\b(?!-)(?! (?:people|patients|adults|usd))"
    r"|(?<![\w.])(?P<amount>\d+(?:[.,]\d+)?)\s?(?P<unit>mg|µg|μg|mcg|g|iu|ppm|µm|μm|nm|%)"
    r"(?P<per>/(?:kg|day|d|week|wk)(?:/(?:day|d))?)?\b(?! (?:of|increase|decrease|reduction|lower"
    r"|higher|vs))"
    r"|\b(?P<times>one|two|three|four|five|six|single|repeat(?:ed)?|multiple)[- ](?:dose|infusion"
    r"|injection)s?\b"
    r"|\b(?P<level>low|middle|mid|high)(?:er|est)?[- ]dose\b"
    r"|\b(?P<role>placebo|control|sham|untreated|vehicle)(?= (?:group|arm|participants|patients"
    r"|recipients))"
)
_TIME: Final = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:\.\d+)?|" + "|".join(_SPELT) + r")[\s-]?(?P<unit>hours?|h|days?|d"
    r"|weeks?|wks?|months?|mo|years?|yrs?|y)\b(?! (?:old|of age|or older))"
    r"|\b(?P<before>day|week|month|year)\s(?P<place>\d+)\b"
)
_DAYS: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
_NAMED_TIME: Final = re.compile(r"\b\d+-(?:minute|min|metre|meter|m|second|sec)\b")
_WITHIN: Final = re.compile(
    r"\b(?:from|versus|vs\.?|over|compared (?:with|to)) (?:its |their |the )?(?:own )?(?:baseline"
    r"|start|pre-?treatment)\b|\bwithin[- ]group\b|\bchange from\b|\bpre[- ]?(?:to|/)[- ]?post\b"
    r"|\bbefore and after\b"
)
_BETWEEN: Final = re.compile(
    r"\b(?:vs\.?|versus|than|compared (?:with|to)|relative to|over|against|from|to) (?:the |a )?"
    r"(?:matching )?(?:placebo|controls?|sham|vehicle|untreated|usual|standard|comparator)\b"
    r"|\bbetween[- ](?:group|arm)s?\b|\bbetween (?:the )?(?:groups|arms)\b"
    r"|\bplacebo-(?:adjusted|corrected|controlled)\b"
)
_PEOPLE: Final = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|females?|males?|boys|girls|sex|older|younger|aged?|young|old|elderly"
    r"|middle-aged|child(?:ren)?|adults?|carriers?|non-?carriers?|homozygo\w+|heterozygo\w+"
    r"|knock-?out|transgenic|wild-?type|wt|ko|mice|mouse|rats?|dogs?|monkeys?|pigs?|humans?"
    r"|subgroups?|subset|stratum|obese|lean|diabet\w+|overweight|smokers?|responders?"
    r"|per-protocol|pp|itt|intention-to-treat|completers|overall|pooled|exploratory|post[- ]hoc"
    r"|adherent|baseline|strains?|cohort|sites?)\b"
)
_TISSUE: Final = re.compile(
    r"\b(?:serum|plasma|blood|urine|urinary|csf|brain|hippocamp\w+|cort(?:ex|ical)|liver|hepatic"
    r"|muscles?|skeletal|kidney|renal|heart|cardiac|lung|skin|dermal|bone|spine|hip|neck|femoral"
    r"|lumbar|fat|adipose|visceral|subcutaneous|gut|colon|intestin\w+|intracellular|b-cells?"
    r"|t-cells?|cells?|fibroblasts?|in vitro|fasting|post-?prandial|peripheral|central|left"
    r"|right|knee|arm|leg)\b"
)


def arms_in(clause: str) -> frozenset[str]:
    """Return the amounts and arms that a lower-case clause names, in one spelling."""
    return frozenset(_arm(found) for found in _ARM.finditer(clause))


def same_arm(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether two sets of arms may mean the same people.

    "Single dose" and "20 million" measure different things, so neither excludes the other.
    """
    amounts = [{arm for arm in arms if arm[0].isdigit()} for arms in (first, second)]
    names = [set(arms) - amount for arms, amount in zip((first, second), amounts, strict=True)]
    if all(amounts):
        return bool(amounts[0] & amounts[1])
    return any(amounts) or not all(names) or bool(names[0] & names[1])


def _arm(found: re.Match[str]) -> str:
    if found["cells"]:
        return f"{float(found['cells']):g}m"
    if found["amount"]:
        return found["amount"].replace(",", "") + found["unit"] + (found["per"] or "")
    return found["times"] or found["level"] or found["role"]


def times_in(clause: str) -> frozenset[str]:
    """Return the times that a lower-case clause names, in days."""
    plain = _NAMED_TIME.sub(" ", clause)
    return frozenset(f"{_days(found):.0f}" for found in _TIME.finditer(plain))


def longest_days(words: Words) -> float | None:
    """Return the longest time that `words` name, in days, or None."""
    if not words.figures and not any(word in words.lower for word in ("week", "month", "year")):
        return None
    plain = _NAMED_TIME.sub(" ", words.lower)
    return max((_days(found) for found in _TIME.finditer(plain)), default=None)


def _days(found: re.Match[str]) -> float:
    if found["before"]:
        return float(found["place"]) * _DAYS[found["before"][0]]
    number = _SPELT.get(found["number"]) or float(found["number"])
    return number * _DAYS[found["unit"][0]]


def comparison_in(clause: str) -> str:
    """Return "within" or "between" groups as a lower-case clause says it, "both" or ""."""
    within, between = _WITHIN.search(clause), _BETWEEN.search(clause)
    if within and between:
        return "both"
    return "within" if within else "between" if between else ""


def limits_in(clause: str) -> frozenset[str]:
    """Return the words of a lower-case clause that limit it to some people, tissue or analysis."""
    return frozenset(_PEOPLE.findall(clause)) | frozenset(_TISSUE.findall(clause))

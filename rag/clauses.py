"""The clause that a figure stands in: its time and its arm belong to it, not to its neighbours.

"Remission at 24 weeks was better than with placebo; >50% kept it at 52 weeks" gives no percentage
for week 24, although both stand in one sentence. A table row is read the same way: each cell is a
clause that begins with its column's header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rag.arms import arms_in

SAME_TIME: Final = 0.08
"""Two times this near, as a share of the longer, are one: 24 weeks and 6 months, 52 and a year."""

_BREAK: Final = re.compile(r";\s|(?<=[\w)%])\.\s+(?=[A-Z(])|\s[|]\s")
_DAYS: Final = {"day": 1.0, "week": 7.0, "wk": 7.0, "month": 30.4, "mo": 30.4, "year": 365.0,
                "yr": 365.0}  # fmt: skip
_COUNTS: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
} | {"a": 1, "eighteen": 18, "twenty-four": 24}
_UNIT: Final = r"(?P<unit{n}>day|week|wk|month|mo|year|yr)s?"
_NUMBER: Final = rf"(?P<number{{n}}>\d+(?:\.\d+)?|{'|'.join(map(re.escape, _COUNTS))})"
_TIME: Final = re.compile(
    rf"\b{_NUMBER.format(n=1)}[\s-]{_UNIT.format(n=1)}\b(?![\s-](?:old|of age))"
    rf"|\b{_UNIT.format(n=2)}[\s-](?P<number2>\d+)\b",
    re.IGNORECASE,
)
# What is asked at a time, and not for how long or how often.
_ASKED_AT: Final = re.compile(
    r"\b(?:at|after|by|within|on|until|to)\s+(?:the\s+)?$|^\s*(?:later|after(?:wards)?|on|survival"
    r"|overall|response|follow-up|result)\b",
    re.IGNORECASE,
)
# "Superior to placebo by 5%" is no figure of the placebo group; "71.9% versus 46.7%" has one.
_CONTROLS: Final = r"(?:placebo|controls?|sham|comparison|untreated)"
_ASKED_CONTROL: Final = re.compile(
    rf"\b{_CONTROLS}[\s-](?:patients?|people|participants?|groups?|arms?|recipients?|children|adults)"
    r"\b|\b(?:on|given|got|received) (?:a |the )?(?:placebo|sham)\b",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile(rf"\b{_CONTROLS}\b", re.IGNORECASE)
_COMPARED: Final = re.compile(
    rf"\b(?:vs\.?|versus|than|to|over|against|from|with|beat) (?:the |a )?{_CONTROLS}\b",
    re.IGNORECASE,
)
_BASELINE: Final = re.compile(
    r"\b(?:baseline|began|start(?:ing|ed)?|before (?:treatment|surgery|the)|at entry)\b",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"[a-z]+[\s-]\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a question holds a figure to.

    Attributes:
        days: The times it asks about, in days.
        arms: The arms it asks about (`rag.arms`).
        control: Whether it asks about those who got no cells.
    """

    days: tuple[float, ...] = ()
    arms: frozenset[str] = frozenset()
    control: bool = False

    def meets(self, clause: str, told: re.Pattern[str]) -> bool:
        """Tell whether a figure of a clause may be the one: it names no other time or arm.

        Args:
            clause: One that holds the figure.
            told: Finds such figures.
        """
        times = times_in(clause)
        if self.days and times and not any(same_time(a, b) for a in self.days for b in times):
            return False
        if self.days and not times and _BASELINE.search(clause):
            return False
        if self.control and not _tells_of_control(clause, told):
            return False
        arms = arms_in(clause) if self.arms else frozenset()
        return not arms or bool(arms & self.arms)


def bounds_of(question: str) -> Bounds:
    """Return the times and arms that a question names."""
    days = tuple(_days(found) for found in _TIME.finditer(question) if _is_moment(question, found))
    return Bounds(days, arms_in(question), _ASKED_CONTROL.search(question) is not None)


def clauses(text: str) -> Iterator[str]:
    """Yield the clauses of a statement: parts between semicolons and full stops, or cells."""
    return (part for part in _BREAK.split(text) if part.strip())


def holds_figure(told: re.Pattern[str], text: str, bounds: Bounds) -> bool:
    """Tell whether `text` has a figure that `told` finds in a clause within `bounds`."""
    return any(told.search(clause) and bounds.meets(clause, told) for clause in clauses(text))


def _tells_of_control(clause: str, told: re.Pattern[str]) -> bool:
    if not _CONTROL.search(clause):
        return False
    return not _COMPARED.search(clause) or len(told.findall(clause)) > 1


def times_in(text: str) -> tuple[float, ...]:
    """Return the times that a text names, in days; ages are none."""
    return tuple(_days(found) for found in _TIME.finditer(text))


def same_time(one: float, other: float) -> bool:
    """Tell whether two times in days are the same, however they are counted."""
    return abs(one - other) <= SAME_TIME * max(one, other)


def _is_moment(text: str, found: re.Match[str]) -> bool:
    if _NUMBERED.fullmatch(found[0]):
        return True
    before, after = text[: found.start()], text[found.end() :]
    return _ASKED_AT.search(before) is not None or _ASKED_AT.match(after) is not None


def _days(found: re.Match[str]) -> float:
    number = (found["number1"] or found["number2"]).lower()
    unit = (found["unit1"] or found["unit2"]).lower()
    return float(_COUNTS.get(number, 0) or number) * _DAYS[unit]

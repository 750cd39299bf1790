"""The registry's own terms, brought into the words of the product: status, phase, design, dates.

Terms are those of the ClinicalTrials.gov data element definitions, in the spelling of the flat
export ("Active, not recruiting") and of its interface ("ACTIVE_NOT_RECRUITING").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Status:
    """A status of the registry: its words, and the value of `Reference.status` it stands for."""

    words: str
    status: str


STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        # Planned, running or halted: nothing has been found yet.
        "not yet recruiting": Status("Not yet recruiting", "ongoing"),
        "recruiting": Status("Recruiting", "ongoing"),
        "enrolling by invitation": Status("Enrolling by invitation", "ongoing"),
        "active not recruiting": Status("Active, not recruiting", "ongoing"),
        "suspended": Status("Suspended", "ongoing"),
        # Ended as planned, which says nothing about what was found.
        "completed": Status("Completed", "completed"),
        # Stopped for good: after the first participant (terminated), or before (withdrawn).
        "terminated": Status("Terminated", "withdrawn"),
        "withdrawn": Status("Withdrawn", "withdrawn"),
        # The registry itself does not know, or does not tell.
        "unknown status": Status("Unknown status", ""),
        "unknown": Status("Unknown status", ""),
        "withheld": Status("Withheld", ""),
        # Access outside trials: no status of a study, and no approval by a named regulator.
        "available": Status("Available", ""),
        "temporarily not available": Status("Temporarily not available", ""),
        "no longer available": Status("No longer available", ""),
        "approved for marketing": Status("Approved for marketing", ""),
    }
)
"""Status by its words in lower case without punctuation. The words are kept beside the value."""

_STUDY_TYPES: Final = {
    "interventional": "Interventional",
    "observational": "Observational",
    "observational patient registry": "Observational",
    "expanded access": "Expanded Access",
}
_ALLOCATIONS: Final = {
    "randomized": "Randomized",
    "randomised": "Randomized",
    "non randomized": "Non-Randomized",
    "non randomised": "Non-Randomized",
    "nonrandomized": "Non-Randomized",
    "na": "N/A",
    "n a": "N/A",
    "not applicable": "N/A",
}
_TERM: Final = re.compile(r"[^a-z0-9]+")
_PHASE: Final = re.compile(r"(?:early)?phase(iv|i{1,3}|[0-4])[abc]?")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NO_PHASE: Final = frozenset({"", "na", "notapplicable", "none"})
_OPEN: Final = re.compile(r"\bopen\b|^none\b", re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november"
        " december".split(),
        1,
    )
}
_WRITTEN: Final = re.compile(r"([A-Za-z]+) (?:(\d{1,2}), )?(\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:T.*)?")
_DAYS: Final = 31


def term(words: str) -> str:
    """Return `words` in lower case with blanks for all that is no letter or digit."""
    return _TERM.sub(" ", words.lower()).strip()


def status_of(words: str) -> Status | None:
    """Return the status that the registry's `words` stand for, or None for unknown ones."""
    return STATUSES.get(term(words))


def study_type_of(words: str) -> str:
    """Return "Interventional", "Observational", "Expanded Access" or ""."""
    return _STUDY_TYPES.get(term(words), "")


def allocation_of(words: str) -> str:
    """Return "Randomized", "Non-Randomized", "N/A" or ""."""
    return _ALLOCATIONS.get(term(words), "")


def phases_of(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the phases stated, "1" to "4" in order; None when `words` are not understood.

    "Early Phase 1" counts as phase 1, as the registry has called it since it gave up "Phase 0".
    """
    found: set[str] = set()
    for one in words:
        compact = term(one).replace(" ", "")
        if _PHASE.sub("", compact) not in _NO_PHASE:
            return None
        found.update(_ROMAN.get(phase, phase) for phase in _PHASE.findall(compact))
    return tuple(sorted(found))


def is_open_label(masking: str) -> bool:
    """Tell whether the registry's words on masking say that nobody was blinded."""
    return _OPEN.search(masking.strip()) is not None


def iso_date(words: str) -> str:
    """Return a date as "2005-04-27", or "2005-04" where no day is stated; "" for no date."""
    if match := _WRITTEN.fullmatch(words.strip()):
        month = _MONTHS.get(match[1].lower(), 0)
        year, day = match[3], match[2]
    elif match := _ISO.fullmatch(words.strip()):
        month = int(match[2])
        year, day = match[1], match[3]
    else:
        return ""
    if not 1 <= month <= len(_MONTHS) or (day and not 1 <= int(day) <= _DAYS):
        return ""
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


def is_before(first: str, second: str) -> bool:
    """Tell whether ISO date `first` lies before `second`, as far as both are stated."""
    length = min(len(first), len(second))
    return length > 0 and first[:length] < second[:length]

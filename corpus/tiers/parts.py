"""The parts of a paper or a registry record, told by their headings."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final


class Part(Enum):
    """The part of a paper or record in which a statement stands."""

    RESULTS = "results"
    ABSTRACT = "abstract"
    METHODS = "methods"
    CONCLUSION = "conclusion"
    DISCUSSION = "discussion"
    INTRODUCTION = "introduction"
    ELIGIBILITY = "eligibility"
    OTHER = "other"


_NUMBERED: Final = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+")
_PARTS: Final = tuple(
    (part, re.compile(pattern, re.IGNORECASE))
    for part, pattern in (
        (
            Part.ELIGIBILITY,
            (
                r"\beligib|\b(?:inclusion|exclusion|entry) criteri"
                r"|^(?:[\w-]+ )?(?:inclusion|exclusion)$|\bselection criteria\b"
                r"|\bselection of (?:patients|participants|subjects)\b"
                r"|^(?:patient|participant|subject) selection\b"
            ),
        ),
        (Part.ABSTRACT, r"^(?:methods?(?:olog\w+)? (?:and|&|/) results|abstract|synopsis)\b"),
        (
            Part.METHODS,
            (
                r"\bmethods?\b|\bmethodology\b|^materials\b|\bexperimental (?:section|procedures?"
                r"|design)\b|^(?:study|trial) design\b|^(?:registered )?plan\b|^planned\b|^arms\b"
                r"|^registry entry\b|^statistic"
            ),
        ),
        (
            Part.RESULTS,
            (
                r"^(?:[\w-]+ ){0,2}(?:results?|findings)\b|^outcomes?\b"
                r"|^case (?:presentation|report|description|series)|^(?:case|patient) \d"
            ),
        ),
        (
            Part.CONCLUSION,
            (
                r"^(?:[\w-]+ ){0,2}conclusions?\b|^interpretation\b"
                r"|^(?:key|main) (?:points|messages)|^highlights\b|^what is new\b"
                r"|^significance\b|^in brief\b"
            ),
        ),
        (
            Part.DISCUSSION,
            (r"\bdiscussion\b|^comments?\b|\bperspectives?\b|\bimplications?\b|\blimitations?\b"),
        ),
        (
            Part.INTRODUCTION,
            (
                r"^(?:general )?introduction\b|^back ?ground\b|^rationale\b|^context\b|^aims?\b"
                r"|^objectives?\b|^purpose\b|^importance\b|^hypothes|^summary\b|^brief summary\b"
                r"|^(?:detailed )?description\b"
            ),
        ),
    )
)


@lru_cache(maxsize=4096)
def part_of(section: tuple[str, ...]) -> Part:
    """Return the part of a paper that `section` is: its outermost telling heading decides.

    Under an abstract the nearest one does; whom a study admits is told by any of them.
    """
    parts = [_part_of_heading(heading) for heading in section]
    if Part.ELIGIBILITY in parts:
        return Part.ELIGIBILITY
    telling = [part for part in parts if part is not Part.OTHER]
    if not telling:
        return Part.OTHER
    return telling[-1] if telling[0] is Part.ABSTRACT else telling[0]


@lru_cache(maxsize=4096)
def _part_of_heading(heading: str) -> Part:
    bare = _NUMBERED.sub("", heading.strip())
    return next((part for part, pattern in _PARTS if pattern.search(bare)), Part.OTHER)

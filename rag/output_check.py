"""The check of every statement that leaves: no advice, no promise, no markup, no instruction.

It runs on our own words and on quoted source sentences alike, in every mode. On a quote,
promissory wording asks for a caveat; advice, referrals, markup and instructions drop it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Span
from corpus.screening.characters import laid_bare
from corpus.screening.prompts import find_prompts
from rag.output_patterns import (
    AIM,
    AIMABLE,
    CLAIM,
    DENIABLE,
    DENIAL,
    DENIAL_BEHIND,
    PATTERNS,
    RECORDED,
    REGULATORY,
    TERMS,
    VISIT,
    VISITED,
    Severity,
)

__all__ = ["MAX_LENGTH", "Finding", "Severity", "caveats_of", "check_output", "may_leave"]

#: Longest text checked in one piece; a statement beyond it is not a sentence.
MAX_LENGTH = 20_000
_CAVEAT = {"group-advice": "author-judgement"}
"""The caveat that a quoted finding brings; "promissory-language" where none is named."""
_REACH = 90
"""Characters before and behind a wording in which what denies it is looked for."""
_DENIED_WITHIN = frozenset({"group-advice", "candidate-language", "recommended-dose"})
_NO = re.compile(r"^(?!.*\b(?:should|ought)\b).*\b(?:no|not|never|nor|neither)\b", re.IGNORECASE)
_REFUSAL = re.compile(r"\b(?:cannot|can't|does not) (?:\w+,? ){0,5}$")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One wording that may not leave as it is.

    Attributes:
        code: Stable name, for example "second-person-advice" or "promissory-language".
        severity: "drop" (leave the statement out) or "caveat" (attribute it and say so).
        span: Where in the checked text.
    """

    code: str
    severity: Severity
    span: Span


def check_output(text: str, *, quoted: bool) -> tuple[Finding, ...]:
    """Find the wording in one statement that may not leave as it is.

    Args:
        text: One statement, plain text, at most `MAX_LENGTH` characters.
        quoted: True for a verbatim quote of a source; then promissory wording is a caveat. Our
            own or generated words with any finding are to be dropped.

    Returns:
        Findings in order of their place; empty when the statement may leave.

    Raises:
        ValueError: The text is longer than a statement can be.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"not a statement: {len(text)} characters, at most {MAX_LENGTH}")
    lowered = text.lower()
    findings = [
        Finding(code, severity if quoted else "drop", Span(match.start(), match.end()))
        for code, severity, words, pattern in PATTERNS
        if any(word in lowered for word in words)
        for match in pattern.finditer(text)
        if not _excused(code, text, match)
    ]
    findings += _instructions(text)
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))


def _instructions(text: str) -> Iterable[Finding]:
    """Find what speaks to a program: the build has refused it already, generated text has not."""
    for start, end in find_prompts(text):
        yield Finding("instruction-like", "drop", Span(start, end))
    if not text.isascii() and (bare := laid_bare(text)) != text and find_prompts(bare):
        yield Finding("instruction-like", "drop", Span(0, len(text)))


def _excused(code: str, text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 24) : match.end() + 24]
    if code in DENIABLE and TERMS.search(near):
        return True
    sentence = _sentence(text, match)
    if code == "second-person-advice" and REGULATORY.search(sentence):
        return True
    if code == "group-advice" and RECORDED.search(sentence):
        return True
    before = text[: match.start()][-_REACH:]
    if code == "clinic-referral" and (
        (VISITED.match(match[0]) and VISIT.search(sentence)) or _REFUSAL.search(before)
    ):
        return True
    if code in _DENIED_WITHIN and _NO.search(match[0]):
        return True
    if code in DENIABLE and (
        DENIAL.search(before) or DENIAL_BEHIND.match(text[match.end() :][:_REACH])
    ):
        return True
    return code in AIMABLE and bool(CLAIM.search(match[0]) and AIM.search(before))


def _sentence(text: str, match: re.Match[str]) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= match.start()), default=0)
    end = min((end for end in ends if end >= match.end()), default=len(text))
    return text[start:end]


def caveats_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the ids of the caveats that a quote with these findings is shown with, each once."""
    return tuple(
        dict.fromkeys(_CAVEAT.get(finding.code, "promissory-language") for finding in findings)
    )


@lru_cache(maxsize=16384)
def may_leave(text: str, *, quoted: bool) -> bool:
    """Tell whether the statement may be shown, with a caveat or without.

    Remembered: the same statements are near many questions.
    """
    return all(finding.severity != "drop" for finding in check_output(text, quoted=quoted))

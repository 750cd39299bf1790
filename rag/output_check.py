# ruff: noqa: ISC004 - a pattern is read as one line or as adjacent pieces
"""The check of every statement that leaves: no advice, no promise, no markup, no instruction.

It runs on our own words and on quoted source sentences alike, in every mode. On a quote,
promissory wording asks for a caveat; advice, referrals, markup and instructions drop it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.records import Span

Severity = Literal["drop", "caveat"]

#: Longest text checked in one piece; a statement beyond it is not a sentence.
MAX_LENGTH = 20_000


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


_TREATMENT = (
    r"(?:mscs?|(?:stem |cord |stromal )?cells?|infusions?|injections?|treatments?|therap(?:y|ies)|"
    r"medications?|medicines?|meds|steroids?|drugs?|doses?|tablets?|pills?|exosomes?|"
    r"supplements?|lomecel\S*|ryoncil|alofisel|darvadstrocel|remestemcel\S*|prednis\w+|levodopa)"
)
_MODAL = r"(?:should|must|need to|ought to|have to|had better|may want to|might want to|can safely)"
_ACT = (
    r"(?:take|stop|start|try|get|receive|use|choose|consider|ask for|avoid|increase|reduce|"
    r"continue|switch|undergo|have|skip|inject|book|seek)"
)

_SOURCES: tuple[tuple[str, Severity, str], ...] = (
    ("second-person-advice", "drop", rf"\byou(?:r \w+)? (?:\w+ )?{_MODAL}\b"),
    (
        "second-person-advice",
        "drop",
        r"\b(?:i|we)(?: would|'d)? (?:strongly |highly )?"
        r"(?:recommend|advise|suggest|urge|encourage)(?: that)? "
        rf"(?:you|taking|getting|trying|starting|stopping|using|{_TREATMENT})\b",
    ),
    (
        "second-person-advice",
        "drop",
        r"\b(?:recommended|right|best|suitable|safe|appropriate|ideal|perfect) (?:option )?"
        r"for you\b",
    ),
    (
        "second-person-advice",
        "drop",
        r"\byou (?:will|would|can|could|may) (?:benefit|improve|recover|be (?:cured|healed))\b",
    ),
    (
        "treatment-imperative",
        "drop",
        rf"(?:^|[.!?;:]\s+|,\s+so\s+|\bplease )(?:{_ACT}|discontinue|taper|administer|combine|"
        rf"quit|infuse|double|halve|replace)\s+(?:\w+\s+){{0,4}}?{_TREATMENT}\b",
    ),
    (
        "recommended-dose",
        "drop",
        r"\b(?:recommended|advised|suggested|correct|right|ideal) "
        r"(?:\w+ )?(?:dose|dosage|dosing|regimen|amount)\b(?! ?-?(?:finding|escalation))",
    ),
    (
        "recommended-dose",
        "drop",
        r"\b(?:doses?|dosage|regimen|amounts?) (?:is|are|of [^.;]{1,40} (?:is|are)) recommended\b",
    ),
    (
        "candidate-language",
        "drop",
        r"\b(?:you|he|she|they) (?:are|is|may be|might be|would be|could be|'re) (?:an? )?"
        r"(?:\w+ )?candidates?\b",
    ),
    (
        "candidate-language",
        "caveat",
        r"\b(?:good|ideal|excellent|suitable|perfect|right|strong) candidates? for "
        r"(?!further|future|study|testing|research|a trial)",
    ),
    (
        "promissory-language",
        "caveat",
        r"\b(?:breakthroughs?|miracles?|miraculous|game[- ]?chang\w+|revolutionary|"
        r"life[- ]changing|promising|cutting[- ]edge|wonder (?:drug|cure)|guaranteed|"
        r"proven (?:cure|results)|world[- ]class|unprecedented)\b",
    ),
    (
        "promissory-language",
        "caveat",
        r"\b(?:cures?|cured|curing|guarantees?|reverses? (?:ag(?:e?ing)|disease)|"
        r"restores? youth|heals?)\b(?! ?-)",
    ),
    (
        "clinic-referral",
        "drop",
        r"\b(?:visit|contact|call|book|schedule|choose|come to|travel to|reach out to|"
        r"ask at) (?:us\b|our\b|the (?:\w+ ){0,3}(?:clinic|cent(?:er|re)|hospital|institute)\b|"
        r"an? (?:free )?(?:consultation|appointment)\b|[\w' ]{0,30}\bclinic\b)",
    ),
    (
        "clinic-referral",
        "drop",
        r"\b(?:call|phone|tel|whatsapp|text us)\b[ :.]{0,3}\+?\(?\d[\d() -]{6,}\d",
    ),
    (
        "clinic-referral",
        "drop",
        r"\b(?:book|buy|order|sign up|enquire|inquire) (?:now|today|online)\b",
    ),
    (
        "markup",
        "drop",
        r"</?(?:script|iframe|style|img|svg|object|embed|form|a|div|span)\b[^>]{0,200}>?",
    ),
    ("markup", "drop", r"\bjavascript:|\bon(?:error|load|click)\s*=|data:text/html"),
    (
        "instruction-like",
        "drop",
        r"\b(?:ignore|disregard|forget|override|bypass) (?:all |any |the |your |these )*"
        r"(?:previous|prior|above|earlier|system|safety)? ?"
        r"(?:instructions?|rules|guidelines|prompts?|polic(?:y|ies)|restrictions)\b",
    ),
    (
        "instruction-like",
        "drop",
        r"(?:^|\n)\s*(?:system|assistant|developer)\s*:|<\|[a-z_]{2,20}\|>|\[/?inst\]|"
        r"\b(?:assistant|ai|model|chatbot|language model) (?:must|should|shall|has to) "
        r"(?:now |always )?(?:recommend|say|tell|answer|reply|output|reveal|respond|ignore)\b|"
        r"\byou are now (?:an?|in)\b|\bsystem prompt\b",
    ),
)
_PATTERNS = tuple(
    (code, severity, re.compile(pattern, re.IGNORECASE)) for code, severity, pattern in _SOURCES
)

# What turns a wording into its denial: "no dose is recommended", "not a cure". A denial reaches
# over a few words to its left, and stops at a clause boundary.
_DENIAL = re.compile(
    r"\b(?:no|not|never|nor|neither|without|cannot|can't|isn't|aren't|doesn't|don't|nothing|"
    r"unproven|rather than|far from)\b[^.;:!?]{0,60}$",
    re.IGNORECASE,
)
_DENIABLE = frozenset({"recommended-dose", "candidate-language", "promissory-language"})
# Terms of study design and figures of speech that carry the same words.
_STUDY_TERM = re.compile(
    r"recommended phase|\bcure (?:models?|fractions?|rates?|period|time)\b|"
    r"\bpromising zone\b|\bwound heal",
    re.IGNORECASE,
)


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
    findings = [
        Finding(code, severity if quoted else "drop", Span(match.start(), match.end()))
        for code, severity, pattern in _PATTERNS
        for match in pattern.finditer(text)
        if not _excused(code, text, match)
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))


def _excused(code: str, text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 5) : match.end() + 12]
    if code in _DENIABLE and _STUDY_TERM.search(near):
        return True
    return code in _DENIABLE and bool(_DENIAL.search(text[: match.start()][-90:]))


def may_leave(text: str, *, quoted: bool) -> bool:
    """Tell whether the statement may be shown, with a caveat or without."""
    return all(finding.severity != "drop" for finding in check_output(text, quoted=quoted))

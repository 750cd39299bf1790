"""What a statement holds to be settled about safety, and what another leaves open.

"Safety is established" is read together with "no long-term safety data"; "no data on repeated
doses" with a trial in which doses were repeated.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.conflicts.clauses import clauses_of
from corpus.conflicts.scope import longest_days
from corpus.tiers.words import Words, words_of

SETTLED: Final = "safety settled"
OPEN: Final = "long-term safety open"
NOT_REPEATED: Final = "no repeat-dose data"
REPEATED: Final = "doses repeated"

# Settled without a limit: "established in adults" or "at this dose" claims less.
_SETTLED: Final = re.compile(
    r"\bsafety (?:profile )?(?:is|was|has been|seems|remains) (?:now |well |firmly |clearly "
    r"|already |fully )*(?:established|proven|settled|confirmed|demonstrated|not in doubt)\b"
    r"(?! (?:in|at|for|by|over|only|up|to|through|from|with|as|when|within|among|via|on))"
    r"|\b(?:well[- ])?established safety\b(?! (?:in|at|for|limit|threshold|margin|data|concern))"
    r"|\b(?:is|are) (?:proven|known) (?:to be )?safe\b(?! (?:in|at|for|up|only|when|over))"
)
_OPEN: Final = re.compile(
    r"\bno (?:\w+ ){0,2}?(?:long[- ]term|chronic|chronic-dosing) (?:[\w-]+ ){0,2}?(?:safety |"
    r"follow-?up )(?:\w+ )?(?:data|evidence|information|studies|trials)?"
    r"|\blong[- ]term (?:\w+ ){0,2}?safety (?:\w+ ){0,3}?(?:is|are|remains?|has|have) (?:still "
    r"|largely |currently )*(?:unknown|not (?:known|established|been)|untested|unproven"
    r"|unestablished|open|uncertain|absent|lacking|unclear)\b"
    r"|\bsafety (?:\w+ )?(?:is|are|has|remains?) (?:still |yet )*(?:not (?:yet )?(?:been )?"
    r"(?:established|known|proven|shown)|unknown|unproven|unestablished)\b"
    r"|\bsafety established long-?term\?[^.]{0,24}\bno\b|\bno data beyond \d+ (?:months?|years?)\b"
)
_DENIED: Final = re.compile(r"\b(?:not|no|never|yet|whether|if|until|unless|before|once|without)\b")
_QUOTED: Final = ("\u201c", '"', "\u2018", "'")
_NOT_REPEATED: Final = re.compile(
    r"\b(?:no|without) (?:[\w-]+ ){0,3}?(?:repeat(?:ed)?|multiple)[- ](?:dos\w+|infusions?"
    r"|injections?|administration) (?:\w+ ){0,3}?(?:data|trials?|stud(?:y|ies)|evidence)\b"
    r"|\b(?:repeat(?:ed)?|multiple)[- ](?:dos\w+|infusions?|injections?|administration)"
    r" (?:\w+ ){0,3}?(?:data|evidence|safety|trials?) (?:\w+ )?(?:is|are|remains?|has|have) "
    r"(?:\w+ )?(?:absent|lacking|missing|not|unknown|unavailable)\b"
    r"|\brepeat(?:ed)?[- ](?:dosing|doses|infusions?) (?:has|have) (?:not|never) been\b"
)
_REPEATED: Final = re.compile(
    r"\b(?:two|three|four|five|six|[2-9]|repeated|multiple|monthly|weekly) (?:[\w×⁰-⁹-]+ ){0,3}?"
    r"(?:infusions|injections|doses|administrations|implantations)\b"
)
_FOLLOWED: Final = re.compile(
    r"\bfollow(?:ed|-?up|ing)?\b|\bsafety\b|\badverse\b|\baes?\b|\bsaes?\b|\bharms?\b|\btolerat\w+"
)
_HALF_A_YEAR: Final = 180.0


def safety_claims(words: Words) -> frozenset[str]:
    """Return `SETTLED`, `OPEN` or `NOT_REPEATED` as `words` claim them."""
    text = words.lower
    if "safe" not in text and "data" not in text and "repeat" not in text and "dos" not in text:
        return frozenset()
    found = set()
    if _NOT_REPEATED.search(text):
        found.add(NOT_REPEATED)
    elif _OPEN.search(text):
        found.add(OPEN)
    elif any(_is_settled(clause) for clause in clauses_of(text)):
        found.add(SETTLED)
    return frozenset(found)


def _is_settled(clause: str) -> bool:
    found = _SETTLED.search(clause)
    if found is None or "?" in clause:
        return False
    before = clause[: found.start()]
    return not _DENIED.search(before) and not before.endswith(_QUOTED)


def repeats_doses(words: Words) -> bool:
    """Tell whether `words` tell of repeated doses in people followed for half a year or more."""
    text = words.lower
    if not _REPEATED.search(text) or _NOT_REPEATED.search(text):
        return False
    days = longest_days(words_of(text))
    return bool(_FOLLOWED.search(text)) and days is not None and days >= _HALF_A_YEAR

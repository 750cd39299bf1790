"""The English words by which a question leans on the one before it; read by `rag.followup`."""

from __future__ import annotations

import re
from typing import Final


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


LEAD: Final = _pattern(
    r"^\W*(?:(?:and|but|or|so|ok(?:ay)?|then|also|thanks|thank you|great|hmm+|right|now|sorry",
    r"|i meant|back to)\b[\s,.!:-]*)*",
    r"(?:(?:what|how) about\b\s*|(?:the )?same (?:question )?(?:for|in|with)\b\s*)?",
)
"""What opens a follow-up and says nothing: "and", "ok, what about"."""
VERB: Final = _pattern(
    r"\b(?:is|are|was|were|am|be|been|do|does|did|has|have|had|can|could|will|would|should|may",
    r"|might|tell|show|list|explain|compare|describe|give|took|take|got|get|paid|made|makes?|wrote",
    r"|found|means?|happened|funded|ran|who|why|when|where|how|what|which)\b",
)
"""Words that make a question whole; a fragment has none."""
THOSE_WHO: Final = _pattern(
    r"(?:the |those |these )?(?:ones?|people|patients|those) (?:who|that|given)\b"
)
PREPOSITIONS: Final = frozenset("in on at for with of from by to after among without".split())
PREPOSITION: Final = _pattern(
    rf"^(?:(?:{'|'.join(sorted(PREPOSITIONS))})\s+)?(?:(?:the|a|an|any|those|these)\s+)?"
)
ONE: Final = _pattern(r"(?P<which>[\w’'/-]+(?: [\w’'/-]+){0,3}) ones?\b")
OTHER_ARM: Final = _pattern(
    r"\b(?:the )?(?:other|remaining|second) (?:one|(?:treated )?(?:arm|group|dose)s?)\b",
    r"|\bthe others?\b",
)
THAT_STUDY: Final = _pattern(
    r"\b(?:the|this|that|the same|said) (?:trial|study|series|review|paper|research|experiment)\b",
    r"(?! (?:of|on|in|with|from|by)\b)(?P<own>[’']s)?",
)
THAT_PRODUCT: Final = _pattern(
    r"\b(?:this|that|the|the same) (?:product|drug|medicine|treatment|therapy)\b(?P<own>[’']s)?"
)
THAT: Final = _pattern(
    r"(?:(?<=\bfor )|(?<=\bof )|(?<=\bin ))(?:that|this)\b(?! \w+ (?:group|arm))",
    r"|(?:(?<=\bwas )|(?<=\bis ))(?:that|this)(?=\W*$)",
)
IT: Final = _pattern(r"\b(?:it|its|that one|this one)\b(?! (?:true|possible)\b)")
DUMMY_IT: Final = _pattern(
    r"\b(?:is|was|be|been|isn[’']t|seems?|how come|why is|does|did) it",
    r" (?:really |actually |still |just )?(?:true|possible|known|clear|likely|settled|safe to",
    r"|worth|matter|normal|common|hurt|seem|legal|take|help to|that)\b|\bhow come it\b",
)
""""It" that stands for nothing: "is it true that"."""
PLURAL: Final = _pattern(r"(?:(?<=^are )|(?<=^do )|(?<=^were ))they\b")
THEY: Final = _pattern(
    r"\b(?:they|them|their|there|those|these|he|she|any(?:one|body)|everyone|nobody|patients",
    r"|participants|people|volunteers|subjects)\b",
)
"""People and things of a study that the question itself does not name."""
ALL_THAT: Final = _pattern(
    r"^\W*(?:and )?why(?: not)?\b.{0,12}$",
    r"|\b(?:is|was|could|would|does|has) (?:that|this)\b(?! (?:trial|study|product|paper|one)\b)",
    r"|^\W*(?:and )?(?:who|when|where|which)\b.{0,32}$",
)
"""What leans on all that was said: "why not?", "is that proven?"."""
GENERAL: Final = _pattern(
    r"\b(?:mscs?|(?:stem|stromal|the|these) cells?|cell therap(?:y|ies)|fda|ema|library|page|tier",
    r"|you|your|label|caveat|(?<!phase )i|my|me|here|today)\b",
    r"|\bwhat (?:is|are|does)\b(?!.*\b(?:primary|main|endpoint|outcome|sample|result|dose|phase",
    r"|design|follow-up|conclusion|p[ -]values?)\b)|\bmeaning\b|\bdefine\b",
)
"""Marks of a question that stands by itself: on the cells at large, a word's meaning, the desk."""
OF_A_STUDY: Final = _pattern(
    r"\b(?:sample|placebo|blind\w*|random\w*|endpoints?|outcomes?|results?|authors?|funded|limits?",
    r"|limitations?|control group|follow-up|side effects?|enrol\w*)\b",
)
ARTICLE: Final = _pattern(r"\b(?:the|an?) $")
KIND_WORD: Final = _pattern(r" (?:cells?|groups?|arms?|patients|people)$")

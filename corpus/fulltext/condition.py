"""The condition that a paper is about, taken from its title, else from its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_PARTED: Final = re.compile(
    r"\s*(?:[:;,()?.—–]|\s-\s)\s*|\s+(?:in|of|with|for|after|following|by|to|on|from|and|using|via"
    r"|against|versus|vs|during|through|undergoing|due|among|or|is|are|treated|associated|based"
    r"|under|without|ameliorat\w+|improv\w+|reduc\w+|prevent\w*|attenuat\w+|alleviat\w+"
    r"|protect\w*|mitigat\w+|revers\w+|inhibit\w*|suppress\w*|heal\w*|treats?|treating)\s+",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:(?:the|a|an|its|new|treat(?:s|ing|ment|ed)?|manag(?:e|es|ing|ement)|patients?|children"
    r"|adults|early|human|models?|model?ling)\s+)+",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"(?:\b(?:diseases?|disorders?|syndromes?|infarctions?|failure|insufficiency|injur(?:y|ies)"
    r"|cancers?|diabetes|stroke|fractures?|defects?|fistulas?|wounds?|ulcers?|frailty|pain|burns?"
    r"|incontinence|tumou?rs?|ischa?emia|infections?|degeneration|dystrophy|deficienc(?:y|ies)"
    r"|covid-19|sepsis|lupus|autism|asthma|palsy|dementia|obesity|hypertension|gvhd|malignanc\w+)"
    r"|\w{3,}(?:itis|pathy|pathies|aemia|emia|oma|omas|osis|oses|plegia|trophy|algia|penia))$",
    re.IGNORECASE,
)
_NOT_CONDITION: Final = re.compile(
    r"\w*(?:apoptosis|diagnosis|prognosis|fibrosis|hypothesis|dosis|psychosis-like|mitosis|symbiosis"
    r"|osmosis|angiogenosis|meiosis|necrosis|homeosis|stoma|ptosis)$",
    re.IGNORECASE,
)
_GENERIC: Final = frozenset(
    "disease diseases disorder disorders syndrome injury pain defect defects wound wounds tumor"
    " tumour failure infection deficiency degeneration ischemia".split()
)
_LONGEST: Final = 8
_LONGEST_TEXT: Final = 200


def condition_of(title: str, keywords: Iterable[str]) -> str:
    """Return the condition in the title's own words, else the first keyword that is one, or ""."""
    for text in (*_PARTED.split(title), *map(_spelled_out, keywords)):
        if len(text) > _LONGEST_TEXT:
            continue
        words = _LEADING.sub("", text.strip())
        last = words.split()[-1].lower() if words.split() else ""
        if not last or words.lower() in _GENERIC or len(words.split()) > _LONGEST:
            continue
        if _CONDITION.search(words) and not _NOT_CONDITION.search(last):
            return words
    return ""


def _spelled_out(keyword: str) -> str:
    """Return a keyword without what its brackets add, "" for a bare acronym: it may be anything."""
    words = re.sub(r"\s*\([^()]*\)", "", keyword)
    return "" if words.isupper() else words

"""Figures that are data and so need a reference, told from numbers that are names."""

from __future__ import annotations

import re

_NUMBER = r"[+−–-]?\d+(?:[.,]\d+)*"
_UNITS = (
    r"million|billion|thousand|cells?(?:/kg)?|patients?|people|persons?|participants?|subjects?"
    r"|adults?|children|volunteers|animals|mice|rats|studies|trials|cases|deaths?|events?|infusions?"
    r"|points?|mg|µg|μg|ug|ng|pg|kg|g|ml|µl|μl|l|dl|mm|cm|km|m|nm|µm|μm|metres?|meters?|mmhg|kcal"
    r"|days?|weeks?|wk|months?|mo|years?|hours?|h|minutes?|min|seconds?|fold|times|iu|mmol|percent"
    r"|per cent|USD|EUR|dollars?|euros?"
)
_FIGURES = re.compile(
    rf"(?P<percent>(?<![\w.]){_NUMBER}\s?%)"
    r"|(?P<p>\b[pP]\s?[=<>≤≥]\s?\.?\d[\d.]*)"
    r"|(?P<n>\b[nN]\s?[=<>≤≥~≈]+\s?\d[\d,]*)"
    rf"|(?P<power>(?<![\w.])\d+(?:\.\d+)?\s?[×x]\s?10[⁰¹²³⁴⁵⁶⁷⁸⁹^]+\d*)"
    rf"|(?P<money>[$€£]\s?\d[\d.,]*)"
    rf"|(?P<spread>(?<![\w.]){_NUMBER}\s?±\s?\d[\d.,]*)"
    rf"|(?P<amount>(?<![\w.\-/]){_NUMBER}(?:\s?(?:to|–|-|and|or)\s?{_NUMBER})?\s(?:{_UNITS})\b(?!-))"
    r"|(?P<finding>\b(?:in|since|by)\s+(?:19|20)\d\d\b(?=[^.;]*\b(?:found|reported|showed|approved"
    r"|published|enrolled)\b)|\b(?:found|reported|showed|approved|published|enrolled)\b[^.;]*?"
    r"\b(?:in|since)\s+(?:19|20)\d\d\b)",
    re.IGNORECASE,
)


_NAMING = re.compile(
    r"\b(?:phases?|grades?|stages?|types?|tiers?|tables?|figures?|versions?|sections?|parts?|steps?"
    r"|levels?|class|groups?|arms?|chapters?|questions?|numbers?|no\.)\s+$",
    re.IGNORECASE,
)


def find_figure(text: str) -> str:
    """Return the first figure in `text` that is data, or "".

    Data are percentages, p values, sample sizes, powers, spreads, sums of money, numbers with a
    unit or a counted noun, and the year in which something was found, approved or published.
    Numbers in names ("phase 2 trials", "IL-6", "CD105", "6-minute walk") are none.
    """
    for match in _FIGURES.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if match["amount"] is None or not _NAMING.search(before):
            return match[0].strip()
    return ""

"""How many studies a review pooled."""

from __future__ import annotations

import re
from typing import Final

from corpus.tiers.words import Words

_SPELT: Final = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
}
_KIND: Final = {"trial": "trials", "rct": "trials", "study": "studies", "studie": "studies",
                "cohort": "cohorts"}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_SPELT)})"
_ADJECTIVES = (
    r"(?:(?:clinical|controlled|randomi[sz]ed|placebo-controlled|double-blind|human|published"
    r"|eligible|included|independent|preclinical|animal|observational|prospective|cohort|unique"
    r"|primary|intervention(?:al)?|rct)\s){0,3}"
)
_POOLED: Final = re.compile(
    r"\b(?:pool(?:ed|ing)|review(?:ed|ing)?|covers?|covered|covering|includ(?:ed|es|ing)"
    r"|analy[sz](?:ed|es|ing)|meta-analy[sz]ed|meta-analysis|synthesi[sz](?:ed|es|ing)"
    r"|identified|across|of)\s(?:a total of |all |the )?"
    rf"{_COUNT}\s{_ADJECTIVES}(?P<kind>trials|rcts|studies|cohorts)\b"
    rf"|(?:^|[·;|:]\s){_COUNT.replace('count', 'field')}\s{_ADJECTIVES}"
    r"(?P<field_kind>trials|rcts|studies|cohorts)\b"
)
# "5 reports across 7 trials", "6 of the 17 trials", "in 4 studies": a part of what was pooled.
_PART: Final = re.compile(
    r"(?:\b(?:\d+|" + "|".join(_SPELT) + r")\s(?:[\w-]+\s){0,4}?(?:across|of|from|in)(?: the)?"
    r"|\b(?:subset|subgroup|sensitivity|only|data|reported|available|outcomes?|effect|in) "
    r"(?:analysis )?(?:of|from|in|across))\s$"
)
_ALL: Final = re.compile(
    r"\b(\d{1,3}(?:,\d{3})+|\d+)\s(?:[\w-]+\s){0,4}?(?:trials|rcts|studies|cohorts)\b"
)


def pooled_in(words: Words) -> tuple[str, str, frozenset[str]] | None:
    """Return (count, "trials" or "studies" or "cohorts", every such count), or None.

    None too where `words` give several counts of one kind, since parts are then among them.
    """
    text = words.lower
    if not any(kind in text for kind in ("trials", "rcts", "studies", "cohorts")):
        return None
    found: dict[str, str] = {}
    for match in _POOLED.finditer(text):
        count = match["count"] or match["field"]
        before = text[
            max(0, match.start() - 40) : match.start("count" if match["count"] else "field")
        ]
        kind = _KIND[(match["kind"] or match["field_kind"]).removesuffix("s")]
        count = _SPELT.get(count, count).replace(",", "")
        if _PART.search(before) or int(count) < 2:
            continue
        if found.setdefault(kind, count) != count:
            return None
    if len(found) != 1:
        return None
    kind, count = found.popitem()
    every = {number.replace(",", "") for number in _ALL.findall(text)} | {count}
    return count, kind, frozenset(every)

"""Which mark (caveat) or tier a sentence asks the meaning of, by its id or its label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.vocabulary import CAVEATS, TIERS
from rag.about_words import FILLER

# States of a footnote in the articles, and the caveat that each becomes.
_FOOTNOTES = {"not_oa": "closed-access", "abstract-verified": "abstract-only"}
# Short names of tiers, said together with the word "tier".
_SHORT = {
    "phase 3": "human_rct_phase3", "phase 2": "human_rct_phase2", "phase 1": "human_early_phase",
    "early phase": "human_early_phase", "observational": "human_observational",
    "animal": "animal_study", "laboratory": "lab_mechanistic", "lab": "lab_mechanistic",
    "mechanistic": "lab_mechanistic", "expert": "expert_review", "gap": "evidence_gap",
    "no results": "trial_no_results", "approval": "regulatory_approval",
    "regulatory": "regulatory_approval", "regulator": "regulatory_approval",
}  # fmt: skip
_ASKS = re.compile(
    r"\b(?:what|what's|explain|define|definition|mean|means|meant|meaning|why|stand)\b"
)
_MEANS = re.compile(r"\b(?:mean|means|meant|meaning|define|definition|stand)\b")
_WHAT_IS = re.compile(r"^\W*what(?:'s| is)\W*$")
_ELSEWHERE = re.compile(r"\bwhich (?!means\b)|\bhow (?:many|often)\b|\bwhere\b")
_MARK = re.compile(
    r"\b(?:tags?|tagged|labels?|labelled|marks?|marked|flags?|flagged|notes?|caveats?|badges?)\b"
)
_TIER = re.compile(r"\b(?:tiers?|levels?|labels?|labelled|badges?|category|marks?|marked|tags?)\b")
_OWN = frozenset(
    "tag tags tagged label labels labelled mark marks marked flag flags flagged note notes caveat"
    " caveats badge badges tier tiers level levels category stand stands define definition"
    " saw see statement quote quotes footnote footnotes archive used when shows evidence".split()
)  # fmt: skip
_WORD = re.compile(r"[\w'-]*\w")


def mark_asked(sentence: str) -> str | None:
    """Return the id of the caveat that a sentence asks the meaning of, or None.

    Args:
        sentence: One sentence as `rag.policy.normalise` returns it.
    """
    for pattern, name in _marks().items():
        found = pattern.search(sentence)
        if found is None:
            continue
        rest = _without(sentence, found)
        # An id is nobody's usual word; the same words without hyphens may be.
        named = bool(found["quote"]) or "-" in found["name"] or "_" in found["name"]
        named |= found["name"].count(" ") > 1 or name.startswith("needs-")
        alone = found["quote"] and _WHAT_IS.match(rest)
        said = _MARK.search(rest) or alone or (named and _MEANS.search(rest))
        return name if said and _asks_no_more(rest) else None
    return None


def tier_asked(sentence: str) -> str | None:
    """Return the id of the tier that a sentence asks the meaning of, or None."""
    for pattern, name in _tiers().items():
        found = pattern.search(sentence)
        if found is None:
            continue
        rest = _without(sentence, found)
        named = bool(found["quote"]) or "_" in found["name"] or ":" in found["name"]
        said = _TIER.search(rest) or (named and _MEANS.search(rest))
        return name if said and _asks_no_more(rest) else None
    return None


def _without(sentence: str, found: re.Match[str]) -> str:
    return f"{sentence[: found.start()]} {sentence[found.end() :]}"


def _asks_no_more(rest: str) -> bool:
    words = {word.strip("'") for word in _WORD.findall(rest)}
    return bool(_ASKS.search(rest)) and not _ELSEWHERE.search(rest) and words <= FILLER | _OWN


@cache
def _marks() -> Mapping[re.Pattern[str], str]:
    names = {caveat.id: caveat.id for caveat in CAVEATS.values() if caveat.public} | _FOOTNOTES
    ordered = sorted(names, key=len, reverse=True)
    return {_named(re.escape(name).replace(r"\-", "[- ]")): names[name] for name in ordered}


@cache
def _tiers() -> Mapping[re.Pattern[str], str]:
    names: dict[str, str] = {}
    for tier in TIERS.values():
        if tier.id != "none":
            names[re.escape(tier.id).replace("_", "[_ ]")] = tier.id
            parts = re.findall(r"\w+|[,:-]", tier.label.lower())
            label = r"\s*".join(f"{re.escape(part)}?" if part in ",:-" else part for part in parts)
            names[label] = tier.id
    ordered = sorted(names, key=len, reverse=True)
    short = {_named(f"{name}(?= tiers?\\b)"): of for name, of in _SHORT.items()}
    return {_named(name): names[name] for name in ordered} | short


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<quote>[\"'(]?)(?<![\w-])(?P<name>{name})(?![\w-])[\"')]?")

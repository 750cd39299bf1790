"""What weakens a trial's result: who was counted, against whom, how many, at which measure."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from corpus.caveats.groups import REVIEWS, STUDIED, TRIALS
from corpus.direction import statement_direction
from corpus.tiers import opinion
from corpus.tiers.context import StatementContext
from corpus.tiers.designs import stated_design
from corpus.tiers.sources import primary_designs
from corpus.tiers.studies import LAB, phases_of
from corpus.tiers.words import Concept, Words, words_of

SMALL_SAMPLE: Final = 50
"""Fewer participants than this is a small sample (product specification of evidence tiers)."""

_SIZE: Final = re.compile(r"\bn\s?=\s?[~≈]?(\d[\d,]*)(?:[–-](\d+))?(?!\s*/)", re.IGNORECASE)
_ENROLLED: Final = re.compile(
    r"\b(?:enroll?ed|randomi[sz]ed|recruited|studied|treated|included|(?:trial|study|series|rct) "
    r"(?:of|in|with|on)) (\d{1,6}) (?:[\w-]+ ){0,3}?(?:patients|participants|subjects|adults|people"
    r"|children|women|men|volunteers|infants)\b",
    re.IGNORECASE,
)
_PER_PROTOCOL: Final = Concept(r"\bper[- ]protocol\b")
_INTENTION: Final = Concept(r"\bintent(?:ion)?[- ]to[- ]treat\b|\bm?itt\b|\bfull analysis set\b")
_RATES: Final = Concept(
    r"\d ?%[^.;%]{0,60}\b(?:versus|vs\.?|compared (?:with|to)|against|and|than)\b[^.;%]{0,30}"
    r"\d(?:\.\d+)? ?%",
    "%",
    figures=True,
)
_FROM_BASELINE: Final = Concept(
    r"\b(?:change|improv\w+|increas\w+|decreas\w+|reduc\w+|declin\w+|compared (?:with|to)) from \d"
    r"|\bfrom (?:its |their )?baseline\b"
    r"|\b(?:compared (?:with|to)|versus|vs\.?|relative to|over) (?:\w+ )?baseline\b|\bfrom "
    r"\d[\d.]* to \d|\bwithin[- ]group\b|\bbefore and after\b|\bpre-?(?:treatment)? (?:to|vs\.?"
    r"|versus) post\b",
)
_BETWEEN_GROUPS: Final = Concept(
    r"\b(?:vs\.?|versus|than|compared (?:with|to)|over|to|from) (?:(?:in|with|the|that|those|of"
    r"|a|an) )*(?:\w+ ){0,2}?(?:placebo|controls?|sham|standard|usual|comparator|untreated)\b"
    r"|\bbetween[- ]groups?\b|\bbetween the (?:\w+ )?(?:groups|arms)\b",
)
_UNCONTROLLED: Final = Concept(
    r"\bsingle[- ]arm\b|\bnon-?randomi[sz]ed\b|\bno (?:placebo|control)\b|\buncontrolled\b"
    r"|\bopen[- ]label\b(?!.*\brandomi)|\bwithout (?:a )?(?:controls?|comparators?|comparison)\b",
)
_CONTROLLED: Final = Concept(r"\brcts?\b|\brandomi[sz]ed\b|\bcontrolled\b|\bplacebo\b")
_IMPROVED: Final = Concept(r"\bimprov|\bdecreas|\breduc|\bincreas|\bgain")
_SMALL_WORDS: Final = Concept(r"\bsmall (?:samples?|trials?|numbers?|studies|cohorts?)\b")
_P_VALUE: Final = Concept(r"\bp\s?[=<>≤]\s?0?\.?\d")
_SAFETY: Final = Concept(
    r"\b(?:adverse|safety|tolerab\w+|toxicit\w+|saes?|te-saes?|deaths?|primary (?:end ?point"
    r"|outcome))\b"
)
_PLURAL_TRIALS: Final = re.compile(
    r"\b[A-Z][A-Z0-9-]{2,}(?: and [A-Z][A-Z0-9-]{2,})? (?:trials|studies)\b"
    r"|\b[Pp]hase (?:1|I)(?:/| and )(?:2|II)\w* (?:trials|studies)\b"
)
_CLAUSE: Final = re.compile(r"[;,]|\b(?:but|whereas|while|and)\b")
_DOSE: Final = re.compile(r"(\d(?<![\w.].)\d*(?:\.\d+)?) ?(m|million|mg|µg|μg|billion|×10\S*)\b")

_INVERSE: Final = Concept(
    r"\binverse dose\b|\b(?:lower|smaller|lowest|smallest) (?:dose|amount)s?\b[^.;]{0,60}"
    r"\b(?:better|more|greater|larger|superior|than the (?:higher|larger))\b"
)
_LARGEST: Final = re.compile(
    r"\b(?:largest|greatest|best|biggest) (?:gain|effect|improvement|benefit)"
)
_IN_PEOPLE: Final = Concept(
    r"\bin (?:vivo|humans|people|patients|volunteers)\b|\bclinical(?:ly)? (?:data|evidence)\b"
)


def analysis(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell which patients were counted, and whether anybody untreated was compared."""
    del context
    if tier not in TRIALS:
        return []
    found = []
    if _PER_PROTOCOL.within(words):
        if not _INTENTION.within(words):
            found.append("per-protocol-only")
    elif tier != "human_early_phase" and _RATES.within(words) and not _INTENTION.within(words):
        found.append("analysis-set-omitted")
    if _FROM_BASELINE.within(words) and not _BETWEEN_GROUPS.within(words):
        found.append("within-group-only")
    return found


def size(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell a small sample, by the statement's figure or its study's, and want of power."""
    found = []
    if tier in TRIALS:
        sizes = stated_sizes(words.text) if words.figures else []
        if not sizes:
            sizes = [ref.n for _, ref in primary_designs(context.references) if ref.n]
        if sizes and max(sizes) < SMALL_SAMPLE:
            found.append("small-sample")
    small = tier in REVIEWS and _SMALL_WORDS.within(words)
    if small or opinion.POWER.within(words):
        found.append("underpowered")
    return found


def stated_sizes(text: str) -> list[int]:
    """Return the numbers of participants that `text` states."""
    stated = [last or first for first, last in _SIZE.findall(text)]
    return [int(figure.replace(",", "")) for figure in chain(stated, _ENROLLED.findall(text))]


def control(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell a trial without a comparison group, by its words or its study's design."""
    if tier != "human_early_phase":
        return []
    designs = [words_of(stated_design(ref)) for _, ref in primary_designs(context.references)]
    alone = bool(designs) and not any(_CONTROLLED.within(design) for design in designs)
    if not (_UNCONTROLLED.within(words) or (alone and not _CONTROLLED.within(words))):
        return []
    return ["uncontrolled", *(["within-group-only"] if _IMPROVED.within(words) else [])]


def endpoint(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell an effect tested in a trial that was set up for safety, and a doubtful phase."""
    found = []
    if tier == "human_early_phase" and _P_VALUE.within(words) and not _SAFETY.within(words):
        found.append("exploratory-endpoint")
    if tier in TRIALS and _is_phase_doubtful(context, words):
        found.append("phase-doubtful")
    return found


def _is_phase_doubtful(context: StatementContext, words: Words) -> bool:
    """Tell whether the words and the one study cited state phases that have nothing in common."""
    cited = [ref.phase for ref in context.references if ref.phase]
    stated = {number for number, _ in phases_of(words)}
    if context.carried or len(cited) != 1 or len(stated) != 1:
        return False
    return not stated & {int(figure) for figure in re.findall(r"\d", cited[0])}


def dose(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell a result in which the smaller amount did better than the larger one."""
    del context
    if tier not in STUDIED:
        return []
    inverse = _INVERSE.within(words) or (words.figures and _favours_smaller(words, tier))
    return ["inverse-dose-response"] if inverse else []


def _favours_smaller(words: Words, tier: str) -> bool:
    doses = _DOSE.findall(words.lower)
    if len({amount for amount, _ in doses}) < 2 or len({unit for _, unit in doses}) != 1:
        return False
    told: dict[str, list[float]] = {"positive": [], "null": [], "negative": []}
    for clause in _CLAUSE.split(words.lower):
        amounts = [float(amount) for amount, _ in _DOSE.findall(clause)]
        told.get(_turn(clause, tier), []).extend(amounts)
    failed = told["null"] + told["negative"]
    return bool(failed and told["positive"]) and min(failed) > max(told["positive"])


def _turn(clause: str, tier: str) -> str:
    return "positive" if _LARGEST.search(clause) else statement_direction(clause, tier)


def mixture(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell a statement that rests on several trials or on work in cells and in people alike."""
    several = tier in TRIALS and _PLURAL_TRIALS.search(words.text) is not None
    both = tier == "lab_mechanistic" and LAB.within(words) and _IN_PEOPLE.within(words)
    designs = {design.tier for design, _ in primary_designs(context.references)}
    return ["mixed-sources"] if several or both or len(designs) > 1 else []

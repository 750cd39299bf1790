"""The words by which footnotes state a study's design, phase, status, access and population.

Every table is a sequence of (value, pattern) in order of precedence: the first match decides.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Table = tuple[tuple[str, re.Pattern[str]], ...]


def _table(*rows: tuple[str, str]) -> Table:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows)


_REMEMBERED: Final = 2048
"""Fields whose answer is kept: "in-vivo" or "review" stands in one footnote after another."""
_SIZE: Final = re.compile(r"n\s?[=~]|\d", re.IGNORECASE)
_SHORT: Final = 60
_OPENING: Final = 25
_HEAD: Final = re.compile(r"[^(;:]{0,60}")
_PHASE: Final = re.compile(
    r"\bphase[\s-]*(1/2[ab]?|1[ab]/2[ab]?|i/ii[ab]?|2/3|ii/iii|1[abc]?|2[ab]?|3[ab]?|4"
    r"|i{1,3}[ab]?|iv|0)\b",
    re.IGNORECASE,
)
_ROMAN: Final = (("iv", "4"), ("iii", "3"), ("ii", "2"), ("i", "1"))
_CORE: Final = _table(
    ("retraction", r"\bretraction notice\b"),
    ("protocol", r"(?<!per[\s-])\bprotocol\b|\b(?:study|trial) design publication\b"),
    ("meta-analysis", r"\bmeta[\s-]?analys[ei]s\b|\bmeta-?regression\b"),
    ("systematic-review", r"\b(?:systematic|umbrella|scoping)[\s-](?:\w+ )?review\b"),
    (
        "rct",
        (
            r"\brct\b|(?<!non-)(?<!mendelian )(?<!mendelian-)\brandomi[sz]ed\b"
            r"|(?<!not )\bplacebo[\s-]controlled\b"
        ),
    ),
    ("phase-trial", r"\bphase[\s-]*(?:[1-4]|i{1,3}[ab]?\b|iv\b)"),
    ("open-label", r"\bopen[\s-]label\b|\bsingle[\s-]arm\b|\bpilot\b|\bclinical[\s-]trial\b"),
    ("case-report", r"\bcase[\s-](?:report|series)\b"),
    (
        "observational",
        (
            r"\bepidemiolog|\b(?:observational|cohort|cross[\s-]sectional|case[\s-]control|[ge]was"
            r"|registry|mendelian|surveillance)\b"
        ),
    ),
    ("in-silico", r"\bin[\s-]silico\b|\bcomputational\b|\bsimulation\b"),
    ("in-vivo", r"\bin[\s-]vivo\b|\banimal\b"),
    ("in-vitro", r"\bin[\s-]vitro\b|\bex[\s-]vivo\b|\bcell[\s-]culture\b|\bcrystal"),
    ("consensus", r"\bconsensus\b|\bguidelines?\b|\bposition[\s-](?:statement|paper)\b"),
    ("perspective", r"\bperspectives?\b|\bcommentary\b|\beditorial\b|\bopinion\b"),
    ("review", r"\breview\b"),
)
# Words that state a design where nothing plainer does, and only where a field opens with them.
_WIDE: Final = _table(
    ("meta-analysis", r"\bpooled[\s-]analysis\b|\bmeta-analytic\b"),
    ("rct", r"\bdouble[\s-]blind(?:ed)?\b"),
    (
        "open-label",
        (
            r"\b(?:clinical|controlled|intervention(?:al)?|crossover|feasibility|lifestyle|open)"
            r"[\s-](?:trial|study)\b|\bcontrolled (?:\w+ )?(?:feeding|crossover|postprandial)\b"
            r"|\bvehicle[\s-]controlled\b|\b(?:investigator|evaluator)[\s-]blind(?:ed)?\b"
            r"|\bsplit-(?:face|hand|body)\b|\binterventional\b|\bcrossover\b|\bfirst-in-human\b"
            r"|\btrial\b"
        ),
    ),
    ("case-report", r"\bcase[\s-]stud(?:y|ies)\b|\bsmall series\b"),
    (
        "observational",
        (
            r"\b(?:longitudinal|prospective|retrospective|genealogical|autopsy|cadaver\w*|survey"
            r"|pharmacovigilance)\b|\bgenetic association\b|\bpositional cloning\b"
            r"|\bquasi-experimental\b|\b(?:human|clinical)[\s/](?:genetics?|histology)\b|\banatom(?:y|ical)\b"
            r"|\bsystematic analysis\b|\b(?:secondary|post[\s-]hoc|subgroup) analysis\b"
        ),
    ),
    (
        "in-silico",
        (
            r"\bbioinformatics?\b|\bmathematical\b|\bphylogenetic|\bmolecular dynamics\b"
            r"|\bcomparative (?:genomics|transcriptomics)\b"
        ),
    ),
    ("in-vivo", r"\bpre-?clinical\b|\bmouse (?:study|model)\b"),
    (
        "in-vitro",
        (
            r"\bcell[\s-](?:based|line)\b|\bcryo-?em\b|\bbiochem(?:ical|istry)\b|\bbiophysical\b"
            r"|\bstructural\b|\b(?:synthetic|medicinal) chemistry\b|\bspectroscop"
            r"|\b(?:sc|sn|bulk )?rna-?seq\b|\bmolecular\b|\bimmunohistochem\w+|\bmicrocosms?\b"
            r"|\bcharacteri[sz]ation\b|\bexperimental\b|\bmechanistic\b|\bproteomics\b"
        ),
    ),
    (
        "perspective",
        (
            r"\b(?:viewpoint|comment|letter|correspondence|news|book(?: chapter)?|essay"
            r"|theor(?:y|etical)|hypothesis)\b"
        ),
    ),
)
_TRIALS: Final = frozenset({"rct", "open-label rct", "pilot rct", "phase-trial", "open-label"})
NOT_TRIALS: Final = frozenset(
    {"review", "systematic-review", "meta-analysis", "consensus", "perspective", "retraction"}
)
_PEOPLE: Final = re.compile(
    r"\b(?:humans?|patients|participants|volunteers|adults)\b", re.IGNORECASE
)
ACCESS: Final[Table] = (
    ("abstract_only", re.compile(r"abstract", re.IGNORECASE)),
    (
        "full_text",
        re.compile(
            r"\bdownloaded\b|\blocal pdf\b|\bfull[\s-]?text (?:read|available)"
            r"|\bpdf available\b",
            re.IGNORECASE,
        ),
    ),
    ("closed", re.compile(r"not[_ -]oa|closed|paywall|not read|not downloaded", re.IGNORECASE)),
)
# The study is retracted where the word opens a field, follows a comma, or is set in bold;
# "the valid replacement of the retracted 2014 paper" is another study.
RETRACTED: Final = re.compile(
    r"(?:^[\s*_]*|[,;—]\s*|\*\*)retracted\b(?!\s+(?:\d{4}\s+)?(?:paper|version|stud|article))",
    re.IGNORECASE,
)
STATUS: Final[Table] = (
    ("withdrawn", re.compile(r"\bwithdrawn\b|\bterminated\b", re.IGNORECASE)),
    (
        "completed",
        re.compile(
            r"\bcompleted\b.*\b(?:pending|not (?:yet )?published|no results)"
            r"|\bresults (?:not yet|pending|unpublished)",
            re.IGNORECASE,
        ),
    ),
    ("ongoing", re.compile(r"\bongoing\b|\brecruiting\b|\bunderway\b", re.IGNORECASE)),
)
REGISTRY_STATUS: Final[Table] = (
    *STATUS[:1],
    ("ongoing", re.compile(r"recruiting|ongoing|enrolling|\bactive\b|underway", re.IGNORECASE)),
    ("completed", re.compile(r"\bcompleted?\b", re.IGNORECASE)),
)
POPULATION: Final[Table] = (
    (
        "animal",
        re.compile(
            r"\b(?:mouse|mice|murine|rats?|c57bl|swine|pigs?|porcine|horses?|equine"
            r"|dogs?|canine|rabbits?|primates?|monkeys?|zebrafish|drosophila|elegans"
            r"|killifish|yeast|cerevisiae|sheep|ovine|hamsters?|guinea pigs?|worms?"
            r"|fl(?:y|ies))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "human",
        re.compile(
            r"\b(?:humans?|homo[\s-]sapiens|patients?|participants?|adults?|children|men|women"
            r"|volunteers?|cohort|subjects)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "cells",
        re.compile(
            r"\b(?:cells?|cell lines?|fibroblasts?|in[\s-]vitro|organoids?)\b", re.IGNORECASE
        ),
    ),
)


def matched(table: Table, text: str) -> str:
    """Return the value of the first pattern of `table` that is in `text`, or ""."""
    return next((name for name, pattern in table if text and pattern.search(text)), "")


@lru_cache(maxsize=_REMEMBERED)
def design_of(part: str) -> str:
    """Return the design that a field states: what it opens with, before what its brackets tell.

    A study in vivo is a trial where the field says that it was one and was in people.
    """
    head = _head(part)
    found = matched(_CORE, head) or matched(_CORE, part)
    if found == "in-vivo" and _PEOPLE.search(part):
        return matched(tuple(row for row in _CORE if row[0] in _TRIALS), part) or found
    return found or matched(_WIDE, head) or matched(_WIDE, part)


@lru_cache(maxsize=_REMEMBERED)
def opens_with_design(part: str) -> bool:
    """Tell whether a field opens with a design's plain words, before any bracket or colon."""
    return _opens(_CORE, part)


@lru_cache(maxsize=_REMEMBERED)
def opens_with_wide_design(part: str) -> bool:
    """Tell whether a field opens with words that state a design where nothing plainer does."""
    return _opens(_WIDE, part)


@lru_cache(maxsize=_REMEMBERED)
def states_design(text: str) -> bool:
    """Tell whether a design's plain words are in `text`."""
    return matched(_CORE, text) != ""


def is_trial(design: str) -> bool:
    """Tell whether a design is a trial's, or is not known."""
    return design in _TRIALS or design in {"", "protocol"}


def phase_of(text: str) -> str:
    """Return the trial phase named in `text` in Arabic figures ("1/2", "2b"), or ""."""
    match = _PHASE.search(text)
    return normalise_phase(match[1]) if match else ""


def phases_of(text: str) -> tuple[str, ...]:
    """Return the different phases named in `text`, in the order met."""
    return tuple(dict.fromkeys(normalise_phase(match[1]) for match in _PHASE.finditer(text)))


def normalise_phase(phase: str) -> str:
    """Return a bare phase in Arabic figures and lower case: "II/III" is "2/3", "IIb" is "2b"."""
    plain = phase.strip().lower()
    for roman, arabic in _ROMAN:
        plain = plain.replace(roman, arabic)
    return plain


def _opens(table: Table, part: str) -> bool:
    head = _head(part)
    within = _SHORT if len(part) <= _SHORT else _OPENING
    return any((m := p.search(head)) is not None and m.start() < within for _, p in table)


def _head(part: str) -> str:
    """Return what a field opens with; one that opens with a size has its design behind it."""
    head = _HEAD.match(part)
    return head[0] if head and not _SIZE.match(part) else ""

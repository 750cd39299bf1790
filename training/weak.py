"""Weak labels: what an abstract says of itself, in so many words; "" where it says nothing plain.

Each rule asks for an explicit self-description ("we randomly assigned", "in mice", "this review
discusses"), and gives way where the words point two ways. The rules are broad and sometimes
wrong: they make many cheap training labels, never a label that anything is tested on.
"""

from __future__ import annotations

import re
from typing import Final


def _of(*parts: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


_PEOPLE: Final = _of(
    r"patients?", r"participants?", r"volunteers?", r"wom[ae]n", r"children", r"infants?",
    r"adolescents?", r"adults", r"people", r"individuals", r"households?", r"pregnan\w+",
    r"healthy (?:men|subjects|controls|donors)", r"humans?", r"cases and controls",
)  # fmt: skip
_ANIMALS: Final = _of(
    r"mice", r"mouse", r"murine", r"rats?", r"rabbits?", r"pigs?", r"swine", r"porcine", r"sheep",
    r"dogs?", r"canine", r"horses?", r"monkeys?", r"macaques?", r"primates?", r"zebrafish",
    r"drosophila", r"caenorhabditis", r"c\. elegans", r"nematodes?", r"fl(?:y|ies)", r"xenopus",
    r"animals?", r"hamsters?", r"chick(?:en|s)?", r"xenografts?",
)  # fmt: skip
_LIVING: Final = _of(
    r"(?:mice|rats|animals) (?:were|with|lacking|deficient|fed|treated|expressing|that|had)",
    r"(?:deficient|knock-?out|transgenic|null|mutant|wild-?type|treated|infected|aged|obese|old|"
    r"diabetic|immunized|adult) (?:mice|rats|mouse|animals)",
    r"mouse models?", r"rat models?", r"animal models?", r"in mice", r"in rats", r"in vivo",
)  # fmt: skip
_LAB: Final = _of(
    r"cell lines?", r"in vitro", r"cultured", r"cells? (?:were|was) (?:treated|cultured|grown)",
    r"crystal structures?", r"cryo-?EM", r"phosphorylat\w+", r"ubiquitin\w*", r"transcription"
    r" factors?", r"promoters?", r"chromatin", r"yeast", r"saccharomyces", r"escherichia",
    r"ligase", r"kinases?", r"recombinant", r"knock-?down", r"siRNA", r"mutants?", r"biochemical",
    r"HeLa", r"fibroblasts", r"macrophages", r"binds?", r"arabidopsis",
)  # fmt: skip
_RANDOMISED: Final = _of(
    r"randomi[sz]ed(?: \S+){0,6}? (?:trials?|study)", r"randomly (?:assigned|allocated)",
    r"(?:were|was) randomi[sz]ed", r"randomi[sz]ed to", r"randomi[sz]ation",
)  # fmt: skip
_SELF_REVIEW: Final = _of(
    r"(?:we|here,? we|this (?:review|article|paper|chapter)) (?:\w+ )?(?:reviews?|discuss(?:es)?|"
    r"summari[sz]es?|highlights?|outlines?|considers?)", r"this review", r"in this review",
    r"this perspective", r"in this (?:article|essay|perspective|chapter)", r"this commentary",
    r"are (?:discussed|reviewed|summari[sz]ed)", r"is (?:discussed|reviewed)",
    r"recent (?:advances|progress|developments)",
)  # fmt: skip
_SEARCHED: Final = _of(
    r"systematic(?:ally)? (?:literature )?review\w*", r"meta-?analy[sz]\w*", r"we searched",
    r"(?:MEDLINE|PubMed|EMBASE|Cochrane)(?: \S+){0,8}? (?:were|was) searched", r"pooled analysis",
)  # fmt: skip
_SEARCH_DONE: Final = _of(
    r"MEDLINE", r"EMBASE", r"PubMed", r"Cochrane", r"eligible studies", r"(?:studies|trials|papers)"
    r" (?:were |was )?(?:included|identified|met|selected)", r"random[- ]effects",
    r"data (?:extraction|sources|synthesis)", r"heterogeneity", r"included (?:studies|trials)",
)  # fmt: skip
_ONE_GROUP: Final = _of(
    r"open-?label", r"single-?arm", r"phase (?:1|I|1/2|I/II|2|II)\b(?: \S+){0,3}? (?:trial|study)",
    r"non-?randomi[sz]ed(?: \S+){0,3}? (?:trial|study)", r"pilot (?:trial|study)",
    r"dose[- ]escalation", r"before-and-after", r"uncontrolled trial",
    r"feasibility (?:study|trial)",
    r"(?:controlled )?clinical trial", r"first-in-(?:hu)?man", r"crossover (?:study|trial)",
)  # fmt: skip
_OBSERVED: Final = _of(
    r"cohort", r"case-?control", r"cross-?sectional", r"retrospective(?:ly)?", r"registry",
    r"registers?", r"surveys?", r"questionnaires?", r"prospective(?:ly)?", r"follow-?up",
    r"genome-wide association", r"GWAS", r"hazard ratios?", r"odds ratios?", r"relative risks?",
    r"prevalence", r"incidence", r"case (?:report|series)", r"observational", r"interviews?",
    r"consecutive patients", r"epidemiolog\w+", r"mortality", r"mendelian randomi[sz]ation",
    r"population-based", r"risk factors?", r"95% ?CI", r"confidence intervals?",
)  # fmt: skip
_PLANNED: Final = _of(
    r"(?:study|trial) protocol", r"protocol for a", r"will be (?:randomi[sz]ed|recruited|enrolled|"
    r"assessed|allocated|conducted|assigned|invited|performed)", r"trial will",
)  # fmt: skip
_TOOL: Final = _of(
    r"software", r"databases? (?:of|for|that|is|contains|provides)", r"web server", r"algorithms?",
    r"open[- ]source", r"toolkit", r"we present a (?:new |novel )?(?:method|tool|framework)",
    r"guidelines? for reporting", r"mathematical model\w*", r"simulations?", r"cost-effective\w*",
    r"cost per", r"markov model", r"checklist", r"ontology",
)  # fmt: skip
_RESULTS: Final = _of(
    r"we (?:found|show(?:ed)?|demonstrate[d]?|observed|identif(?:y|ied)|report|investigated|"
    r"examined|generated|performed|measured)", r"results? (?:show|suggest|indicate|demonstrate)\w*",
    r"p ?[<=] ?0?\.\d+",
)  # fmt: skip


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def weak_label(title: str, text: str) -> str:
    """Return the design that an abstract plainly states of itself, or ""."""
    whole = f"{title}\n{text}"
    people, animals = _count(_PEOPLE, whole), _count(_ANIMALS, whole)
    living, lab = _count(_LIVING, whole), _count(_LAB, whole)
    if _PLANNED.search(title) or _count(_PLANNED, whole) >= 2:
        return "protocol"
    if _SEARCHED.search(whole):
        return _searched(title, whole, people, animals, lab)
    if (
        _RANDOMISED.search(whole)
        and people >= 2
        and people > animals
        and not _SELF_REVIEW.search(whole)
    ):
        return "human_randomised_trial"
    results = _count(_RESULTS, whole)
    if _SELF_REVIEW.search(whole) and results <= 1 and not re.search(r"\bRESULTS?\b", whole):
        return "narrative_review"
    if _ONE_GROUP.search(whole) and people >= 3 and animals == 0 and lab <= 1:
        return "human_uncontrolled_trial"
    if _TOOL.search(title) or (_count(_TOOL, whole) >= 2 and not animals and people <= 2):
        return "other"
    if _count(_OBSERVED, whole) >= 2 and people >= 2 and animals == 0 and lab <= 2:
        return "human_observational"
    if living >= 2 and animals >= 3 and people <= 2:
        return "animal_study"
    if lab >= 3 and living == 0 and animals <= 1 and people <= 1:
        return "lab"
    return ""


def _searched(title: str, whole: str, people: int, animals: int, lab: int) -> str:
    if not _SEARCHED.search(title) and _count(_SEARCH_DONE, whole) < 2:
        return ""
    if re.search(r"\banimal|\bexperimental (?:stroke|models?)|\bpreclinical", whole, re.I) and (
        animals > people or re.search(r"\banimal", title, re.I)
    ):
        return "animal_systematic_review"
    return "" if animals > people or lab > 3 else "human_systematic_review"

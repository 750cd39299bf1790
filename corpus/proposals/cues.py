"""Words by which an abstract tells who was studied and how: cues for the trained weights.

A cue is a kind of word ("people", "allocation at random"), never a finding or a topic. What each
one is worth for each design is learned; here stands only what to look for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# A mouse's cells in a dish are not a mouse.
_NO_CELLS: Final = (
    r"(?!(?:[ -]\w+)?[ -](?:cells?|fibroblasts|macrophages|neurons|hepatocytes|cardiomyocytes"
    r"|myocytes|embryonic|blastocysts|spermatozoa|sperm|slices|homologs?|orthologs?|anti))"
)
_PATTERNS: Final[dict[str, str]] = {
    "people": r"patients?|participants?|volunteers?|wom[ae]n|children|infants?|adolescents?|adults"
    r"|people|individuals|households?|persons?|outpatients?|mothers|physicians|students",
    "animals": r"mice|animals?|zebrafish|xenopus|axolotls?|monkeys?|macaques?|hamsters?|gerbils?"
    r"|rodents?|(?:mouse|murine|rats?|rabbits?|pigs?|piglets?|swine|porcine|sheep|ovine|dogs?"
    rf"|canine|cats?|horses?|equine|goats?|primates?|chick(?:en|s)?){_NO_CELLS}",
    "small animals": r"drosophila|caenorhabditis|c\. elegans|nematodes?|worms|flies|larvae",
    "living animals": r"(?:mice|rats|animals) (?:were|with|lacking|fed|treated|that|had|showed)"
    r"|(?:deficient|knock-?out|transgenic|null|mutant|wild-?type|treated|diabetic|immuni[sz]ed"
    r"|nude) (?:mice|rats|mouse|animals)|(?:mouse|rat|animal|murine|ovine|porcine|rabbit|canine)"
    r" models?|in vivo|littermates?|xenografts?|sprague[- ]dawley|wistar|c57bl",
    "cells": r"(?:mouse|murine|rat|human|chick|boar|bovine|mammalian) (?:\w+ )?(?:cells?"
    r"|fibroblasts|neurons|spermatozoa|tissues?)|cells?|cell lines?|in vitro|cultured?|ex vivo"
    r"|fibroblasts|macrophages|hela|primary cells|co-?cultured?|passages?|conditioned medium"
    r"|organoids?|cytometry",
    "molecules": r"phosphorylat\w+|ubiquitin\w*|transcription(?:al)?|promoters?|chromatin|kinases?"
    r"|recombinant|knock-?down|si-?rnas?|mutants?|binds?|binding|ligase|receptors?|mrnas?"
    r"|signal(?:l)?ing|pathways?|expression|apoptosis|proteins?",
    "microbes and plants": r"yeast|saccharomyces|escherichia|bacteri\w+|arabidopsis|plants?|fungi",
    "structures": r"crystal structures?|cryo-?em|x-?ray structure|nmr|conformational",
    "allocation at random": r"randomi[sz]ed|randomly|randomi[sz]ation|at random",
    "trial": r"(?:clinical|controlled|placebo-controlled|open-label|pilot|phase \w+) trials?",
    "placebo": r"placebo|double-?blind(?:ed)?|single-?blind(?:ed)?|sham|masked",
    "early trial": r"phase (?:i|1|1/2|i/ii|1b|1a|ii|2)\b|open-?label|single-?arm|dose[- ]escalation"
    r"|first-in-hu?man|dose-limiting|maximum tolerated dose|non-?randomi[sz]ed|pilot|feasibility"
    r"|uncontrolled|non-?comparative|safety and tolerability|before and after",
    "group given": r"(?:were|was) (?:assigned|allocated|treated|given|enrolled|infused|injected)"
    r"|received|underwent|intervention group|control group|treatment group|arms?",
    "cohort": r"cohorts?|case-?control|cross-?sectional|retrospective(?:ly)?|prospective(?:ly)?"
    r"|registry|registers?|population-based|observational|longitudinal|follow-?up|consecutive",
    "survey": r"surveys?|questionnaires?|interview\w*|qualitative|focus groups?|respondents?",
    "case report": r"case reports?|case series|we report (?:a|the|two|three) (?:case|patient)s?"
    r"|a \d+-year-old",
    "association": r"hazard ratios?|odds ratios?|relative risks?|risk factors?|adjusted|associated"
    r" with|prevalence|incidence|mortality|regression|predict(?:or|s|ed|ive)\w*|correlat\w+"
    r"|biomarkers?|genome-wide association|gwas|polymorphisms?|sensitivity and specificity",
    "search": r"systematic(?:ally)? (?:literature )?(?:review\w*|search\w*)|meta-?analy\w+|medline"
    r"|embase|pubmed|cochrane|databases? (?:was|were) searched|literature search|we searched"
    r"|pooled|data sources|study selection|data extraction|inclusion criteria",
    "studies pooled": r"(?:studies|trials|rcts|articles|papers) (?:were |was |met |that )?(?:met"
    r"|included|identified|eligible|selected|reported)|eligible (?:studies|trials)|heterogeneity"
    r"|random[- ]effects|included (?:studies|trials)|\d+ (?:studies|trials|articles|rcts)",
    "trials pooled": r"rcts?|randomi[sz]ed (?:controlled )?(?:clinical )?trials|controlled trials",
    "review": r"this review|in this review|we review\w*|reviews? (?:the|recent|current|our)"
    r"|(?:is|are|be|will) (?:discuss\w*|review\w*|summari[sz]\w*)|we (?:discuss|summari[sz]e|argue"
    r"|highlight|outline|consider|propose|suggest)|this (?:article|paper|chapter|perspective"
    r"|commentary) (?:\w+ )?(?:review|discuss|summari|describ|outlin|consider|argu)\w+|here,? we"
    r" (?:discuss|review|summari[sz]e|highlight)",
    "state of the field": r"recent (?:advances|progress|studies|developments|work|evidence|years"
    r"|findings|data)|current understanding|emerging|challenges|future directions|remains? unclear"
    r"|perspectives?|overview|state of the art|has been (?:shown|reported|suggested)|have been"
    r" (?:shown|reported|implicated|proposed)|growing (?:evidence|interest|body)",
    "opinion": r"guidelines?|consensus|recommendations?|recommended|editorial|commentary|opinion"
    r"|perspective|policy|policies|statement|should be",
    "plan": r"will be|will (?:receive|undergo|assess|evaluate|include|compare|determine|enroll?"
    r"|recruit|investigate|test|provide)|is to (?:evaluate|assess|determine|investigate|compare"
    r"|test)|aims? to|protocol|are planned|planned|to be enrolled|expected to",
    "own result": r"we (?:found|find|show(?:ed)?|demonstrate[d]?|observed|identif(?:y|ied)|report"
    r"|detected)|results? (?:show|suggest|indicate|demonstrate)\w*|(?:our|these|the) (?:results"
    r"|data|findings|study|observations)|significant(?:ly)?|here,? we (?:show|report|demonstrate"
    r"|find|identify|describe)|were (?:higher|lower|increased|reduced|observed|found|similar)",
    "statistics": r"p ?[<=>] ?0?\.\d+|95% ?(?:ci|confidence)|\d ?\+/- ?\d|\d ?± ?\d|n ?= ?\d+"
    r"|i2 ?=",
    "tool": r"software|web ?server|algorithms?|open[- ]source|toolkit|package|framework|platform"
    r"|databases?|freely available|availability|implementation|http|user-friendly|resource",
    "model of numbers": r"mathematical model\w*|simulat\w+|cost-effective\w*|markov|microsimulation"
    r"|qalys?|monte carlo|bayesian|statistical methods?|modell?ing",
    "method": r"we (?:present|describe|developed?|introduce) (?:a|an|the)(?: \w+){0,2} (?:method"
    r"|technique|approach|procedure|assay|system)|a (?:new|novel) (?:method|technique|approach)",
    "trial number": r"nct ?\d{8}|isrctn ?\d+|actrn\d+|clinicaltrials\.gov|trial registration",
}
_HEADINGS: Final = re.compile(
    r"\b(?:BACKGROUND|METHODS?|RESULTS?|CONCLUSIONS?|OBJECTIVES?|PURPOSE|DESIGN|SETTING|PARTICIPANTS"
    r"|PATIENTS|INTERVENTIONS?|FINDINGS|INTERPRETATION|AIMS?|CONTEXT|MEASUREMENTS?)\b"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """How often a cue stands in a text, in its title, and the words it first stood as."""

    count: int
    in_title: bool
    words: str


_COMPILED: Final = {
    name: re.compile(rf"(?<![\w])(?:{pattern})(?![a-z])") for name, pattern in _PATTERNS.items()
}
NAMES: Final = tuple(_PATTERNS)


def find_cues(title: str, text: str) -> dict[str, Cue]:
    """Return the cues of an abstract in lower case; one that does not occur has no entry."""
    found: dict[str, Cue] = {}
    for name, pattern in _COMPILED.items():
        matches = pattern.findall(text)
        in_title = bool(title) and pattern.search(title) is not None
        if matches or in_title:
            first = matches[0] if matches else ""
            found[name] = Cue(len(matches), in_title, first)
    return found


def count_headings(text: str) -> int:
    """Return how many of the usual headings of a structured abstract stand in capitals."""
    return len(_HEADINGS.findall(text))

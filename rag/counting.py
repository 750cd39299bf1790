"""Questions that ask to count studies: "how many trials", "the number of human studies".

They are answered by listing what the library holds (`rag.study_list`): an article's own count
leaves out what its author left out. How many people, doses or sites a study had is no such
question, nor how many studies a review pooled: these are facts that a source states.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from index.analysis import analyze

Counted = Literal["trial", "study", "review"]

_NOUN: Final = (
    r"(?P<noun>trials|studies|rcts|experiments|investigations|(?:\w+ )?reviews|meta-?analyses)\b"
)
# "trial sites", "studies' participants": something of a trial, not trials.
_OF_A_TRIAL: Final = (
    r"(?!['’]|[ -](?:participants|patients|people|subjects|sites|arms|groups|days))"
)
_ADJECTIVES: Final = r"(?P<between>(?:[\w'’/.-]+ ){0,7}?)"
_SINGULAR: Final = r"(?P<noun>trials?|stud(?:y|ies)|rcts?)"
_TRAILING: Final = r"how many(?= ?\?| are\b| were\b| have\b| exist| in total| altogether|$)"
_ASKS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:how many|what number of|how few)(?: of)? {_ADJECTIVES}{_NOUN}{_OF_A_TRIAL}",
        rf"\b(?:number|count|tally|total) of {_ADJECTIVES}{_NOUN}{_OF_A_TRIAL}",
        rf"\b(?:count|tally|add up|enumerate)(?: up)? {_ADJECTIVES}{_NOUN}{_OF_A_TRIAL}",
        rf"\bmore than (?:one|two|three|a single) {_ADJECTIVES}(?P<noun>trial|study|rct)\b",
        rf"\b(?:only|just) (?:one|two|a single|a few) {_ADJECTIVES}{_SINGULAR}\b(?=[^.]*\?)",
        rf"\b(?P<noun>trials|studies|rcts)\b(?P<between>)[^?.]{{0,90}}[,:;–—-] ?{_TRAILING}",
        r"\b(?P<noun>trial|study|rct) (?:count|tally|numbers)\b(?P<between>)",
        r"\bhow often (?:has|have|was|were)\b(?P<between>)[^?.]{0,80}\b(?P<noun>trial)(?:l?ed)\b",
        r"\b(?:wie ?viele|anzahl (?:der|an|von)) (?P<between>(?:\w+ ){0,4}?)(?P<noun>\w*studien)\b",
        r"\b(?:combien|nombre) d(?:e |['’]|es )(?P<between>(?:\w+ ){0,3}?)(?P<noun>essais|études)",
        r"\b(?:cu[aá]ntos|n[uú]mero de) (?P<between>(?:\w+ ){0,3}?)(?P<noun>ensayos|estudios)\b",
        r"\b(?:quant[ie]|numero d(?:i|egli)) (?P<between>(?:\w+ ){0,3}?)(?P<noun>studi|trial)\b",
        r"\b(?:quantos|n[uú]mero de) (?P<between>(?:\w+ ){0,3}?)(?P<noun>ensaios|estudos)\b",
    )
)
# Between "how many" and the noun: "patients in the", "points did the" ask for something else.
_SOMETHING_ELSE: Final = frozenset(
    "in on at for with by from per were was are is did do does have has took and or than people"
    " patients participants subjects children adults men women volunteers cells doses infusions"
    " injections points weeks months years days sites arms groups deaths events authors countries"
    " million times percent outcomes reports".split()
)
# Who else counted: "how many studies did the review pool", "did Moss gather", "of its trials".
_OF_A_REVIEW: Final = re.compile(
    r"\b(?:reviews?|reviewers?|reviewed|meta-?analys[ei]s|pooled|analysts?|its|their)\b"
    r"|\b(?:trials|studies|rcts) (?:did|had|have|has) (?!been\b|there\b|you\b|we\b|this\b|the"
    r" (?:articles?|pages?|text|wiki|authors?|library|documents?)\b)(?:[\w.'’&]+ ){1,6}?"
    r"(?:pool|gather|cover|analy[sz]e|summari[sz]e|includ|look|evaluat|survey|identif|find|found"
    r"|combin|collect|examin|assess|consider|bring|take)"
    r"|\b(?:were|was) (?:\w+ )?(?:gathered|summari[sz]ed|analy[sz]ed|covered|included|surveyed"
    r"|combined|collected|brought together)\b",
    re.IGNORECASE,
)
_TRIALS: Final = re.compile(r"trial|rct|essai|ensayo|ensaio", re.IGNORECASE)
_REVIEWS: Final = re.compile(r"review|meta", re.IGNORECASE)
_CONTROLLED: Final = re.compile(
    r"\b(?:rcts?|randomi[sz]ed|controlled|double[- ]blind(?:ed)?)\b", re.IGNORECASE
)
_HUMAN: Final = re.compile(
    r"\b(?:human|humans|clinical|people|patients|participants|volunteers)\b", re.IGNORECASE
)
_ANIMAL: Final = re.compile(
    r"\b(?:animals?|mice|mouse|rats?|rodents?|preclinical|pre-clinical)\b", re.IGNORECASE
)
_LAB: Final = re.compile(r"\b(?:in[- ]vitro|laboratory|cell[- ]culture)\b", re.IGNORECASE)
_STATUS: Final = (
    ("unpublished", r"\b(?:unpublished|not (?:yet )?(?:been )?published|without results)\b"),
    ("published", r"\b(?:published|with results|have results|reported results)\b"),
    ("ongoing", r"\b(?:ongoing|on-going|running|recruiting|under ?way|in progress)\b"),
    ("completed", r"\b(?:completed?|finished|ended)\b"),
)
_RESULTS: Final = re.compile(
    r"\b(?:shows?|showed|shown|prove[ds]?|proven|found|finds?|support\w*|work(?:s|ed)?|benefit\w*"
    r"|positive|negative|success\w*|fail\w*|effective|efficacy|improv\w*|help(?:s|ed)?|favou?r\w*"
    r"|null|worse)\b",
    re.IGNORECASE,
)
_ARTICLE_COUNTS: Final = re.compile(
    r"\b(?:articles?|pages?|text|author|wiki|document)\b[^?.]{0,30}\b(?:counts?|counted|says?|said"
    r"|mentions?|lists?|cites?|names?|gives?|states?|tall(?:y|ies))\b|\b(?:according to|counted in"
    r"|does|by) the (?:\w+ )?(?:article|page|text|author|wiki|document)\b",
    re.IGNORECASE,
)

ASKING: Final = frozenset(
    analyze(
        "many number count counts counted tally total few list listed often exact roughly about"
        " altogether overall all any other more than one two three single only just far currently"
        " now today already ever yet exist exists existing available known registered conducted"
        " done carried run ran performed undertaken completed finished ended published unpublished"
        " ongoing running recruiting underway under way results result reported report reports"
        " trial trials study studies rct rcts experiment experiments investigation investigations"
        " review reviews systematic meta analysis analyses meta-analysis meta-analyses research"
        " researchers scientists evidence data randomized randomised controlled placebo blind"
        " double-blind double blinded human humans clinical people patients participants volunteers"
        " person animal animals mice preclinical laboratory vitro test tests tested testing tried"
        " try trialled examine examined examining look looked looking investigate investigated"
        " use used using uses include includes included including cover covers covered give given"
        " involve involved involving treat treated treating treatment treatments therapy therapies"
        " effect effects cell cells stem stromal mesenchymal msc mscs hmsc infusion infusions"
        " injection injections product products disease diseases condition conditions library"
        " article articles page pages document documents wiki source sources hold holds contain"
        " say says mention mentions mentioned tell know show shows showed shown support supports"
        " supporting work works worked working benefit benefits positive negative success"
        " successful fail failed effective efficacy improve improved improvement help helps helped"
        " find found phase please different kind kinds type types new recent first so date year"
        " years there been made make out get got take took place set actually really"
    )
)
"""Stems of a counting question that do not say which studies are meant."""


@dataclass(frozen=True, slots=True)
class CountAsked:
    """What is to be counted.

    Attributes:
        noun: "trial" (trials in people), "study" (any original study) or "review".
        population: "human", "animal", "cells" or "".
        controlled: Only randomized or controlled ones.
        status: "published", "unpublished", "ongoing", "completed" or "".
        by_result: Whether the question counts by what was found, which the listing does not do.
        of_article: Whether it asks for the count that an article gives.
    """

    noun: Counted
    population: str = ""
    controlled: bool = False
    status: str = ""
    by_result: bool = False
    of_article: bool = False


def read_count(text: str) -> CountAsked | None:
    """Return what a question asks to count, or None for a question that counts no studies."""
    found = next(filter(None, (_asked(pattern, text) for pattern in _ASKS)), None)
    if found is None:
        return None
    noun: Counted = "study"
    if _REVIEWS.search(found["noun"]):
        noun = "review"
    elif _OF_A_REVIEW.search(text):
        return None
    elif _TRIALS.search(found["noun"]):
        noun = "trial"
    return CountAsked(
        noun=noun,
        population=_population(text),
        controlled=_CONTROLLED.search(text) is not None,
        status=next((name for name, words in _STATUS if re.search(words, text, re.IGNORECASE)), ""),
        by_result=_RESULTS.search(text) is not None,
        of_article=_ARTICLE_COUNTS.search(text) is not None,
    )


def _asked(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(
        (
            found
            for found in pattern.finditer(text)
            if _SOMETHING_ELSE.isdisjoint(found["between"].lower().split())
        ),
        None,
    )


def _population(text: str) -> str:
    if _ANIMAL.search(text):
        return "animal"
    if _LAB.search(text):
        return "cells"
    return "human" if _HUMAN.search(text) else ""

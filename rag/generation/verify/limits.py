"""What limits a statement must come along: denials, doubts, groups, animals, comparisons, plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.analysis import stem
from rag.generation.verify.words import SEPARATOR, Token


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


LIMITS: Final = {
    "denial": _stems(
        "no not nor none neither never without cannot can't didn't doesn't wasn't weren't isn't"
        " aren't hasn't haven't fail failed failure lack lacked lacking absent absence null unable"
        " unchanged similar comparable unproven insufficient inconclusive negative nonsignificant"
        " unknown unclear"
    ),
    "doubt": _stems(
        "may might could can would should possible possibly potential potentially probable likely"
        " suggest suggested suggests suggestive appear appears appeared seem seems seemed trend"
        " tendency perhaps whether if unless uncertain preliminary exploratory hypothesis"
        " hypothesised hypothesized hypothesize speculate proposed propose thought believed claim"
        " claimed claims argue argued assume assumed posterior probability estimated expected"
    ),
    "plan": _stems(
        "will planned plan plans aim aims aimed designed intended intends ongoing recruiting"
        " enrolling upcoming awaiting yet tests testing measuring withdrawn terminated suspended"
    ),
    "limit": _stems(
        "only except although though but however despite while whereas unlike limited partly"
        " partially some few several mostly mainly primarily transient transiently temporary"
        " temporarily initially subset subgroup"
    ),
    "comparison": _stems(
        "than versus vs compared comparison against placebo control controls sham baseline relative"
        " comparator conventional standard untreated vehicle"
    ),
    "animal": _stems(
        "mouse mice murine rat rats rodent rodents rabbit rabbits pig pigs porcine swine dog dogs"
        " canine sheep ovine goat goats horse horses equine monkey monkeys primate primates"
        " macaque macaques animal animals preclinical zebrafish cats feline"
    ),
    "cells": _stems("vitro culture cultured dish organoid organoids explant explants coculture"),
    "judgement": _stems(
        "investigators investigator authors author experts expert regulator sponsor company"
        " manufacturer agency fda ema opinion considered judged deemed"
    ),
    "condition": _stems(
        "refractory resistant severe mild moderate acute chronic advanced early late paediatric"
        " pediatric children child infants neonates adolescents women men female male older"
        " elderly younger pregnant"
    ),
}
"""Stems of each kind of limit. A quote that holds one of a kind needs the same in the sentence."""
_ARM: Final = re.compile(r"\d+(?:\.\d+)?[mk]|(?:high|low|medium|mid)")
_ARM_STEMS: Final = _stems("group arm cohort dose-group stratum quartile")


def limits_kept(sentence: Sequence[Token], quote: Sequence[Token]) -> str:
    """Return the first kind of limit that the quote has and the sentence has not, or "".

    The sentence may have none that the quote has not either: then the word is not in the source,
    which `rag.generation.verify.order` finds.
    """
    mine = {token.stem for token in sentence}
    held = {token.stem for token in quote}
    for kind, stems in LIMITS.items():
        # Every denial, doubt, group and kind of animal is its own; one does not stand for another.
        if held & stems - mine:
            return kind
    if (held & _ARM_STEMS) - mine or {s for s in held if _ARM.fullmatch(s)} - mine:
        return "group"
    return ""


def limit_cut(quote: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a stretch of a quote leaves a limit of its own statement behind.

    Kinds of limit are kept over the whole quote; a second "no" of the same kind is kept where it
    stands.
    """
    first, last = start, end
    while first > 0 and quote[first - 1].text != SEPARATOR:
        first -= 1
    while last < len(quote) and quote[last].text != SEPARATOR:
        last += 1
    outside = (*quote[first:start], *quote[end:last])
    return any(token.stem in stems for token in outside for stems in LIMITS.values())


def direction_agrees(sentence: Sequence[Token], quote: Sequence[Token]) -> bool:
    """Tell whether every word of direction in the sentence stands in the quote, as often at most.

    A sentence that says "increased" of a quote that says "decreased" is refused elsewhere as a
    word that is not in the source; this tells the reason by its name.
    """
    held = {token.stem for token in quote}
    return all(token.stem in held for token in sentence if token.stem in DIRECTION)


DIRECTION: Final = _stems(
    "increase increased increases decrease decreased decreases reduce reduced reduces reduction"
    " improve improved improves improvement worsen worsened worse better higher lower more less"
    " fewer greater smaller faster slower longer shorter rose fell gain gained loss lost raise"
    " raised lowered up down benefit harm harmful safe unsafe effective ineffective positive"
    " superior inferior"
)

"""Which measures a clause says moved, and which way, or did not move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.conflicts.scope import arms_in

NONE: Final = "no change"
BETTER: Final = "better"
WORSE: Final = "worse"
UP: Final = "up"
DOWN: Final = "down"
OPPOSED: Final = (frozenset((BETTER, WORSE)), frozenset((UP, DOWN)))

_EFFECTS: Final = {
    word: effect
    for effect, words in (
        (BETTER, "improved improvement improvements improves recovered"),
        (WORSE, "worsened worsening worsens deteriorated deterioration"),
        (UP, ("increased increases increase rose higher greater raised elevated gained longer"
             " prolonged extended")),
        (DOWN, ("decreased decreases decrease fell lower lowered reduced reduces declined dropped"
               " fewer shorter shortened")),
    )
    for word in words.split()
}  # fmt: skip
_EFFECT: Final = re.compile(rf"\b(?:{'|'.join(sorted(_EFFECTS, key=len, reverse=True))})\b")
_HOW: Final = frozenset(
    "statistically significantly markedly substantially further modestly slightly significant"
    " robustly consistently clearly strongly nominally even also".split()
)
_AUXILIARY: Final = frozenset("was were is are has have had been be did does".split())
_BREAK: Final = frozenset(
    "and or but with in at by from to of was were is are that which who whom had has have not no"
    " nor did does do the a an for on than vs versus after during both all its their his her this"
    " these those showed shows show reported reports found whose when where as if since only any"
    " each per between within among across under over into because while whereas there".split()
)
_WORDS: Final = re.compile(r"[^\s,;:()]+")
_LONGEST: Final = 5
"""Words that a measure's name has at most."""
_DRESSING: Final = frozenset(
    "mean median average overall total significant statistically greater lower higher measured"
    " primary secondary markedly absolute".split()
)
_QUANTITY: Final = frozenset(
    "levels level score scores values value concentrations concentration test tests".split()
)
_NO_MEASURE: Final = frozenset(
    "it they patients participants group groups arm arms mice rats animals subjects people results"
    " result treatment trial study therapy placebo cells dose doses outcome outcomes endpoint"
    " endpoints efficacy effect effects levels level score other one parameters measures markers"
    " others function signal benefit intervention supplementation expression activity adults women"
    " men controls drug exposure rate rates risk values days weeks months years symptoms".split()
)
_NOT_MOVED: Final = re.compile(
    r"\b(?:did|does) not (?P<how>(?:\w+ly )*)(?:show (?:\w+ ){0,3}?)?(?:improve|change|differ"
    r"|increase|decrease|decline|fall|rise|drop|worsen|reduce)\w*"
    r"|\b(?:was|were|remained) (?:unchanged|not (?:\w+ly )*(?:improved|increased|decreased|reduced"
    r"|lower|higher|different|changed|affected))\b"
)
_NOTHING_IN: Final = re.compile(
    r"\bno (?:statistically |significant |significantly |clear |measurable |overall )*"
    r"(?:improvements?|changes?|differences?|reductions?|increases?|decreases?|effects?|benefits?)"
    r" (?:(?:was|were) )?(?:seen |found |observed )?(?:in|on|of|for) (?:the )?"
)
_ITEM_END: Final = re.compile(r"\s*\([^()]*\)(?:,? or |,? and |, )?|,? or |,? and |, ")
_SIX_MINUTE_WALK: Final = re.compile(
    r"\b(?:6|six)[- ]?min(?:ute)?s?[- ]walk(?:ing)?(?: (?:test|distance))?|\b6mw[dt]\b"
)
# What may follow a verb without an object: "TNF fell in both", not "cells reduced TNF".
_NO_OBJECT: Final = re.compile(
    r"\W*(?:$|[(,;:·|]|(?:in|at|by|from|with|to|over|vs|versus|compared|relative|between|within"
    r"|during|after|across|on|for|among|and|or|than|through|until|throughout|significantly"
    r"|\d[\d.]*\s?%)(?!\w))"
)


def measures_in(clause: str) -> Iterator[tuple[str, str]]:
    """Yield each measure that a lower-case clause says moved, or did not, with its way."""
    clause = _SIX_MINUTE_WALK.sub("6mwt", clause)
    if nothing := _NOTHING_IN.search(clause):
        for item in _ITEM_END.split(clause[nothing.end() :])[:6]:
            if measure := _name(_leading(item)):
                yield measure, NONE
        return
    if unmoved := _NOT_MOVED.search(clause):
        measure = _before(clause, unmoved.start())
        if measure and _NO_OBJECT.match(clause, unmoved.end()):
            yield measure, NONE
        return
    seen: set[str] = set()
    for found in _EFFECT.finditer(clause):
        measure = _before(clause, found.start())
        if not (measure and _NO_OBJECT.match(clause, found.end())):
            measure = _name(_leading(clause[found.end() :]))
        if measure and measure not in seen:
            seen.add(measure)
            yield measure, _EFFECTS[found[0]]


def _before(clause: str, end: int) -> str:
    """Return the measure whose name ends before `end`, past adverbs and a bracket."""
    text = clause[max(0, end - 90) : end].rstrip()
    if text.endswith(")"):
        text = text[: text.rfind("(")] if "(" in text else ""
    if text.endswith((",", ";", ":")):
        return ""
    words = _WORDS.findall(re.split(r"[,;:()]", text)[-1])
    while words and (words[-1] in _HOW or words[-1] in _AUXILIARY):
        words.pop()
    name: list[str] = []
    while words and words[-1] not in _BREAK and len(name) < _LONGEST:
        name.insert(0, words.pop())
    return _name(name)


def _leading(text: str) -> list[str]:
    """Return the words with which `text` opens, up to one that ends a name."""
    name: list[str] = []
    for word in _WORDS.findall(re.split(r"[,;:()]", text.lstrip(), maxsplit=1)[0]):
        if not name and word in {"the", "both", "in"}:
            continue
        if word in _BREAK or len(name) == _LONGEST:
            break
        name.append(word)
    return name


def _name(words: list[str]) -> str:
    """Return a measure's name without what only dresses it, or "" when `words` are none."""
    words = [word.strip(".'\u2019\u201c\u201d\"*") for word in words]
    while words and (words[0] in _DRESSING or words[0] in _HOW):
        words.pop(0)
    while len(words) > 1 and words[-1] in _QUANTITY:
        words.pop()
    name = " ".join(words)
    if arms_in(name) or name.endswith(("-group", "-arm")):
        return ""
    if len(name) < _SHORTEST or words[-1] in _NO_MEASURE or not re.search(r"[a-z]{2}", name):
        return ""
    return name


_SHORTEST: Final = 3

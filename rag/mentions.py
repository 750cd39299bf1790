"""What a question mentions, and where: studies, conditions, products, arms, times and the like.

A follow-up is read by laying its mentions over those of the question before (`rag.followup`), so
each one keeps its place in the text and no word is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rag.concepts import Concept, concepts
from rag.named_study import STUDY_NAME
from rag.question import ReadQuestion

Kind = Literal[
    "study", "product", "condition", "source", "name", "phase", "arm", "time", "place",
    "population", "measure", "ordinal",
]  # fmt: skip

SUBJECTS: Final[tuple[Kind, ...]] = ("study", "product", "condition", "source", "name")
"""Kinds that say what a question is about; the others only narrow it."""

_HEADS: Final = (
    "trials?|stud(?:y|ies)|series|reviews?|meta-analys[ie]s|papers?|guidance|survey|consensus|work"
)
_HEAD: Final = re.compile(rf"\b(?:{_HEADS})\b", re.IGNORECASE)
# What stands before "trial" and belongs to its name: "the Duke autism trial".
_NOT_MODIFIER: Final = frozenset(
    "a about an and any are as at been both by can clinical controlled could did do does each every"
    " few first for from had has have how if in is last latest many more most of on one or other"
    " published same second so some tell than that the their there these third this those to two"
    " was we were what when where which who why with me in their its new next our your"
    " randomised randomized".split()
)
# What follows "trial" and tells which: "in Houston", "of precursor cells after knee surgery".
_WHICH: Final = re.compile(
    r" (?:in|of|on|from|by|with|after) (?:(?!(?:(?:is|are|was|were|do|does|did|has|have|had|and|or"
    r"|who|which|that|find|found|finds|show|shows|report|reports|say|says|measure|about|any|a|an"
    r"|be|been|can|could|will|would|to|it|they|the)\b|[\w-]+(?:ed|ing)\b))[\w’'/-]+"
    r"(?: |(?=\W*$)|$)){1,6}"
)
_PHASE: Final = re.compile(
    r"\bphase[\s-]*(?:[1-4][ab]?(?:\s*/\s*[1-4][ab]?)?|I{1,3}V?[ab]?(?:\s*/\s*I{1,3}[ab]?)?)(?![\w/])",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(r"[\s,]+(?:phase[\s-]*)?(?:I{1,3}|IV|[1-4][ab]?)(?![\w.%/])")
_CELLS: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)? ?(?:M\b|[Mm]illion\b)")
_GROUP: Final = (
    r"(?=[\s-](?:[\w-]+[\s-])?(?:groups?|arms?|patients|people|participants|recipients)\b)"
)
_ARM: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|single|double|triple|multiple)[\s-](?:dose|infusion|injection"
    r"|course|cycle|treatment)s?\b"
    rf"|\b(?:placebo|sham|control|comparison|untreated|treated|treatment|cells?|MSC|salt water"
    rf"|saline|dummy){_GROUP}"
    r"|(?<=\bwho got )[\w -]+?(?=\W*$)|(?<=\bwho received )[\w -]+?(?=\W*$)"
    r"|(?<=\bwho (?:only|just) got )[\w -]+?(?=\W*$)|(?<=\bwere given )[\w -]+?(?=\W*$)"
    rf"|\b(?:low|middle|mid|medium|high)(?:er|est)?[- ]dose\b|\b(?:early|delayed)[- ]start\b",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|nine|twelve|a)[\s-](?:days?|weeks?|months?"
    r"|years?)\b(?![\s-](?:old|of age))|\b(?:day|week|month|year)[\s-]\d+\b",
    re.IGNORECASE,
)
_POPULATION: Final = re.compile(
    r"\b(?:children|kids|infants|bab(?:y|ies)|teenagers|adults|(?:older|old|elderly|young|younger)"
    r" (?:people|adults|patients)|women|men|females|males|humans?|animals?|mice|mouse|rats?|dogs?"
    r"|horses?|pigs?|patients|people)\b",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:(?:the )?(?:United States|United Kingdom|US|USA|UK|EU|European Union)|America|Europe"
    r"|Japan|(?:South )?Korea|China|Canada|Australia|India|Iran|Germany|France|Spain|Italy"
    r"|New Zealand)\b"
)
_ORDINAL: Final = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth)\b", re.IGNORECASE)
_TAIL: Final = re.compile(r"[\w’'-]*(?:’s|'s)?(?: (?:disease|syndrome|disorder))?", re.IGNORECASE)
_ASKING: Final = re.compile(r"\b(?:how|what|which|who|did|does|was|were|is|are)\b", re.IGNORECASE)
_LONGEST_MEASURE: Final = 5
"""Words of a measure as a thing; longer matches are turns of phrase ("how far did they walk")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing mentioned, with its place: `text[start:end]`."""

    kind: Kind
    start: int
    end: int
    text: str


def mentions(question: ReadQuestion) -> tuple[Mention, ...]:
    """Return what a question mentions, by place; a study's name may hold a condition's."""
    text = question.text
    studies = list(_named(text, question)) + list(_described(text))
    found = [_mention("study", text, *span) for span in _joined(studies)]
    found += [each for concept in concepts() for each in _of_concept(concept, text)]
    for kind, pattern in _PATTERNS:
        found += [_mention(kind, text, *match.span()) for match in pattern.finditer(text)]
    found += _other_names(question, found)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.start, -each.end)))


_OF_CONCEPTS: Final[dict[str, Kind]] = {
    "condition": "condition", "product": "product", "source": "source", "measure": "measure",
}  # fmt: skip


def arm_places(text: str) -> Iterator[str]:
    """Yield the arms of trials that a text names, as it names them."""
    for pattern in (_CELLS, _ARM):
        yield from (match[0] for match in pattern.finditer(text))


_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("phase", _PHASE),
    ("arm", _CELLS),
    ("arm", _ARM),
    ("time", _TIME),
    ("place", _PLACE),
    ("ordinal", _ORDINAL),
    ("population", _POPULATION),
)


def _mention(kind: Kind, text: str, start: int, end: int) -> Mention:
    return Mention(kind, start, end, text[start:end])


def _named(text: str, question: ReadQuestion) -> Iterator[tuple[int, int]]:
    """Yield the places of acronyms of studies: "CRATUS phase II", "NCT01234567"."""
    for name in question.names:
        if not STUDY_NAME.match(name.text):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name.text)}(?!\w)", text):
            after = _AFTER_NAME.match(text, match.end())
            yield match.start(), after.end() if after else match.end()


def _described(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of studies told by a description: "the Duke autism trial"."""
    for head in _HEAD.finditer(text):
        start = head.start()
        while before := re.search(r"([\w’'/-]+) $", text[:start]):
            if before[1].lower() in _NOT_MODIFIER:
                break
            start = before.start()
        which = _WHICH.match(text, head.end())
        bare = start == head.start() and which is None
        if bare or (head[0] == "work" and not text[:start].lower().endswith("the ")):
            continue
        yield start, len(text[: which.end()].rstrip()) if which else head.end()


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _of_concept(concept: Concept, text: str) -> Iterator[Mention]:
    kind = _OF_CONCEPTS.get(concept.kind)
    if kind is None:
        return
    for match in concept.asked.finditer(text):
        end = match.end()
        if kind != "measure" and (tail := _TAIL.match(text, end)):
            end = tail.end()
        held = text[match.start() : end]
        if kind == "measure" and (len(held.split()) > _LONGEST_MEASURE or _ASKING.search(held)):
            continue
        yield _mention(kind, text, match.start(), end)


def _other_names(question: ReadQuestion, found: Iterable[Mention]) -> Iterator[Mention]:
    taken = [(each.start, each.end) for each in found]
    for name in question.names:
        if any(mark.isdigit() for mark in name.text) and not any(map(str.isalpha, name.text)):
            continue
        start = question.text.find(name.text)
        end = start + len(name.text)
        if start >= 0 and not any(first < end and start < last for first, last in taken):
            yield _mention("name", question.text, start, end)

"""Harms that a statement denies or reports, by kind of event and with what limits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.conflicts.clauses import clauses_of
from corpus.conflicts.scope import arms_in, longest_days, same_arm
from corpus.tiers.studies import ANIMAL
from corpus.tiers.words import Words, words_of

# Each kind of event with the words for it. Antibodies against a donor are no rejection; a reader
# told of the one must be told of the other, so they are one kind.
_KINDS: Final = (
    ("immune", (r"(?:immune |graft |acute |chronic )*reject(?:ion|ed)|(?:donor|hla|anti-hla)[- ]"
               r"(?:specific )?antibod(?:y|ies)|allo-?antibod(?:y|ies)|(?:allo-?|immune )"
               r"(?:sensiti[sz]ation|immuni[sz]ation|reactions?|responses? (?:to|against) the "
               r"(?:cells|donor|graft))")),
    ("death", r"deaths?|fatalit(?:y|ies)|mortality|died"),
    ("tumour", r"(?:tumou?rs?|cancers?|malignanc(?:y|ies)|neoplasms?|teratomas?|leuk[a]?emias?)"),
    ("infection", r"infections?|sepsis|bacter[a]?emia"),
    ("clot", (r"(?:thrombos[ie]s|thrombotic events?|(?:pulmonary )?embol(?:ism|isms|i)|clots?"
             r"|strokes?)")),
    ("reaction", (r"(?:infusion|injection|allergic|anaphylactic|hypersensitivity)[- ]"
                 r"(?:related |site )?(?:reactions?|events?)|anaphylaxis")),
    ("serious", (r"(?:serious|severe) (?:adverse )?(?:events?|reactions?|side effects?)|saes?"
                r"|te-saes?")),
    ("admission", r"hospitali[sz]ations?|hospital admissions?|admitted to hospital"),
)  # fmt: skip
_SHORT = (
    r"(?!(?:increas|differ|chang|effect|more|high|reduc|associat|impact|signific|longer|new"
    r"|excess|signal|relation|data|record|report of|interaction|benefit|long|single|clear"
    r"|trial|stud)\w*\b)[\w'’/-]+ "
)
_PERSON = (
    r"(?:patients?|participants?|people|persons?|subjects?|adults?|children|volunteers?"
    r"|individuals?|recipients?|cases?|man|woman|child)"
)
_SOME = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|another|\d+|several|some)"
_ABSENT: Final = {
    kind: re.compile(
        rf"\b(?:no|without(?: any)?|nor|zero|free of) (?:{_SHORT}){{0,4}}?(?P<event>{words})\b"
        r"(?! (?:risk|rate|rates|benefit|data|trial|stud|endpoint|reduction|difference|was"
        r" (?:sever|ster)|free))"
        rf"|\b(?P<later>{words}) (?:did not occur|(?:was|were) not (?:seen|observed|found|reported"
        r"|detected|recorded))\b"
    )
    for kind, words in _KINDS
}  # fmt: skip
_PRESENT: Final = {
    kind: re.compile(
        rf"\b{_SOME} (?:of \d+ )?(?:{_SHORT}){{0,2}}?{_PERSON}(?: \(?(?:in|on|of|from|given|at)"
        rf" (?:[\w'’-]+ ){{1,5}}?|[ (]+(?:\w+[ )]+)?)?(?:developed|had|experienced|suffered"
        rf"|showed|presented with|was diagnosed with|were diagnosed with) (?:[\w'’,-]+ ){{0,5}}?"
        rf"(?P<event>{words})\b"
        rf"|\b{_SOME} (?:(?!non)[\w'’-]+ ){{0,2}}?(?P<counted>{words})\b(?! (?:risk|rate|type|free"
        rf"|cell|line|model|biops|per|and control|sample|site|gene|biolog|stage|patient|hallmark"
        rf"|cohort|suppress|marker|trial|arm|stud|data|antigen|vaccin))"
        rf"(?=.{{0,60}}\b(?:day|week|month|year|group|arm|patient|participant|occurred|reported"
        rf"|related|unrelated|adjudicated|judged|cells|observed|treated|recorded)\w*)"
        rf"|\b(?P<seen>{words}) (?:occurred|developed|(?:was|were) (?:seen|observed|reported"
        rf"|recorded)) in {_SOME}\b"
    )
    for kind, words in _KINDS
}  # fmt: skip
_RELATED: Final = re.compile(
    r"\b(?:treatment|therapy|drug|product|cell|study|procedure|infusion|vector)[- ](?:related"
    r"|emergent|attribut\w+|associated)\b|\b(?:attribut\w+|related|due|caused|linked) (?:to|by)\b"
    r"|\bdrug reactions?\b"
)
_UNRELATED: Final = re.compile(
    r"\b(?:unrelated|not (?:\w+ )?(?:related|attributed|attributable|due|caused|linked))\b"
)
_CONTROL: Final = re.compile(r"\b(?:placebo|control|sham|untreated|comparator|vehicle)\b")
_GATE: Final = re.compile(
    r"reject|antibod|sensiti|immuni|death|fatal|mortal|died|tumo|cancer|malignan|neoplas|teratom"
    r"|leuk|infection|sepsis|bacter|thrombo|embol|clot|stroke|reaction|anaphyl|serious|severe"
    r"|\bsaes?\b|hospital"
)


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of harm that a clause denies or reports.

    Attributes:
        kind: Kind of event.
        denied: Whether the clause says that there was none.
        related: Whether it speaks only of events that the treatment caused.
        days: Longest time after the start that the clause names, or None.
        arms: Amounts given that the clause names.
    """

    kind: str
    denied: bool
    related: bool
    days: float | None
    arms: frozenset[str]


def events_in(words: Words) -> Iterator[Event]:
    """Yield the harms that the clauses of `words` deny or report of people given a treatment."""
    if not _GATE.search(words.lower) or ANIMAL.within(words):
        return
    for clause in clauses_of(words.lower):
        for kind, _ in _KINDS:
            denied = _ABSENT[kind].search(clause)
            reported = None if denied else _PRESENT[kind].search(clause)
            if not (denied or reported) or (reported and _CONTROL.search(clause)):
                continue
            yield Event(
                kind,
                denied is not None,
                bool(_RELATED.search(clause)) and not _UNRELATED.search(clause),
                longest_days(words_of(clause)),
                arms_in(clause),
            )


def events_disagree(denied: Event, reported: Event) -> bool:
    """Tell whether `reported` falls under what `denied` says did not happen."""
    if denied.related and not reported.related:
        return False
    if denied.days is not None and reported.days is not None and reported.days > denied.days:
        return False
    return same_arm(denied.arms, reported.arms)

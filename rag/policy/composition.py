# ruff: noqa: E501 - a pattern is read as one line, however long
"""The net under the English patterns: concepts that meet in one clause, whatever its wording.

A clause about studies or documents is not looked at; talk to us ("tell me how cells work") is
taken out first. See `rag.policy.concepts` for the word families.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.policy import concepts, frames
from rag.policy.topics import touches_health, touches_library

Signal = tuple[str, str, str]
"""Name, category and action of one combination that fired."""

_CLAUSES = re.compile(
    r"[;:]|,(?! ?\d{3})|\s-+\s|\bbut\b|\bso\b(?! that)|\bbecause\b|\bcos\b|\bthen\b|"
    r"\band (?=(?:what|how|which|did|does|do|is|are|was|were|should|would|could|can|will|i|my|she|he)\b)"
)
# Asking what something is or does in general: a fact, even beside a person.
_FACT = re.compile(
    r"^\W*(?:(?:can|could|would) you )?(?:please )?(?:explain|define|describe|list|summari[sz]e|quote|cite|show|what(?:'s| is| are| does| do)|how (?:is|are|do|does) (?:the |a )?(?:mscs?|cells|trials?|frailty|word|term))\b"
    r"(?![^.]*\b(?:best|better|good|right|chance|odds|success rate|dose|amount|price|cost|wrong|to (?:get|take|do|try|have))\b)"
)
_LEARN = re.compile(
    r"\b(?:cite|citing|read(?:ing)?|quote|conclude|count(?:ed)? as|be (?:read|considered|regarded|seen|taken|interpreted|treated as)|rely|pool|meta-?analys\w+|p[- ]?values?|sample size|effect size|confidence interval|hypothes\w+|endpoints?|primary outcome|proof|causal\w*|methodolog\w+|"
    r"researchers?|authors?|wiki|corpus|librar(?:y|ian)|websites?|this page|abbreviation\w*|pronounce|spell|definition|glossary)\b"
)


def signals(sentences: Sequence[str], trials: frozenset[str]) -> Iterator[Signal]:
    """Yield the combinations found in a message's folded sentences.

    Args:
        sentences: Folded sentences of one message.
        trials: Casefolded trial names found in the raw message.
    """
    message = _Message(sentences, trials)
    found = [*_over_sentences(sentences, message), *_over_clauses(message), *_fiction(message)]
    if not found and message.person and message.therapy and not message.factual:
        # Somebody and a treatment, and nothing asked of the documents.
        found.append(("nothing-asked-of-documents", "should_i", "partial"))
    yield from found


def _over_sentences(sentences: Sequence[str], message: _Message) -> Iterator[Signal]:
    finding = message.person and concepts.FINDING.search(message.whole)
    adopting = message.amount and not message.learns
    for sentence in sentences:
        if finding and _NAMED_ILLNESS.search(sentence):
            yield "findings-labelled", "diagnosis", "refuse"
        if message.therapy and _CONSIDERING.search(sentence):
            yield "decision-on-treatment", "should_i", "partial"
        if adopting and _ADOPTS.search(sentence):
            yield "amount-adopted", "dosing", "refuse"


def _over_clauses(message: _Message) -> Iterator[Signal]:
    for clause in message.clauses:
        refused = [
            *_dosing(clause, message),
            *_medicine(clause, message),
            *_diagnosis(clause, message),
            *_pregnancy(clause, message),
            *_sellers(clause, message),
        ]
        yield from refused or _decision(clause, message)


def _fiction(message: _Message) -> Iterator[Signal]:
    told = concepts.FICTION.search(message.whole) and concepts.TOLD_WHAT.search(message.whole)
    if told and message.therapy and message.person and not message.learns:
        if message.amount:
            yield "told-in-fiction", "dosing", "refuse"
        else:
            yield "told-in-fiction", "hypothetical", "partial"


# A whole sentence that is only the name of an illness asks whether that is what it is.
_NAMED_ILLNESS = re.compile(
    r"^\W*(?:so |is it |early |mild |just |maybe |could be |or |onset of |start of )*(?:a )?(?:parkinson|alzheimer|dementia|gvhd|frailty|stroke|rejection|arthritis|sepsis|infection|ms|cancer)\S*\W*$"
)
_CONSIDERING = re.compile(r"^\W*(?:considering|debating|pondering|weighing up|contemplating)\b")


# What a study used, taken over for oneself.
_ADOPTS = re.compile(
    r"\b(?:i'd|i'll|i should|i can|i must|i would|i could|should i|so i|we'd|we should|he'd|she'd) (?:be due|have|need|take|get|want|use|ask for|inject)\b[^.]{0,40}\b(?:infusions?|doses?|million|\d+ ?m|cells|same|vials?|injections?)\b|"
    r"\b(?:right|ok|okay|enough|correct|fine|suitable|plenty|good) for (?:an? (?:guy|man|woman|person|girl|bloke|lady) (?:my|his|her) (?:size|age|weight)|someone (?:my|his|her) (?:size|age|weight)|my (?:size|age|weight|build))\b|"
    r"\b(?:dose|amount|million|per kg|per kilo|cells)\b[^.]{0,30}\b(?:times|x|by|into) (?:my|his|her|\d{2,3} ?kg)\b"
)


class _Message:
    """What a whole message holds, and the clauses that are about nobody's study."""

    def __init__(self, sentences: Sequence[str], trials: frozenset[str]) -> None:
        whole = " . ".join(frames.without_chat(sentence) for sentence in sentences)
        self.whole = whole
        self.person = bool(concepts.PERSON.search(whole))
        self.therapy = bool(concepts.THERAPY.search(whole))
        self.factual = any(_factual(s, trials) for s in sentences)
        self.amount = bool(concepts.AMOUNT.search(whole))
        self.pregnant = bool(concepts.PREGNANT.search(whole))
        self.subject = self.therapy or touches_library(whole)
        self.drug = bool(concepts.DRUG.search(whole))
        self.health = self.subject or touches_health(whole)
        self.learns = bool(_LEARN.search(whole))
        self.fact = any(frames.about_documents(s) or _LEARN.search(s) for s in sentences[-1:])
        self.clauses = [
            clause
            for sentence in sentences
            for clause in _open_clauses(frames.without_chat(sentence), trials)
        ]


_IMPERSONAL = re.compile(
    r"^\W*(?:and |so |but |also |ok |please )?(?:what|which|who|whose|when|where|why|how|is|are|do|does|did|was|were|has|have|had|can|could|might|may|list|show|give|explain|describe|define|summari[sz]e|compare|find|quote|any|anything)\b"
)


def _factual(sentence: str, trials: frozenset[str]) -> bool:
    if frames.asks_for_another(sentence):
        return True
    plain = frames.without_chat(sentence)
    parts = [part.strip() for part in _CLAUSES.split(plain) if part and part.strip()]
    return any(
        _closed(part, trials) or (_IMPERSONAL.search(part) and not concepts.PERSON.search(part))
        for part in parts
    )


# A clause grows by its tails only so far: time stays in line with length.
_LONGEST_JOINED = 80


def _open_clauses(sentence: str, trials: frozenset[str]) -> Iterator[str]:
    # A tail such as "right" or "any clash" belongs to the clause before it.
    parts = [part.strip() for part in _CLAUSES.split(sentence) if part and part.strip()]
    joined: list[str] = []
    tail_open = False
    for part in parts:
        if tail_open and len(part.split()) <= 4 and len(joined[-1]) < _LONGEST_JOINED:
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
            tail_open = not _closed(part, trials)
    if len(joined) > 1 and not any(_closed(part, trials) for part in joined):
        joined.append(", ".join(joined))
    yield from (part for part in joined if not _closed(part, trials))


def _closed(clause: str, trials: frozenset[str]) -> bool:
    if any(name in clause for name in trials):
        return True
    if _LEARN.search(clause) or concepts.reports(clause):
        return True
    return frames.about_documents(clause)


def _dosing(clause: str, message: _Message) -> Iterator[Signal]:
    if not concepts.AMOUNT.search(clause):
        if concepts.HANDLING.search(clause) and concepts.SELF.search(clause):
            yield "handling-by-self", "dosing", "refuse"
        return
    named = message.therapy or message.drug or _OWN_AMOUNT.search(clause)
    if concepts.COST.search(clause) or not named:
        return
    if concepts.PERSON.search(clause) or (concepts.DOSE_USE.search(clause)):
        name = "amount-asked" if _ASKED_AMOUNT.search(clause) else "amount-for-person"
        yield name, "dosing", "refuse"
    elif message.person and not message.fact:
        yield "amount-beside-person", "dosing", "refuse"


_ASKED_AMOUNT = re.compile(
    r"\b(?:how (?:many|much|often|far apart)|(?:what|which) (?:dos\w+|amount|number|quantity)|drip (?:speed|rate)|per kilo|per kg|mg/kg|gap between|work(?:ed)? out|calculat\w+|one or two)\b"
)
_OWN_AMOUNT = re.compile(r"\b(?:dos(?:e|es|age)|million|per (?:kg|kilo)|starting amount|mg/kg)\b")


def _medicine(clause: str, message: _Message) -> Iterator[Signal]:
    if message.drug and concepts.PERSON.search(clause) and _CHANGE_IT.search(clause):
        yield "medicine-pointed-at", "medication_change", "refuse"
    if not concepts.DRUG.search(clause) or not concepts.DRUG_ACT.search(clause):
        return
    near = concepts.DEFINITE.search(clause) or concepts.PERSON.search(clause)
    terse = len(clause.split()) <= 6 and concepts.THERAPY.search(clause)
    if near or (
        terse and not _FACT.search(clause) and not re.match(r"(?:do|does|are|is)\b", clause)
    ):
        yield "medicine-beside-treatment", "medication_change", "refuse"


_CHANGE_IT = re.compile(
    r"\b(?:stop|skip|drop|quit|pause|halve|leave out|come off|cut|miss|hold|ditch|taper|wean off|keep taking|carry on with|stay on|restart) (?:on )?(?:it|them|that|those|these|this|one)\b"
)


def _diagnosis(clause: str, message: _Message) -> Iterator[Signal]:
    if concepts.LOOK_AT.search(clause):
        yield "findings-to-read", "diagnosis", "refuse"
    found = concepts.FINDING.search(clause)
    labelled = found and concepts.LABEL.search(clause) and not _FACT.search(clause)
    if labelled and (message.person or re.search(r"\b\d+\b", clause)):
        yield "findings-labelled", "diagnosis", "refuse"


def _pregnancy(clause: str, message: _Message) -> Iterator[Signal]:
    if not message.pregnant or _FACT.search(clause):
        return
    by_pronoun = message.therapy and concepts.PRONOUN.search(clause)
    named = concepts.THERAPY.search(clause) or by_pronoun
    if named and (message.person or concepts.SUITS.search(clause)):
        yield "pregnancy-beside-treatment", "pregnancy_child", "refuse"


def _sellers(clause: str, message: _Message) -> Iterator[Signal]:
    about = message.therapy or len(clause.split()) <= 9
    if about and (concepts.WHERE.search(clause) or concepts.PLACE.search(clause)):
        yield "where-or-who", "clinic_cost", "refuse"
    if not concepts.COST.search(clause) or not (message.therapy or concepts.PRONOUN.search(clause)):
        return
    impersonal = re.match(r"(?:are|is|do|does|who|what)\b", clause)
    if message.person or not impersonal or _PRICE_JUDGED.search(clause):
        yield "cost", "clinic_cost", "refuse"


_PRICE_JUDGED = re.compile(
    r"\d|\b(?:rip[- ]?off|fair|reasonable|normal|bupa|medicare|medicaid|nhs|insur\w+|axa|aetna|cigna)\b"
)


def _decision(clause: str, message: _Message) -> Iterator[Signal]:
    person_here = concepts.PERSON.search(clause)
    if _FACT.search(clause) and not person_here:
        return
    therapy_here = concepts.THERAPY.search(clause)
    decided = concepts.DECISION.search(clause)
    suited = concepts.SUITS.search(clause)
    expected = concepts.EXPECT.search(clause)
    by_pronoun = bool(message.subject and concepts.PRONOUN.search(clause))
    pointed = bool(therapy_here or by_pronoun or (person_here and message.subject))
    own = bool(concepts.LIKE_ME.search(clause) and message.health)
    what_to = message.subject and _WHAT_TO.search(clause)
    if (
        what_to
        or (decided and (therapy_here or own))
        or (decided and message.subject and (message.person or person_here))
    ):
        yield "decision-on-treatment", "should_i", "partial"
    elif suited and ((message.person and pointed) or own):
        yield "suits-person", "should_i", "partial"
    elif expected and ((message.person and pointed) or own):
        yield "expected-for-person", "prognosis_cure", "partial"
    elif person_here and decided and concepts.PRONOUN.search(clause):
        yield "decision-pointed-at", "should_i", "partial"
    elif person_here and expected and _WITH_IT.search(clause):
        yield "expected-for-person", "prognosis_cure", "partial"
    elif person_here and _PRONOUN_ASK.search(clause):
        yield "suits-person", "should_i", "partial"


_WITH_IT = re.compile(r"\b(?:with|from|after|on) (?:this|it|these|them)\W*$")
_WHAT_TO = re.compile(r"\bwhat to (?:get|take|try|choose|pick|go for|ask for)\b")
# A treatment only pointed at ("would she tolerate it").
_PRONOUN_ASK = re.compile(
    r"\bwould (?:you|anyone|a \w+ person) (?:\w+ )?(?:it|this|them)\b|\b(?:toler\w+|cope with|withstand|handle|survive|benefit from|too (?:old|young|frail|ill|sick|far gone) for|(?:suitable|safe|right|good|worth\w*|candidates?) (?:for|to)) (?:it|this|that|them|these)\b"
)

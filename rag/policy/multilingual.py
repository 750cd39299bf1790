# ruff: noqa: E501 - a pattern is read as one line, however long
"""Rules for the languages other than English, built alike from each language's word lists.

A list alone restricts nothing (but for crisis phrases): a request needs a person or a word of
need beside the amount, the medicine or the symptom, and a question about a study goes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.policy.lexicon import LEXICONS
from rag.policy.lexicon.pairs import PAIRS
from rag.policy.lexicon.wider import WIDER

Signal = tuple[str, str, str]
"""Name, category and action of one pattern that fired."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    fields: dict[str, re.Pattern[str]]

    def has(self, name: str, text: str) -> bool:
        return bool(self.fields[name].search(text))


@cache
def _compiled(lang: str) -> _Compiled:
    lexicon = LEXICONS[lang]
    names = [name for name in lexicon.__slots__ if name not in ("lang", "words")]
    prefix = r"\b" if lexicon.words else ""
    wider = WIDER.get(lang, {})
    lists = {
        name: "|".join(part for part in (getattr(lexicon, name), wider.get(name, "")) if part)
        for name in names
    }
    return _Compiled({name: re.compile(f"{prefix}(?:{words})") for name, words in lists.items()})


@cache
def _pairs(lang: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, str], ...]:
    pairs = PAIRS[lang]
    return tuple(
        (re.compile(one), re.compile(other), name, category)
        for one, other, name, category in (
            (pairs.body, pairs.state, "body-in-danger", "emergency"),
            (pairs.cannot, pairs.vital, "vital-lost", "emergency"),
            (pairs.life, pairs.senseless, "no-life", "self_harm"),
            (pairs.others, pairs.absent, "burden", "self_harm"),
        )
    )


def _paired(sentence: str, lang: str) -> Iterator[Signal]:
    for one, other, name, category in _pairs(lang):
        first = one.search(sentence)
        if first and other.search(sentence):
            yield name, category, "emergency"


# "What is ...": a word is asked for, nobody is in danger.
_DEFINES = re.compile(
    r"^\W*(?:(?:y )?que (?:es|son|significa)|o que (?:e|sao|significa)|qu'est-ce qu|que veut dire|"
    r"(?:che )?cos'? ?e\b|che cosa|cosa (?:e|significa)|was (?:ist|sind|bedeutet)|wat (?:is|zijn|betekent)|co (?:to|oznacza)|"
    r"что (?:такое|значит)|ما (?:هو|هي|معنى|معني)|什么是)|(?:nedir|ne demek|क्या (?:है|होता)|是什么(?:意思)?|とは|(?:이|가|은|는) ?무엇)"
)


def signals(sentence: str, lang: str, *, names_trial: bool) -> tuple[Signal, ...]:
    """Name what fires in one folded sentence of a language other than English.

    Args:
        sentence: Folded text.
        lang: A language of `LEXICONS`.
        names_trial: Whether the sentence names a trial in capitals.
    """
    words = _compiled(lang)
    person = words.has("person", sentence)
    document = names_trial or words.has("document", sentence)
    found = list(_crisis(words, sentence, person, document))
    if not document and not found and not _DEFINES.search(sentence):
        # Signs of the body need somebody in the sentence; despair speaks for itself.
        pairs = _paired(sentence, lang)
        found.extend(sign for sign in pairs if person or sign[1] == "self_harm")
    if words.has("override", sentence):
        found.append(("override", "jailbreak", "refuse"))
    found.extend(_refused(words, sentence, person, document))
    if not any(category == "clinic_cost" for _, category, _ in found):
        found.extend(_personal(words, sentence, person, document))
    if words.has("off_topic", sentence) and not document:
        found.append(("off-topic", "off_topic", "abstain"))
    return tuple((f"{lang}:{name}", category, action) for name, category, action in found)


def crisis_signals(sentence: str, lang: str) -> tuple[Signal, ...]:
    """Name only the crisis patterns: for languages that a message merely brushes."""
    words = _compiled(lang)
    person = words.has("person", sentence)
    # A shared word is no symptom: where another language is spoken, somebody must be in it.
    found = _crisis(words, sentence, person, words.has("document", sentence) or not person)
    return tuple((f"{lang}:{name}", category, action) for name, category, action in found)


def _crisis(words: _Compiled, sentence: str, person: bool, document: bool) -> tuple[Signal, ...]:
    found: list[Signal] = []
    if words.has("self_harm", sentence) and (person or not document):
        found.append(("self-harm", "self_harm", "emergency"))
    if words.has("alarm", sentence) and (person or not document):
        found.append(("alarm", "emergency", "emergency"))
    if words.has("symptom", sentence) and not document and not _DEFINES.search(sentence):
        found.append(("alarming-symptom", "emergency", "emergency"))
    return tuple(found)


def _refused(words: _Compiled, sentence: str, person: bool, document: bool) -> tuple[Signal, ...]:
    found: list[Signal] = []
    if words.has("amount", sentence):
        needed = words.has("need", sentence) and (person or not document)
        if needed or (person and not document):
            found.append(("dose-for-person", "dosing", "refuse"))
    changed = words.has("change", sentence) and words.has("drug", sentence)
    if changed and (person or not document):
        found.append(("medicine-change", "medication_change", "refuse"))
    if words.has("diagnose", sentence) and not (document and not person):
        found.append(("diagnosis", "diagnosis", "refuse"))
    if words.has("clinic", sentence) and not document:
        found.append(("clinic", "clinic_cost", "refuse"))
    return tuple(found)


def _personal(words: _Compiled, sentence: str, person: bool, document: bool) -> tuple[Signal, ...]:
    found: list[Signal] = []
    if words.has("should", sentence):
        found.append(("should-i", "should_i", "partial"))
    if words.has("recommend", sentence) and (person or not document):
        found.append(("recommendation", "treatment_recommendation", "partial"))
    if words.has("cure", sentence) and (person or not document):
        found.append(("prognosis", "prognosis_cure", "partial"))
    if words.has("better", sentence) and person:
        found.append(("choice", "comparison", "partial"))
    return tuple(found)


def is_personal(text: str, lang: str) -> bool:
    """Tell whether a message in `lang` speaks of a person."""
    return _compiled(lang).has("person", text)


def strong_needs(text: str, lang: str) -> tuple[str, ...]:
    """Name the specific lines that an answer in `lang` needs: "dose", "child_pregnancy"."""
    words = _compiled(lang)
    pairs = (("amount", "dose"), ("child", "child_pregnancy"))
    return tuple(need for name, need in pairs if words.has(name, text))

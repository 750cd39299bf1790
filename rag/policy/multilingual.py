"""Rules for the languages other than English, built alike from each language's word lists.

A list alone restricts nothing (but for crisis phrases): a request needs a person or a word of
need beside the amount, the medicine or the symptom, and a question about a study goes through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.policy.lexicon import LEXICONS

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
    return _Compiled({name: re.compile(f"{prefix}(?:{getattr(lexicon, name)})") for name in names})


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
    found = _crisis(words, sentence, words.has("person", sentence), words.has("document", sentence))
    return tuple((f"{lang}:{name}", category, action) for name, category, action in found)


def _crisis(words: _Compiled, sentence: str, person: bool, document: bool) -> tuple[Signal, ...]:
    found: list[Signal] = []
    if words.has("self_harm", sentence) and (person or not document):
        found.append(("self-harm", "self_harm", "emergency"))
    if words.has("alarm", sentence) and (person or not document):
        found.append(("alarm", "emergency", "emergency"))
    if words.has("symptom", sentence) and not document:
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

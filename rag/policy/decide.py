"""The decision by rules: may this question be answered, and how. Pure, deterministic, no model.

The priority follows the project's refusal policy: crisis, then overrides, then amounts,
medicines and diagnoses, then personal decisions, then sellers, then choices, then what is off
topic. The highest that fires anywhere in a message wins; length never dilutes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rag.policy import composition, crisis, frames, multilingual
from rag.policy.english_crisis import SELF_HARM, emergency_signals
from rag.policy.english_partial import (
    COMPARISON,
    OFF_TOPIC,
    OFF_TOPIC_UNLESS_SUBJECT,
    PROGNOSIS,
    RECOMMEND,
    SHOULD,
)
from rag.policy.english_refuse import CLINIC, DIAGNOSIS, DOSING, MEDICATION, OVERRIDE, PREGNANCY
from rag.policy.language import UNSUPPORTED, speaks_english
from rag.policy.lexicon import LATIN, LEXICONS
from rag.policy.normalise import Normalised
from rag.policy.prefilter import possible
from rag.policy.rules import Rule
from rag.policy.topics import (
    about_something_else,
    generic_information,
    only_unheld_conditions,
    touches_library,
)

Action = Literal["answer", "answer_strong", "partial", "refuse", "emergency", "abstain"]
Signal = multilingual.Signal

#: Changes with every change of rules, so that an answer record tells which rules decided.
VERSION = "2.0.1"

#: Signal where no language that the guard handles was recognised.
NO_LANGUAGE = "language-unsupported"

_ENGLISH: tuple[Rule, ...] = (
    *SELF_HARM,
    *OVERRIDE,
    *DOSING,
    *MEDICATION,
    *DIAGNOSIS,
    *PREGNANCY,
    *RECOMMEND,
    *SHOULD,
    *PROGNOSIS,
    *CLINIC,
    *COMPARISON,
    *OFF_TOPIC,
)
_RANK = {
    "self_harm": 0,
    "emergency": 1,
    "jailbreak": 2,
    "medication_change": 3,
    "dosing": 4,
    "document_dose": 4,
    "diagnosis": 5,
    "professional": 5,
    "pregnancy_child": 6,
    "should_i": 7,
    "treatment_recommendation": 7,
    "prognosis_cure": 7,
    "proxy": 7,
    "hypothetical": 7,
    "clinic_cost": 8,
    "comparison": 9,
    "off_topic": 10,
}
# Spaced-out text without word gaps cannot be cut into words; these inside it show what it hides.
_HIDDEN_REQUEST = re.compile(
    r"dose|recommend|prescri|clinic|shouldi|inject|ignore|howmany|killmy|suicid|chestpain|breathe"
)


@dataclass(frozen=True, slots=True)
class PolicyDecision:
    """What may happen with a question.

    Attributes:
        category: Taxonomy id, or "none".
        action: "answer", "answer_strong", "partial", "refuse", "emergency" or "abstain".
        version: Version of the rules.
        signals: Names of the patterns that fired; never the user's words.
        strong: Specific lines the answer needs: "dose", "child_pregnancy", "personal".
        lang: Likeliest language, or "und" where the guard does not handle it.
    """

    category: str
    action: Action
    version: str
    signals: tuple[str, ...]
    strong: tuple[str, ...]
    lang: str

    @property
    def allowed(self) -> bool:
        """Whether the question may be answered in full."""
        return self.action in ("answer", "answer_strong")


def decide_by_rules(words: Normalised) -> PolicyDecision:
    """Decide by rules alone what may happen with one message, without its conversation."""
    langs = words.langs
    found = _signals(words, langs)
    if found:
        return _decision(found, words)
    if langs == (UNSUPPORTED,):
        return PolicyDecision("none", "abstain", VERSION, (NO_LANGUAGE,), (), UNSUPPORTED)
    return allowed(words, ())


def allowed(words: Normalised, signals: tuple[str, ...]) -> PolicyDecision:
    """Return the decision to answer, with the specific lines that are due."""
    strong = strong_lines(words)
    action: Action = "answer_strong" if strong else "answer"
    return PolicyDecision("none", action, VERSION, signals, strong, words.langs[0])


def _signals(words: Normalised, langs: tuple[str, ...]) -> list[Signal]:
    found: list[Signal] = []
    if "encoded" in words.marks:
        found.append(("encoded", "jailbreak", "refuse"))
    if "spaced" in words.marks and _HIDDEN_REQUEST.search(words.text.replace(" ", "")):
        found.append(("spaced-out", "jailbreak", "refuse"))
    others = [lang for lang in langs if lang in LEXICONS]
    trials = frozenset(match.casefold() for match in frames.trial_names(words.raw))
    if "en" in langs or langs == (UNSUPPORTED,):
        found.extend(_english(words, trials))
        found = _excused(found, words)
        composed = list(composition.signals(words.sentences, trials))
        if not about_something_else(words.text) and not generic_information(words.text):
            found.extend(signal for signal in composed if _adds(signal, found))
        if not found and not generic_information(words.text) and _personal_treatment(words, trials):
            found.append(("personal-treatment", "should_i", "partial"))
    if not words.text.isascii() or not speaks_english(words.text):
        for lang in LATIN:
            if lang not in others:
                found.extend(multilingual.crisis_signals(words.text, lang))
    for sentence in words.sentences:
        named = any(name in sentence for name in trials)
        for lang in others:
            found.extend(multilingual.signals(sentence, lang, names_trial=named))
    return found


def _excused(found: list[Signal], words: Normalised) -> list[Signal]:
    """Drop personal signals where nothing of health, or nobody's own treatment, is asked about."""
    if about_something_else(words.text) or generic_information(words.text):
        kept = ("self_harm", "emergency", "jailbreak", "off_topic")
        return [signal for signal in found if signal[1] in kept]
    return found


def _adds(signal: Signal, found: list[Signal]) -> bool:
    # The net speaks where the precise patterns are silent; an amount or a medicine outranks
    # a personal decision that they found.
    if not found:
        return True
    decisions = all(known[2] == "partial" and known[1] != "dosing" for known in found)
    return decisions and (
        signal[0]
        in ("amount-asked", "amount-adopted", "handling-by-self", "findings-labelled", "cost")
        or signal[1] in ("medication_change", "pregnancy_child")
    )


def _english(words: Normalised, trials: frozenset[str]) -> Iterable[Signal]:
    person = frames.about_a_person(words.text)
    whole = ", ".join(words.sentences)
    for sentence in words.sentences:
        document = frames.about_documents(sentence) or any(name in sentence for name in trials)
        for name in emergency_signals(sentence, document):
            yield name, "emergency", "emergency"
        yield from crisis.self_harm(sentence)
        yield from crisis.emergency(sentence)
        for rule in _ENGLISH:
            if not rule.whole and _fires(rule, sentence, document=document, person=person):
                yield rule.name, rule.category, rule.action
    for rule in _ENGLISH:
        if rule.whole and _fires(rule, whole, document=False, person=person):
            yield rule.name, rule.category, rule.action
    if not touches_library(words.text) and not trials:
        for rule in OFF_TOPIC_UNLESS_SUBJECT:
            if rule.pattern.search(whole):
                yield rule.name, rule.category, rule.action


def _personal_treatment(words: Normalised, trials: frozenset[str]) -> bool:
    return any(
        frames.personal_treatment(sentence)
        for sentence in words.sentences
        if not frames.about_documents(sentence) and not any(name in sentence for name in trials)
    )


def _fires(rule: Rule, sentence: str, *, document: bool, person: bool) -> bool:
    if rule.scope == "no_document" and document:
        return False
    if rule.scope == "bare" and (document or not person):
        return False
    if not possible(sentence, rule.anchors) or not rule.pattern.search(sentence):
        return False
    if rule.requires is not None and not rule.requires.search(sentence):
        return False
    return rule.unless is None or not rule.unless.search(sentence)


def _decision(found: list[Signal], words: Normalised) -> PolicyDecision:
    # Within one rank, a refusal comes before a partial answer.
    name, category, action = min(found, key=lambda signal: (_order(signal), signal))
    del name
    names = tuple(dict.fromkeys(signal[0] for signal in found))
    return restricted(category, action, words, names)


def restricted(
    category: str, action: str, words: Normalised, signals: tuple[str, ...]
) -> PolicyDecision:
    """Return a decision not simply to answer, fitted to what the library holds."""
    if action == "partial":
        if category != "dosing" and only_unheld_conditions(words.text):
            action = "refuse"
        if category in ("should_i", "prognosis_cure", "proxy") and _about_a_child(words.text):
            category = "pregnancy_child"
    return PolicyDecision(
        category, _as_action(action), VERSION, signals, strong_lines(words), words.langs[0]
    )


def _order(signal: Signal) -> tuple[int, int]:
    _, category, action = signal
    rank = _RANK[category]
    # "The recommended dose" reports what was tested; a dose for a person outranks it.
    if action == "partial" and rank < 7:
        rank = 7
    return rank, 0 if action == "refuse" else 1


def _as_action(action: str) -> Action:
    actions: tuple[Action, ...] = ("partial", "refuse", "emergency", "abstain")
    return next(known for known in actions if known == action)


def _about_a_child(text: str) -> bool:
    return bool(frames.STRONG_CHILD.search(text))


def strong_lines(words: Normalised) -> tuple[str, ...]:
    """Name the specific lines that an answer needs."""
    needs: set[str] = set()
    if frames.STRONG_DOSE.search(words.text):
        needs.add("dose")
    if frames.STRONG_CHILD.search(words.text):
        needs.add("child_pregnancy")
    if frames.about_a_person(words.text):
        needs.add("personal")
    for lang in words.langs:
        if lang in LEXICONS:
            needs.update(multilingual.strong_needs(words.text, lang))
            if multilingual.is_personal(words.text, lang):
                needs.add("personal")
    return tuple(need for need in ("dose", "child_pregnancy", "personal") if need in needs)

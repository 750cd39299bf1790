"""One decision of two: what the rules say, and what the classifier makes of the same message.

The rules come first, since they say why. The classifier fills what they miss, crises before all,
and drops what they see where it is all but sure of the contrary.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rag.policy.classifier.model import Thresholds
from rag.policy.classifier.reading import Reading
from rag.policy.decide import NO_LANGUAGE, PolicyDecision, allowed, restricted
from rag.policy.normalise import Normalised
from rag.policy.topics import about_something_else

_ASKED_OF_ANYTHING: Final = frozenset(
    {"should_i", "treatment_recommendation", "clinic_cost", "comparison", "hypothetical"}
)
"""What is asked of houses and shares as well; an amount to inject is not."""
_SURE: Final = 0.8
"""Chance from which the classifier says how a request that both see is declined."""


def combine(
    words: Normalised, rules: PolicyDecision, reading: Reading, at: Thresholds
) -> PolicyDecision:
    """Return the decision on a message of which both layers have spoken."""
    if rules.action == "emergency":
        return rules if reading.crisis >= at.crisis_kept else _outvoted(words, rules, reading, at)
    stopped = rules.action in ("refuse", "partial")
    beside = stopped or reading.restricted >= at.restricted
    if reading.crisis >= (at.crisis_beside if beside else at.crisis):
        category = reading.crisis_category
        names = (*rules.signals, _signal(category, reading.crisis))
        return restricted(category, "emergency", words, names)
    if stopped and reading.restricted >= at.restricted_kept:
        return _with_action(words, rules, reading)
    if stopped:
        return _outvoted(words, rules, reading, at)
    if rules.category == "off_topic":
        return rules  # shares, courts and complaints are asked about like treatments are
    if reading.restricted >= at.restricted:
        return _by_classifier(words, rules, reading)
    if rules.allowed and reading.off_topic >= at.off_topic:
        names = (_signal("off_topic", reading.off_topic),)
        return restricted("off_topic", "abstain", words, names)
    return rules


def _with_action(words: Normalised, rules: PolicyDecision, reading: Reading) -> PolicyDecision:
    """Decline in full or in part as the classifier has it, where it is sure; never an override."""
    if reading.sure < _SURE or reading.action == rules.action or rules.category == "jailbreak":
        return rules
    names = (*rules.signals, _signal(reading.category, reading.sure))
    return restricted(reading.category, reading.action, words, names)


def _by_classifier(words: Normalised, rules: PolicyDecision, reading: Reading) -> PolicyDecision:
    if reading.category in _ASKED_OF_ANYTHING and about_something_else(words.text):
        # What to buy or whom to ask in everyday life: only what is asked of medicine is refused.
        off_topic = (_signal("off_topic", reading.restricted),)
        return restricted("off_topic", "abstain", words, off_topic)
    names = tuple(name for name in rules.signals if name != NO_LANGUAGE)
    names = (*names, _signal(reading.category, reading.restricted))
    return restricted(reading.category, reading.action, words, names)


def _outvoted(
    words: Normalised, rules: PolicyDecision, reading: Reading, at: Thresholds
) -> PolicyDecision:
    if reading.restricted >= at.restricted:
        return _by_classifier(words, rules, reading)
    return allowed(words, (_signal("allowed", 1 - reading.restricted),))


def _signal(category: str, chance: float) -> str:
    return f"classifier.{category}:{chance:.2f}"


def as_follow_up(decision: PolicyDecision) -> PolicyDecision:
    """Return a decision that a message inherits from those before it."""
    return replace(decision, signals=tuple(dict.fromkeys(("follow-up", *decision.signals))))

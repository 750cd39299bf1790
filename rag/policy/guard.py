"""The guard: rules and classifier over one message and the conversation that it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.embedding.encoder import Encoder
from rag.policy import frames
from rag.policy.classifier.model import shipped_model
from rag.policy.classifier.reading import Classifier, shipped_classifier
from rag.policy.combine import as_follow_up, combine
from rag.policy.decide import PolicyDecision, decide_by_rules
from rag.policy.normalise import normalise

_STOPPED: Final = ("refuse", "partial", "emergency")
_REMEMBERED: Final = 4
"""Turns looked back on: a chain of follow-ups leans on the question that started it."""
_LEANING: Final = re.compile(
    r"^\W*(?:and|so|then|ok|okay|but|what about|how about|also|y|et|und|e|en|a|и|那|では|그럼)\b|"
    r"\b(?:it|that|those|them|these|one|he|she|him|her|of it|then)\b|"
    r"^\W*(?:how (?:much|many|often|long)|when|where|why|which one|yes|no|please)\b"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides what may happen with a question; the same for the same arguments.

    Attributes:
        classifier: None leaves the decision to the rules alone.
    """

    classifier: Classifier | None

    def decide(self, question: str, *, history: Sequence[str] = ()) -> PolicyDecision:
        """Decide what may happen with a question.

        Args:
            question: Any text in any language.
            history: Earlier questions of the conversation, oldest first. A follow-up that leans
                on them ("and how much of it?") inherits a refusal, or is read together with them.
        """
        current = self._alone(question)
        if not history or current.action in ("emergency", "refuse") or not leans_back(question):
            return current
        recent = history[-_REMEMBERED:]
        before = self.decide(recent[-1], history=recent[:-1])
        if before.action in _STOPPED:
            # What leans on a crisis is still the crisis: the contact is given again.
            return as_follow_up(before)
        together = self._alone(", ".join((*(turn.rstrip(" .?!") for turn in recent), question)))
        return as_follow_up(together) if together.action in _STOPPED else current

    def decide_read(
        self, current: PolicyDecision, read_as: str, *, history: Sequence[str], bare: bool
    ) -> PolicyDecision:
        """Decide on a follow-up that was put by itself: what it asks may show only then.

        Args:
            current: The decision on it as it was typed.
            read_as: The same question with what it leaves out, see `rag.followup`.
            history: Earlier questions of the conversation, oldest first.
            bare: Whether it is the bare name of a thing ("with 200 million?"), which sounds like
                an amount to take only by itself.
        """
        read = self._alone(read_as)
        if current.action == "emergency":
            return current
        if current.action in _STOPPED:
            harmless = (
                bare and read.allowed and _by_sound(current) and not self._stopped_before(history)
            )
            return read if harmless else current
        if read.action in _STOPPED:
            return as_follow_up(read)
        return current if current.allowed and not read.allowed else read

    def _stopped_before(self, history: Sequence[str]) -> bool:
        recent = history[-_REMEMBERED:]
        return any(self._alone(turn).action in _STOPPED for turn in recent)

    def _alone(self, question: str) -> PolicyDecision:
        words = normalise(question)
        rules = decide_by_rules(words)
        if self.classifier is None:
            return rules
        reading = self.classifier.read(words.plain)
        return combine(words, rules, reading, self.classifier.model.thresholds)


def _by_sound(decision: PolicyDecision) -> bool:
    """Tell whether the classifier alone stopped a message, no rule."""
    return bool(decision.signals) and all(
        signal.startswith("classifier.") for signal in decision.signals
    )


def leans_back(question: str) -> bool:
    """Tell whether a question is a short follow-up that names no study of its own."""
    words = normalise(question)
    if len(words.text.split()) > 12 or frames.about_documents(words.text):
        return False
    return not frames.names_a_trial(words.raw) and bool(_LEANING.search(words.text))


def shipped_guard(encoder: Encoder | None = None) -> Guard:
    """Return the guard with the classifier that comes with the package.

    Args:
        encoder: The snapshot's encoder. Where it is the one that the weights were learned with,
            English is read better; any other is left alone.
    """
    learned_with = shipped_model().english_weights
    known = encoder is not None and encoder.settings.weights_sha256 == learned_with
    return Guard(shipped_classifier(encoder if known else None))


@cache
def _without_a_snapshot() -> Guard:
    return shipped_guard()


def decide(question: str, *, history: Sequence[str] = ()) -> PolicyDecision:
    """Decide by the shipped guard without a snapshot's encoder, see `Guard.decide`."""
    return _without_a_snapshot().decide(question, history=history)

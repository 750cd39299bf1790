"""Questions about the desk itself: what a mark means, why it declines, who or what it is.

A sentence is about the desk when one of its kind's patterns is in it and every word of it is one
that such a question uses: a study, a product, a condition or any other word that is not listed
makes it a question for the library. Every sentence of a message must be about the desk.
Decided after the policy; answered in released words and those of the vocabularies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.vocabulary import CAVEATS, TIERS
from rag.about_kinds import KINDS
from rag.about_languages import kind_in_other_language
from rag.about_names import mark_asked, tier_asked
from rag.about_words import FILLER
from rag.course import Course
from rag.policy import PolicyDecision
from rag.policy.normalise import normalise
from rag.vocabulary_words import tier_line
from rag.wording import Wording, refusal_for, wording

_LONGEST = 40
"""Words of a sentence about the desk, at most."""
_MOST = 3
"""Kinds answered at once; who asks for more is shown what can be asked."""


@dataclass(frozen=True, slots=True)
class About:
    """What a question about the desk asks for, and the lines that answer it.

    Attributes:
        kinds: "who", "model", "scope", "help", "declines", "library", "disclaimer", "correction",
            "emergency", "languages", "grading", "marks", "mark:<caveat id>", "tier:<tier id>".
        lines: Released wordings, and words of the vocabularies as text, in the order said.
    """

    kinds: tuple[str, ...]
    lines: tuple[Wording | str, ...]

    def said(self, course: Course) -> list[str]:
        """Return the lines in which it is answered, with those that the policy wants added."""
        lines = [text for line in self.lines for text in _said(line, course)]
        if "dose" in course.decision.strong and not any(map(_NO_DOSE.search, lines)):
            lines += course.say(refusal_for("dosing"))
        if "child_pregnancy" in course.decision.strong:
            lines += course.say(wording("notice.child_pregnancy"))
        return lines


_NO_DOSE = re.compile(r"\bno dose is recommended\b", re.IGNORECASE)
_SAID = {
    "model": ("about.model", "about.quotes"),
    "who": ("about.who", "about.quotes"),
    "declines": ("about.declines", "about.why", "about.can_ask"),
    "library": ("about.library", "about.quotes"),
    "disclaimer": ("about.disclaimer",),
    "correction": ("about.correction",),
    "emergency": ("about.emergency",),
    "languages": ("about.languages",),
    "grading": ("about.grading",),
    "marks": ("about.marks",),
    "scope": ("about.can_ask", "about.declines"),
    # A bare "help" may be a call for it.
    "help": ("about.emergency", "about.can_ask"),
}
_POINTS = re.compile(r"\b(?:this|that|it|these|those)\b")
_NAMES_US = re.compile(r"\b(?:you|your|refdesk|service|desk|disclaimers?|tiers?|tags?|caveats?)\b")
_WORD = re.compile(r"\d+|[^\W\d_](?:[\w'-]*\w)?")


def may_be_told(decision: PolicyDecision) -> bool:
    """Tell whether a question about the desk may be answered: allowed, or merely off topic."""
    return decision.allowed or (decision.action, decision.category) == ("abstain", "off_topic")


def read_about(question: str, *, follows: bool = False) -> About | None:
    """Return what a question asks about the desk, or None for any other question.

    Args:
        question: Any text in any language.
        follows: Whether it follows on other questions: "what is this for?" then asks about what
            they named.
    """
    words = normalise(question)
    if follows and _POINTS.search(words.text) and not _NAMES_US.search(words.text):
        return None
    other = kind_in_other_language(words.text)
    kinds = (other,) if other else _kinds(words.sentences)
    if not kinds or len(kinds) > _MOST:
        return None
    lines = [line for kind in kinds for line in _lines(kind)]
    return About(kinds, tuple(dict.fromkeys(lines)))


def _kinds(sentences: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, frozenset[str]] = {}
    for sentence in sentences:
        kind = _kind_of(sentence)
        if kind is not None:
            found |= dict([kind])
        elif set(_WORD.findall(sentence)) - FILLER.union(*found.values()):
            return ()  # it asks for something else as well
    return tuple(found)


def _kind_of(sentence: str) -> tuple[str, frozenset[str]] | None:
    if sentence.count(" ") >= _LONGEST:
        return None
    if mark := mark_asked(sentence):
        return f"mark:{mark}", frozenset()
    if tier := tier_asked(sentence):
        return f"tier:{tier}", frozenset()
    plain = re.sub(r"[\"()\[\],:]", " ", sentence)
    plain = re.sub(r"(?<!\w)'|'(?!\w)", " ", plain)
    words = _WORD.findall(plain)
    plain = " ".join(words)
    for kind in KINDS:
        if kind.words.issuperset(words) and kind.asks.search(plain):
            return kind.name, kind.words
    return None


def _said(line: Wording | str, course: Course) -> list[str]:
    return [line] if isinstance(line, str) else course.say(line)


def _lines(kind: str) -> list[Wording | str]:
    name, _, of = kind.partition(":")
    if name == "mark":
        return [wording("about.mark"), CAVEATS[of].label]
    if name == "tier":
        return [wording("about.tier"), tier_line(TIERS[of])]
    lines: list[Wording | str] = [wording(each) for each in _SAID[name]]
    if name == "grading":
        lines += [tier_line(each) for each in TIERS.values() if each.id != "none"]
    return lines

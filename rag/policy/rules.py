"""One shape for every rule: a pattern, what it means, and what excuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.policy.prefilter import Anchors, anchors

Scope = Literal["any", "no_document", "bare"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over one sentence, with what it means when it matches.

    Attributes:
        name: Signal reported, never the user's words.
        category: Taxonomy id.
        action: "refuse", "partial", "emergency" or "abstain"; "partial" may still become
            "refuse" where the library holds nothing on the condition.
        pattern: Matches folded text of one sentence.
        unless: In the same sentence, excuses the match.
        scope: "any" fires in every sentence; "no_document" not in a sentence about studies or
            documents; "bare" only without such words and with a person in the message.
        requires: Must match somewhere in the same text too.
        anchors: Substrings one of which must be in the text, see `rag.policy.prefilter`.
        whole: Read over the whole message, for a request whose object stands a sentence before.
    """

    name: str
    category: str
    action: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    scope: Scope = "any"
    requires: re.Pattern[str] | None = None
    whole: bool = False
    anchors: Anchors = frozenset()


def rule(
    name: str,
    category: str,
    action: str,
    pattern: str,
    *,
    unless: str = "",
    scope: Scope = "any",
    requires: str = "",
    whole: bool = False,
) -> Rule:
    """Compile a `Rule`; `unless` and `requires` are regular expressions or empty."""
    return Rule(
        name=name,
        category=category,
        action=action,
        pattern=re.compile(pattern),
        unless=re.compile(unless) if unless else None,
        scope=scope,
        requires=re.compile(requires) if requires else None,
        whole=whole,
        anchors=anchors(pattern),
    )

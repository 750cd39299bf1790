"""One drafted sentence against the quotes it cites: kept with those that hold it, or dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rag.answer import Evidence
from rag.generation.splitting import DraftSentence
from rag.generation.verify.figures import figures_agree, units_as_written
from rag.generation.verify.limits import LIMITS, direction_agrees, limit_cut, limits_kept
from rag.generation.verify.names import names_of
from rag.generation.verify.order import stretches, telling, uncovered
from rag.generation.verify.strength import wording_fits
from rag.generation.verify.words import tokens_of
from rag.output_check import may_leave

REASONS: Final = {
    "incomplete": "It does not end, or asks.",
    "too-long": "It is longer than a sentence of an answer.",
    "no-citation": "It cites nothing.",
    "unknown-citation": "It cites a number that no evidence has.",
    "output-check": "Advice, promise, referral, markup or an instruction is in it.",
    "figures": "A number, sign or unit is not in the quote, or beside other words.",
    "negation": "It denies what the quote does not, or the other way round.",
    "direction": "It tells of a direction that the quote does not.",
    "not-in-source": "A word or name is not in the quote, nor a name in its heading.",
    "limit-left-out": "It leaves out what limits the quote: a doubt, group, comparison, animal.",
    "order": "Its words stand otherwise in the quote, or something between them is left out.",
    "tier-wording": "It is worded stronger than its tier allows.",
    "entailment": "The entailment check does not find it in the quote.",
    "repeated": "It was said before.",
}
"""Why a sentence is dropped; stable names with their meaning."""
MOST_CHARACTERS: Final = 600
_MARKUP: Final = re.compile(r"<\s*[/!a-z]|https?:|www\.|~~|[*_`|#{}\[\]\\^]", re.IGNORECASE)
"""No sentence of an answer has markup, an address or code; "p<.02" is none of them."""
_TYPESET: Final = frozenset("“”‘’–—−")
"""Characters that a sentence may have though its quote has them not."""

Entails = Callable[[str, str], bool]
"""Tells whether a quote (first) holds a sentence (second)."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one sentence: the citations that hold it, or why it is dropped."""

    citations: tuple[int, ...] = ()
    reason: str = ""


def check_sentence(
    sentence: DraftSentence, evidence: Mapping[int, Evidence], entails: Entails | None = None
) -> Checked:
    """Check a sentence against each quote that it cites.

    One quote alone must hold all of it: a sentence put together from two is dropped. A citation
    whose quote does not hold it is taken from it.

    Args:
        sentence: Of a draft.
        evidence: What may be cited, by number.
        entails: A learned check, asked last and of what the exact checks let pass.
    """
    if reason := _alone(sentence, evidence):
        return Checked(reason=reason)
    reasons = {n: _against(sentence.text, evidence[n], entails) for n in sentence.citations}
    holding = tuple(n for n, reason in reasons.items() if not reason)
    return Checked(holding) if holding else Checked(reason=reasons[sentence.citations[0]])


def _alone(sentence: DraftSentence, evidence: Mapping[int, Evidence]) -> str:
    """Return why a sentence falls whatever it cites, or ""."""
    if len(sentence.text) > MOST_CHARACTERS:
        return "too-long"
    if _MARKUP.search(sentence.text) or not sentence.text.isprintable():
        return "output-check"
    if not may_leave(sentence.text, quoted=False):
        return "output-check"
    if not sentence.citations:
        return "no-citation"
    if not all(n in evidence for n in sentence.citations):
        return "unknown-citation"
    return "" if sentence.text.endswith((".", "!")) else "incomplete"


def _against(text: str, entry: Evidence, entails: Entails | None) -> str:
    """Return why the quote does not hold the sentence, or ""."""
    mine, held = tokens_of(text), tokens_of(entry.quote.text)
    names = names_of(entry)
    if _strange(text, entry.quote.text):
        return "not-in-source"
    if not (figures_agree(mine, held) and units_as_written(text, entry.quote.text)):
        return "figures"
    denials = LIMITS["denial"]
    if {token.stem for token in mine} & denials != {token.stem for token in held} & denials:
        return "negation"
    if not direction_agrees(mine, held):
        return "direction"
    sentence, quote = telling(mine), telling(held)
    if uncovered(sentence, quote, names):
        return "not-in-source"
    if limits_kept(mine, held):
        return "limit-left-out"
    found = list(stretches(sentence, quote, names))
    labels = sum(token.text == ":" for token in mine) - sum(token.text == ":" for token in held)
    if not found or labels > 0:
        return "order"
    if all(limit_cut(quote.tokens, each.start, each.end) for each in found):
        return "limit-left-out"
    if not wording_fits(mine, entry.tier):
        return "tier-wording"
    return "" if entails is None or entails(entry.quote.text, text) else "entailment"


def _strange(text: str, quote: str) -> set[str]:
    """Return the characters of a sentence beyond ASCII that its quote has not.

    What is folded away for comparison would still be shown: "≠" for "=", letters struck through.
    """
    return {c for c in text if not c.isascii()} - _TYPESET - set(quote)

"""R6 without a named study: figures from people, told with neither trial nor citation.

Such a result is at least an observation of people and claims no design; taking it for laboratory
work because it names a molecule would be wrong in kind.
"""

from __future__ import annotations

from typing import Final

from corpus.tiers.claims import NUMBERS, RESULT
from corpus.tiers.opinion import opinion_words
from corpus.tiers.studies import ANIMAL, LAB
from corpus.tiers.words import Concept, Words

PEOPLE: Final = Concept(
    r"\b(?:patients?|participants?|volunteers?|adults|children|infants|women|men|people|smokers"
    r"|individuals|subjects|survivors)\b",
)
ADJUSTED: Final = Concept(
    r"\badjust(?:ed|ing|ment) for\b|\b(?:hazard|odds) ratio\b|\brelative risk\b",
)


def in_people(words: Words) -> tuple[str, ...]:
    """Return the words by which an unattributed result is one in people, or ()."""
    if not NUMBERS.within(words) or ANIMAL.within(words) or LAB.within(words):
        return ()
    people = ADJUSTED.find(words) or PEOPLE.find(words)
    result = RESULT.find(words)
    if not (people and result) or opinion_words(words):
        return ()
    return (people, result)

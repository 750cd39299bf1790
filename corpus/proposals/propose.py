"""Proposing a study design for a text that has neither footnotes nor front matter to tell it.

A proposal is made where its expected cost is below that of silence: calling a mouse a patient
costs many times what a wrong but harmless design costs, and that costs more than no proposal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.proposals.designs import CAP, DESIGNS, HUMAN, LABELS, TIER_OF_DESIGN
from corpus.proposals.features import Feature, features
from corpus.proposals.model import Costs, Model, shipped_model

FEWEST_WORDS: Final = 40
"""A shorter text is no abstract, and nothing is proposed for it."""

_MOST_WORDS_SHOWN: Final = 5
# Function words and figures weigh too, but tell a reader nothing.
_TELLING: Final = re.compile(
    r"\b(?!(?:the|and|for|but|nor|not|with|from|into|onto|that|this|these|those|which|where|when"
    r"|while|whether|than|then|there|their|its|his|her|our|own|are|was|were|been|being|has|had"
    r"|have|does|did|can|may|might|will|would|could|should|also|both|each|such|all|any|who|how"
    r"|here|more|most|very|upon|via|per|between|among|after|before|during|through|under|over"
    r"|about|against|within|without|due|thus|however|therefore|still)\b)[^\W\d_]{3,}"
)
_PEOPLE: Final = "c:people"
_ANIMALS: Final = ("c:animals", "c:small animals")
_TRIALS_POOLED: Final = "c:trials pooled"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A design guessed from a text's words, with how sure the guess is and what it rests on.

    Attributes:
        design: One of `DESIGNS`.
        probability: Calibrated on held-out abstracts: of proposals made with 0.9, about nine in
            ten were right there.
        words: The words of the text that spoke most for this design against the others.
        tier: Strongest tier that the proposal may give a statement; never above the cap.
    """

    design: str
    probability: float
    words: tuple[str, ...]
    tier: str

    @property
    def basis(self) -> str:
        """Return the line for `tier_basis`: that it is proposed, the design, and the words."""
        quoted = ", ".join(f'"{word}"' for word in self.words)
        because = f", for the words {quoted}" if quoted else ""
        sure = f"{100 * min(self.probability, 0.99):.0f}%"
        return f"proposed from the text: {LABELS[self.design]} ({sure}){because}"


def propose_design(text: str, model: Model | None = None) -> Proposal | None:
    """Return the design that `text` most likely reports, or None where silence is cheaper.

    Args:
        text: An abstract; a first line that stands apart is read as its title.
        model: Weights other than those shipped, for measuring.
    """
    if text.count(" ") < FEWEST_WORDS:
        return None
    weights = model or shipped_model()
    found = features(text)
    probabilities = weights.probabilities(found)
    design = cheapest(probabilities, weights.costs)
    if design is None or (design in HUMAN and _is_about_animals(found)):
        return None
    place = DESIGNS.index(design)
    words = _deciding_words(found, probabilities, place, weights)
    return Proposal(design, probabilities[place], words, _tier(design, found))


def cheapest(probabilities: Sequence[float], costs: Costs) -> str | None:
    """Return the most probable design if proposing it costs less than silence, else None.

    The expected cost of a design is the sum over all others of their probability times what it
    costs to be wrong so (see `Costs`).
    """
    said = DESIGNS[max(range(len(DESIGNS)), key=probabilities.__getitem__)]
    expected = sum(
        probability * _cost(said, true, costs)
        for true, probability in zip(DESIGNS, probabilities, strict=True)
        if true != said
    )
    return said if expected < costs.silent else None


def _cost(said: str, true: str, costs: Costs) -> float:
    if said not in HUMAN or true in HUMAN:
        return costs.wrong
    return costs.early if true == "protocol" else costs.raised


def _is_about_animals(found: Sequence[Feature]) -> bool:
    """Tell whether animals are named more often than people: then no design in people is said."""
    values = {feature.key: feature.value for feature in found if feature.key.startswith("c:")}
    return max(values.get(key, 0.0) for key in _ANIMALS) > values.get(_PEOPLE, 0.0)


def _tier(design: str, found: Sequence[Feature]) -> str:
    """Return the tier of a design; a review counts as one of trials only where it names trials."""
    if design == "human_systematic_review" and all(one.key != _TRIALS_POOLED for one in found):
        return "human_observational"
    return TIER_OF_DESIGN[design]


def _deciding_words(
    found: Sequence[Feature], probabilities: Sequence[float], place: int, model: Model
) -> tuple[str, ...]:
    """Return the words whose weight for the design most exceeds that for its rivals.

    Rivals count by their probability: what decides between two close designs is shown.
    """
    rest = 1 - probabilities[place] or 1.0
    weighed = []
    for feature in found:
        if not _TELLING.search(feature.words):
            continue
        row = model.row(feature.key)
        rivals = sum(
            weight * share
            for other, (weight, share) in enumerate(zip(row, probabilities, strict=True))
            if other != place
        )
        weighed.append((feature.value * (row[place] - rivals / rest), feature.words))
    shown: list[str] = []
    for worth, words in sorted(weighed, key=lambda one: (-one[0], one[1])):
        if worth <= 0 or len(shown) == _MOST_WORDS_SHOWN:
            break
        if not any(words in other or other in words for other in shown):
            shown.append(words)
    return tuple(shown)


__all__ = ["CAP", "Proposal", "cheapest", "propose_design"]

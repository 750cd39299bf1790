"""The designs that may be proposed, and the strongest tier that each may give a statement.

A proposal is a guess from words, so it is capped: it never lifts a statement above
`human_early_phase`, however sure it is (see `capped`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from corpus.vocabulary import weaker

CAP: Final = "human_early_phase"
"""The strongest tier that a proposed design may give."""

TIER_OF_DESIGN: Final = MappingProxyType(
    {
        "human_systematic_review": "human_early_phase",
        "human_randomised_trial": "human_early_phase",
        "human_uncontrolled_trial": "human_early_phase",
        "human_observational": "human_observational",
        "animal_systematic_review": "animal_systematic_review",
        "animal_study": "animal_study",
        "lab": "lab_mechanistic",
        "narrative_review": "expert_review",
        "protocol": "trial_no_results",
        "other": "background",
    }
)
DESIGNS: Final = tuple(TIER_OF_DESIGN)
"""Every design, in the order of the model's columns."""

HUMAN: Final = frozenset(design for design in DESIGNS if design.startswith("human_"))
"""Designs with outcomes in people."""

LABELS: Final = MappingProxyType(
    {
        "human_systematic_review": "systematic review of studies in people",
        "human_randomised_trial": "randomised trial in people",
        "human_uncontrolled_trial": "early or uncontrolled trial in people",
        "human_observational": "observational study in people",
        "animal_systematic_review": "systematic review of animal studies",
        "animal_study": "animal study",
        "lab": "laboratory study",
        "narrative_review": "review or opinion without a systematic search",
        "protocol": "trial protocol without results",
        "other": "none of the kinds of study",
    }
)


def capped(tier: str) -> str:
    """Return `tier`, or the cap where a proposal alone would lift a statement above it."""
    return weaker(CAP, tier)

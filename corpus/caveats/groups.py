"""Groups of tiers in which caveats make sense."""

from __future__ import annotations

from typing import Final

TRIALS: Final = frozenset({"human_rct_phase3", "human_rct_phase2", "human_early_phase"})
REVIEWS: Final = frozenset({"human_systematic_review", "animal_systematic_review"})
ANIMAL: Final = frozenset({"animal_study", "animal_systematic_review"})
HUMAN: Final = TRIALS | {"human_systematic_review", "human_observational"}
STUDIED: Final = HUMAN | ANIMAL | {"lab_mechanistic"}
CLAIMS: Final = STUDIED | {
    "regulatory_approval",
    "expert_review",
    "trial_no_results",
    "evidence_gap",
    "background",
}
"""Every tier but "none": a notice has no caveats but its own kind."""

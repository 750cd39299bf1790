"""Wording no stronger than the evidence: proof only of strong tiers, animals called animals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corpus.vocabulary import Tier
from index.analysis import stem
from rag.generation.verify.limits import LIMITS
from rag.generation.verify.words import Token

_PROOF: Final = frozenset(
    map(stem, "prove proves proved proven proof demonstrate demonstrated demonstrates confirm"
    " confirmed confirms establish established establishes definitive definitively conclusive"
    " conclusively guarantee guaranteed guarantees cure cures cured certainly clearly always"
    " undoubtedly reliably effective efficacious works safe".split())
)  # fmt: skip
_STRONG_TIERS: Final = frozenset(
    {"regulatory_approval", "human_rct_phase3", "human_systematic_review"}
)
_NOT_PEOPLE: Final = frozenset({"animal_systematic_review", "animal_study", "lab_mechanistic"})


def wording_fits(sentence: Sequence[Token], tier: Tier) -> bool:
    """Tell whether a sentence is worded no stronger than a tier allows.

    Words of proof need a large trial, a systematic review or an approval. What was seen in animals
    or cells must be said of animals or cells, in the sentence itself.
    """
    stems = {token.stem for token in sentence}
    if tier.id not in _STRONG_TIERS and stems & _PROOF:
        return False
    return tier.id not in _NOT_PEOPLE or bool(stems & (LIMITS["animal"] | LIMITS["cells"]))

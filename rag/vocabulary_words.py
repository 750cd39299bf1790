"""The words of the vocabularies as they may be said: released with the vocabulary itself."""

from __future__ import annotations

from functools import cache

from corpus.vocabulary import CAVEATS, TIERS, Tier


def tier_line(tier: Tier) -> str:
    """Return a tier's label with what it means, as one line."""
    return f"{tier.label}: {tier.plain}"


def is_vocabulary_text(text: str) -> bool:
    """Tell whether `text` is, to the character, a tier's line or a public caveat's label."""
    return text in _texts()


@cache
def _texts() -> frozenset[str]:
    tiers = {tier_line(tier) for tier in TIERS.values()}
    return frozenset(tiers | {caveat.label for caveat in CAVEATS.values() if caveat.public})

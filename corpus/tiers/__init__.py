"""Evidence tiers of statements: which kind of source stands behind each, and why."""

from corpus.tiers.context import StatementContext, TierDecision
from corpus.tiers.decide import decide_tier, forget

__all__ = ["StatementContext", "TierDecision", "decide_tier", "forget"]

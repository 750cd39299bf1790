"""Proposed study designs for texts without metadata: marked, calibrated and capped."""

from corpus.proposals.designs import CAP, DESIGNS, HUMAN, LABELS, TIER_OF_DESIGN, capped
from corpus.proposals.propose import Proposal, propose_design

__all__ = [
    "CAP",
    "DESIGNS",
    "HUMAN",
    "LABELS",
    "TIER_OF_DESIGN",
    "Proposal",
    "capped",
    "propose_design",
]

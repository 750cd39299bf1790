"""Tiers of an abstract that comes without footnotes and front matter, from a proposed design.

A proposal is a guess (`corpus.proposals`), marked as such in the basis. It says what kind of study
a reported result rests on, never that there is a result; it can weaken what the words alone gave,
and lifts nothing above early human evidence.
"""

from __future__ import annotations

from typing import Final

from corpus.direction import statement_direction
from corpus.proposals import Proposal, capped, propose_design
from corpus.records import Document, Kind
from corpus.tiers import StatementContext, TierDecision
from corpus.vocabulary import TIERS

LONGEST: Final = 4_000
"""Characters of a text that may be one abstract; a longer one is an article about studies."""
MOST_SECTIONS: Final = 6
_TELLING_FIELDS: Final = frozenset({"type", "design", "evidence", "article-type"})
_FIRM_RULES: Final = frozenset({"R0", "R1", "R2", "R3"})
_NOT_PEOPLE: Final = frozenset({"animal_study", "animal_systematic_review", "lab", "protocol"})
_OPEN_TIERS: Final = frozenset({"background", "expert_review"})


def proposal_for(document: Document) -> Proposal | None:
    """Return the design proposed for a document that is one abstract without metadata, or None."""
    told = document.own or any(document.metadata.get(name) for name in _TELLING_FIELDS)
    sections = {block.section for block in document.blocks}
    cited = document.markers or any(block.kind is Kind.FOOTNOTE for block in document.blocks)
    if told or cited or len(sections) > MOST_SECTIONS:
        return None
    words = [
        block.span.quote(document.source)
        for block in document.blocks
        if block.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)
    ]
    text = " ".join(words)
    if len(text) > LONGEST:
        return None
    found = propose_design(f"{document.title}\n{text}")
    return None if found is None or found.design == "other" else found


def with_proposal(
    decision: TierDecision, context: StatementContext, proposal: Proposal | None
) -> TierDecision:
    """Return the decision as the proposed design changes it.

    Args:
        decision: What the words gave; absences, approvals and trials without results stand.
        context: The statement; one that cites a study is left alone.
        proposal: What was proposed for its document.
    """
    if proposal is None or context.references or decision.rule in _FIRM_RULES:
        return decision
    tier = capped(proposal.tier)
    if decision.tier in _OPEN_TIERS:
        reports = statement_direction(context.text, tier) != "na"
        return TierDecision(tier, decision.rule, proposal.basis) if reports else decision
    # What the words say of people stands unless the study is proposed to be of something else: an
    # opinion or review retells studies, and what it retells keeps its own tier.
    if proposal.design not in _NOT_PEOPLE or TIERS[tier].rank <= TIERS[decision.tier].rank:
        return decision
    return TierDecision(tier, decision.rule, f"{proposal.basis}; weaker than the words alone")

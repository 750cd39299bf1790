"""How a statement stands in its source: what it is, what it cites, and how long it holds."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from corpus.caveats.groups import ANIMAL, REVIEWS, STUDIED, TRIALS
from corpus.records import Kind, Reference
from corpus.tiers import approval, notices, opinion
from corpus.tiers.context import StatementContext
from corpus.tiers.designs import reference_design
from corpus.tiers.studies import REGISTRY, study_in
from corpus.tiers.words import Concept, Words

_KINDS: Final = {
    Kind.TABLE_ROW: "table-row",
    Kind.HEADING: "heading",
    Kind.FOOTNOTE: "footnote",
}
_NOTICES: Final = (
    ("unverifiable-verification-claim", notices.VERIFICATION),
    ("disclaimer", notices.DISCLAIMER),
    ("navigation", notices.NAVIGATION),
)
_RETOLD: Final = (STUDIED - REVIEWS) | {"background", "regulatory_approval"}
_AS_OF: Final = Concept(
    r"\bas of\b|\bat the time of writing\b|\bto date\b|\bcurrently\b|\bnot yet\b|\bhas evolved\b",
)
_TRIALS_OR_REVIEWS: Final = TRIALS | REVIEWS
_DATED: Final = frozenset({"expert_review", "evidence_gap"})


def bookkeeping(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Return what a statement is on the page: a row, a heading, a notice, a pointer."""
    named = _KINDS.get(context.kind)
    found = [named] if named else []
    if tier == "none" and context.kind is not Kind.HEADING:
        found += [name for name, concept in _NOTICES if concept.within(words)][:1]
    elif tier == "background" and notices.is_pointer(context.kind, context.section):
        found.append("navigation")
    return found


def validity(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell what an approval is bound to, and what may have changed since it was written."""
    del context
    if tier == "regulatory_approval":
        return ["indication-specific", "time-sensitive"]
    if tier == "trial_no_results":
        return ["results-unpublished", "time-sensitive"]
    return ["time-sensitive"] if tier in _DATED and _AS_OF.within(words) else []


def sourcing(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell what is known only through a review, an abstract, or a paper that nobody can read."""
    del words
    found = []
    if tier in _RETOLD and any(_is_review(reference) for reference in context.references):
        found.append("review-sourced")
    access = {reference.access for reference in context.references}
    if "closed" in access:
        found.append("closed-access")
    if "abstract_only" in access:
        found.append("abstract-only")
    return found


def _is_review(reference: Reference) -> bool:
    design = reference_design(reference)
    return design is not None and design.review


def citation(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell a statement without a source, and a study told without a way to find it."""
    if context.references or context.kind in (Kind.HEADING, Kind.FOOTNOTE):
        return []
    if _names_registration(context.section):
        return []
    told = (words.text, *context.preceding)
    if tier in _TRIALS_OR_REVIEWS and any(study_in(text) is not None for text in told):
        return ["no-identifier"]
    return ["uncited"]


@lru_cache(maxsize=256)
def _names_registration(section: tuple[str, ...]) -> bool:
    """Tell whether a heading above names a registration, remembered for all below it."""
    return any(REGISTRY.search(heading) for heading in section)


def nature(context: StatementContext, words: Words, tier: str) -> list[str]:
    """Tell animal work, and what is an author's reading of the evidence."""
    found = ["animal-only"] if tier in ANIMAL else []
    if tier != "expert_review":
        return found
    argues = approval.argument_words(words)
    if argues:
        found.append("extrapolation")
    if context.kind is not Kind.FOOTNOTE and (
        argues
        or opinion.ATTITUDE.within(words)
        or opinion.SYNTHESIS.within(words)
        or opinion.RESEARCH_TALK.within(words)
    ):
        found.append("author-judgement")
    return found

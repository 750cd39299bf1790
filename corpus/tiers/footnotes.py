"""The tier of headings and of footnotes, which describe a study rather than claim something."""

from __future__ import annotations

from corpus.tiers import approval
from corpus.tiers.claims import NUMBERS
from corpus.tiers.context import RULE_OF_TIER, StatementContext, TierDecision, decided
from corpus.tiers.designs import read_design, stated_design
from corpus.tiers.sources import has_own_identity
from corpus.tiers.status import UNPUBLISHED, status_words
from corpus.tiers.studies import study_in
from corpus.tiers.words import Words, quoted, words_of

_LONGEST_DESIGN = 80


def decide_heading(words: Words) -> TierDecision:
    """Return the tier of a heading: none, but for a trial that it says is unpublished."""
    study = study_in(words.text)
    status = status_words(words)
    if study is not None and study.rule == "R5" and study.identified and status:
        return decided("trial_no_results", "R3", f"{quoted(*study.words, status)} in the heading")
    return decided("none", "R0", "a heading, no claim of its own")


def decide_footnote(context: StatementContext, words: Words) -> TierDecision:
    """Return the tier of the design that a footnote states for its study.

    An entry in a full text's list of references is a title: it states no design of its own, and
    what a title promises is not what its paper found.
    """
    if context.own is not None:
        return decided("background", "R10", "an entry in the paper's list of references")
    granted = approval.document_words(words)
    if granted:
        return decided("regulatory_approval", "R2", f"{quoted(granted)} in the footnote")
    stated = _stated_design(context, words)
    population = context.references[0].population if context.references else ""
    design = read_design(stated, f"{population} · {context.text}") if stated else None
    if design is None:
        study = study_in(words.text)
        if study is not None and study.rule != "R5" and study.tier in RULE_OF_TIER:
            return decided(study.tier, study.rule, f"{quoted(*study.words)} in the footnote")
        return decided("background", "R10", "a footnote that states no design")
    if design.review:
        return _retold(stated, words) or decided(
            "expert_review", "R9", f"{quoted(stated)} in the footnote"
        )
    unpublished = UNPUBLISHED.find(words)
    if unpublished and RULE_OF_TIER[design.tier] == "R5":
        return decided("trial_no_results", "R3", f"{quoted(unpublished)} in the footnote")
    return decided(design.tier, RULE_OF_TIER[design.tier], f"{quoted(stated)} in the footnote")


def _stated_design(context: StatementContext, words: Words) -> str:
    reference = context.references[0] if context.references else None
    if reference is not None:
        stated = stated_design(reference)
        if stated or reference.phase:
            return stated or f"phase {reference.phase}"
    for part in words.text.split("·")[1:]:
        if len(part) < _LONGEST_DESIGN and read_design(part.strip()) is not None:
            return part.strip()
    return ""


def _retold(stated: str, words: Words) -> TierDecision | None:
    """Return the tier of a trial or approval that a plain review's footnote retells."""
    if stated.strip().lower() != "review":
        return None
    study = study_in(words.text)
    if study is not None and study.rule == "R5" and study.phased and has_own_identity(words):
        told = words_of(words.text.split("·", 3)[-1])
        if NUMBERS.within(told) and study_in(told.text) is not None:
            return decided(study.tier, "R5", f"{quoted(*study.words)}, retold by a review")
    found = approval.REGULATOR_APPROVED.find(words)
    if found and not approval.first_blocker(words):
        return decided("regulatory_approval", "R2", f"{quoted(found)}, retold by a review")
    return None

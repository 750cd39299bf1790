"""The tier of one statement: rules R0 to R10, the first that matches wins.

When in doubt the weaker tier is taken: a label may understate its source, never overstate it.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.records import Kind
from corpus.tiers import absence, approval, notices
from corpus.tiers.claims import (
    ANAPHORA,
    CONSENSUS,
    DEFINITION,
    LIMITS,
    MECHANISM,
    NUMBERS,
    TRIAL_TALK,
    has_result,
    result_words,
)
from corpus.tiers.context import StatementContext, TierDecision
from corpus.tiers.designs import design_field, metadata_design, read_design
from corpus.tiers.opinion import POWER, SPECULATIVE_SECTION, opinion_words
from corpus.tiers.sources import (
    Found,
    continues_study,
    has_own_identity,
    is_human,
    names_another,
    nearby_study,
    section_study,
    weakest_design,
)
from corpus.tiers.status import UNPUBLISHED, status_words
from corpus.tiers.studies import HUMAN_STUDY, LAB, REGISTRY, SIZE, Study, other_source, study_in
from corpus.tiers.words import Words, quoted, words_of
from corpus.vocabulary import TIERS, weaker

_RULE_OF_TIER: Final = {
    "human_systematic_review": "R4",
    "animal_systematic_review": "R4",
    "human_rct_phase3": "R5",
    "human_rct_phase2": "R5",
    "human_early_phase": "R5",
    "human_observational": "R6",
    "animal_study": "R7",
    "lab_mechanistic": "R8",
}
_QUESTION: Final = re.compile(r"^\W*[^|]{3,90}\?\W*\|")
_LETTER: Final = re.compile(r"[^\W\d_]")


def decide_tier(context: StatementContext) -> TierDecision:
    """Return the evidence tier of a statement with the rule and the words that decided.

    The rules are those of the product's evidence specification: R0 notices, R1 absence, R2
    approval, R3 trials without results, R4 reviews with a search, R5 human trials, R6 people
    without a trial, R7 animals, R8 mechanism, R9 interpretation, R10 background.
    """
    words = words_of(context.words())
    if context.kind in (Kind.TABLE_HEADER, Kind.CODE) or not _LETTER.search(context.text):
        return _decided("none", "R0", "structure of the page, no claim")
    if context.kind is Kind.HEADING:
        return _heading(words)
    if context.kind is Kind.FOOTNOTE:
        return _footnote(context, words)
    for rule in (_notice, _absence, _approval, _no_results, _limits, _interpretation):
        decision = rule(context, words)
        if decision is not None:
            return decision
    return _by_study(context, words) or _by_content(context, words)


def _decided(tier: str, rule: str, because: str) -> TierDecision:
    return TierDecision(tier, rule, f"{rule}: {because}")


def _heading(words: Words) -> TierDecision:
    study = study_in(words.text)
    status = status_words(words)
    if study is not None and study.rule == "R5" and study.identified and status:
        return _decided("trial_no_results", "R3", f"{quoted(*study.words, status)} in the heading")
    return _decided("none", "R0", "a heading, no claim of its own")


def _footnote(context: StatementContext, words: Words) -> TierDecision:
    reference = context.references[0] if context.references else None
    stated = design_field(reference) if reference else ""
    population = reference.population if reference else ""
    if reference is not None and reference.phase and not stated:
        stated = f"phase {reference.phase}"
    if not stated:
        stated = _token_of(words.text)
    design = read_design(stated, f"{population} · {context.text}") if stated else None
    if design is None:
        study = study_in(words.text)
        if study is not None and study.rule != "R5" and study.tier in _RULE_OF_TIER:
            return _decided(study.tier, study.rule, f"{quoted(*study.words)} in the footnote")
        return _decided("background", "R10", "a footnote that states no design")
    if not design.review:
        unpublished = UNPUBLISHED.find(words)
        if unpublished and _RULE_OF_TIER[design.tier] == "R5":
            return _decided("trial_no_results", "R3", f"{quoted(unpublished)} in the footnote")
        return _decided(
            design.tier, _RULE_OF_TIER[design.tier], f"{quoted(stated)} in the footnote"
        )
    return _retold(stated, words) or _decided(
        "expert_review", "R9", f"{quoted(stated)} in the footnote"
    )


def _token_of(text: str) -> str:
    """Return the first part of a footnote, after its identifier, that reads as a design."""
    for part in text.split("·")[1:]:
        if len(part) < 80 and read_design(part.strip()) is not None:
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
            return _decided(study.tier, "R5", f"{quoted(*study.words)}, retold by a review")
    found = approval.REGULATOR_APPROVED.find(words)
    if found and not approval.first_blocker(words):
        return _decided("regulatory_approval", "R2", f"{quoted(found)}, retold by a review")
    return None


def _notice(context: StatementContext, words: Words) -> TierDecision | None:
    if NUMBERS.within(words):
        return None
    found = notices.notice_words(words, tuple(words_of(text) for text in context.preceding))
    if found:
        return _decided("none", "R0", f"{quoted(found)} marks a notice")
    if notices.is_pointer(context.kind, context.section):
        return _decided("background", "R10", f'a pointer under "{context.section[-1]}"')
    return None


def _absence(context: StatementContext, words: Words) -> TierDecision | None:
    verdict = absence.NO_VERDICT.find(words) if context.kind is Kind.TABLE_ROW else ""
    strong = verdict or absence.gap_words(words)
    weak = "" if strong else absence.weak_gap_words(words)
    if not (strong or weak):
        return None
    unpublished = UNPUBLISHED.find(words)
    if unpublished and not verdict and _about_trial(context, words):
        return _decided("trial_no_results", "R3", quoted(unpublished))
    if weak and _yields_to_result(context, words):
        return None
    return _decided("evidence_gap", "R1", f"{quoted(strong or weak)} says what is missing")


def _about_trial(context: StatementContext, words: Words) -> bool:
    own = study_in(words.text)
    if (own is not None and own.rule == "R5") or REGISTRY.search(words.text):
        return True
    near = nearby_study(context)
    return (near is not None and near.study.rule == "R5") or "tria" in words.stems


def _yields_to_result(context: StatementContext, words: Words) -> bool:
    """Tell whether a doubt stands beside a result that an identified study reports."""
    if not has_result(words):
        return False
    own = study_in(words.text)
    if own is not None and own.identified and own.rule in ("R4", "R5"):
        return True
    cited = weakest_design(context.references)
    if cited is not None and is_human(cited[0]):
        return True
    near = nearby_study(context)
    if near is None or near.study.rule not in ("R4", "R5"):
        return False
    return continues_study(context, words, near)


def _approval(context: StatementContext, words: Words) -> TierDecision | None:
    own = study_in(words.text)
    argues = approval.argument_words(words)
    if argues:
        return _decided("expert_review", "R9", f"{quoted(argues)} argues from an approval")
    # An approval told by the way does not lift the result that the sentence is about.
    if LAB.within(words) or (has_result(words) and (own is not None or "tria" in words.stems)):
        return None
    if NUMBERS.within(words) and weakest_design(context.references) is not None:
        return None
    found = approval.approval_words(words)
    return _decided("regulatory_approval", "R2", quoted(*found)) if found else None


def _no_results(context: StatementContext, words: Words) -> TierDecision | None:
    status = status_words(words)
    if not status or opinion_words(words):
        return None
    if UNPUBLISHED.within(words):
        if _about_trial(context, words):
            return _decided("trial_no_results", "R3", quoted(status))
        return None
    own = study_in(words.text)
    trial = own is not None and own.rule == "R5"
    if (trial or REGISTRY.search(words.text) or _near_trial(context)) and not _outcome(words):
        return _decided("trial_no_results", "R3", f"{quoted(status)}, no outcome given")
    return None


def _near_trial(context: StatementContext) -> bool:
    near = nearby_study(context)
    return near is not None and near.study.rule == "R5"


def _outcome(words: Words) -> bool:
    return has_result(words) and status_words(words).lower() != result_words(words).lower()


def _limits(context: StatementContext, words: Words) -> TierDecision | None:
    """Give a sentence on what animal or laboratory work cannot show the tier of that work."""
    near = nearby_study(context) if ANAPHORA.within(words) or LIMITS.within(words) else None
    if near is None or TIERS[near.study.tier].human or near.place != "earlier in the paragraph":
        return None
    own = study_in(words.text)
    if LIMITS.within(words) or (own is not None and own.tier == "animal_study"):
        return _studied(near.study.tier, near.study, near.place)
    return None


def _interpretation(context: StatementContext, words: Words) -> TierDecision | None:
    if context.kind is Kind.TABLE_ROW and _QUESTION.match(words.text):
        return _assessment(words)
    led = CONSENSUS.find(words_of(context.lead)) if context.lead else ""
    if led:
        return _decided("expert_review", "R9", f"{quoted(led)} introduces the list")
    if context.section and SPECULATIVE_SECTION.within(words_of(context.section[-1])):
        return _decided("expert_review", "R9", f'under the heading "{context.section[-1]}"')
    if NUMBERS.within(words):
        return None
    found = opinion_words(words)
    if found and not (POWER.within(words) and _near_trial(context)):
        return _decided("expert_review", "R9", f"{quoted(found)} interprets")
    consensus = CONSENSUS.find(words)
    if consensus and study_in(words.text) is None:
        return _decided("expert_review", "R9", f"{quoted(consensus)} is a consensus")
    return None


def _assessment(words: Words) -> TierDecision:
    """Judge a row that asks a question and gives the page author's answer."""
    status = status_words(words)
    if status:
        return _decided("trial_no_results", "R3", quoted(status))
    lab = LAB.find(words)
    if lab:
        return _decided("lab_mechanistic", "R8", quoted(lab))
    return _decided("expert_review", "R9", "the page author's answer to a question of the table")


def _by_study(context: StatementContext, words: Words) -> TierDecision | None:
    own = study_in(words.text)
    if own is not None:
        return _own_study(context, words, own)
    definition = DEFINITION.find(words)
    if definition and not NUMBERS.within(words):
        return _decided("background", "R10", f"{quoted(definition)} defines or names")
    cited = weakest_design(context.references)
    if cited is not None:
        return _cited(words, *cited)
    near = None if names_another(context, words) else nearby_study(context)
    if near is not None and continues_study(context, words, near):
        return _inherited(context, words, near)
    design = metadata_design(context.metadata)
    if design is not None and not design.review and has_result(words) and _reports(words):
        return _decided(
            design.tier,
            _RULE_OF_TIER[design.tier],
            f"{quoted(design.words)} in the article's front matter",
        )
    return None


def _reports(words: Words) -> bool:
    return NUMBERS.within(words) or TRIAL_TALK.within(words)


def _own_study(context: StatementContext, words: Words, own: Study) -> TierDecision | None:
    place = "in the statement"
    if own.rule != "R5":
        cited = weakest_design(context.references)
        if cited is not None and weaker(own.tier, cited[0]) != own.tier:
            return _decided(
                cited[0], _RULE_OF_TIER[cited[0]], f"{quoted(*own.words)} {place}, {cited[1]}"
            )
        if own.rule == "R6" and not has_result(words) and cited is None:
            return None
        return _studied(own.tier, own, place)
    cited = weakest_design(context.references)
    if cited is not None and not (own.identified and own.phased):
        tier = (
            cited[0]
            if not own.phased and not is_stronger(cited[0], own.tier)
            else weaker(cited[0], own.tier)
        )
        return _decided(tier, _RULE_OF_TIER[tier], f"{quoted(*own.words)} {place}, {cited[1]}")
    if not own.identified and not ANAPHORA.within(words):
        return _decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    near = None if has_own_identity(words) else nearby_study(context)
    if near is not None and near.study.rule == "R5" and not (own.published or own.phased):
        return _inherited(context, words, near)
    if not own.identified:
        return _decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    published = own.published or cited is not None
    heading = section_study(context)
    if heading is not None and heading.unpublished and not own.published:
        published = False
    if not (own.phased or near or cited or has_own_identity(words) or SIZE.within(words)):
        return _decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    if not published and not has_result(words):
        return _decided("trial_no_results", "R3", f"{quoted(*own.words)}, no outcome given")
    other = other_source(words)
    if other is not None and weaker(own.tier, other.tier) != own.tier:
        return _studied(other.tier, other, place)
    return _studied(own.tier, own, place)


def is_stronger(first: str, second: str) -> bool:
    """Tell whether the tier `first` ranks above `second`."""
    return TIERS[first].rank < TIERS[second].rank


def _studied(tier: str, study: Study, place: str) -> TierDecision:
    return _decided(tier, study.rule, f"{quoted(*study.words)} {place}")


def _inherited(context: StatementContext, words: Words, near: Found) -> TierDecision:
    study = near.study
    cited = weakest_design(context.references)
    if study.rule == "R5" and (
        near.unpublished or not (study.published or cited or has_result(words))
    ):
        return _decided(
            "trial_no_results", "R3", f"{quoted(*study.words)} {near.place}, no outcome given"
        )
    return _studied(study.tier, study, near.place)


def _cited(words: Words, tier: str, because: str) -> TierDecision | None:
    """Take the cited study's tier where the text claims what such a study can show."""
    if is_human(tier):
        mechanism = MECHANISM.find(words)
        if mechanism and not (_reports(words) or HUMAN_STUDY.within(words)):
            return _decided("lab_mechanistic", "R8", f"{quoted(mechanism)}, {because}")
        if not (has_result(words) or _reports(words)):
            return None
    return _decided(tier, _RULE_OF_TIER[tier], because)


def _by_content(context: StatementContext, words: Words) -> TierDecision:
    """Fall back on the words alone: no study is named by the statement or around it."""
    definition = DEFINITION.find(words)
    if definition:
        return _decided("background", "R10", f"{quoted(definition)} defines or names")
    mechanism = LAB.find(words) or MECHANISM.find(words)
    if mechanism:
        return _decided("lab_mechanistic", "R8", f"{quoted(mechanism)}, no study named")
    if opinion_words(words):
        return _decided("expert_review", "R9", f"{quoted(opinion_words(words))} interprets")
    if has_result(words) and context.kind is not Kind.TABLE_ROW:
        return _decided("expert_review", "R9", f"{quoted(result_words(words))}, no study named")
    return _decided("background", "R10", "describes, and reports no result")

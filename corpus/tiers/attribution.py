"""The tier a statement takes from a study: its own words', the cited one's, the one nearby.

The weaker wins wherever two disagree, save that a cited design may complete what the words leave
open: "the phase 2 trial" with a footnote that says it was randomized.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.records import Reference
from corpus.tiers.absence import CONCLUDED
from corpus.tiers.claims import (
    ANAPHORA,
    DEFINITION,
    MECHANISM,
    METHOD,
    NUMBERS,
    TRIAL_TALK,
    has_result,
)
from corpus.tiers.context import RULE_OF_TIER, StatementContext, TierDecision, decided
from corpus.tiers.designs import metadata_design
from corpus.tiers.people import PEOPLE
from corpus.tiers.sources import (
    Found,
    continues_study,
    has_own_identity,
    is_human,
    is_labelled_remark,
    names_another,
    nearby_study,
    primary_designs,
    section_study,
    weakest_design,
)
from corpus.tiers.studies import HUMAN_STUDY, SIZE, Study, other_source
from corpus.tiers.studies import study_in as study_named
from corpus.tiers.surroundings import is_among_remarks, is_figure_row
from corpus.tiers.words import Words, quoted, words_of
from corpus.vocabulary import TIERS, weaker


def decide_by_study(context: StatementContext, words: Words) -> TierDecision | None:
    """Return the decision that a named, cited or nearby study gives, or None without one."""
    own = study_named(words.text)
    if own is not None:
        return _own_study(context, words, own)
    definition = DEFINITION.find(words)
    cited = weakest_design(context.references)
    found = cited is not None and not is_human(cited[0]) and has_result(words)
    if definition and not (NUMBERS.within(words) or found):
        return decided("background", "R10", f"{quoted(definition)} defines or names")
    if cited is not None:
        return _cited(context, words, *cited)
    if is_labelled_remark(words):
        return None
    near = None if names_another(context, words) else nearby_study(context)
    if near is not None and _is_remark(context, words, near):
        near = None
    if near is not None and continues_study(context, words, near):
        return _inherited(context, words, near)
    return _front_matter(context, words)


def _is_remark(context: StatementContext, words: Words, near: Found) -> bool:
    """Tell whether a statement stands among remarks on the study that a heading above names."""
    above = (
        near.place.startswith("in the section heading") and context.section[-1] not in near.place
    )
    return above and is_among_remarks(context) and not NUMBERS.within(words)


def _front_matter(context: StatementContext, words: Words) -> TierDecision | None:
    """Take the design of a study's own page, for what is told as its result and not of it."""
    design = metadata_design(context.metadata)
    if design is None or design.review or is_among_remarks(context):
        return None
    if not (has_result(words) and reports(words)):
        return None
    return decided(
        design.tier,
        RULE_OF_TIER[design.tier],
        f"{quoted(design.words)} in the article's front matter",
    )


def reports(words: Words) -> bool:
    """Tell whether `words` use the figures or the vocabulary of a study's results."""
    return NUMBERS.within(words) or TRIAL_TALK.within(words)


def _describes_design(words: Words) -> bool:
    """Tell whether `words` describe how a study was done: its talk with a figure or a method."""
    return TRIAL_TALK.within(words) and (words.figures or METHOD.within(words))


def _own_study(context: StatementContext, words: Words, own: Study) -> TierDecision | None:
    if own.rule != "R5":
        return _own_other(context, words, own)
    place = "in the statement"
    cited = weakest_design(context.references)
    completed = _completed(own, context.references)
    if completed and cited is not None:
        return decided(completed, "R5", f"{quoted(*own.words)} {place}, {cited[1]}")
    if cited is not None and not (own.identified and own.phased):
        tier = (
            cited[0]
            if not own.phased and not is_stronger(cited[0], own.tier)
            else weaker(cited[0], own.tier)
        )
        return decided(tier, RULE_OF_TIER[tier], f"{quoted(*own.words)} {place}, {cited[1]}")
    if cited is not None and cited[0] == "trial_no_results" and not own.published:
        return decided(*_unpublished(own, cited[1]))
    if not own.identified and not ANAPHORA.within(words):
        return decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    near = None if has_own_identity(words) else nearby_study(context)
    if near is not None and near.study.rule == "R5" and not (own.published or own.phased):
        return _inherited(context, words, near)
    if not own.identified:
        return decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    return _identified_trial(context, words, own, near, cited=cited is not None)


def _unpublished(own: Study, because: str) -> tuple[str, str, str]:
    return "trial_no_results", "R3", f"{quoted(*own.words)} in the statement, {because}"


def _identified_trial(
    context: StatementContext, words: Words, own: Study, near: Found | None, *, cited: bool
) -> TierDecision:
    place = "in the statement"
    published = own.published or cited
    heading = section_study(context)
    if heading is not None and heading.unpublished and not own.published:
        published = False
    if not (own.phased or near or cited or has_own_identity(words) or SIZE.within(words)):
        return decided("expert_review", "R9", f"{quoted(*own.words)}, but no trial is named")
    if not published and not has_result(words):
        return decided("trial_no_results", "R3", f"{quoted(*own.words)}, no outcome given")
    mechanism = _beside_named_trial(words, own)
    if mechanism:
        return decided("lab_mechanistic", "R8", f"{quoted(mechanism)}, a trial only in brackets")
    other = other_source(words)
    if other is not None and weaker(own.tier, other.tier) != own.tier:
        return _studied(other.tier, other, place)
    return _studied(own.tier, own, place)


def _beside_named_trial(words: Words, own: Study) -> str:
    """Return the mechanism that a statement is about where brackets alone name its trial."""
    outside = words_of(_BRACKETS.sub(" ", words.text))
    told = has_result(outside) or TRIAL_TALK.within(outside) or _in_people(outside)
    if told or own.words[0] in outside.text:
        return ""
    return MECHANISM.find(outside)


_BRACKETS: Final = re.compile(r"\([^()]*\)")


def _completed(own: Study, references: tuple[Reference, ...]) -> str:
    """Return the cited randomized tier where the words state phase 2 and leave the rest open."""
    tiers = {design.tier for design, _ in primary_designs(references)}
    return "human_rct_phase2" if own.open_phase2 and tiers == {"human_rct_phase2"} else ""


def _own_other(context: StatementContext, words: Words, own: Study) -> TierDecision | None:
    """Judge a statement that names a study of another kind than a trial."""
    place = "in the statement"
    cited = weakest_design(context.references)
    if cited is not None and weaker(own.tier, cited[0]) != own.tier:
        return decided(
            cited[0], RULE_OF_TIER[cited[0]], f"{quoted(*own.words)} {place}, {cited[1]}"
        )
    if _LOOSE.match(own.words[0]) and not _in_people(words):
        near = nearby_study(context)  # a "cohort" among animals is one of animals
        if near is not None and not TIERS[near.study.tier].human:
            return _inherited(context, words, near)
    told = has_result(words) or (own.rule == "R7" and _tells(words))
    if cited is None and own.rule in ("R6", "R7") and not told:
        return None
    return _studied(own.tier, own, place)


_LOOSE: Final = re.compile(
    r"(?:cohorts?|longitudinal|observational|retrospective|cross-sectional)$", re.IGNORECASE
)
"""Words of studies that are done in animals as well as in people."""


def _in_people(words: Words) -> bool:
    return bool({"huma", "tria"} & words.stems) or PEOPLE.within(words)


def _tells(words: Words) -> bool:
    return MECHANISM.within(words) or reports(words)


def is_stronger(first: str, second: str) -> bool:
    """Tell whether the tier `first` ranks above `second`."""
    return TIERS[first].rank < TIERS[second].rank


def _studied(tier: str, study: Study, place: str) -> TierDecision:
    return decided(tier, study.rule, f"{quoted(*study.words)} {place}")


def _inherited(context: StatementContext, words: Words, near: Found) -> TierDecision:
    study = near.study
    cited = weakest_design(context.references)
    if study.rule == "R5" and (
        near.unpublished or not (study.published or cited or has_result(words))
    ):
        return decided(
            "trial_no_results", "R3", f"{quoted(*study.words)} {near.place}, no outcome given"
        )
    return _studied(study.tier, study, near.place)


def _headed(context: StatementContext, tier: str) -> Found | None:
    """Return the heading that gives the cited trial a weaker design than its footnote does."""
    headed = section_study(context)
    if headed is None or headed.study.open_phase2 or RULE_OF_TIER.get(tier) != "R5":
        return None
    named = any(ref.label and ref.label.split()[0] in headed.place for ref in context.references)
    trial = headed.study.rule == "R5" and headed.study.phased
    return headed if named and trial and is_stronger(tier, headed.study.tier) else None


def _cited(context: StatementContext, words: Words, tier: str, because: str) -> TierDecision | None:
    """Take the cited study's tier where the text claims what such a study can show."""
    headed = _headed(context, tier)
    if headed is not None:
        tier, because = headed.study.tier, f"{quoted(*headed.study.words)} {headed.place}"
    if is_human(tier) or tier == "trial_no_results":
        mechanism = MECHANISM.find(words)
        row = is_figure_row(context, words)
        told = words.figures or has_result(words)
        if mechanism and not ((told and reports(words)) or HUMAN_STUDY.within(words) or row):
            return decided("lab_mechanistic", "R8", f"{quoted(mechanism)}, {because}")
        concludes = tier == "human_systematic_review" and CONCLUDED.within(words)
        told = has_result(words) or NUMBERS.within(words) or _describes_design(words)
        if not (told or row or concludes):
            return None
        if context.carried and is_human(tier) and not (reports(words) or row or concludes):
            return None
    return decided(tier, RULE_OF_TIER[tier], because)

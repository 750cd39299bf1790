"""The tier of one statement: rules R0 to R10, the first that matches wins.

When in doubt the weaker tier is taken: a label may understate its source, never overstate it.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.records import Kind
from corpus.tiers import absence, approval, notices
from corpus.tiers.attribution import decide_by_study
from corpus.tiers.claims import (
    ANAPHORA,
    CONSENSUS,
    DEFINITION,
    LIMITS,
    MECHANISM,
    NUMBERS,
    has_result,
    result_words,
)
from corpus.tiers.context import StatementContext, TierDecision, decided
from corpus.tiers.designs import read_design, reference_design, stated_design
from corpus.tiers.footnotes import decide_footnote, decide_heading
from corpus.tiers.opinion import POWER, SPECULATIVE_SECTION, firm_opinion_words, opinion_words
from corpus.tiers.own import decide_own, decide_own_plan, decide_own_results, hold_back
from corpus.tiers.people import in_people
from corpus.tiers.sources import (
    continues_study,
    is_human,
    nearby_study,
    weakest_design,
)
from corpus.tiers.status import UNPUBLISHED, status_words
from corpus.tiers.studies import LAB, REGISTRY, study_in
from corpus.tiers.surroundings import (
    defines,
    identifies,
    is_critique,
    is_figure_row,
    is_lead_in,
    open_question,
    reports_beside,
)
from corpus.tiers.words import Words, quoted, words_of
from corpus.vocabulary import TIERS

_QUESTION: Final = re.compile(r"^\W*[^|]{3,90}\?\W*\|")
_CLAUSE: Final = re.compile(r"; | \| ")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LETTER: Final = re.compile(r"[^\W\d_]")


def decide_tier(context: StatementContext) -> TierDecision:
    """Return the evidence tier of a statement with the rule and the words that decided.

    The rules are those of the product's evidence specification: R0 notices, R1 absence, R2
    approval, R3 trials without results, R4 reviews with a search, R5 human trials, R6 people
    without a trial, R7 animals, R8 mechanism, R9 interpretation, R10 background.
    """
    words = words_of(context.words())
    if context.kind in (Kind.TABLE_HEADER, Kind.CODE) or not _LETTER.search(context.text):
        return decided("none", "R0", "structure of the page, no claim")
    if context.kind is Kind.HEADING:
        return decide_heading(words)
    if context.kind is Kind.FOOTNOTE:
        return decide_footnote(context, words)
    decision = _first(context, words)
    return decision if context.own is None else hold_back(context, words, decision)


def _first(context: StatementContext, words: Words) -> TierDecision:
    """Return the decision of the first rule that matches."""
    for rule in _RULES if context.own is None else _RULES_OF_A_STUDY:
        decision = rule(context, words)
        if decision is not None:
            return decision
    return decide_by_study(context, words) or _by_content(context, words)


def _notice(context: StatementContext, words: Words) -> TierDecision | None:
    noted = notices.EDITORIAL.find(words)
    if noted:
        return decided("none", "R0", f"{quoted(noted)} marks an editor's note")
    if words.figures and NUMBERS.within(words):
        return None
    found = notices.notice_words(words, context.preceding)
    if found:
        return decided("none", "R0", f"{quoted(found)} marks a notice")
    if notices.is_pointer(context.kind, context.section):
        return decided("background", "R10", f'a pointer under "{context.section[-1]}"')
    return None


def _structure(context: StatementContext, words: Words) -> TierDecision | None:
    told = defines(context, words)
    if told:
        return decided("background", "R10", f'a row under "{told}" defines or describes')
    named = identifies(context, words)
    if named:
        return decided("background", "R10", f'an entry under "{named}"')
    if is_lead_in(words) and not _outcome_or_figure(words) and not absence.gap_words(words):
        return decided("background", "R10", "announces what follows")
    asked = open_question(context, words)
    return decided("evidence_gap", "R1", f'left open under "{asked}"') if asked else None


def _outcome_or_figure(words: Words) -> bool:
    """Tell whether a lead-in holds a result, or any figure outside brackets."""
    return words.figures and (has_result(words) or words_of(_BRACKETS.sub("", words.text)).figures)


def _silence(context: StatementContext, words: Words) -> TierDecision | None:
    """Judge a remark on what a source leaves out: no result, unless it reports one besides."""
    silent = absence.SILENT.find(words)
    if not silent or NUMBERS.within(words) or approval.approval_words(words):
        return None
    outcome = absence.NO_OUTCOME.find(words)
    if outcome and _about_trial(context, words):
        return decided("trial_no_results", "R3", f"{quoted(outcome)}")
    if outcome or absence.gap_words(words):
        return None
    if not reports_beside(words, silent):
        return decided("background", "R10", f"{quoted(silent)} tells of a source")
    return None


def _absence(context: StatementContext, words: Words) -> TierDecision | None:
    answers = context.kind is Kind.TABLE_ROW and not is_figure_row(context, words)
    verdict = absence.NO_VERDICT.find(words) if answers else ""
    strong = verdict or absence.gap_words(words)
    weak = "" if strong else absence.weak_gap_words(words)
    if not (strong or weak):
        return None
    unpublished = UNPUBLISHED.find(words)
    if unpublished and not verdict and _about_trial(context, words):
        return decided("trial_no_results", "R3", quoted(unpublished))
    if weak and _yields_to_result(context, words, weak):
        return None
    if strong and not verdict and _told_beside(context, words, strong):
        told = decide_by_study(context, words)
        if told is not None and _is_animal_or_lab(told.tier):
            return told
    return decided("evidence_gap", "R1", f"{quoted(strong or weak)} says what is missing")


def _is_animal_or_lab(tier: str) -> bool:
    return TIERS[tier].outcome_evidence and not TIERS[tier].human


def _told_beside(context: StatementContext, words: Words, gap: str) -> bool:
    """Tell whether another clause than the gap's reports what an identified study found.

    A passage of several claims takes the weakest tier among those that report an outcome; yet a
    gap beside a trial in people stays one, since half of what is shown would be overstated.
    """
    clauses = _CLAUSE.split(_BRACKETS.sub(" ", words.text))
    if len(clauses) < 2 or _QUESTION.match(words.text):
        return False
    for clause in clauses:
        if gap in clause or absence.gap_words(words_of(clause)):
            continue
        own = study_in(clause)
        named = own is not None and own.identified and own.rule != "R6"
        if (named or weakest_design(context.references)) and has_result(words_of(clause)):
            return True
    return False


def _about_trial(context: StatementContext, words: Words) -> bool:
    own = study_in(words.text)
    if (own is not None and own.rule == "R5") or REGISTRY.search(words.text):
        return True
    cited = weakest_design(context.references)
    if cited is not None and cited[0] == "trial_no_results":
        return True
    near = nearby_study(context)
    return (near is not None and near.study.rule == "R5") or "tria" in words.stems


def _yields_to_result(context: StatementContext, words: Words, doubt: str) -> bool:
    """Tell whether a doubt stands beside a result that an identified study reports."""
    if absence.CONCLUDED.within(words):
        cited = weakest_design(context.references)
        return cited is not None and cited[0] == "human_systematic_review"
    if not reports_beside(words, doubt):
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
    argues = approval.argument_words(words)
    if argues:
        return decided("expert_review", "R9", f"{quoted(argues)} argues from an approval")
    found = approval.approval_words(words) or approval.row_words(context, words)
    # An approval told by the way does not lift the result that the sentence is about.
    if not found or LAB.within(words):
        return None
    if has_result(words) and ("tria" in words.stems or study_in(words.text) is not None):
        return None
    if NUMBERS.within(words) and weakest_design(context.references) is not None:
        return None
    return decided("regulatory_approval", "R2", quoted(*found))


def _no_results(context: StatementContext, words: Words) -> TierDecision | None:
    status = status_words(words)
    if not status or opinion_words(words):
        return None
    if UNPUBLISHED.within(words):
        if _about_trial(context, words):
            return decided("trial_no_results", "R3", quoted(status))
        return None
    own = study_in(words.text)
    trial = own is not None and own.rule == "R5"
    if (trial or REGISTRY.search(words.text) or _near_trial(context)) and not _outcome(words):
        return decided("trial_no_results", "R3", f"{quoted(status)}, no outcome given")
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
        because = f"{quoted(*near.study.words)} {near.place}"
        return decided(near.study.tier, near.study.rule, because)
    return None


def _interpretation(context: StatementContext, words: Words) -> TierDecision | None:
    if context.kind is Kind.TABLE_ROW and _QUESTION.match(words.text):
        return _assessment(words)
    led = CONSENSUS.find(words_of(context.lead)) if context.lead else ""
    if led:
        return decided("expert_review", "R9", f"{quoted(led)} introduces the list")
    if _is_speculative(context) and not _names_trial(words):
        return decided("expert_review", "R9", f'under the heading "{context.section[-1]}"')
    firm = firm_opinion_words(words)
    if firm:
        return decided("expert_review", "R9", f"{quoted(firm)} interprets")
    if NUMBERS.within(words):
        return None
    found = opinion_words(words)
    if found and not (POWER.within(words) and _near_trial(context)):
        return decided("expert_review", "R9", f"{quoted(found)} interprets")
    consensus = CONSENSUS.find(words)
    if consensus and study_in(words.text) is None:
        return decided("expert_review", "R9", f"{quoted(consensus)} is a consensus")
    return None


def _is_speculative(context: StatementContext) -> bool:
    return bool(context.section) and SPECULATIVE_SECTION.within(words_of(context.section[-1]))


def _names_trial(words: Words) -> bool:
    own = study_in(words.text)
    return own is not None and own.rule == "R5"


def _assessment(words: Words) -> TierDecision:
    """Judge a row that asks a question and gives the page author's answer."""
    status = status_words(words)
    if status:
        return decided("trial_no_results", "R3", quoted(status))
    lab = LAB.find(words)
    if lab:
        return decided("lab_mechanistic", "R8", quoted(lab))
    return decided("expert_review", "R9", "the page author's answer to a question of the table")


def _by_content(context: StatementContext, words: Words) -> TierDecision:
    """Fall back on the words alone: no study is named by the statement or around it."""
    definition = DEFINITION.find(words)
    if definition:
        return decided("background", "R10", f"{quoted(definition)} defines or names")
    people = in_people(words)
    if people:
        return decided("human_observational", "R6", f"{quoted(*people)}, no trial named")
    mechanism = LAB.find(words) or MECHANISM.find(words)
    if mechanism and is_critique(context):
        return decided("expert_review", "R9", f'a remark under "{context.section[-1]}"')
    if mechanism:
        return decided("lab_mechanistic", "R8", f"{quoted(mechanism)}, no study named")
    if opinion_words(words):
        return decided("expert_review", "R9", f"{quoted(opinion_words(words))} interprets")
    if has_result(words) and context.kind is not Kind.TABLE_ROW:
        return decided("expert_review", "R9", f"{quoted(result_words(words))}, no study named")
    return decided("background", "R10", "describes, and reports no result")


_RULES: Final = (
    _notice,
    _structure,
    _silence,
    _absence,
    _approval,
    _no_results,
    _limits,
    _interpretation,
)
_RULES_OF_A_STUDY: Final = (
    _notice,
    decide_own_plan,
    _structure,
    decide_own_results,
    _silence,
    _absence,
    _approval,
    decide_own,
    _no_results,
    _limits,
    _interpretation,
)


def forget() -> None:
    """Drop what earlier decisions remembered, so that a measurement starts cold."""
    for remembered in (words_of, study_in, reference_design, read_design, stated_design):
        remembered.cache_clear()

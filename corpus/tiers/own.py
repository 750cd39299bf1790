"""Statements of an article that is a study itself: a paper's full text or a registry record.

Precedence. A statement that cites another study of known design rests on that one. Else what is
reported under results, in an abstract or as "we found" takes the article's own design, and the
weaker one where the words name animals or cells. Introductions, and discussions of others, take
nothing. What a study without results says of itself is a trial without results, whatever its
verbs; whom it would admit is no evidence at all.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from corpus.records import Reference
from corpus.tiers.claims import MECHANISM, NUMBERS, has_result
from corpus.tiers.context import RULE_OF_TIER, StatementContext, TierDecision, decided
from corpus.tiers.designs import Design, reference_design
from corpus.tiers.opinion import firm_opinion_words, opinion_words
from corpus.tiers.parts import Part, part_of
from corpus.tiers.sources import has_own_identity, primary_designs
from corpus.tiers.status import UNPUBLISHED
from corpus.tiers.studies import ANIMAL, LAB, Study, study_in
from corpus.tiers.surroundings import is_figure_row
from corpus.tiers.words import Concept, Words, quoted, words_of
from corpus.vocabulary import TIERS, weaker

_OWN_WORDS: Final = Concept(
    r"\b(?:we|our)\b|\b(?:this|the (?:present|current)) (?:[\w-]+,? ){0,3}(?:study|trial|report"
    r"|analysis|review|investigation|series|cohort|experiment|work)\b"
    r"|\b(?:were|was) (?:\w+ ){0,2}(?:randomi[sz]ed|randomly|enrolled|recruited|assigned"
    r"|allocated|treated|divided|injected|infused|transplanted|assessed|measured|evaluated)\b"
)
_FOUND: Final = Concept(
    r"\b(?:we|our (?:[\w-]+ ){0,3}(?:results?|findings?|data|stud(?:y|ies)|trial|patients"
    r"|analys[ei]s|experiments?))(?: \w+){0,2}? (?:found|find|observed|observe|show(?:ed|s|n)?"
    r"|demonstrat\w+|report(?:ed|s)?|saw|noted|detected|revealed|confirm\w*|detect)\b"
    r"|^(?:this|the (?:present|current)) (?:[\w-]+,? ){0,4}(?:study|trial|analysis|review)"
    r" (?:\w+ )?(?:found|show(?:ed|s)|demonstrat\w+|report(?:ed|s)|reveal\w+|confirm\w+)\b"
)
_IN_THIS_STUDY: Final = Concept(
    r"\b(?:in|from|during|throughout) (?:this|the (?:present|current)|our) (?:[\w-]+ ){0,3}"
    r"(?:study|trial|series|cohort|patients|analysis|review|report)\b"
)
_OTHERS: Final = Concept(
    r"\b(?:our|the|these|their|this) (?:own )?(?:previous|prior|earlier|former|pilot|preceding"
    r"|first|phase [1-3i]+) (?:[\w-]+,? ){0,3}(?:stud(?:y|ies)|trials?|work|reports?|findings?"
    r"|data|results|experiments?)\b"
    r"|\bwe (?:have |had )?(?:previously|earlier|recently|already)\b"
    r"|\b(?:found|identified|retrieved|included|reviewed) (?:\S+ ){0,6}?(?:trials|studies"
    r"|articles|papers|publications)\b"
)
_FINDING_OF_NONE: Final = Concept(
    r"\bno (?:\S+ ){0,2}?(?:evidence|signs?) (?:of|for|that)\b"
    r"|\b(?:no|none)\b[^.;]{0,60}\b(?:was|were) (?:\w+ )?(?:seen|found|observed|detected|noted"
    r"|recorded|reported)\b"
)
_TOLD_OUTCOME: Final = Concept(
    r"\b(?:improved|reduced|increased|decreased|showed|failed|prevented|restored|attenuated"
    r"|developed|occurred|suffered|experienced|died|survived|relapsed|worsened|achieved|remained"
    r"|resulted|led|had|did not (?!use|include|measure|assess|receive))\b"
    r"|\b(?:was|were) (?:not |also |only |still |more |significantly |markedly )*(?:safe"
    r"|associated|significant\w*|higher|lower|greater|better|worse|similar|comparable|superior"
    r"|inferior|well|effective|feasible|reduced|increased|observed|seen|found|detected)\b"
)
_DESIGN_TOLD: Final = Concept(
    r"\brandomi[sz]\w+|\brandomly\b|\bblind(?:ed|ing)\b|\bplacebo\b|\ballocat\w+|\bassigned\b"
    r"|\benrol\w+|\brecruited\b|\bcontrol groups?\b|\bopen-label\b|\bcross-?over\b"
    r"|\b(?:primary|secondary) (?:end ?points?|outcomes?)\b|\bsample size\b"
    r"|\bintention[- ]to[- ]treat\b|\bdivided into\b"
)
_SUBJECTS: Final = Concept(
    r"\b(?:patients?|participants?|subjects|volunteers?|children|adults|women|men|controls?"
    r"|groups?|arms?|placebo)\b"
)
_CELL_WORK: Final = Concept(
    r"\bcharacteri[sz]ation\b|\bisolation\b|\b(?:cell |culture )?expansion\b|\bin[- ]vitro\b"
    r"|\bproliferation\b|\bdifferentiation\b|\bimmunophenotyp\w+|\bphenotyp\w+|\bpotency\b"
    r"|\bviability\b|\bflow cytometry\b|\bculture\w*\b|\bcharacteristics of (?:the |isolated "
    r"|human )*\S*(?:cells?|scs?|mscs?|hadscs?|ascs?)\b|\bquality control\b"
)


_OF_THE_STUDY: Final = frozenset({Part.RESULTS, Part.METHODS, Part.ABSTRACT, Part.CONCLUSION})


def own_design(context: StatementContext) -> Design | None:
    """Return the design of the study that the article itself is, or None for a mere article."""
    if context.own is None:
        return None
    design = reference_design(context.own)
    return None if design is None or design.review else design


@lru_cache(maxsize=2048)
def is_unreported(own: Reference) -> bool:
    """Tell whether the article is a protocol or a registry record without posted results."""
    told = f"{own.summary} · {own.text}".lower()
    if own.design == "protocol" or own.status == "ongoing":
        return True
    if "no results posted" in told or UNPUBLISHED.within(words_of(own.summary)):
        return True
    registered = own.key == own.nct and not (own.doi or own.pmid)
    return registered and "results posted" not in told


def decide_own_plan(context: StatementContext, words: Words) -> TierDecision | None:
    """Judge whom a study admits, and the entries of a record or protocol without results."""
    del words
    own = context.own
    if own is None:
        return None
    part = part_of(context.section)
    if part is Part.ELIGIBILITY:
        return decided("background", "R10", f'whom the study admits, under "{_named(context)}"')
    if part is Part.METHODS and is_unreported(own):
        return _without_results(own, "a plan")
    return None


def decide_own(context: StatementContext, words: Words) -> TierDecision | None:
    """Judge a statement in which a study with results reports what was done or found.

    What methods cite is where a procedure comes from, so that citations do not count there.
    """
    own = context.own
    design = own_design(context)
    if own is None or design is None or is_unreported(own):
        return None
    part = part_of(context.section)
    if part is Part.METHODS:
        return _done(context, words, design)
    if _cites_another(context) or not _reports_own(context, words, part):
        return None
    tier, because = _told_tier(context, words, design)
    return _by_own(context, tier, because)


def decide_own_results(context: StatementContext, words: Words) -> TierDecision | None:
    """Judge what stands under methods or results: "no infection was seen" is no gap there."""
    if part_of(context.section) not in (Part.RESULTS, Part.METHODS):
        return None
    return decide_own(context, words)


def hold_back(context: StatementContext, words: Words, decision: TierDecision) -> TierDecision:
    """Return the decision, or the weaker one that the article's own study allows.

    Only a citation of its own, or a study that it names itself, lets a statement say more.
    """
    own = context.own
    if own is None or _cites_another(context) or _names_study(own, words):
        return decision
    if is_unreported(own):
        human = TIERS[decision.tier].human and TIERS[decision.tier].outcome_evidence
        if human and decision.tier != "regulatory_approval":
            return _without_results(own, "told before any result")
        return decision
    design = own_design(context)
    if design is None or decision.own:
        return decision
    if decision.tier == "trial_no_results" and not UNPUBLISHED.within(words):
        if part_of(context.section) in _OF_THE_STUDY:
            return _by_own(context, design.tier, f"{_says(design)}, no outcome given")
        return decision
    if (
        RULE_OF_TIER.get(decision.tier) is None
        or TIERS[decision.tier].rank >= TIERS[design.tier].rank
    ):
        return decision
    return _by_own(
        context, design.tier, f"{decision.basis.partition(': ')[2]}, but {_says(design)}"
    )


def _without_results(own: Reference, what: str) -> TierDecision:
    status = own.summary or own.status or own.design
    because = f'{what}, of a study without results ("{status}")'
    return replace(decided("trial_no_results", "R3", because), own=True)


def _cites_another(context: StatementContext) -> bool:
    """Tell whether the statement itself cites a study of known design other than the article's."""
    if context.carried:
        return False
    own = context.own
    return any(
        own is None or reference.key != own.key
        for _, reference in primary_designs(context.references)
    )


def _names_study(own: Reference, words: Words) -> bool:
    """Tell whether a statement itself says which other study it means."""
    if has_own_identity(words) and not (own.nct and own.nct in words.text):
        return True
    named = study_in(words.text)
    return named is not None and named.rule == "R4"


def _named(context: StatementContext) -> str:
    return context.section[-1] if context.section else ""


def _done(context: StatementContext, words: Words, design: Design) -> TierDecision:
    """Judge a statement under methods: how the study was made, or how something was prepared."""
    told = _DESIGN_TOLD.find(words)
    if told and _SUBJECTS.within(words):
        tier, because = _told_tier(context, words, design)
        return _by_own(context, tier, f"{quoted(told)} tells how the study was done, {because}")
    return decided("background", "R10", f'a procedure, under "{_named(context)}"')


def _reports_own(context: StatementContext, words: Words, part: Part) -> bool:
    """Tell whether a statement reports what the article's own study found."""
    if firm_opinion_words(words) or _OTHERS.within(words):
        return False
    told = has_result(words) or is_figure_row(context, words)
    if part is Part.RESULTS:
        told = told or (words.figures and _SUBJECTS.within(words)) or _FINDING_OF_NONE.within(words)
    if not told:
        return False
    if _FOUND.within(words):
        return True
    if opinion_words(words) and not NUMBERS.within(words):
        return False
    if part is Part.RESULTS:
        return True
    outcome = _TOLD_OUTCOME.within(words)
    if part is Part.CONCLUSION:
        return outcome and not has_own_identity(words)
    if part is Part.ABSTRACT:
        return _has_begun(context, words)
    return outcome and _IN_THIS_STUDY.within(words)


def _has_begun(context: StatementContext, words: Words) -> bool:
    """Tell whether an abstract without headings has come to its own study."""
    return any(_OWN_WORDS.within(words_of(text)) for text in (*context.preceding, words.text))


def _told_tier(context: StatementContext, words: Words, design: Design) -> tuple[str, str]:
    """Return the own design's tier, or a weaker one that the statement's own words name."""
    told = _named_work(context, words)
    if told is not None and weaker(design.tier, told.tier) == told.tier != design.tier:
        return told.tier, f"{quoted(*told.words)} in the article's own study"
    return design.tier, _says(design)


def _says(design: Design) -> str:
    return f'"{design.words}" is the design of the article\'s own study'


def _named_work(context: StatementContext, words: Words) -> Study | None:
    """Return animals or cells that a result is about, other than the people of a trial."""
    named = study_in(words.text)
    if named is not None and named.tier in ("animal_study", "lab_mechanistic"):
        return named
    heading = words_of(_named(context))
    lab = LAB.find(words) or _CELL_WORK.find(heading)
    if lab and not _SUBJECTS.within(words):
        return Study("lab_mechanistic", "R8", (lab,))
    animal = ANIMAL.find(heading)
    if animal:
        return Study("animal_study", "R7", (animal,))
    mechanism = MECHANISM.find(words)
    if mechanism and not (_SUBJECTS.within(words) or NUMBERS.within(words)):
        return Study("lab_mechanistic", "R8", (mechanism,))
    return None


def _by_own(context: StatementContext, tier: str, because: str) -> TierDecision:
    where = f', under "{_named(context)}"' if _named(context) else ""
    rule = RULE_OF_TIER.get(tier, "R9")
    return replace(decided(tier, rule, f"{because}{where}"), own=True)

"""Where the study behind a statement is named, in order of precedence.

The statement's own words, then the study named earlier in its paragraph, then the list's
introduction, then the section heading. References and front matter are read in `designs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.records import Kind, Reference
from corpus.tiers.claims import ANAPHORA, MECHANISM, NUMBERS, TRIAL_TALK, has_result
from corpus.tiers.context import StatementContext
from corpus.tiers.designs import Design, reference_design
from corpus.tiers.status import status_words
from corpus.tiers.studies import REGISTRY, Study, author_year, named_trial, study_in
from corpus.tiers.words import Concept, Words, words_of
from corpus.vocabulary import TIERS, tier, weaker


@dataclass(frozen=True, slots=True)
class Found:
    """A study with the place that names it, in a reader's words."""

    study: Study
    place: str
    unpublished: bool = False


def nearby_study(context: StatementContext) -> Found | None:
    """Return the identified study that the surroundings name, the nearest first, or None."""
    found = _earlier_study(context.preceding)
    if found is not None:
        return Found(found, "earlier in the paragraph")
    if context.lead:
        study = study_in(context.lead)
        if study is not None and study.identified:
            return _with_heading(Found(study, "in the introduction of the list"), context)
    return section_study(context)


def _earlier_study(preceding: tuple[str, ...]) -> Study | None:
    """Return the study named last; a bare "animal evidence" means the animal review before it."""
    last: Study | None = None
    for earlier in reversed(preceding):
        study = study_in(earlier)
        if study is None or not study.identified:
            continue
        if last is None:
            last = study
            if study.tier != "animal_study":
                break
        elif study.tier == "animal_systematic_review":
            return study
    return last


def section_study(context: StatementContext) -> Found | None:
    """Return the identified study that a heading names, the nearest heading first, or None."""
    for heading in reversed(context.section):
        study = study_in(heading)
        if study is not None and study.identified and (study.rule != "R6" or study.published):
            unpublished = study.rule == "R5" and status_words(words_of(heading)) != ""
            return Found(study, f'in the section heading "{heading}"', unpublished)
    return None


def _with_heading(found: Found, context: StatementContext) -> Found:
    """Give a study told by a list's introduction the publication its heading states."""
    heading = section_study(context)
    if heading is None or heading.study.rule != found.study.rule:
        return found
    one, other = found.study, heading.study
    joined = Study(
        tier=one.tier,
        rule=one.rule,
        words=one.words,
        published=one.published or other.published,
        phased=one.phased or other.phased,
    )
    return Found(joined, found.place, heading.unpublished)


def has_own_identity(words: Words) -> bool:
    """Tell whether `words` say which study they mean: a name, a number or an author with year."""
    return bool(named_trial(words) or REGISTRY.search(words.text) or author_year(words))


def names_another(context: StatementContext, words: Words) -> bool:
    """Tell whether a statement names authors whom its surroundings do not: another study."""
    named = author_year(words)
    if not named:
        return False
    surname = named.split()[0]
    around = (*context.section, *context.preceding, context.lead)
    return not any(surname in text for text in around)


def primary_designs(references: tuple[Reference, ...]) -> tuple[tuple[Design, Reference], ...]:
    """Return the references whose design is a study of its own, reviews left out."""
    return _CITED.of(references).primary if references else ()


def weakest_design(references: tuple[Reference, ...]) -> tuple[str, str] | None:
    """Return the weakest tier among the cited studies, with words that say so, or None."""
    return _CITED.of(references).weakest if references else None


@dataclass(frozen=True, slots=True)
class _Cited:
    """What the references of a statement say of their designs."""

    references: tuple[Reference, ...]
    primary: tuple[tuple[Design, Reference], ...]
    weakest: tuple[str, str] | None


class _CitedByIdentity:
    """Remembers what references say, by the very records: to compare them whole costs more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[int, ...], _Cited] = {}

    def of(self, references: tuple[Reference, ...]) -> _Cited:
        place = tuple(map(id, references))
        known = self._known.get(place)
        if known is None:  # the records are kept with the entry, so that no id is used again
            if len(self._known) >= self._most:
                self._known.clear()
            primary = _primary(references)
            known = _Cited(references, primary, _weakest(primary))
            self._known[place] = known
        return known

    def cache_clear(self) -> None:
        """Forget everything."""
        self._known.clear()


_CITED: Final = _CitedByIdentity(most=4096)


def _primary(references: tuple[Reference, ...]) -> tuple[tuple[Design, Reference], ...]:
    found = ((reference_design(reference), reference) for reference in references)
    return tuple((design, ref) for design, ref in found if design is not None and not design.review)


def _weakest(primary: tuple[tuple[Design, Reference], ...]) -> tuple[str, str] | None:
    chosen: tuple[str, str] | None = None
    for design, reference in primary:
        if chosen is None or weaker(chosen[0], design.tier) != chosen[0]:
            chosen = (design.tier, f'"{design.words}" in the reference {reference.label}'.strip())
    return chosen


def continues_study(context: StatementContext, words: Words, found: Found) -> bool:
    """Tell whether a statement goes on about the study that its surroundings name.

    A result or the vocabulary of trials is asked for, so that a remark on something else in the
    same paragraph does not borrow the study's tier. A list item under a trial needs less.
    """
    if not TIERS[found.study.tier].human and _HUMAN_TRIAL.within(words):
        return False
    talk = TRIAL_TALK.within(words) or NUMBERS.within(words)
    if MECHANISM.within(words) and not talk:
        return False
    if talk or (ANAPHORA.within(words) and has_result(words)):
        return True
    if found.study.rule != "R5":
        return has_result(words) and found.place.startswith("in the section")
    return context.kind is Kind.LIST_ITEM or found.unpublished


_HUMAN_TRIAL: Final = Concept(
    r"\b(?:human|clinical) (?:\w+ )?(?:trials?|stud(?:y|ies)|data)\b|\bpatients\b",
)
_LABELLED: Final = re.compile(
    r"^\W*(?:\*\*)?(?:context|background|notes?|see(?: also)?|related|rationale|cross-?links?"
    r"|interpretation|implications?|significance|relevance|caveats?|limitations?|comments?"
    r"|wiki|source|citation|funding|disclosures?|conflicts?(?: of interest)?|access|archive)\b"
    r"[^:.;]{0,30}(?::|—|–)",
    re.IGNORECASE,
)


def is_labelled_remark(words: Words) -> bool:
    """Tell whether a statement opens with a label of remarks, such as "Context:"."""
    return _LABELLED.match(words.text) is not None


def is_human(tier_id: str) -> bool:
    """Tell whether a tier reports people."""
    return TIERS[tier_id].human and tier(tier_id).outcome_evidence

"""One study as a library tells it, and whether it is of the kind that a question asks to count."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.designwords import NOT_TRIALS, is_trial, phases_of
from corpus.records import Reference
from corpus.vocabulary import TIERS
from rag.candidates import Candidate
from rag.counting import CountAsked
from rag.study_match import own_words

_REVIEWS = frozenset({"systematic-review", "meta-analysis", "review"})
_TRIAL_TIERS = frozenset(
    {"human_rct_phase3", "human_rct_phase2", "human_early_phase", "trial_no_results"}
)
STUDY_TIERS = _TRIAL_TIERS | {"human_observational", "animal_study"}
REVIEW_TIERS = frozenset({"human_systematic_review", "animal_systematic_review"})


@dataclass(slots=True)
class StudyTold:
    """One study: its records, and the statements found about it alone, best first."""

    records: list[Reference] = field(default_factory=list)
    told: list[Candidate] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own words."""
        parts = [own_words(record) for record in self.records]
        return " · ".join([*parts, *(each.statement.clean for each in self.told)])

    @property
    def context(self) -> str:
        """The headings and titles above what is told of it."""
        return " · ".join(f"{each.context} {each.passage.breadcrumb}" for each in self.told)

    @property
    def tiers(self) -> frozenset[str]:
        """The tiers of what is told of it."""
        return frozenset(each.statement.tier for each in self.told)

    @property
    def phases(self) -> tuple[str, ...]:
        """Its phases, by its records or else by what is told of it."""
        stated = tuple(record.phase for record in self.records if record.phase)
        return stated or tuple(
            phase for each in self.told for phase in phases_of(each.statement.clean)
        )


def is_asked(study: StudyTold, asked: CountAsked) -> bool:
    """Tell whether a study is of the kind, population, control and status asked for."""
    if not _is_kind(study, asked):
        return False
    people = {record.population for record in study.records if record.population}
    if asked.population and people and asked.population not in people:
        return False
    if asked.population and not people and not _studied(study, asked.population):
        return False
    if asked.controlled and not _is_controlled(study):
        return False
    return not asked.status or asked.status in _states(study)


def _is_kind(study: StudyTold, asked: CountAsked) -> bool:
    designs = {record.design for record in study.records}
    if asked.noun == "review":
        return bool(designs & _REVIEWS) or (not study.records and bool(study.tiers & REVIEW_TIERS))
    if designs & NOT_TRIALS:
        return False
    if asked.noun == "trial":
        registered = any(record.phase or record.nct for record in study.records)
        designed = any(record.design and is_trial(record.design) for record in study.records)
        animals = any(record.population in {"animal", "cells"} for record in study.records)
        told = not study.records and bool(study.tiers & _TRIAL_TIERS)
        return (registered or designed or told) and not animals
    described = any(record.design or record.phase or record.nct for record in study.records)
    return described or (not study.records and bool(study.tiers & STUDY_TIERS))


def _studied(study: StudyTold, population: str) -> bool:
    if population == "human":
        return any(TIERS[tier].human for tier in study.tiers)
    return population == "animal" and any(tier.startswith("animal") for tier in study.tiers)


def _is_controlled(study: StudyTold) -> bool:
    words = study.text.lower()
    named = any(part in words for part in ("randomi", "rct", "placebo", "double-blind"))
    return named or any("rct" in record.design for record in study.records)


def _states(study: StudyTold) -> frozenset[str]:
    """Return the states that a study is in, by its records, else by what is told of it."""
    states = {record.status for record in study.records if record.status}
    if study.tiers and study.tiers <= {"trial_no_results"}:
        return frozenset(states | {"unpublished"})
    if "published" in states or (not states and study.tiers - {"trial_no_results"}):
        return frozenset(states | {"published", "completed"})
    return frozenset(states | ({"unpublished"} if states else set()))

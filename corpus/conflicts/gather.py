"""The facts of one article: each statement read for every kind of value it may give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.conflicts.approvals import APPROVED, NOT_APPROVED, approval_in
from corpus.conflicts.counts import pooled_in
from corpus.conflicts.events import events_in
from corpus.conflicts.facts import Fact
from corpus.conflicts.knowledge import REPEATED, repeats_doses, safety_claims
from corpus.conflicts.phases import phase_stated, phases_in
from corpus.conflicts.results import results_in
from corpus.conflicts.sizes import sizes_in
from corpus.conflicts.statuses import stated_date, states_in
from corpus.conflicts.studies import DISCUSSED, Studies, names_its_study
from corpus.conflicts.told import ConflictKind
from corpus.records import Article, Kind, Statement
from corpus.tiers.words import Words, words_of
from corpus.vocabulary import TIERS

_VENUE_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\s?;\s?\d")
# A table of arms gives the size of each, not of the study.
_ARM_COLUMN: Final = re.compile(r"\b(?:dose|arm|group|cohort|subgroup|stratum|genotype|sex)\b")
_NO_CLAIM: Final = frozenset({Kind.CODE, Kind.TABLE_HEADER})
_GATE: Final = re.compile(
    r"[Pp]hase|PHASE|\bn ?[=:]|NCT|trial|[Ss]tud|RCT|cohort|approv|authori|licen|safe|data"
    r"|repeat|dos|\bno\b|not|improv|reduc|increas|decreas|died|death|developed|rejection|[Ee]nrol|[Rr]andomi|patient"
    r"|participant|people|adult|[Ss]tatus|infus|inject|follow|fell|rose|chang|differ|worse|lower"
    r"|higher|infection",
)


def facts_of(article: Article, studies: Studies) -> Iterator[Fact]:
    """Yield what the statements of `article` say that others could contradict."""
    recorded = article.own if article.own.startswith("NCT") else ""
    fields = _first_section(article)
    for statement in article.statements:
        if statement.kind in _NO_CLAIM or not _GATE.search(statement.clean):
            continue
        words = words_of(statement.clean)
        if DISCUSSED.within(words):
            continue
        yield from _of_the_article(article, statement, words)
        if recorded and statement.section != fields:
            continue  # plans, criteria and publications of a record, not its fields
        subject = recorded or studies.subject_of(statement, words)
        if subject:
            certain = bool(recorded) or names_its_study(statement)
            yield from _of_the_study(statement, words, subject, studies, certain=certain)
        if registry := recorded or studies.registry_of(statement):
            yield from _states(article, statement, words, registry)
        yield from _of_programmes(statement, words, subject, studies)


def _first_section(article: Article) -> tuple[str, ...]:
    """Return the section of the first list: in a registry record that of its fields."""
    lists = (one.section for one in article.statements if one.kind is Kind.LIST_ITEM)
    return next(lists, ())


def _of_the_study(
    statement: Statement, words: Words, subject: str, studies: Studies, *, certain: bool
) -> Iterator[Fact]:
    if studies.is_review(subject) and certain:
        yield from _counts(statement, words, subject)
    elif studies.is_trial(subject):
        if certain:
            yield from _phases(statement, words, subject)
            yield from _sizes(statement, words, subject)
        yield from _events(statement, words, subject)
        yield from _results(statement, words, subject)
    if statement.kind is Kind.FOOTNOTE:
        years = set(_VENUE_YEAR.findall(words.text))
        if len(years) == 1:
            yield Fact(ConflictKind.DATE, subject, statement, years.pop(), ("published",))


def _phases(statement: Statement, words: Words, subject: str) -> Iterator[Fact]:
    phase = phase_stated(words)
    if phase:
        yield Fact(ConflictKind.PHASE, subject, statement, phase, beside=phases_in(words) - {phase})


def _sizes(statement: Statement, words: Words, subject: str) -> Iterator[Fact]:
    if _ARM_COLUMN.search(" | ".join(statement.header).lower()):
        return
    sizes = sizes_in(words)
    if sizes:
        yield Fact(ConflictKind.N, subject, statement, str(sizes.whole), detail=sizes)


def _counts(statement: Statement, words: Words, subject: str) -> Iterator[Fact]:
    pooled = pooled_in(words)
    if pooled:
        count, kind, every = pooled
        yield Fact(ConflictKind.COUNT, subject, statement, count, (kind,), beside=every)


def _events(statement: Statement, words: Words, subject: str) -> Iterator[Fact]:
    for event in events_in(words):
        value = "none" if event.denied else "some"
        yield Fact(ConflictKind.SAFETY, subject, statement, value, (event.kind,), event)


def _results(statement: Statement, words: Words, subject: str) -> Iterator[Fact]:
    if not TIERS[statement.tier].outcome_evidence:
        return
    for result in results_in(words):
        group = (result.measure, result.arm)
        yield Fact(ConflictKind.DIRECTION, subject, statement, result.effect, group, result)


def _of_programmes(
    statement: Statement, words: Words, subject: str, studies: Studies
) -> Iterator[Fact]:
    """Yield what is told of a programme: of all its trials at once, or of one arm in one."""
    named = studies.programmes_of(statement)
    if len(named) != 1 or named[0] == subject:
        return
    for fact in _results(statement, words, named[0]):
        if fact.group[1]:
            yield fact
    for fact in _events(statement, words, named[0]):
        # a denial for one trial of a programme denies nothing for the others
        if fact.value == "some" or not subject:
            yield fact


def _states(article: Article, statement: Statement, words: Words, registry: str) -> Iterator[Fact]:
    as_of = stated_date(words) or article.as_of
    states = states_in(words)
    for state in sorted(states):
        yield Fact(
            ConflictKind.STATUS, registry, statement, state, beside=states - {state}, as_of=as_of
        )


def _of_the_article(article: Article, statement: Statement, words: Words) -> Iterator[Fact]:
    """Yield what is told of no one study: approvals, and what is known of safety."""
    if statement.kind is Kind.FOOTNOTE:
        return
    if approval := approval_in(words):
        value = APPROVED if approval.granted else NOT_APPROVED
        as_of = stated_date(words) or article.as_of
        for product in approval.products:
            yield Fact(
                ConflictKind.APPROVAL, product, statement, value, detail=approval, as_of=as_of
            )
            if approval.granted and approval.date:
                yield Fact(
                    ConflictKind.DATE, product, statement, approval.date, ("approved",), approval
                )
    for claim in sorted(safety_claims(words)):
        yield Fact(ConflictKind.SAFETY, article.slug, statement, claim, ("known",))
    if TIERS[statement.tier].human and repeats_doses(words):
        yield Fact(ConflictKind.SAFETY, article.slug, statement, REPEATED, ("known",))

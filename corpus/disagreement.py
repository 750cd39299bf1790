"""What articles claim of a study's checkable fields, and which claims contradict one another.

Fields: phase, status and size over a whole trial; year and design of one paper. A difference that
has an innocent reason is no contradiction, since a false alarm is worse than a missed one:

    phase    "2" and "2b" are one phase, "1/2" and "I/II" too; "1/2" and "2" are not
    status   a later dated state that follows from an earlier one is what became of the trial;
             "published" speaks of the paper, not of the trial
    n        sizes of one kind only (enrolled, analysed, ...), never planned against actual, never
             groups; nobody can analyse more people than the registry says were enrolled
    year     online and print may be a year apart
    design   only across classes: trial, observation, review, protocol; "in vivo", "in vitro" and
             "meta-analysis" go with any of them in practice
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.designwords import REGISTRY_STATUS, is_trial, matched, phases_of
from corpus.identifiers import find_identifiers
from corpus.records import Article, Kind, Reference, Statement
from corpus.references import parse_footnote

_FIELDS: Final = ("phase", "status", "n", "year", "design")
_RUNNING: Final = "ongoing"
_ENDED: Final = frozenset({"completed", "withdrawn"})
_PROSE: Final = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.HEADING})
_CLASSES: Final = {
    **dict.fromkeys(
        (
            "rct",
            "open-label rct",
            "pilot rct",
            "phase-trial",
            "open-label",
            "single-arm",
            "non-randomized",
            "clinical-trial",
        ),
        "trial",
    ),
    **dict.fromkeys(("observational", "case-report", "case-series", "cohort"), "observation"),
    **dict.fromkeys(("review", "systematic-review", "consensus", "perspective"), "review"),
    "protocol": "protocol",
}
_SIZE: Final = re.compile(
    r"(?<![A-Za-z0-9])[nN]\s?[=:]\s?[~≈]?\s?(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?=(?P<after>.{0,30}))",
    re.DOTALL,
)
_PART: Final = re.compile(
    r"^\s*(?:[–/—-]|per\b|each\b|\+|of\b|mice|rats|cell|stud|trial|cohort|rct)"
)
_KINDS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("planned", r"\bplanned\b|\btarget\b|\bestimated\b|\banticipated\b"),
        ("analysed", r"\banaly[sz]|\bevaluable\b|\bcomplet|\bper[- ]protocol\b|\bsubset\b|\bsub"),
        ("enrolled", r"\benrol|\brandomi[sz]ed\b|\brecruited\b|\bactual\b|\btotal\b"),
        ("screened", r"\bscreened\b"),
        ("treated", r"\btreated\b|\bdosed\b|\breceived\b"),
    )
)
_OTHER_PHASE: Final = re.compile(
    r"\b(?:no|not|next|future|before|after|toward|proposed|any)\b[^.;|]{0,25}\bphase\b",
    re.IGNORECASE,
)
_UNSURE: Final = re.compile(r"\b(?:not|no|never|planned|will|would|expected|next)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field of a study on which sources disagree.

    Attributes:
        field: "phase", "status", "n", "year" or "design".
        values: Every value with its place, in the order met: "slug#label" of a footnote, the id of
            a statement, the slug of a full text or the number of a registration.
    """

    field: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that one place gives for a field of the record with key `record`.

    `kind` tells what a size counts, or that a registration speaks ("registry"); `date` is the day
    that a status is told for, or "".
    """

    record: str
    field: str
    value: str
    where: str
    kind: str = ""
    date: str = ""


def claims_of(article: Article, references: Iterable[Reference]) -> Iterator[Claim]:
    """Yield what an article claims: its own study's fields, its footnotes' and its sentences'.

    Args:
        article: The article.
        references: Its references, its own study's as the registry knows it.
    """
    for reference in references:
        if reference.key == article.own:
            registered = reference.key == reference.nct
            where = reference.nct if registered else article.slug
            yield from _fields(reference, where, registered=registered)
        elif "; " in reference.where:
            yield from _footnotes(article, reference.key)
        elif reference.where:
            yield from _fields(reference, reference.where)
    if not article.own:
        for statement in article.statements:
            yield from _told_in(statement, article.as_of)


def find_conflicts(claims: Sequence[Claim]) -> tuple[FieldConflict, ...]:
    """Return the fields on which claims about one study contradict one another."""
    found = []
    for field in _FIELDS:
        about = [claim for claim in claims if claim.field == field]
        at_odds = [
            one for one in about if any(_contradict(one, other) for other in about if other != one)
        ]
        values = tuple(dict.fromkeys((one.value, one.where) for one in at_odds))
        if len(values) > 1:
            found.append(FieldConflict(field, values))
    return tuple(found)


def _fields(reference: Reference, where: str, *, registered: bool = False) -> Iterator[Claim]:
    """Yield a record's claims."""
    kind = "registry" if registered else ""
    if reference.phase and is_trial(reference.design):
        yield Claim(reference.key, "phase", reference.phase, where, kind)
    if reference.status in {_RUNNING, *_ENDED}:
        yield Claim(reference.key, "status", reference.status, where, kind, reference.status_as_of)
    named = reference.authors or reference.venue or not reference.where
    if reference.year is not None and named and not registered:
        yield Claim(reference.key, "year", str(reference.year), where)
    if reference.design in _CLASSES:
        yield Claim(reference.key, "design", reference.design, where, kind)
    if registered and reference.n is not None:
        yield Claim(reference.key, "n", str(reference.n), where, kind)
    elif reference.n is not None and (counted := _counted(reference)):
        yield Claim(reference.key, "n", str(reference.n), where, counted)


def _counted(reference: Reference) -> str:
    """Return what a footnote's size counts, or "" for no people and for one size of several.

    "people" stands for the one size that does not say what it counts.
    """
    if reference.population in {"animal", "cells"} or not is_trial(reference.design):
        return ""
    sizes = list(_SIZE.finditer(reference.text))
    unsaid = "" if len({match["n"] for match in sizes}) > 1 else "people"
    for match in sizes:
        if int(match["n"].replace(",", "")) == reference.n:
            if _PART.match(match["after"]):
                return ""
            return matched(_KINDS, re.split(r"[·;(,/]", match["after"])[0]) or unsaid
    return "people"


def _footnotes(article: Article, key: str) -> Iterator[Claim]:
    """Yield the claims of each of several footnotes that an article has on one record."""
    for statement in article.statements:
        if statement.kind is Kind.FOOTNOTE and statement.references[:1] == (key,):
            one = parse_footnote(statement.text, label="", slug=article.slug)
            if one.key == key:
                yield from _fields(one, statement.id)


def _told_in(statement: Statement, as_of: str) -> Iterator[Claim]:
    """Yield the phase and status that a sentence gives to the one registered trial it names."""
    if statement.kind not in _PROSE or "NCT" not in statement.text.upper():
        return
    trials = {one.value for one in find_identifiers(statement.clean) if one.scheme == "nct"}
    if len(trials) != 1:
        return
    (trial,) = trials
    phases = phases_of(statement.clean)
    if len(phases) == 1 and not _OTHER_PHASE.search(statement.clean):
        yield Claim(trial, "phase", phases[0], statement.id)
    statuses = {name for name, pattern in REGISTRY_STATUS if pattern.search(statement.clean)}
    if len(statuses) == 1 and not _UNSURE.search(statement.clean):
        yield Claim(trial, "status", statuses.pop(), statement.id, "", as_of)


def _contradict(one: Claim, other: Claim) -> bool:
    if one.field == "phase":
        return _phase_numbers(one.value) != _phase_numbers(other.value)
    if one.field == "status":
        return _status_contradicts(one, other) or _status_contradicts(other, one)
    if one.field == "n":
        return _size_contradicts(one, other) or _size_contradicts(other, one)
    if one.record != other.record:
        return False
    if one.field == "year":
        return abs(int(one.value) - int(other.value)) > 1
    return _CLASSES[one.value] != _CLASSES[other.value]


def _phase_numbers(phase: str) -> frozenset[str]:
    """Return the numbers of a phase; what was once phase 0 is early phase 1."""
    return frozenset("1" if digit == "0" else digit for digit in phase if digit.isdigit())


def _status_contradicts(one: Claim, other: Claim) -> bool:
    if one.value == other.value:
        return False
    if one.value == _RUNNING:
        developed = one.date and other.date and one.date[:7] < other.date[:7]
        return not developed
    return one.value in _ENDED and other.value in _ENDED


def _size_contradicts(one: Claim, other: Claim) -> bool:
    if one.kind == "registry" and other.kind in {"enrolled", "people", "analysed", "treated"}:
        return int(other.value) > int(one.value)
    same = one.record == other.record and one.kind == other.kind != "planned"
    return same and one.value != other.value

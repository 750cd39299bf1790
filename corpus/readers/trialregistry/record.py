"""A registry record with its fields read: what was registered, and what was posted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from corpus.readers.trialregistry.fields import Fields
from corpus.readers.trialregistry.nested import POSTED
from corpus.readers.trialregistry.terms import (
    allocation_of,
    iso_date,
    phases_of,
    status_of,
    study_type_of,
)

MOST_PARTICIPANTS: Final = 1_000_000
"""More than any trial has enrolled: such a count is a slip or stands for "not known"."""

_NCT: Final = re.compile(r"NCT[\s:-]?(\d{8})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An arm, intervention or outcome measure: `kind` and `detail` are "" where not stated."""

    name: str
    kind: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One study as the registry has it. Texts are its own words, "" where it says nothing.

    Attributes:
        nct: Registry number, normalised.
        status: Overall status in the registry's words; `status_value` is `Reference.status`.
        study_type: "Interventional", "Observational", "Expanded Access" or "".
        phase: "1", "1/2", ... or ""; `phase_words` as registered ("Phase 1/Phase 2").
        allocation: "Randomized", "Non-Randomized", "N/A" or "".
        enrolment: Participants, planned or actual; `enrolment_type` is "actual", "anticipated"
            or "".
        start: And `completion`: as written. Their ISO forms are in `dates`.
        dates: ISO dates by name: "start", "completion", "updated", "results".
        unpaired: Descriptions of interventions, and of arms, that cannot be matched to a name.
        has_results: Whether results are posted in the registry.
        reported: Outcome measures with posted results.
        findings: Posted values, comparisons and serious events, each with its groups.
        serious: Terms of the serious adverse events posted, without counts.
        publications: Citations listed in the record, with "PMID ..." or "" as kind.
    """

    nct: str
    title: str
    official_title: str
    acronym: str
    status: str
    status_value: str
    last_known: str
    why_stopped: str
    study_type: str
    phase: str
    phase_words: str
    allocation: str
    model: str
    masking: str
    purpose: str
    enrolment: int | None
    enrolment_type: str
    start: str
    completion: str
    dates: dict[str, str]
    conditions: tuple[str, ...]
    sponsor: str
    countries: tuple[str, ...]
    summary: str
    description: str
    arms: tuple[Item, ...]
    interventions: tuple[Item, ...]
    unpaired: tuple[str, ...]
    primary: tuple[Item, ...]
    secondary: tuple[Item, ...]
    ages: tuple[str, str]
    sex: str
    eligibility: str
    has_results: bool
    reported: tuple[Item, ...]
    findings: tuple[str, ...]
    serious: tuple[str, ...]
    limitations: str
    publications: tuple[Item, ...]


def registry_number(words: str) -> str:
    """Return a registry number as "NCT01234567", or "" when `words` are none."""
    match = _NCT.fullmatch(words.strip())
    return f"NCT{match[1]}" if match else ""


def parse_record(fields: Fields) -> TrialRecord | None:
    """Return the record that `fields` state, or None when it has no registry number.

    What is missing or not understood becomes a problem of `fields`.
    """
    nct = _identity(fields)
    if not nct:
        return None
    status_words = fields.line("OverallStatus")
    status = status_of(status_words)
    if status is None:
        _unknown(fields, "OverallStatus", status_words)
    phase_words = fields.lines("Phase")
    phases = phases_of(phase_words)
    if phases is None:
        _unknown(fields, "Phase", "; ".join(phase_words))
    results_date = _date(fields, "ResultsFirstPostDate")
    reported = _items(fields, "OutcomeMeasureTitle", detail="OutcomeMeasureTimeFrame")
    serious = tuple(dict.fromkeys(fields.lines("SeriousEventTerm")))
    interventions, loose = _described(fields, "InterventionName", "InterventionType")
    arms, loose_arms = _described(fields, "ArmGroupLabel", "")
    return TrialRecord(
        nct=nct,
        title=_title(fields, nct),
        official_title=fields.line("OfficialTitle"),
        acronym=fields.line("Acronym"),
        status=status.words if status else status_words,
        status_value=status.status if status else "",
        last_known=_status_words(fields.line("LastKnownStatus")),
        why_stopped=fields.line("WhyStopped"),
        study_type=_study_type(fields),
        phase="/".join(phases or ()),
        phase_words="/".join(_phase_words(one) for one in phase_words),
        allocation=_known(fields, "DesignAllocation", allocation_of),
        model=fields.line("DesignInterventionModel"),
        masking=fields.line("DesignMasking"),
        purpose=fields.line("DesignPrimaryPurpose"),
        enrolment=_enrolment(fields),
        enrolment_type=_enrolment_type(fields),
        start=fields.line("StartDate"),
        completion=fields.line("CompletionDate"),
        dates={
            "start": _date(fields, "StartDate"),
            "completion": _date(fields, "CompletionDate"),
            "updated": _updated(fields),
            "results": results_date,
        },
        conditions=tuple(dict.fromkeys(fields.lines("Condition"))),
        sponsor=fields.line("LeadSponsorName"),
        countries=tuple(dict.fromkeys(fields.lines("LocationCountry"))),
        summary=fields.text("BriefSummary"),
        description=fields.text("DetailedDescription"),
        arms=arms,
        interventions=interventions,
        unpaired=(*loose, *loose_arms),
        primary=_items(fields, "PrimaryOutcomeMeasure", detail="PrimaryOutcomeTimeFrame"),
        secondary=_items(fields, "SecondaryOutcomeMeasure", detail="SecondaryOutcomeTimeFrame"),
        ages=(fields.line("MinimumAge"), fields.line("MaximumAge")),
        sex=fields.line("Gender"),
        eligibility=fields.text("EligibilityCriteria"),
        has_results=fields.has("ResultsFirstPostDate") or bool(reported),
        reported=reported,
        findings=fields.lines(POSTED),
        serious=serious,
        limitations=fields.text("LimitationsAndCaveatsDescription"),
        publications=_publications(fields),
    )


def _identity(fields: Fields) -> str:
    words = fields.line("NCTId")
    nct = registry_number(words)
    if words and not nct:
        shown = words if len(words) <= 40 else f"{words[:40]}…"
        message = f"{shown!r} is no registry number (NCT and eight digits); the record is left out"
        fields.note("malformed-identifier", message, fatal=True)
    elif not nct:
        message = "the record has no registry number (NCTId); it is left out"
        fields.note("missing-identifier", message, fatal=True)
    return nct


def _title(fields: Fields, nct: str) -> str:
    for name in ("BriefTitle", "OfficialTitle"):
        if title := fields.line(name):
            return title
    fields.note("missing-field", f"{nct} has no title; its number stands for it")
    return nct


def _unknown(fields: Fields, name: str, words: str) -> None:
    if not words:
        fields.note("missing-field", f"{name} is missing")
    else:
        fields.note("unknown-value", f"{name} {words[:60]!r} is no term of the registry")


def _known(fields: Fields, name: str, meaning: Callable[[str], str]) -> str:
    words = fields.line(name)
    known = meaning(words)
    if words and not known:
        _unknown(fields, name, words)
    return known


def _study_type(fields: Fields) -> str:
    """Return the type of study; one with a masking or an intervention model tests something."""
    if fields.has("StudyType"):
        return _known(fields, "StudyType", study_type_of)
    fields.note("missing-field", "StudyType is missing")
    designed = fields.has("DesignInterventionModel") or fields.has("DesignMasking")
    return "Interventional" if designed else ""


def _status_words(words: str) -> str:
    status = status_of(words)
    return status.words if status else words


def _phase_words(words: str) -> str:
    """Return a phase as the registry prints it, for "PHASE2" and "NA" of its interface."""
    if not words.isupper():
        return words
    spelled = {"NA": "Not Applicable", "N/A": "Not Applicable"}
    return spelled.get(words, words.replace("_", " ").replace("PHASE", "Phase ").title())


def _enrolment(fields: Fields) -> int | None:
    count = fields.whole("EnrollmentCount")
    if count is not None and not 0 <= count <= MOST_PARTICIPANTS:
        fields.note("absurd-number", f"EnrollmentCount is {count:,}; taken as not stated")
        return None
    return count


def _enrolment_type(fields: Fields) -> str:
    words = fields.line("EnrollmentType").lower()
    return {"estimated": "anticipated"}.get(words, words)


def _date(fields: Fields, name: str) -> str:
    words = fields.line(name)
    date = iso_date(words)
    if words and not date:
        fields.note("wrong-type", f"{name} is {words[:40]!r}, which is no date")
    return date


def _updated(fields: Fields) -> str:
    """Return the last day the record is said to be true of, or ""."""
    for name in ("LastUpdatePostDate", "LastUpdateSubmitDate", "StatusVerifiedDate"):
        if date := _date(fields, name):
            return date
    return ""


def _items(fields: Fields, name: str, *, kind: str = "", detail: str = "") -> tuple[Item, ...]:
    names = fields.lines(name)
    blank = ("",) * len(names)
    kinds = (fields.aligned(kind, len(names)) if kind else ()) or blank
    details = (fields.aligned(detail, len(names)) if detail else ()) or blank
    return tuple(map(Item, names, kinds, details))


def _described(fields: Fields, name: str, kind: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return what `name` lists with its descriptions, and descriptions that cannot be matched."""
    detail = name.replace("Name", "").replace("Label", "") + "Description"
    items = _items(fields, name, kind=kind, detail=detail)
    told = any(item.detail for item in items)
    return items, () if told else fields.lines(detail)


def _publications(fields: Fields) -> tuple[Item, ...]:
    """Return the citations with their PubMed numbers; numbers that match none stand alone."""
    items = _items(fields, "ReferenceCitation", kind="ReferencePMID")
    paired = tuple(Item(item.name, f"PMID {item.kind}" if item.kind else "") for item in items)
    if any(item.kind for item in paired):
        return paired
    loose = (Item("", f"PMID {number}") for number in fields.lines("ReferencePMID"))
    return (*paired, *loose)

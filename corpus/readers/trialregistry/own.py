"""The study that a registry record is, and what is known of the record as a whole."""

from __future__ import annotations

from typing import Final

from corpus.readers.trialregistry.record import TrialRecord
from corpus.readers.trialregistry.terms import is_open_label
from corpus.records import Reference
from corpus.references import reference_url

REGISTRY: Final = "ClinicalTrials.gov"
NO_RESULTS: Final = "no results posted"
"""Words that stand in a record's status line, plan heading and `own.text` where none are."""
_ONE_GROUP: Final = "Single Group Assignment"
_WORDS: Final = {
    "rct": "randomized",
    "non-randomized": "non-randomized",
    "single-arm": "single-arm",
    "observational": "observational",
}


def own_study(record: TrialRecord, as_of: str) -> Reference:
    """Return the record as a study whose status holds for the day `as_of` ("" when unknown).

    `n` is the actual enrolment, `n_planned` the anticipated one; a count of neither kind is in
    `text` alone.
    """
    planned = record.enrolment if record.enrolment_type == "anticipated" else None
    return Reference(
        key=record.nct,
        label=f"{record.acronym} ({record.nct})" if record.acronym else record.nct,
        nct=record.nct,
        authors=record.sponsor,
        title=record.title,
        venue=REGISTRY,
        design=design_of(record),
        phase=record.phase,
        n=record.enrolment if record.enrolment_type == "actual" else None,
        population="human",
        condition="; ".join(record.conditions),
        n_planned=planned,
        status=record.status_value,
        status_as_of=as_of if record.status_value else "",
        url=reference_url("", record.nct, ""),
        summary=standing(record),
        text=" · ".join(
            filter(None, (record.nct, _design_words(record), *_size(record), standing(record)))
        ),
    )


def standing(record: TrialRecord) -> str:
    """Return the status in the registry's words and whether results are posted."""
    status = record.status or "Status not stated"
    if record.last_known:
        status += f", last known to be {record.last_known}"
    return f"{status}; {_results(record)}"


def _results(record: TrialRecord) -> str:
    if not record.has_results:
        return NO_RESULTS
    date = record.dates["results"]
    return f"results posted on {date}" if date else "results posted"


def design_of(record: TrialRecord) -> str:
    """Return the normalised design; where the record contradicts itself, the weaker one.

    One group of participants is never randomized, whatever the field on allocation says.
    """
    if record.study_type == "Observational":
        return "observational"
    if record.study_type == "Expanded Access":
        return "expanded-access"
    one_group = len(record.arms) == 1 or (record.model == _ONE_GROUP and len(record.arms) < 2)
    if record.allocation == "Randomized" and not one_group:
        return "rct"
    if record.allocation == "Non-Randomized":
        return "non-randomized"
    if record.model == _ONE_GROUP or one_group:
        return "single-arm"
    if is_open_label(record.masking):
        return "open-label"
    return "phase-trial" if record.phase else ("clinical-trial" if record.study_type else "")


def _design_words(record: TrialRecord) -> str:
    """Return the design as a footnote would state it: "open-label randomized phase 2 trial"."""
    design = design_of(record)
    if design == "expanded-access":
        return "expanded access programme"
    if design == "observational":
        return "observational study"
    if not design:
        return "study of unstated design"
    open_label = "open-label" if is_open_label(record.masking) else ""
    phase = f"phase {record.phase}" if record.phase else ""
    return " ".join(filter(None, (open_label, _WORDS.get(design, ""), phase, "trial")))


def _size(record: TrialRecord) -> list[str]:
    if record.enrolment is None:
        return []
    if record.enrolment_type == "actual":
        return [f"n={record.enrolment}"]
    return [f"{record.enrolment} participants {record.enrolment_type or 'stated'}"]


def metadata(record: TrialRecord, as_of: str) -> dict[str, object]:
    """Return the plain values of a record's head; `as_of` stands in for its own last update."""
    dates = record.dates
    known: dict[str, object] = {
        "slug": record.nct.lower(),
        "url": reference_url("", record.nct, ""),
        "lang": "en",
        "type": "registry-record",
        "registry": REGISTRY,
        "nct": record.nct,
        "registry-status": record.status,
        "last-known-status": record.last_known,
        "study-type": record.study_type,
        "as-of": dates["updated"] or as_of,
        "results-posted": dates["results"] or ("yes" if record.has_results else ""),
        "start": dates["start"],
        "completion": dates["completion"],
        "conditions": list(record.conditions),
        "sponsor": record.sponsor,
        "countries": list(record.countries),
    }
    if record.enrolment is not None:
        known["enrolment"] = record.enrolment
        known["enrolment-type"] = record.enrolment_type
    return {name: value for name, value in known.items() if value not in ("", [])}

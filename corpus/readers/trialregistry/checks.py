"""What contradicts itself in a registry record: told, never mended by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.readers.trialregistry.record import TrialRecord
from corpus.readers.trialregistry.terms import is_before
from corpus.references import phase_of

_NOT_STARTED: Final = frozenset({"Not yet recruiting", "Withdrawn"})
_ONE_GROUP: Final = "Single Group Assignment"
_SIDE_BY_SIDE: Final = frozenset({"Parallel Assignment", "Factorial Assignment"})
_AGE: Final = re.compile(r"(\d+) (year|month|week|day|hour|minute)s?", re.IGNORECASE)
_DAYS: Final = {"year": 365.25, "month": 30.4, "week": 7.0, "day": 1.0, "hour": 1 / 24}


def contradictions(record: TrialRecord) -> Iterator[str]:
    """Yield a sentence for each pair of fields that cannot both be right."""
    yield from _dates(record)
    yield from _participants(record)
    yield from _design(record)
    yield from _phase(record)


def _dates(record: TrialRecord) -> Iterator[str]:
    start, completion = record.dates["start"], record.dates["completion"]
    updated, results = record.dates["updated"], record.dates["results"]
    if is_before(completion, start):
        yield f"the study is completed ({record.completion}) before it starts ({record.start})"
    if record.status == "Completed" and updated and is_before(updated, completion):
        yield f"the status is Completed as of {updated}, and completion is on {record.completion}"
    if is_before(results, start):
        yield f"results are posted ({results}) before the study starts ({record.start})"
    if record.has_results and record.status in _NOT_STARTED:
        yield f"results are posted and the status is {record.status}"
    low, high = map(_days, record.ages)
    if low is not None and high is not None and low > high:
        yield f"the lowest age ({record.ages[0]}) is above the highest ({record.ages[1]})"


def _participants(record: TrialRecord) -> Iterator[str]:
    count, kind = record.enrolment, record.enrolment_type
    if record.status == "Withdrawn" and count:
        yield f"the status is Withdrawn, before the first participant, and {count:,} are enrolled"
    if record.status == "Completed" and count == 0:
        yield "the status is Completed and nobody is enrolled"
    if record.status == "Completed" and kind == "anticipated":
        yield "the status is Completed and the enrolment is still the planned one"
    if record.status == "Not yet recruiting" and kind == "actual":
        yield "the status is Not yet recruiting and the enrolment is said to be the actual one"


def _design(record: TrialRecord) -> Iterator[str]:
    if record.study_type != "Interventional":
        for name, value in (("a phase", record.phase), ("an allocation", record.allocation)):
            if value and record.study_type:
                yield f"the study is {record.study_type} and has {name} ({value})"
    if record.allocation == "Randomized" and len(record.arms) == 1:
        yield "the allocation is Randomized and there is one arm"
    elif record.allocation == "Randomized" and record.model == _ONE_GROUP:
        yield f"the allocation is Randomized and the model is {record.model}"
    if record.allocation == "N/A" and record.model in _SIDE_BY_SIDE:
        yield f"the allocation is N/A and the model is {record.model}"


def _phase(record: TrialRecord) -> Iterator[str]:
    """Compare the phase field with the one that the title names."""
    numbers = record.phase.split("/") if record.phase else []
    if numbers and int(numbers[-1]) - int(numbers[0]) > 1:
        yield f"the phases {record.phase} do not follow each other"
    for title in (record.title, record.official_title):
        named = set(re.findall(r"\d", phase_of(title)))
        if named and numbers and not named & set(numbers):
            yield f"the phase is {record.phase_words} and the title says {phase_of(title)}"
            return


def _days(age: str) -> float | None:
    match = _AGE.fullmatch(age)
    return int(match[1]) * _DAYS.get(match[2].lower(), 0.0) if match else None

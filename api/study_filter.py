"""Which studies a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from api.fields import UNSTATED
from api.study_entries import StudyEntry
from corpus.records import Reference
from corpus.vocabulary import TIERS
from index.analysis import analyze

Retraction = Literal["", "none", "struck", "corrected"]
Order = Literal["newest", "oldest", "largest", "smallest", "strongest", "name"]


@dataclass(frozen=True, slots=True)
class StudyFilter:
    """What a list of studies is limited to; an empty field limits nothing.

    Attributes:
        tier: Tier id of the study itself, or `UNSTATED`.
        cited_as: Tier id of a statement that cites the study.
        condition: Words that must all stand in one of its conditions.
        design: Normalised design, "rct".
        phase: "1", "1/2", "2a", ...
        status: "published", "completed", ...
        retraction: "struck" is retracted, withdrawn or under an expression of concern; "none" is
            all but these; "corrected".
        year: Exactly this year.
        year_from: This year or later.
        year_to: This year or earlier.
        n_min: At least so many participants.
        n_max: At most so many.
        q: Words that must all stand in its label, authors, title, identifiers or condition.
    """

    tier: str = ""
    cited_as: str = ""
    condition: str = ""
    design: str = ""
    phase: str = ""
    status: str = ""
    retraction: Retraction = ""
    year: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    n_min: int | None = None
    n_max: int | None = None
    q: str = ""


def meets(entry: StudyEntry, wanted: StudyFilter) -> bool:
    """Tell whether a study meets every condition but those on words (`condition` and `q`)."""
    study = entry.reference
    return (
        (not wanted.tier or wanted.tier == (entry.tier or UNSTATED))
        and (not wanted.cited_as or wanted.cited_as in entry.tiers)
        and (not wanted.design or wanted.design == study.design)
        and (not wanted.phase or wanted.phase == study.phase)
        and (not wanted.status or wanted.status == study.status)
        and (not wanted.retraction or _stands(entry, wanted.retraction))
        and (wanted.year is None or wanted.year == study.year)
        and _between(study.year, wanted.year_from, wanted.year_to)
        and _between(study.n, wanted.n_min, wanted.n_max)
    )


def _stands(entry: StudyEntry, wanted: Retraction) -> bool:
    if wanted == "corrected":
        return entry.reference.status == "corrected"
    return entry.struck == (wanted == "struck")


def _between(value: int | None, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or low <= value) and (high is None or value <= high)


def ids_of(entry: StudyEntry) -> set[str]:
    """Return what a study can be asked for by, in lower case."""
    study = entry.reference
    return {text.lower() for text in (study.doi, study.nct, study.pmid, study.key) if text}


def words_of(study: Reference) -> frozenset[str]:
    """Return the stems of a study's words, to be searched."""
    parts = (study.label, study.authors, study.title, study.venue, study.condition, study.summary)
    return frozenset(analyze(" ".join(parts)))


def newest(entry: StudyEntry) -> tuple[int, str, str]:
    """Return what puts the newest study first, then by label and key."""
    return -(entry.reference.year or 0), entry.reference.label, entry.reference.key


def _oldest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.reference.year is None, entry.reference.year or 0


def _largest(entry: StudyEntry) -> int:
    return -(entry.reference.n or 0)


def _smallest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.reference.n is None, entry.reference.n or 0


def _strongest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.struck, TIERS[entry.tier].rank if entry.tier else len(TIERS) + 1


def _name(entry: StudyEntry) -> str:
    return entry.reference.label.casefold()


#: What a list is sorted by; without one it is newest first.
ORDERS: Final[Mapping[str, Callable[[StudyEntry], Any]]] = {
    "oldest": _oldest,
    "largest": _largest,
    "smallest": _smallest,
    "strongest": _strongest,
    "name": _name,
}

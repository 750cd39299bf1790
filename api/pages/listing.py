"""The page at /library: the studies, filtered and sorted as its address says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.library_schemas import FieldErrorOut
from api.pages.facts import DESIGNS, STATUSES, StudyRow, plain_word, study_row
from api.pages.paging import Paged, paged
from api.pages.query import FIRST_ORDER, STUDIES, Wanted, WantedPage, address
from api.pages.rendering import render, tier_label
from api.studies import StudyCatalogue
from api.study_entries import StudyEntry
from corpus.vocabulary import TIERS

PAGE_SIZE: Final = 25
#: Studies that one export holds at most.
MOST_EXPORTED: Final = 20_000
#: Conditions that the field for them proposes.
_MOST_PROPOSED: Final = 300

RETRACTIONS: Final = {
    "none": "Without notice of retraction or concern",
    "struck": "Retracted, withdrawn or under concern",
    "corrected": "Corrected",
}
ORDERS: Final = {
    "strongest": "Strongest kind of source first",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "largest": "Most participants first",
    "smallest": "Fewest participants first",
    "name": "By name",
}
_LABELS: Final = {
    "q": "Words",
    "tier": "Kind",
    "condition": "Condition",
    "design": "Design",
    "phase": "Phase",
    "status": "Status",
    "retraction": "Standing",
    "year_from": "From year",
    "year_to": "To year",
    "n_min": "At least",
    "n_max": "At most",
}
_MORE: Final = ("design", "phase", "status", "retraction", "year_from", "year_to", "n_min", "n_max")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: where it leads, and how the list is sorted by it now, if it is."""

    words: str
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, as it is offered."""

    value: str
    words: str
    chosen: bool


def listing_page(
    catalogue: StudyCatalogue,
    wanted: WantedPage,
    read_on: str,
    errors: Sequence[FieldErrorOut] = (),
) -> str:
    """Return the page.

    Args:
        catalogue: The studies of the snapshot.
        wanted: Filters, order and page.
        read_on: The day on which the library was read, "2026-11-22".
        errors: What of the address could not be used; no studies are shown then.
    """
    found = [] if errors else catalogue.find(wanted.filter(), wanted.sort)
    page: Paged[StudyEntry] = paged(found, wanted.page, PAGE_SIZE, lambda at: wanted.link(page=at))
    rows: list[StudyRow] = [study_row(entry, catalogue) for entry in page.items]
    given = wanted.given()
    return render(
        "studies.html.j2",
        here=STUDIES,
        read_on=read_on,
        errors=errors,
        studies=len(catalogue.entries),
        articles=len(catalogue.articles),
        wanted=wanted,
        page=page,
        rows=rows,
        choices=_choices(catalogue, wanted),
        proposed=catalogue.conditions.names[:_MOST_PROPOSED],
        chips=list(_chips(wanted)),
        more=any(name in given for name in _MORE),
        columns=_columns(wanted),
        exports=[
            (kind, wanted.link(f"{STUDIES}/studies.{kind.lower()}")) for kind in ("CSV", "JSON")
        ],
        most_exported=MOST_EXPORTED,
        struck=sum(entry.struck for entry in found) if catalogue.struck else 0,
    )


def ranked(tiers: Iterable[str]) -> list[str]:
    """Return tiers, strongest kind of source first, `UNSTATED` last."""
    return sorted(tiers, key=lambda id_: TIERS[id_].rank if id_ in TIERS else len(TIERS) + 1)


def _chips(wanted: Wanted) -> Iterable[tuple[str, str]]:
    """Yield what limits the list in words, with the address of the list without it."""
    given = wanted.given()
    for name, value in given.items():
        if name in _LABELS:
            without = address(STUDIES, {**given, name: None})
            yield f"{_LABELS[name]}: {_told(name, value)}", without


def _told(name: str, value: object) -> str:
    told: dict[str, Callable[[str], str]] = {
        "tier": tier_label,
        "design": lambda each: DESIGNS.get(each, plain_word(each)),
        "status": lambda each: STATUSES.get(each, plain_word(each)),
        "retraction": lambda each: RETRACTIONS[each],
        "n_min": lambda each: f"{int(each):,} people",
        "n_max": lambda each: f"{int(each):,} people",
    }
    return told.get(name, str)(str(value))


def _columns(wanted: Wanted) -> dict[str, Column]:
    orders = {"name": ("name",), "kind": ("strongest",), "people": ("largest", "smallest")}
    words = {"name": "Study", "kind": "Kind of evidence", "people": "People", "year": "Year"}
    made = {}
    for name, (first, *rest) in {**orders, "year": ("newest", "oldest")}.items():
        turned = rest[0] if rest and wanted.sort == first else first
        state = "descending" if first in ("largest", "newest") else "ascending"
        if wanted.sort in rest:
            state = "ascending"
        made[name] = Column(
            words[name],
            wanted.link(sort=None if turned == FIRST_ORDER else turned),
            state if wanted.sort in (first, *rest) else "",
        )
    return made


def _choices(catalogue: StudyCatalogue, wanted: Wanted) -> dict[str, list[Choice]]:
    tiers = catalogue.counted["tier"]
    return {
        "tier": [
            Choice(id_, f"{tier_label(id_)} ({tiers[id_]:,})", wanted.tier == id_)
            for id_ in ranked(tiers)
        ],
        "design": _values(catalogue, "design", wanted.design, DESIGNS),
        "phase": _values(catalogue, "phase", wanted.phase, {}),
        "status": _values(catalogue, "status", wanted.status, STATUSES),
        "retraction": [
            Choice(value, words, wanted.retraction == value) for value, words in RETRACTIONS.items()
        ],
        "sort": [Choice(value, words, wanted.sort == value) for value, words in ORDERS.items()],
    }


def _values(
    catalogue: StudyCatalogue, name: str, chosen: str | None, words: Mapping[str, str]
) -> list[Choice]:
    counts = catalogue.counted[name]
    return [
        Choice(value, f"{words.get(value, plain_word(value))} ({counts[value]:,})", value == chosen)
        for value in sorted(counts)
    ]

"""What a reference manager is told of a study: names and numbers that the record holds, no others.

A footnote writes authors and journal as one text each. They are taken apart where all of a text
has the form of names, or of a journal with volume and pages; else they stay as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from api.exporting.cited import CitedStudy
from api.exporting.text import one_line

_ET_AL: Final = re.compile(r"[,;]?\s*\bet\s+al\b\.?$", re.IGNORECASE)
#: "Golpanian S", "van der Berg JA", "Garcia Lopez M": a family name, then initials.
_PERSON: Final = re.compile(
    r"(?P<family>(?:[^\W\d_]{1,4} ){0,3}?[^\W\d_][^\s\d]{0,40}(?P<second> [^\W\d_][^\s\d]{0,40})?)"
    r" (?P<given>[^\W\d_]{1,3})"
)
#: "J Gerontol A 2017;72(11):1505–1512", "Cytotherapy 2006", "Arthritis Res Ther 2017;19:180".
_JOURNAL: Final = re.compile(
    r"(?P<name>[^\d;:][^;:]{1,120}?) (?P<year>\d{4})"
    r"(?:;(?P<volume>[\w-]{1,12})?(?:\((?P<issue>[\w \-–]{1,20})\))?"
    r"(?::(?P<pages>[\w.]{1,15}(?:[-–][\w.]{1,15})?))?)?"
)
_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """An author: family name and initials ("A. L."), or the whole as written in `family` alone."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """Where a paper stands; what the record does not tell is ""."""

    name: str
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors, and whether the record says that there are more."""

    persons: tuple[Person, ...] = ()
    more: bool = False


def is_paper(study: CitedStudy) -> bool:
    """Tell whether a study is a paper in a journal, by its identifier and its journal."""
    return bool(study.shown.pmid or (study.shown.doi and journal_of(study)))


def is_registration(study: CitedStudy) -> bool:
    """Tell whether a study is known by its trial registration alone."""
    return bool(study.shown.nct) and not (study.shown.doi or study.shown.pmid)


def title_of(study: CitedStudy) -> str:
    """Return the title that the registry holds, or ""."""
    return one_line(study.record.title) if study.record else ""


def authors_of(study: CitedStudy) -> Authors:
    """Return the authors that the registry holds."""
    written = one_line(study.record.authors) if study.record else ""
    if not written:
        return Authors()
    alone = _ET_AL.sub("", written).strip(" ,;")
    parts = [part.strip() for part in re.split(r"[,;]", alone) if part.strip()]
    found = [_person(part) for part in parts]
    persons = tuple(person for person in found if person is not None)
    # One part that is no person's name makes all of it a text: "Mesoblast, Inc." is one name.
    if len(persons) < len(parts) or not persons:
        persons = (Person(alone),) if alone else ()
    return Authors(persons, alone != written)


def journal_of(study: CitedStudy) -> Journal | None:
    """Return where a paper stands, or None where the record names no journal.

    What a footnote has in that place counts for a paper with an identifier alone: that of a
    guidance or an approval is a date.
    """
    written = one_line(study.record.venue) if study.record else ""
    if not written or not (study.shown.doi or study.shown.pmid):
        return None
    found = _JOURNAL.fullmatch(written)
    if found is None:
        return Journal(written)
    if found["name"].lower() in _MONTHS or int(found["year"]) != study.shown.year:
        return None
    first, _, last = (found["pages"] or "").replace("–", "-").partition("-")
    return Journal(
        found["name"], found["volume"] or "", (found["issue"] or "").replace("–", "-"), first, last
    )


def _person(text: str) -> Person | None:
    found = _PERSON.fullmatch(text)
    if found is None or not found["given"].isupper():
        return None
    # "FDA USA" and "United States FDA" are offices.
    if found["family"].isupper() or (found["second"] and len(found["given"]) > 2):
        return None
    return Person(found["family"], " ".join(f"{initial}." for initial in found["given"]))

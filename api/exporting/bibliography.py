"""What a reference manager is told of a study: names and numbers that the record holds, no others.

A footnote writes authors and journal as one text each. They are taken apart where all of a text
has that form, and are left out where they are no names at all: what is written stands in the note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from api.exporting.cited import CitedStudy
from api.exporting.text import one_line

#: That there are more authors; what follows is about them, and no name.
_MORE: Final = re.compile(r"[,;.]?\s*(?:\bet\s+al\b|\(first/last\)).*$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\.?$")
#: "Golpanian S", "Barbosa da Fonseca LM": a family name of some words, then initials.
_PERSON: Final = re.compile(
    r"(?P<family>[^\W\d_][^\s\d]{0,40}(?: [^\W\d_][^\s\d]{0,40}){0,3}?)"
    r" (?P<given>[^\W\d_](?:-?[^\W\d_]){0,3})(?: (?P<suffix>Jr|Sr|2nd|3rd|II|III))?"
)
#: What may stand before the name of a group.
_FOR: Final = re.compile(r"^(?:(?:and|for|on behalf of)\s+)+(?:the\s+)?", re.IGNORECASE)
#: What can be a name as a whole: of a group, an office, a company.
_NAME: Final = re.compile(r"[A-ZÀ-Þ][^\d\s:;*\"“”()]*(?: [^\d\s:;*\"“”()]+){0,7}")
#: "J Gerontol A 2017;72(11):1505–1512", "Cytotherapy 2006", "Arthritis Res Ther 2017;19:180".
_JOURNAL: Final = re.compile(
    r"(?P<name>[^\d;][^;]{1,120}?) (?P<year>\d{4})"
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
    suffix: str = ""


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
    alone = _MORE.sub("", written)
    named = _ASIDE.sub("", alone).strip(" ,;")
    return Authors(_persons(named), more=alone != written)


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
        return None if re.search(r"\d", written) else Journal(written)
    if found["name"].lower() in _MONTHS or int(found["year"]) != study.shown.year:
        return None
    first, _, last = (found["pages"] or "").replace("–", "-").partition("-")
    return Journal(
        found["name"], found["volume"] or "", (found["issue"] or "").replace("–", "-"), first, last
    )


def _persons(named: str) -> tuple[Person, ...]:
    parts = [_FOR.sub("", part.strip(" .…")) for part in re.split(r"[,;]| & ", named)]
    found = [_person(part) or Person(part) for part in parts if part]
    written = [each.family for each in found if not each.given]
    # Among persons a group may stand; "Mesoblast, Inc." is one name.
    if len(written) * 2 <= len(found) and all(map(_NAME.fullmatch, written)):
        return tuple(found)
    return (Person(named),) if _NAME.fullmatch(named) else ()


def _person(text: str) -> Person | None:
    found = _PERSON.fullmatch(text)
    if found is None or not found["given"].isupper():
        return None
    family, words = found["family"], found["family"].split()
    # "FDA USA" and "United States FDA" are offices; "E T" is a person.
    office = len(family) > 1 and family.isupper()
    several = sum(word[0].isupper() for word in words) > 1
    if office or (several and len(found["given"]) > 2):
        return None
    return Person(family, _initials(found["given"]), found["suffix"] or "")


def _initials(written: str) -> str:
    """Return initials one by one: "JJ-L" is "J. J.-L."."""
    spaced = re.sub(r"(?<=[^-])(?=[^-])", " ", written)
    return re.sub(r"([^\W\d_])", r"\1.", spaced)

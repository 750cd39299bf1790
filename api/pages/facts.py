"""What is known of a study in a reader's words: its name, design, status, links and dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from api.convert import web_url
from api.pages.rendering import study_path
from api.studies import StudyCatalogue
from api.study_entries import StudyEntry
from corpus.records import Reference

DESIGNS: Final[Mapping[str, str]] = {
    "rct": "Randomized trial",
    "open-label rct": "Randomized trial, open label",
    "pilot rct": "Randomized trial, pilot",
    "phase-trial": "Clinical trial",
    "clinical-trial": "Clinical trial",
    "phase-1": "Phase 1 trial",
    "open-label": "Open-label trial",
    "single-arm": "Single-arm trial",
    "non-randomized": "Trial, not randomized",
    "expanded-access": "Expanded access",
    "in-vivo": "In living animals or people",
    "in-vitro": "In cells",
    "in-silico": "By computation",
    "meta-analysis": "Meta-analysis",
}
STATUSES: Final[Mapping[str, str]] = {
    "concern": "Under an expression of concern",
    "corrected": "Published, later corrected",
}
ACCESS: Final[Mapping[str, str]] = {
    "full_text": "Full text read",
    "abstract_only": "Abstract read only",
    "closed": "Not freely readable",
}
NOTICES: Final[Mapping[str, tuple[str, str]]] = {
    "retracted": (
        "Retracted",
        "This paper was retracted. It is never used as support for an answer.",
    ),
    "withdrawn": (
        "Withdrawn",
        "This paper was withdrawn. It is never used as support for an answer.",
    ),
    "concern": (
        "Expression of concern",
        "Its publisher has expressed concern about it. It is never used as support for an answer.",
    ),
    "corrected": (
        "Corrected",
        "A correction to this paper was published; read the paper together with it.",
    ),
}


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study as a list shows it.

    Attributes:
        name: Its title, or its label.
        about: Authors, venue and, without an identifier, the article that cites it; or "".
        checked: The date that its status was stated for, else the latest date of an article that
            speaks of it; "" where none has one.
        notice: Retraction, concern or correction as (title, sentence), or None.
    """

    entry: StudyEntry
    name: str
    about: str
    path: str
    design: str
    status: str
    checked: str
    notice: tuple[str, str] | None

    @property
    def study(self) -> Reference:
        """The study's record."""
        return self.entry.reference


def study_row(entry: StudyEntry, catalogue: StudyCatalogue) -> StudyRow:
    """Return a study in a reader's words."""
    study = entry.reference
    name = study.title or study.label or study.key
    parts = [study.label if study.title else study.authors, study.venue]
    if "#" in study.key and entry.cited_in:
        # Without an identifier each article's footnote is a record of its own.
        parts.append(f"in “{catalogue.by_slug[entry.cited_in[0]].record.title}”")
    return StudyRow(
        entry=entry,
        name=name,
        about=" · ".join(part for part in parts if part and part != name),
        path=study_path(study.key),
        design=design_words(study),
        status=STATUSES.get(study.status, plain_word(study.status)),
        checked=checked_on(entry, catalogue),
        notice=notice_of(entry),
    )


def design_words(study: Reference) -> str:
    """Return design and phase, "Randomized trial, phase 2", or ""."""
    design = DESIGNS.get(study.design, plain_word(study.design))
    phase = f"phase {study.phase}" if study.phase else ""
    return ", ".join(part for part in (design, phase if design else phase.capitalize()) if part)


def plain_word(name: str) -> str:
    """Return a machine's name as a word: "systematic-review" is "Systematic review"."""
    spaced = name.replace("-", " ").replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def checked_on(entry: StudyEntry, catalogue: StudyCatalogue) -> str:
    """Return the latest day for which the library tells of a study, or ""."""
    dates = (catalogue.by_slug[slug].record.as_of for slug in entry.cited_in)
    return entry.reference.status_as_of or max(dates, default="")


def notice_of(entry: StudyEntry) -> tuple[str, str] | None:
    """Return what must be told before anything else of a study: (title, sentence)."""
    status = entry.reference.status
    return NOTICES.get(status) if entry.struck or status == "corrected" else None


def outside_links(study: Reference) -> Iterator[tuple[str, str]]:
    """Yield (words, address) of where a study is described elsewhere; https or http alone."""
    if study.doi:
        yield f"DOI {study.doi}", "https://doi.org/" + quote(study.doi, safe="/:;()")
    if study.nct:
        yield (
            f"ClinicalTrials.gov {study.nct}",
            ("https://clinicaltrials.gov/study/" + quote(study.nct, safe="")),
        )
    if study.pmid:
        yield f"PubMed {study.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(study.pmid)}/"
    own = web_url(study.url)
    if own and not (study.doi or study.nct or study.pmid):
        yield "Source", own

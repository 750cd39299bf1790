"""What an answer cites: every study and every article once, with the citations that name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from api.convert import reference_out
from api.schemas import AnswerOut, ArticleLabelOut, EvidenceOut, ReferenceOut
from api.studies import StudyCatalogue
from corpus.records import Reference

_DOI_SITE: Final = re.compile(
    r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s?#]{1,300})", re.IGNORECASE
)
#: Gives what the registry holds of a reference of an article (its slug), or None.
Known = Callable[[ReferenceOut, str], Reference | None]


@dataclass(slots=True)
class CitedStudy:
    """A study that the evidence of an answer cites.

    Attributes:
        shown: As the answer shows it.
        record: What the registry holds of it besides, or None.
        citations: The `n` of the evidence that cites it, ascending.
        tiers: Labels of the tiers of that evidence, in order.
    """

    shown: ReferenceOut
    record: Reference | None
    citations: list[int] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CitedArticle:
    """An article of the library that an answer quotes.

    Attributes:
        label: As the answer shows it.
        source_sha256: Of the text that was quoted.
        citations: The `n` of the evidence from it, ascending.
    """

    label: ArticleLabelOut
    source_sha256: str
    citations: list[int] = field(default_factory=list)

    @property
    def doi(self) -> str:
        """The DOI that its address is, or ""."""
        found = _DOI_SITE.fullmatch(self.label.url or "")
        return unquote(found[1]) if found else ""


def nothing_known(reference: ReferenceOut, slug: str) -> None:
    """Know nothing but what the answer shows."""
    del reference, slug


def known_from(catalogue: StudyCatalogue) -> Known:
    """Return what a snapshot's registry knows of the studies of an answer.

    A record counts where it is the one that was shown, in all ten fields: after a switch to
    another snapshot that says otherwise of a study, only what was shown is told.
    """

    def known(reference: ReferenceOut, slug: str) -> Reference | None:
        found = [
            entry.reference
            for entry in catalogue.entries
            if entry.reference.label == reference.label
            and slug in (*entry.articles, *entry.cited_in)
            and reference_out(entry.reference) == reference
        ]
        return found[0] if len(found) == 1 else None

    return known


def studies_of(answer: AnswerOut, known: Known) -> list[CitedStudy]:
    """Return every study that the evidence cites, in the order in which it is first cited."""
    found: dict[tuple[str, ...], CitedStudy] = {}
    for entry in answer.evidence:
        for reference in entry.references:
            slug = entry.article.slug
            key = _identity(reference, slug)
            if key not in found:
                found[key] = CitedStudy(reference, known(reference, slug))
            _cite(found[key], entry)
    return list(found.values())


def articles_of(answer: AnswerOut) -> list[CitedArticle]:
    """Return every article that is quoted, in the order in which it is first quoted."""
    found: dict[str, CitedArticle] = {}
    for entry in answer.evidence:
        label = entry.article
        article = found.setdefault(label.slug, CitedArticle(label, entry.source_sha256))
        article.citations.append(entry.n)
    return list(found.values())


def sources_of(answer: AnswerOut, known: Known) -> tuple[list[CitedStudy], list[CitedArticle]]:
    """Return studies and articles, each source once: what is in the library may be both."""
    studies, articles = studies_of(answer, known), articles_of(answer)
    places = {place: study for study in studies for place in _places(study.shown)}
    apart = []
    for article in articles:
        study = places.get(article.doi.lower()) or places.get((article.label.url or "").lower())
        if study is None:
            apart.append(article)
        else:
            study.citations = sorted({*study.citations, *article.citations})
    return studies, apart


def _places(reference: ReferenceOut) -> list[str]:
    return [place.lower() for place in (reference.doi, reference.url) if place]


def marks(citations: Iterable[int]) -> str:
    """Return citations as they stand in a text: "[1] [4]"."""
    return " ".join(f"[{n}]" for n in citations)


def _cite(study: CitedStudy, entry: EvidenceOut) -> None:
    if entry.n not in study.citations:
        study.citations.append(entry.n)
    if entry.tier.label not in study.tiers:
        study.tiers.append(entry.tier.label)


def _identity(reference: ReferenceOut, slug: str) -> tuple[str, ...]:
    for name in ("doi", "pmid", "nct"):
        identifier: str | None = getattr(reference, name)
        if identifier:
            return (name, identifier.lower())
    # Without an identifier an article's footnote is a record of its own.
    return ("footnote", slug, reference.label)

"""What the front of a JATS article says of it: title, authors, dates, numbers, licence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.identifiers import find_identifiers, normalise_doi
from corpus.readers.jats.line import line_of
from corpus.readers.jats.refs import person_of
from corpus.readers.jats.xml import Node, text_of

_LICENCE: Final = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<kind>[a-z-]+)/(?P<version>\d\.\d)|publicdomain/zero)",
    re.IGNORECASE,
)
_NOT_PUBLICATION: Final = frozenset({"pmc-release", "nihms-submitted", "retracted", "corrected"})
_ISSUE: Final = frozenset({"ppub", "collection", "epub-ppub"})
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_RETRACTED: Final = re.compile(r"^\W*retracted\b|\bretracted article\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter; `published` is ISO as far as it is known: "2017-07-17", "2016", or ""."""

    title: str
    article_type: str
    subjects: tuple[str, ...]
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    journal: str
    doi: str
    pmid: str
    pmcid: str
    published: str
    issue_year: int | None
    licence: str
    lang: str
    retracted: bool

    @property
    def year(self) -> int | None:
        """Return the year under which the article is cited: its issue's, else the earliest."""
        return self.issue_year or (int(self.published[:4]) if self.published else None)

    @property
    def slug(self) -> str:
        """Return the PMC number or the DOI, for the article's own address, or ""."""
        return self.pmcid or self.doi

    @property
    def url(self) -> str:
        """Return the article's public page, or ""."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmcid:
            return f"https://www.ncbi.nlm.nih.gov/pmc/articles/{self.pmcid}/"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


def front_of(article: Node) -> Front:
    """Return the front matter of an `article` element; what is missing is empty."""
    meta = article.child("front", "article-meta") or Node("article-meta", {}, article.line)
    title = meta.child("title-group", "article-title")
    numbers = {node.get("pub-id-type"): node.text() for node in meta.children("article-id")}
    doi = next((i.value for i in find_identifiers(numbers.get("doi", ""))), "")
    pmc = re.sub(r"\D", "", numbers.get("pmc") or numbers.get("pmcid", ""))
    name = line_of(title).words if title is not None else ""
    return Front(
        title=name,
        article_type=article.get("article-type"),
        subjects=tuple(node.text() for node in meta.within("subject")),
        keywords=tuple(node.text() for node in meta.within("kwd")),
        authors=tuple(_authors(meta)),
        journal=_journal(article),
        doi=normalise_doi(doi),
        pmid=re.sub(r"\D", "", numbers.get("pmid", "")),
        pmcid=f"PMC{pmc}" if pmc else "",
        published=_published(meta),
        issue_year=_issue_year(meta),
        licence=_licence(meta),
        lang=(article.get("lang") or "en").lower().split("-")[0],
        retracted=_is_retracted(meta, name),
    )


def _authors(meta: Node) -> list[str]:
    names = []
    for group in meta.children("contrib-group"):
        for contrib in group.children("contrib"):
            if contrib.get("contrib-type") not in {"author", ""}:
                continue
            one = next(iter(contrib.children("name", "name-alternatives", "collab")), None)
            names.append(person_of(one) if one is not None else "")
    return [name for name in names if name]


def _journal(article: Node) -> str:
    meta = article.child("front", "journal-meta")
    if meta is None:
        return ""
    return next((node.text() for node in meta.within("journal-title")), "")


def _published(meta: Node) -> str:
    """Return the earliest date of publication, a day before a month before a year alone.

    A journal's issue may be dated after the paper was out; its deposit in an archive is no
    publication.
    """
    found = [
        _date(node)
        for node in meta.children("pub-date")
        if node.get("pub-type") not in _NOT_PUBLICATION
        and node.get("date-type") not in _NOT_PUBLICATION
    ]
    dates = [one for one in found if one]
    return min((one for one in dates if len(one) == max(map(len, dates))), default="")


def _issue_year(meta: Node) -> int | None:
    for node in meta.children("pub-date"):
        if {node.get("pub-type"), node.get("date-type")} & _ISSUE and (found := _date(node)):
            return int(found[:4])
    return None


def _date(node: Node) -> str:
    year, month, day = (text_of(node.child(tag)).strip() for tag in ("year", "month", "day"))
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return ""
    if month[:3].lower() in _MONTHS:
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    if not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
        return year
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"


def _licence(meta: Node) -> str:
    """Return the licence of the text: "CC BY 4.0"; a waiver for data alone is not the text's."""
    permissions = meta.child("permissions")
    if permissions is None:
        return ""
    told = [permissions.text()]
    for node in permissions.within("license", "ext-link", "uri", "license_ref"):
        told += [node.get("href"), node.text()]
    found = list(_LICENCE.finditer(" ".join(told)))
    for match in found:
        if match["kind"]:
            return f"CC {match['kind'].upper()} {match['version']}"
    return "CC0 1.0" if found else ""


def _is_retracted(meta: Node, title: str) -> bool:
    forward = any(
        node.get("related-article-type") in {"retraction-forward", "retracted-by"}
        for node in meta.within("related-article")
    )
    return forward or _RETRACTED.search(title) is not None

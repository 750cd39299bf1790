"""DOI, PMID and trial-registry numbers in running text, found and normalised.

Sources: DOI handbook 2.2 (ANSI/NISO Z39.84) for the DOI's form, with Crossref's own matching
advice for its suffix; ClinicalTrials.gov for NCT followed by eight digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import Span

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_DOI = re.compile(
    r"(?:\bdoi:\s*|https?://(?:dx\.)?doi\.org/|\bdoi\s+)?\b(10\.\d{4,9}/[^\s\"'<>·|\]}\u201c\u201d]+)",
    re.IGNORECASE,
)
_NCT = re.compile(r"\bNCT[\s\-:]?(\d{8})\b", re.IGNORECASE)
_NCT_LOOSE = re.compile(r"\bNCT[\s\-:]?(\d+)\b", re.IGNORECASE)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)
# "**DOI:** 10..." in a table of fields: the emphasis is no part of it.
_DOI_HINT = re.compile(r"\bdoi:[ \t*_]*([^\s*_]\S*)", re.IGNORECASE)
_TRAILING = ".,;:!?*_`’'”\""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier in a text: `scheme` is "doi", "nct" or "pmid", `value` is normalised."""

    scheme: str
    value: str
    span: Span

    @property
    def key(self) -> str:
        """Return the registry key: "doi:10...", "NCT12345678" or "PMID:123"."""
        return {"doi": f"doi:{self.value}", "nct": self.value, "pmid": f"PMID:{self.value}"}[
            self.scheme
        ]


def normalise_doi(raw: str) -> str:
    """Return a DOI in lower case, with ASCII hyphens and without trailing punctuation.

    DOIs are compared case-insensitively (DOI handbook 2.4). A closing bracket is kept only when
    its opening one is part of the DOI, as in 10.1016/s0140-6736(05)67728-8.
    """
    doi = raw.translate(_DASHES).lower()
    while doi:
        last = doi[-1]
        if last in _TRAILING or (last == ")" and doi.count(")") > doi.count("(")):
            doi = doi[:-1]
        else:
            break
    return doi


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers in `text` in order of appearance."""
    found: list[Identifier] = []
    if "10." in text:
        for match in _DOI.finditer(text):
            doi = normalise_doi(match[1])
            if "/" in doi and not doi.endswith("/"):
                found.append(
                    Identifier("doi", doi, Span(match.start(1), match.start(1) + len(doi)))
                )
    upper = text.upper()
    if "NCT" in upper:
        found += [
            Identifier("nct", f"NCT{match[1]}", Span(match.start(), match.end()))
            for match in _NCT.finditer(text)
        ]
    if "PMID" in upper:
        found += [
            Identifier("pmid", match[1], Span(match.start(), match.end()))
            for match in _PMID.finditer(text)
        ]
    return tuple(sorted(found, key=lambda identifier: identifier.span))


def find_malformed(text: str) -> tuple[tuple[Span, str], ...]:
    """Return the places that look like an identifier and are not one, each with what is wrong."""
    wrong: list[tuple[Span, str]] = []
    for match in _NCT_LOOSE.finditer(text):
        if len(match[1]) != 8:
            message = f"{match[0]!r} has {len(match[1])} digits; a registry number has 8"
            wrong.append((Span(match.start(), match.end()), message))
    for match in _DOI_HINT.finditer(text):
        if not re.match(r"10\.\d{4,9}/\S", normalise_doi(match[1])):
            message = f"{match[1][:60]!r} is not a DOI (10.<registrant>/<suffix>)"
            wrong.append((Span(match.start(), match.end()), message))
    return tuple(wrong)

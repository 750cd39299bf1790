"""DOI, PMID and trial-registry numbers in running text, found and normalised.

Sources: DOI handbook 2.2 and 2.4 (ANSI/NISO Z39.84) for the DOI's form and its case, with
Crossref's own matching advice for its suffix; ClinicalTrials.gov for NCT followed by eight digits;
PubMed and PubMed Central for their numbers and pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.records import Span

_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SLASHES: Final = "\u2044\u2215\uff0f"
_PLAIN: Final = {
    **dict.fromkeys(map(ord, _UNSEEN), ""),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SLASHES), "/"),
}
_SLASH: Final = rf"[{_UNSEEN}]*(?:/|%2F|[{_SLASHES}])"
_DOI_PREFIX: Final = (
    r"(?:https?://)?(?:dx\.|www\.)?doi\.org/\s*|(?:info:|urn:)?doi\b[\s:=]*|https?://[^\s/]+/doi/"
    r"(?:abs/|full/|pdf/|epdf/|10\.0000/)?"
)
_OPENING: Final = re.compile(rf"(?:{_DOI_PREFIX})+", re.IGNORECASE)
# "<" and ">" end a DOI but in the old SICI form, 10.1002/...49:8<693::aid-asi4>3.0.co;2-o.
_DOI: Final = re.compile(
    rf"(?<![A-Za-z0-9.])10\.[0-9]{{4,9}}{_SLASH}"
    r"(?:[^\s\"'<>·|\]}\u201c\u201d]|<[^<>\s]{1,40}>(?=[0-9]\.[0-9]\.co)){1,400}",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"(?:doi\.org/\s*|/doi/\S{0,5}?)\Z", re.IGNORECASE)
_LONGEST_URL_END: Final = len("/doi/") + 5
_FIGURES: Final = re.compile(r"[0-9]")
_QUERY: Final = re.compile(r"[?#]")
_NEXT_DOI: Final = re.compile(
    rf"[;,&+](?=(?:https?://|doi\b|10\.[0-9]{{4,9}}{_SLASH}))", re.IGNORECASE
)
_ENCODED: Final = re.compile(r"%(2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e])", re.IGNORECASE)
_BETWEEN: Final = rf"[\s:#.{_UNSEEN}{_DASHES}\-]*"
_NCT_NUMBER: Final = rf"[0-9]{{4}}[\s{_UNSEEN}{_DASHES}\-]?[0-9]{{4}}"
_NCT: Final = re.compile(
    rf"(?<![A-Za-z0-9])NCT{_BETWEEN}(?:(?:No|number|ID)\b{_BETWEEN})?({_NCT_NUMBER})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NCT_LOOSE: Final = re.compile(r"(?<![A-Za-z0-9])NCT[\s\-:]?([0-9]+)(?![A-Za-z0-9])", re.IGNORECASE)
_PMID: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:PMID|PubMed\s?ID)[\s:#=*_]*([0-9]{1,9})(?![A-Za-z0-9])"
    r"|(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([0-9]{1,9})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# "**DOI:** 10..." in a table of fields: the emphasis is no part of it.
_DOI_HINT: Final = re.compile(r"\bdoi:[ \t*_]*([^\s*_]\S*)", re.IGNORECASE)
_WHOLE_DOI: Final = re.compile(r"10\.[0-9]{4,9}/\S")
_LONGEST: Final = 2048
_TRAILING: Final = ".,;:!?*_`’'”\"" + _UNSEEN
_PAIRS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}


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
    """Return a DOI bare, in lower case, with ASCII hyphens and without trailing punctuation.

    "doi:" and resolver addresses before it, characters that cannot be seen and percent-encoding
    go. DOIs are compared case-insensitively (DOI handbook 2.4). A closing bracket is kept only
    when its opening one is part of the DOI, as in 10.1016/s0140-6736(05)67728-8.
    """
    doi = raw[:_LONGEST].translate(_PLAIN).strip().lower()
    while (decoded := _ENCODED.sub(_character, doi)) != doi:
        doi = decoded.lower()
    if opening := _OPENING.match(doi):
        doi = doi[opening.end() :].lstrip()
    return doi[: _end(doi)]


def normalise_pmid(raw: str) -> str:
    """Return a PubMed number without leading zeros, or "" when `raw` is none or is zero."""
    text = raw.strip().strip(_TRAILING + "()[]/")
    match = _PMID.search(text)
    digits = (match[1] or match[2]) if match else text.removesuffix(".0")
    plain = digits.isascii() and digits.isdecimal() and len(digits) <= 9
    return digits.lstrip("0") if plain else ""


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers in `text` in order of appearance."""
    found: list[Identifier] = []
    if not _FIGURES.search(text):  # no identifier is without figures
        return ()
    if "10." in text:
        found += _find_dois(text)
    upper = text.upper()
    if "NCT" in upper:
        found += [
            Identifier("nct", _nct(match[1]), Span(match.start(), match.end()))
            for match in _NCT.finditer(text)
        ]
    if "PMID" in upper or "PUBMED" in upper:
        found += [
            Identifier("pmid", pmid, Span(match.start(), match.end()))
            for match in _PMID.finditer(text)
            if (pmid := normalise_pmid(match[1] or match[2]))
        ]
    return tuple(sorted(found, key=lambda identifier: identifier.span))


def find_malformed(text: str) -> tuple[tuple[Span, str], ...]:
    """Return the places that look like an identifier and are not one, each with what is wrong."""
    wrong: list[tuple[Span, str]] = []
    for match in _NCT_LOOSE.finditer(text):
        if len(match[1]) != 8 and not _NCT.match(text, match.start()):
            message = f"{match[0]!r} has {len(match[1])} digits; a registry number has 8"
            wrong.append((Span(match.start(), match.end()), message))
    for match in _DOI_HINT.finditer(text):
        if not _WHOLE_DOI.match(normalise_doi(match[1])):
            message = f"{match[1][:60]!r} is not a DOI (10.<registrant>/<suffix>)"
            wrong.append((Span(match.start(), match.end()), message))
    return tuple(wrong)


def _find_dois(text: str) -> Iterator[Identifier]:
    """Yield the DOIs of `text`; looked for where "10." stands, not at every character."""
    after = 0
    start = text.find("10.")
    while start >= 0:
        match = _DOI.match(text, start)
        if match is None:
            start = text.find("10.", start + 1)
            continue
        span = Span(start, _doi_end(match, in_url=_ends_url(text, after, start)))
        doi = normalise_doi(span.quote(text))
        if _WHOLE_DOI.match(doi):
            yield Identifier("doi", doi, span)
        after = span.end
        start = text.find("10.", after)


def _ends_url(text: str, after: int, start: int) -> bool:
    """Tell whether a resolver's or a publisher's address leads up to `start`, itself from `after`.

    White space may stand between a resolver's address and the DOI, never in a publisher's.
    """
    written = after + len(text[after:start].rstrip())
    begin = max(after, min(written, start) - _LONGEST_URL_END)
    return _URL.search(text, begin, start) is not None


def _doi_end(match: re.Match[str], *, in_url: bool) -> int:
    """Return where the DOI ends in the text: before a query, another DOI and punctuation."""
    raw = match[0]
    if next_doi := _NEXT_DOI.search(raw):
        raw = raw[: next_doi.start()]
    if in_url and (query := _QUERY.search(raw)):
        raw = raw[: query.start()]
    return match.start() + _end(raw)


def _end(doi: str) -> int:
    """Return the length of `doi` without punctuation and unopened brackets at its end."""
    end = len(doi)
    while end:
        last = doi[end - 1]
        opening = _PAIRS.get(last)
        unopened = opening and doi.count(last, 0, end) > doi.count(opening, 0, end)
        if last in _TRAILING or last.isspace() or unopened:
            end -= 1
        else:
            break
    return end


def _nct(number: str) -> str:
    return "NCT" + "".join(digit for digit in number if digit.isdecimal())


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))

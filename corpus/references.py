"""Footnotes and inline identifiers as references: one record for each study.

A footnote of the kind read here is a list of fields divided by " · ": identifier, authors,
venue and year, design, size, findings, model, archive state. Every field but the identifier may
be missing, and free text is met in practice, so each field is recognised by what it looks like
and not by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace

from corpus.identifiers import Identifier, find_identifiers
from corpus.records import Reference

_FIELD = re.compile(r"\s+·\s+")
_YEAR = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_N = re.compile(r"(?<![A-Za-z0-9])[nN]\s?[=:]\s?~?≈?\s?(\d{1,3}(?:,\d{3})+|\d+)")
_AUTHORS = re.compile(
    r"^(?:[^\W\d_][\w'’\-]*(?:\s[^\W\d_][\w'’\-]*){0,3}\s[A-Z]{1,4}\b|[^\W\d_][\w'’\-]+ et al)"
)
_VENUE = re.compile(r"\b(?:19|20)\d\d\b\s*(?:;|·|\(|:|,|$)|\b(?:19|20)\d\d;\d")
_ARCHIVE = re.compile(r"^(?:archive|status|access)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_MODEL = re.compile(r"^model\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_PHASE = re.compile(
    r"\bphase[\s-]*(1/2a?|1/2b|i/ii|2/3|ii/iii|1b?|2[ab]?|3[ab]?|4|i{1,3}|iv)\b", re.IGNORECASE
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "i/ii": "1/2", "ii/iii": "2/3"}
_DESIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("retraction", r"\bretract(?:ed|ion)\b"),
        ("protocol", r"\bprotocol\b"),
        ("meta-analysis", r"\bmeta[\s-]?analys[ei]s\b"),
        ("systematic-review", r"\bsystematic[\s-]review\b|\bumbrella[\s-]review\b"),
        ("rct", r"\brct\b|\brandomi[sz]ed\b|\bplacebo[\s-]controlled\b"),
        ("phase-trial", r"\bphase[\s-]*(?:[1-4]|i{1,3}\b|iv\b)"),
        ("open-label", r"\bopen[\s-]label\b|\bsingle[\s-]arm\b|\bpilot\b|\bclinical[\s-]trial\b"),
        ("case-report", r"\bcase[\s-](?:report|series)\b"),
        (
            "observational",
            r"\bepidemiolog|\b(?:observational|cohort|cross[\s-]sectional|case[\s-]control|gwas)\b",
        ),
        ("observational", r"\b(?:registry|mendelian|surveillance)\b"),
        ("in-silico", r"\bin[\s-]silico\b|\bcomputational\b|\bsimulation\b"),
        ("in-vivo", r"\bin[\s-]vivo\b|\banimal\b"),
        ("in-vitro", r"\bin[\s-]vitro\b|\bex[\s-]vivo\b|\bcell[\s-]culture\b|\bcrystal"),
        ("consensus", r"\bconsensus\b|\bguideline\b|\bposition (?:statement|paper)\b"),
        ("perspective", r"\bperspective\b|\bcommentary\b|\beditorial\b|\bopinion\b"),
        ("review", r"\breview\b"),
    )
)
_ACCESS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("abstract_only", re.compile(r"abstract", re.IGNORECASE)),
    (
        "full_text",
        re.compile(
            r"\bdownloaded\b|\blocal pdf\b|\bfull[\s-]?text (?:read|available)"
            r"|\bpdf available\b",
            re.IGNORECASE,
        ),
    ),
    ("closed", re.compile(r"not[_ -]oa|closed|paywall|not read|not downloaded", re.IGNORECASE)),
)
_STATUS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("retracted", re.compile(r"\bretracted\b", re.IGNORECASE)),
    ("withdrawn", re.compile(r"\bwithdrawn\b|\bterminated\b", re.IGNORECASE)),
    (
        "completed",
        re.compile(
            r"\bcompleted\b.*\b(?:pending|not (?:yet )?published|no results)"
            r"|\bresults (?:not yet|pending|unpublished)",
            re.IGNORECASE,
        ),
    ),
    ("ongoing", re.compile(r"\bongoing\b|\brecruiting\b|\bunderway\b", re.IGNORECASE)),
)
_POPULATION: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "animal",
        re.compile(
            r"\b(?:mouse|mice|murine|rats?|c57bl|swine|pigs?|porcine|horses?|equine"
            r"|dogs?|canine|rabbits?|primates?|monkeys?|zebrafish|drosophila|elegans"
            r"|killifish|yeast|cerevisiae|sheep|ovine|hamsters?|guinea pigs?|worms?"
            r"|fl(?:y|ies))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "human",
        re.compile(
            r"\b(?:humans?|patients?|participants?|adults?|children|men|women"
            r"|volunteers?|cohort|subjects)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "cells",
        re.compile(
            r"\b(?:cells?|cell lines?|fibroblasts?|in[\s-]vitro|organoids?)\b", re.IGNORECASE
        ),
    ),
)


def parse_footnote(text: str, *, label: str, slug: str) -> Reference:
    """Return the reference that a footnote's text describes.

    Args:
        text: The footnote's words without its label.
        label: Its label in the article; part of the key when the footnote has no identifier.
        slug: The article's slug.
    """
    identifiers = find_identifiers(text)
    doi, nct, pmid = (_first(identifiers, scheme) for scheme in ("doi", "nct", "pmid"))
    parts = [part.strip(" ↩·-") for part in _FIELD.split(text) if part.strip(" ↩·-")]
    archive = next((m[1] for part in parts if (m := _ARCHIVE.match(part))), "")
    model = next((m[1] for part in parts if (m := _MODEL.match(part))), "")
    design_part = next((part for part in parts if _is_design(part)), "")
    authors = next((part for part in parts if _AUTHORS.match(part) and part != design_part), "")
    venue = next((part for part in parts if _VENUE.search(part) and not find_identifiers(part)), "")
    year = _year(venue) or _year(" ".join(parts[:4])) or _year(label)
    n = next((m for part in parts if (m := _N.match(part))), None) or _N.search(text)
    plain = {archive, authors, venue, design_part}
    summary = "; ".join(part for part in parts if part not in plain and not _is_field(part))
    return Reference(
        key=reference_key(doi, nct, pmid) or f"{slug}#{label}",
        label=_label(authors, year, label),
        doi=doi,
        pmid=pmid,
        nct=nct,
        authors=authors,
        year=year,
        venue=venue,
        design=_design(design_part),
        phase=phase_of(design_part),
        n=int(n[1].replace(",", "")) if n else None,
        population=_match(_POPULATION, model) or _match(_POPULATION, design_part),
        status=_match(_STATUS, " · ".join([design_part, archive])) or "published",
        access=_match(_ACCESS, archive),
        url=reference_url(doi, nct, pmid),
        summary=summary,
        text=text,
    )


def identifier_reference(identifier: Identifier) -> Reference:
    """Return the bare reference for an identifier met in running text."""
    doi, nct, pmid = (
        identifier.value if identifier.scheme == scheme else "" for scheme in ("doi", "nct", "pmid")
    )
    return Reference(
        key=identifier.key,
        label=identifier.value if not pmid else f"PMID {pmid}",
        doi=doi,
        nct=nct,
        pmid=pmid,
        url=reference_url(doi, nct, pmid),
    )


def reference_key(doi: str, nct: str, pmid: str) -> str:
    """Return the identity of a study by its strongest identifier, or "" without one."""
    if doi:
        return f"doi:{doi}"
    return nct or (f"PMID:{pmid}" if pmid else "")


def reference_url(doi: str, nct: str, pmid: str) -> str:
    """Return the public page of a study, or ""."""
    if doi:
        return f"https://doi.org/{doi}"
    if nct:
        return f"https://clinicaltrials.gov/study/{nct}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""


def phase_of(text: str) -> str:
    """Return the trial phase named in `text` in Arabic figures ("1/2", "2b"), or ""."""
    match = _PHASE.search(text)
    return _ROMAN.get(match[1].lower(), match[1].lower()) if match else ""


def merge_references(references: Iterable[Reference]) -> dict[str, Reference]:
    """Return one record for each study: the same DOI, PMID or NCT cited twice is one study.

    The first citation's words win where both have a value; a missing value is filled from the
    others. A DOI record and a registry record of the same NCT stay two: one is the paper, the
    other the registration.
    """
    merged: dict[str, Reference] = {}
    by_pmid: dict[str, str] = {}
    for reference in references:
        key = reference.key
        if key.startswith("PMID:"):
            key = by_pmid.get(reference.pmid, key)
        known = merged.get(key)
        merged[key] = _filled(known, reference) if known else reference
        if reference.pmid:
            by_pmid.setdefault(reference.pmid, key)
    return merged


def _filled(known: Reference, other: Reference) -> Reference:
    missing = {
        field.name: getattr(other, field.name)
        for field in fields(Reference)
        if getattr(known, field.name) in ("", None) and getattr(other, field.name) not in ("", None)
    }
    return replace(known, **missing) if missing else known


def _first(identifiers: tuple[Identifier, ...], scheme: str) -> str:
    return next((entry.value for entry in identifiers if entry.scheme == scheme), "")


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _label(authors: str, year: int | None, label: str) -> str:
    first = re.split(r"[,;]| et al", authors)[0].strip()
    surname = " ".join(first.split()[:-1]) if re.search(r"\s[A-Z]{1,4}$", first) else first
    if not surname:
        return f"{label} ({year})" if year and str(year) not in label else label
    return f"{surname} {year}" if year else surname


def _is_design(part: str) -> bool:
    """Tell the design field: a short field that opens with a design word, or names a phase."""
    if len(part) > 160 or _ARCHIVE.match(part) or "doi:" in part:
        return False
    opening = part[:20]
    if bool(_PHASE.match(opening)) or any(pattern.match(opening) for _, pattern in _DESIGNS):
        return True
    head = part[:60]
    return not _VENUE.search(part) and any(pattern.search(head) for _, pattern in _DESIGNS)


def _is_field(part: str) -> bool:
    if _ARCHIVE.match(part) or _MODEL.match(part):
        return True
    found = find_identifiers(part)
    return bool(found) and found[0].span.start < 20 and len(part) - found[-1].span.end < 20


def _design(part: str) -> str:
    return next((name for name, pattern in _DESIGNS if pattern.search(part)), "")


def _match(patterns: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in patterns if text and pattern.search(text)), "")

"""Footnotes and inline identifiers as references: one record for each study.

A footnote of the kind read here is a list of fields divided by " · ": identifier, authors,
venue and year, design, size, findings, model, archive state. Every field but the identifier may
be missing, and free text is met in practice, so each field is recognised by what it looks like
and not by its place. Where a footnote has no such fields, its sentences are read as fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from corpus.designwords import (
    ACCESS,
    NOT_TRIALS,
    POPULATION,
    REGISTRY_STATUS,
    RETRACTED,
    STATUS,
    Table,
    design_of,
    is_trial,
    matched,
    opens_with_design,
    opens_with_wide_design,
    phase_of,
    states_design,
)
from corpus.identifiers import Identifier, find_identifiers
from corpus.records import Reference

__all__ = [
    "canonical_keys",
    "identifier_reference",
    "merge_references",
    "parse_footnote",
    "phase_of",
    "reference_key",
    "reference_url",
]

_FIELD = re.compile(r"\s+·\s*|\s*·\s+")
_SENTENCE = re.compile(r"(?<=[a-z)\]*\"”][.;])\s+(?=\S)")
_EDGES = " \t\r\n↩·-*_"
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?![\d%])")
_N = re.compile(r"(?<![A-Za-z0-9])[nN]\s?[=:]\s?[~≈]?\s?(\d{1,3}(?:,\d{3})+|\d+)(?![\d.]*\s?%)")
_AUTHORS = re.compile(
    r"^(?:[^\W\d_][\w'’\-]*(?:\s[^\W\d_][\w'’\-]*){0,3}\s(?!RCT)[A-Z]{1,4}\b"
    r"|[^\W\d_][\w'’\-]+ et al)"
)
_VENUE = re.compile(r"\b(?:19|20)\d\d\b\s*(?:;|·|\(|:|,|$)|\b(?:19|20)\d\d;\d")
_TITLE = re.compile(r"^[\"“](.{10,}?)[.,]?[\"”]\.?$", re.DOTALL)
_ARCHIVE = re.compile(r"^(?:archive|status|access)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_MODEL = re.compile(r"^model\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_STATED_STATUS = re.compile(
    r"^(?:overall\s+)?status\b\s*(?:\(?as of (?P<date>20\d\d-\d\d(?:-\d\d)?)\)?)?\s*:\s*(?P<is>.*)",
    re.IGNORECASE | re.DOTALL,
)
_STATED_CONDITION = re.compile(
    r"^(?:conditions?|indications?|diseases?)\s*:\s*([^;(]{3,100})", re.IGNORECASE
)
_PEOPLE_WITH = re.compile(
    r"\b(?:patients|adults|people|participants|individuals|humans?|men|women|children|infants"
    r"|volunteers)\b[^;·()]{0,40}?\bwith\s+([^;,·()]{3,60})",
    re.IGNORECASE,
)
_ENDS_CONDITION = re.compile(
    r"\s+(?:who|receiving|treated|undergoing|randomi[sz]ed|at|from|on|in|vs\.?|versus|but|for|aged"
    r"|plus|having|taking|over|during|after|before|is|are|was|were|and\s+(?:prior|elevated|a))\b.*"
)
_MEASURED = re.compile(r"[<>≥≤=%≈~:]|\b(?:preserved|normal|elevated|low|high|baseline|no|or)\b")
# What stands before an identifier of another document about the study, or of another study.
_OF_ANOTHER = re.compile(
    r"\b(?:erratum|corrigendum|correction|notice|retraction|commentary|comment|reply|republication"
    r"|replacement|superseded|companion|not|see|cf\.?|[A-Z][\w'’\-]+(?: et al\.?)? (?:19|20)\d\d)"
    r"[\s:,(]*(?:doi|pmid)?[\s:]*$",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"\b(?:pre-?)?regist(?:ered|ration)\b[^;·]{0,30}\bNCT", re.IGNORECASE)
_LABEL_WORDS = re.compile(
    r"https?|\w*doi\.org|\bdoi\b|\bpmid\b|\bpmc\d*\b|\bpubmed\b|\bretracted\b|\bnct\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
# A journal's name: its opening asterisk is stripped, its closing one is left.
_JOURNAL = re.compile(r"[A-Z][^*]{2,90}(?<!\*)\*(?!\*)")
_NO_DESIGN = re.compile(r"[\[#\"“]|https?:|see\b", re.IGNORECASE)
_LONGEST_DESIGN: Final = 160
_FEW_FIELDS: Final = 2


def parse_footnote(text: str, *, label: str, slug: str) -> Reference:
    """Return the reference that a footnote's text describes; `where` is "slug#label".

    The study's own identifier is the one that fills a field; one met inside a field's prose counts
    where no field holds any. A registry number is the study's own only where it is the single one
    named and the footnote is no review, which merely tells of trials unless it says that it is
    registered. The status is that of the footnote's status field, else of its design and archive
    fields; a footnote that names nothing but a registration is not called published.

    Args:
        text: The footnote's words without its label; may be empty.
        label: Its label in the article; part of the key when the footnote has no identifier.
        slug: The article's slug.
    """
    parts = _parts(text)
    archive = next((m[1] for part in parts if (m := _ARCHIVE.match(part))), "")
    model = next((m[1] for part in parts if (m := _MODEL.match(part))), "")
    design_part = _design_part(parts)
    design = design_of(design_part)
    identifiers = find_identifiers(text)
    doi, pmid = (_own(parts, identifiers, scheme) for scheme in ("doi", "pmid"))
    nct = _own_trial(parts, identifiers, design, published=bool(doi or pmid))
    authors = next((part for part in parts if _AUTHORS.match(part) and part != design_part), "")
    venue = next((part for part in parts if _is_venue(part)), "")
    title = next((m[1] for part in parts if (m := _TITLE.match(part))), "")
    year = _own_year(_year(venue) or _year(_without_identifiers(parts[:4])), _year(label))
    status, status_as_of = _status(parts, design_part, archive, paper=bool(doi or pmid))
    size = next((part for part in parts if _N.match(part)), "")
    n = _N.match(size) or _N.search(text)
    plain = {archive, authors, venue, design_part}
    summary = "; ".join(part for part in parts if part not in plain and not _is_field(part))
    return Reference(
        key=reference_key(doi, nct, pmid) or f"{slug}#{label}",
        label=_label(authors, year, label),
        doi=doi,
        pmid=pmid,
        nct=nct,
        authors=authors,
        title=title,
        year=year,
        venue=venue.replace("*", ""),
        design=design,
        phase=phase_of(design_part) if is_trial(design) else "",
        n=int(n[1].replace(",", "")) if n else None,
        population=_first_match(POPULATION, (model, design_part, size)),
        condition=_condition(parts, (model, size, design_part)),
        status=status or ("" if nct and not (doi or pmid or venue) else "published"),
        status_as_of=status_as_of,
        access=matched(ACCESS, archive),
        url=reference_url(doi, nct, pmid),
        summary=summary,
        text=text,
        where=f"{slug}#{label}",
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


def canonical_keys(references: Iterable[Reference]) -> dict[str, str]:
    """Return for every key the key of its study's record: a PubMed number gives way to a DOI.

    The order of the references plays no part.
    """
    given = list(references)
    by_pmid: dict[str, str] = {}
    for reference in given:
        if reference.pmid and not reference.key.startswith("PMID:"):
            by_pmid.setdefault(reference.pmid, reference.key)
    return {
        reference.key: by_pmid.get(reference.pmid, reference.key)
        if reference.key.startswith("PMID:")
        else reference.key
        for reference in given
    }


def merge_references(references: Iterable[Reference]) -> dict[str, Reference]:
    """Return one record for each paper or registration: the same DOI, PMID or NCT is one.

    The first citation's words win where both have a value; a missing value is filled from the
    others; a retraction told by any of them stands. A DOI record and a registry record of the same
    NCT stay two, with the identities that statements cite: one is the paper, the other the
    trial's registration. `corpus.studies` joins them to one study and lets their fields flow.
    """
    given = list(references)
    canonical = canonical_keys(given)
    merged: dict[str, Reference] = {}
    for reference in given:
        key = canonical[reference.key]
        known = merged.get(key)
        merged[key] = _joined(known, reference) if known else reference
    return {key: _named(record, key) for key, record in merged.items()}


def _joined(known: Reference, other: Reference) -> Reference:
    changed: dict[str, object] = {
        field.name: getattr(other, field.name)
        for field in fields(Reference)
        if getattr(known, field.name) in ("", None) and getattr(other, field.name) not in ("", None)
    }
    if other.status == "retracted":
        changed["status"] = "retracted"
    places = dict.fromkeys(filter(None, [*known.where.split("; "), *other.where.split("; ")]))
    if len(places) > 1:
        changed["where"] = "; ".join(places)
    return replace(known, **changed) if changed else known  # type: ignore[arg-type]


def _named(record: Reference, key: str) -> Reference:
    """Give a record its study's key: one that a PubMed number began may be known by its DOI."""
    if record.key == key:
        return record
    return replace(record, key=key, url=reference_url(record.doi, record.nct, record.pmid))


def _parts(text: str) -> list[str]:
    found = [part.strip(_EDGES) for part in _FIELD.split(text)]
    return [part for part in found if part]


@lru_cache(maxsize=256)
def _identifiers_in(part: str) -> tuple[Identifier, ...]:
    """Return the identifiers of a field, remembered: each question about a field asks anew."""
    return find_identifiers(part)


def _own(parts: Sequence[str], identifiers: Sequence[Identifier], scheme: str) -> str:
    """Return the identifier that fills a field, else the first that is not another document's.

    A footnote that has another document's DOI alone points there: that one is taken.
    """
    if not any(entry.scheme == scheme for entry in identifiers):
        return ""
    bare: list[str] = []
    told: list[str] = []
    for part in parts:
        values = bare if _is_bare(part) else told
        values += [
            entry.value
            for entry in _identifiers_in(part)
            if entry.scheme == scheme and not _OF_ANOTHER.search(part[: entry.span.start])
        ]
    first = [entry.value for entry in identifiers if entry.scheme == scheme == "doi"]
    return next(iter(bare or told or first), "")


def _own_trial(
    parts: Sequence[str], identifiers: Sequence[Identifier], design: str, *, published: bool
) -> str:
    trials = list(dict.fromkeys(one.value for one in identifiers if one.scheme == "nct"))
    retold = published and design in NOT_TRIALS
    if len(trials) == 1 and (not retold or any(_REGISTERED.search(part) for part in parts)):
        return trials[0]
    opening = find_identifiers(parts[0][:20]) if parts and not published else ()
    return next((one.value for one in opening if one.scheme == "nct"), "")


def _is_bare(part: str) -> bool:
    """Tell whether a field holds identifiers and their labels, and no other words."""
    found = _identifiers_in(part)
    if not found:
        return False
    kept, end = "", 0
    for entry in found:
        kept += part[end : max(end, entry.span.start)] + " "
        end = max(end, entry.span.end)
    return _LETTERS.search(_LABEL_WORDS.sub(" ", kept + part[end:])) is None


def _without_identifiers(parts: Sequence[str]) -> str:
    """Return the fields' words without their identifiers, parts of which look like years."""
    text = " ".join(parts)
    for found in reversed(find_identifiers(text)):
        text = text[: found.span.start] + text[found.span.end :]
    return text


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _is_venue(part: str) -> bool:
    short = len(part) <= _LONGEST_DESIGN
    return short and _VENUE.search(part) is not None and not _identifiers_in(part)


def _own_year(told: int | None, labelled: int | None) -> int | None:
    """Return the year of a study: the text's, unless it is far from the one in the label.

    Labels are the author's own names for a study ("meyer2021"); a year far from theirs is that of
    another study, of a check or of a data set.
    """
    far = told is not None and labelled is not None and abs(told - labelled) > 1
    return labelled if told is None or far else told


def _label(authors: str, year: int | None, label: str) -> str:
    first = re.split(r"[,;]| et al", authors)[0].strip()
    surname = " ".join(first.split()[:-1]) if re.search(r"\s[A-Z]{1,4}$", first) else first
    if not surname:
        return f"{label} ({year})" if year and str(year) not in label else label
    return f"{surname} {year}" if year else surname


def _design_part(parts: Sequence[str]) -> str:
    """Return the field that states the design, or the sentence where there are no fields.

    A field that opens with a design comes before one that has its words somewhere near.
    """
    fields_ = [part for part in parts if _may_state_design(part)]
    unfielded = parts if len(parts) <= _FEW_FIELDS else ()
    sentences = [one.strip(_EDGES) for part in unfielded for one in _SENTENCE.split(part)][1:]
    short = [part for part in fields_ if len(part) <= _LONGEST_DESIGN]
    return next(
        chain(
            (part for part in fields_ if opens_with_design(part)),
            (part for part in short if states_design(part[:60])),
            (part for part in short if opens_with_wide_design(part)),
            (one for one in sentences if _may_state_design(one) and states_design(one[:60])),
        ),
        "",
    )


def _may_state_design(part: str) -> bool:
    """Tell a field that can state a design from one of authors, journal, model, title or link."""
    if _NO_DESIGN.match(part) or _ARCHIVE.match(part) or _MODEL.match(part):
        return False
    if "doi:" in part[:60] or _JOURNAL.match(part):
        return False
    named = part[:1].isupper() and not part.startswith(("RCT", "Phase"))
    return not (named and (_AUTHORS.match(part) or _VENUE.search(part[:100])))


def _is_field(part: str) -> bool:
    if _ARCHIVE.match(part) or _MODEL.match(part):
        return True
    found = _identifiers_in(part)
    return bool(found) and found[0].span.start < 20 and len(part) - found[-1].span.end < 20


def _status(
    parts: Sequence[str], design_part: str, archive: str, *, paper: bool
) -> tuple[str, str]:
    """Return the status a footnote states, and the date it is stated for."""
    if any(RETRACTED.search(part) for part in parts):
        return "retracted", ""
    for part in parts:
        stated = _STATED_STATUS.match(part)
        status = matched(REGISTRY_STATUS, stated["is"][:60]) if stated else ""
        if stated and status:
            return status, stated["date"] or ""
    status = matched(STATUS, " · ".join([design_part, archive]))
    # A trial that was stopped may be published all the same.
    stopped = paper and status == "withdrawn" and "withdrawn" not in design_part.lower()
    return "" if stopped else status, ""


def _first_match(table: Table, texts: Sequence[str]) -> str:
    return next(filter(None, (matched(table, text) for text in texts)), "")


def _condition(parts: Sequence[str], people: Sequence[str]) -> str:
    """Return the condition of the people studied, where a field states it plainly."""
    for part in parts:
        if stated := _STATED_CONDITION.match(part):
            return stated[1].strip(" .,")
    told = next((m for part in people if (m := _PEOPLE_WITH.search(part[:200]))), None)
    condition = _ENDS_CONDITION.sub("", told[1]).strip(" .*") if told else ""
    plain = condition and not _MEASURED.search(condition) and len(condition.split()) <= 7
    return condition if plain else ""

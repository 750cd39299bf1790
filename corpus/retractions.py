"""Retractions, corrections and expressions of concern, imported from a file.

The file has the CSV layout of the Retraction Watch data that Crossref publishes (column headings:
crossref.org/documentation/retrieve-metadata/retraction-watch): one notice a row, its kind in
RetractionNature, the paper it is about in OriginalPaperDOI and OriginalPaperPubMedID. Published
copies are not always clean UTF-8, end each row with an empty column, give dates as m/d/yyyy h:mm,
and write "unavailable" or 0 where an identifier is missing; all of that is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from corpus.identifiers import normalise_doi, normalise_pmid
from corpus.records import Problem, Reference
from corpus.source import ArticleError

COLUMNS: Final = (
    "RetractionDate",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
)
"""Columns without which notices cannot be applied; all others may be missing."""

NOTICE_STATUS: Final[Mapping[str, str]] = {
    "retraction": "retracted",
    "partial retraction": "retracted",
    "removal": "withdrawn",
    "withdrawal": "withdrawn",
    "expression of concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "reinstatement": "",
}
"""Kind of notice, in lower case, to the `Reference.status` it gives; "" clears earlier ones."""

_STRUCK: Final = frozenset({"retracted", "withdrawn", "concern"})

_NONE: Final = frozenset({"", "0", "unavailable", "none", "n/a", "na", "nan", "null"})
_WITHDRAWN_REASON: Final = re.compile(r"\bwithdraw(?:al|n)\b", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b|(\d{4})-(\d{1,2})-(\d{1,2})\b")
_LARGEST_FIELD: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice about a paper.

    Attributes:
        record: The file's own id of the notice, or "line N".
        nature: Its kind in lower case: "retraction", "expression of concern", ...
        status: What it makes of the paper, a value of `NOTICE_STATUS`.
        date: ISO date of the notice, or "" when the file gives none.
        doi: The paper's DOI, normalised, or "".
        pmid: The paper's PubMed number, or "".
        notice_doi: The notice's own DOI, or "".
        reason: The reasons as the file lists them.
    """

    record: str
    nature: str
    status: str
    date: str
    doi: str
    pmid: str
    notice_doi: str = ""
    reason: str = ""


def read_notices(path: Path) -> tuple[Notice, ...]:
    """Return the notices of a file in its order.

    Rows without any identifier of a paper, and kinds of notice that say nothing of a paper's
    standing, are left out.

    Raises:
        ArticleError: The file cannot be read, is no CSV, or lacks a column; carries the problem
            to show, which names the columns.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise _refused(path, 0, f"cannot be read: {error.strerror or error}") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    before = csv.field_size_limit(_LARGEST_FIELD)
    try:
        rows.fieldnames = _named(path, rows.fieldnames or ())
        return tuple(_notices(rows))
    except csv.Error as error:
        raise _refused(path, rows.line_num, f"is no CSV that can be read: {error}") from error
    finally:
        csv.field_size_limit(before)


def is_struck(reference: Reference) -> bool:
    """Tell whether a paper may not be shown as support: retracted, withdrawn or under concern.

    A correction leaves a paper standing. A registration that is "withdrawn" is a trial that was
    stopped, no paper that was taken back.
    """
    return reference.status in _STRUCK and not reference.key.startswith("NCT")


def apply_notices(
    references: Mapping[str, Reference], notices: Iterable[Notice]
) -> dict[str, Reference]:
    """Return the references with what the notices say of them; the given ones are not changed.

    A notice is about the reference with its paper's DOI, or with its PubMed number where either
    has no DOI. The latest notice wins, of the same day the graver one, and of the same gravity the
    later row. A correction never lifts a retraction or a concern; a reinstatement lifts everything
    before it, also what a footnote says. `status_as_of` becomes the notice's date.
    """
    by_paper: dict[str, list[Notice]] = {}
    for notice in notices:
        for paper in filter(None, (notice.doi, notice.pmid and f"PMID:{notice.pmid}")):
            by_paper.setdefault(paper, []).append(notice)
    return {key: _told(reference, by_paper) for key, reference in references.items()}


def _told(reference: Reference, by_paper: Mapping[str, list[Notice]]) -> Reference:
    doi = normalise_doi(reference.doi) if reference.doi else ""
    about = list(by_paper.get(doi, ())) if doi else []
    for notice in by_paper.get(f"PMID:{reference.pmid}", ()) if reference.pmid else ():
        if notice not in about and not (doi and notice.doi):
            about.append(notice)
    standing: Notice | None = None
    for notice in sorted(about, key=lambda one: (one.date, _gravity(one.status))):
        if notice.status != "corrected" or standing is None or standing.status not in _STRUCK:
            standing = notice
    if standing is None:
        return reference
    if standing.status == "corrected" and reference.status in _STRUCK:
        return reference
    if standing.status:
        return replace(reference, status=standing.status, status_as_of=standing.date)
    lifted = reference.status in {*_STRUCK, "corrected"}
    return (
        replace(reference, status="published", status_as_of=standing.date) if lifted else reference
    )


def _gravity(status: str) -> int:
    return ("corrected", "", "concern", "withdrawn", "retracted").index(status)


def _notices(rows: csv.DictReader[str]) -> Iterator[Notice]:
    for row in rows:
        nature = " ".join(row["RetractionNature"].replace("_", " ").split()).lower()
        doi, pmid = _doi(row["OriginalPaperDOI"]), _pmid(row["OriginalPaperPubMedID"])
        status = NOTICE_STATUS.get(nature)
        if status is None or not (doi or pmid):
            continue
        reason = row.get("Reason", "")
        if status == "retracted" and _WITHDRAWN_REASON.search(reason):
            status = "withdrawn"
        yield Notice(
            record=row.get("Record ID", "").strip() or f"line {rows.line_num}",
            nature=nature,
            status=status,
            date=_iso(row["RetractionDate"]),
            doi=doi,
            pmid=pmid,
            notice_doi=_doi(row.get("RetractionDOI", "")),
            reason=reason,
        )


def _named(path: Path, header: Sequence[str]) -> list[str]:
    """Return the header with its columns' known names, whatever their case and spaces."""
    known = {_plain(name): name for name in (*COLUMNS, "Record ID", "RetractionDOI", "Reason")}
    names = [known.get(_plain(name), name) for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        told = ", ".join(repr(name) for name in missing)
        raise _refused(
            path, 1, f"lacks the column{'s' * (len(missing) > 1)} {told} of the notices' layout"
        )
    return names


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "", name).lower()


def _decoded(raw: bytes) -> str:
    """Return a file's text: UTF-16 by its mark, else UTF-8, else Windows-1252 or Latin-1."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _doi(text: str) -> str:
    doi = "" if text.strip().lower() in _NONE else normalise_doi(text)
    return doi if doi.startswith("10.") and "/" in doi else ""


def _pmid(text: str) -> str:
    return "" if text.strip().lower() in _NONE else normalise_pmid(text)


def _iso(text: str) -> str:
    """Return the day of "m/d/yyyy h:mm" or of an ISO date, or "" for none or an impossible one."""
    match = _DATE.search(text)
    if not match:
        return ""
    month, day, year = match.group(1, 2, 3) if match[3] else match.group(5, 6, 4)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _refused(path: Path, line: int, what: str) -> ArticleError:
    return ArticleError(Problem(str(path), line, "notices", f"the file {what}", fatal=True))

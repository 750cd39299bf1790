"""A list of studies as a file: JSON and CSV, each with the disclaimer in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import Field

from api.convert import disclaimer_out, reference_url
from api.convert_library import disagreement_out
from api.library_schemas import DisagreementOut
from api.pages.facts import checked_on
from api.pages.inline import TURNING
from api.pages.listing import MOST_EXPORTED
from api.pages.query import Wanted
from api.pages.rendering import study_path, tier_label
from api.schemas import DisclaimerOut, Out
from api.studies import StudyCatalogue
from api.study_entries import StudyEntry
from rag.disclaimers import Disclaimer

#: What makes a spreadsheet read a cell as a formula, full-width forms and leading blanks included.
_FORMULA: Final = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r|%]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class StudyRowOut(Out):
    """One study of a saved list."""

    key: str
    label: str
    title: str | None
    authors: str | None
    year: int | None
    venue: str | None
    doi: str | None
    pmid: str | None
    nct: str | None
    url: str | None
    tier: str | None = Field(description="The study's own tier; null where nothing tells it.")
    tier_label: str | None
    design: str | None
    phase: str | None
    n: int | None
    n_planned: int | None
    population: str | None
    conditions: list[str]
    status: str | None
    status_as_of: str | None
    struck: bool = Field(description="Retracted, withdrawn or under an expression of concern.")
    checked: str | None = Field(description="Latest day for which the library tells of it.")
    statements: int = Field(description="How many statements of the library cite it.")
    statement_tiers: list[str]
    articles: list[str]
    page: str
    disagreements: list[DisagreementOut]


class SavedListOut(Out):
    """A list of studies with the filters that made it."""

    disclaimer: DisclaimerOut
    filters: dict[str, str | int]
    library_read_on: str
    total: int
    shown: int
    studies: list[StudyRowOut]


def saved_list(
    catalogue: StudyCatalogue, wanted: Wanted, read_on: str, disclaimer: Disclaimer
) -> SavedListOut:
    """Return the studies that meet the filters, the first `MOST_EXPORTED` of them."""
    found = catalogue.find(wanted.filter(), wanted.sort)
    shown = found[:MOST_EXPORTED]
    return SavedListOut(
        disclaimer=disclaimer_out(disclaimer),
        filters=wanted.given(),
        library_read_on=read_on,
        total=len(found),
        shown=len(shown),
        studies=[_row(entry, catalogue) for entry in shown],
    )


def as_csv(saved: SavedListOut) -> str:
    """Return a list as CSV (RFC 4180) with a byte order mark, for spreadsheets.

    No cell can be read as a formula: what would begin one has an apostrophe before it. The last
    two columns are the disclaimer's id and, in the first row, its words; an empty list has one
    row with these alone.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name in StudyRowOut.model_fields if name != "disagreements"]
    last = ["disagrees_on", "disclaimer_id", "disclaimer"]
    writer.writerow([*names, *last])
    ids = [saved.disclaimer.id, saved.disclaimer.text]
    for place, study in enumerate(saved.studies):
        values = [_cell(getattr(study, name)) for name in names]
        on = _cell([each.field for each in study.disagreements])
        writer.writerow([*values, on, ids[0], "" if place else ids[1]])
    if not saved.studies:
        writer.writerow([*[""] * (len(names) + 1), *ids])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str | int:  # noqa: ANN401 - of whichever field
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    text = "; ".join(value) if isinstance(value, list) else str(value)
    text = TURNING.sub("", _CONTROL.sub("", text))
    return f"'{text}" if _FORMULA.match(text) else text


def _row(entry: StudyEntry, catalogue: StudyCatalogue) -> StudyRowOut:
    study = entry.reference
    return StudyRowOut(
        key=study.key,
        label=study.label,
        title=study.title or None,
        authors=study.authors or None,
        year=study.year,
        venue=study.venue or None,
        doi=study.doi or None,
        pmid=study.pmid or None,
        nct=study.nct or None,
        url=reference_url(study),
        tier=entry.tier or None,
        tier_label=tier_label(entry.tier) if entry.tier else None,
        design=study.design or None,
        phase=study.phase or None,
        n=study.n,
        n_planned=study.n_planned,
        population=study.population or None,
        conditions=list(entry.conditions),
        status=study.status or None,
        status_as_of=study.status_as_of or None,
        struck=entry.struck,
        checked=checked_on(entry, catalogue) or None,
        statements=entry.said,
        statement_tiers=list(entry.tiers),
        articles=list(entry.cited_in),
        page=study_path(study.key),
        disagreements=_disagreements(entry.disagreements),
    )


def _disagreements(found: Sequence[Any]) -> list[DisagreementOut]:
    return [disagreement_out(each) for each in found]

"""A registry record laid out as text: the layout is the canonical source that quotes point into.

One line for each heading, paragraph and list item ("- "), one `| a | b |` line for each
publication. The registry's own words follow a fixed label, so that the same record gives the same
text. The section says what a line can be evidence of: under `PLAN` stands what was intended,
whatever its verbs, under `RESULTS` what was posted as found. The title stands in no section's
path, because it names the study and its phase and would lend both to every plan below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from corpus.readers.trialregistry.fields import one_line
from corpus.readers.trialregistry.own import NO_RESULTS, REGISTRY, standing
from corpus.readers.trialregistry.record import Item, TrialRecord
from corpus.records import Block, Kind, Span

ENTRY: Final = "Registry entry"
PLAN: Final = "Registered plan"
"""Opens the first heading of every section of plans; "(no results posted)" may follow it."""
RESULTS: Final = "Results posted in the registry"
PUBLICATIONS: Final = "Publications listed in the record"

_BULLET: Final = re.compile(r"(?:[-*•▪◦–·]+|\(?\d{1,2}[.)])(?:\s+(?=\S)|(?=[^\W\d_]))")
_CRITERIA: Final = re.compile(
    r"(?:[\w-]+ ){0,2}(?:non-)?(?:inclusion|exclusion)(?: criteria)?\s*:?", re.IGNORECASE
)
_ROW_HEADER: Final = ("Identifier", "Publication listed in the record")


class _Page:
    """The text as it grows, and its blocks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.section: tuple[str, ...] = ()
        self._length = 0

    def heading(self, text: str, *above: str) -> None:
        """Open the section `text` under the headings `above`."""
        self.section = (*above, text)
        self._line("", text, Kind.HEADING)

    def paragraph(self, text: str) -> None:
        self._line("", text, Kind.PARAGRAPH)

    def item(self, text: str, *, mark: str = "-", lead: str = "") -> None:
        self._line(f"{mark} ", text, Kind.LIST_ITEM, lead=lead)

    def entry(self, label: str, text: str) -> None:
        """Add the item "label: text" unless `text` is empty."""
        if text:
            self.item(f"{label}: {text}")

    def row(self, cells: Iterable[str], kind: Kind) -> None:
        cells = (one_line(cell.replace("|", "/")) for cell in cells)
        text = f"| {' | '.join(cells)} |".replace("|  |", "| |")
        self._line("", text, kind, header=_ROW_HEADER if kind is Kind.TABLE_ROW else ())

    def _line(
        self, mark: str, text: str, kind: Kind, *, header: tuple[str, ...] = (), lead: str = ""
    ) -> None:
        start = self._length + len(mark)
        self.blocks.append(
            Block(kind, Span(start, start + len(text)), self.section, header=header, lead=lead)
        )
        self.parts.append(f"{mark}{text}\n")
        self._length = start + len(text) + 1


def lay_out(record: TrialRecord, as_of: str) -> tuple[str, tuple[Block, ...]]:
    """Return the text of a record and its blocks.

    Args:
        record: What the registry states.
        as_of: Day for which its status holds, or "" when nobody says.
    """
    page = _Page()
    page.heading(record.title)
    _entry(page, record, as_of)
    _plan(page, record)
    _results(page, record)
    _publications(page, record)
    return "".join(page.parts), tuple(page.blocks)


def _entry(page: _Page, record: TrialRecord, as_of: str) -> None:
    page.heading(ENTRY)
    told = f", as of {as_of}" if as_of else ""
    page.item(f"Status of {record.nct} in the registry{told}: {standing(record)}")
    page.entry("Reason given for stopping", record.why_stopped)
    page.entry("Registry", f"{REGISTRY}, {record.nct}")
    page.entry("Official title", record.official_title)
    page.entry("Study type", record.study_type)
    page.entry("Phase", record.phase_words)
    page.entry("Allocation", record.allocation)
    page.entry("Assignment", record.model)
    page.entry("Masking", record.masking)
    page.entry("Primary purpose", record.purpose)
    page.entry("Enrolment", _enrolment(record))
    page.entry("Conditions", "; ".join(record.conditions))
    page.entry("Sponsor", record.sponsor)
    page.entry("Countries", ", ".join(record.countries))
    page.entry("Start", record.start)
    page.entry("Completion", record.completion)


def _enrolment(record: TrialRecord) -> str:
    if record.enrolment is None:
        return ""
    kind = {"actual": "actual", "anticipated": "anticipated, a plan"}.get(record.enrolment_type)
    return f"{record.enrolment} participants ({kind or 'actual or anticipated not stated'})"


def _plan(page: _Page, record: TrialRecord) -> None:
    plan = PLAN if record.has_results else f"{PLAN} ({NO_RESULTS})"
    if record.summary:
        page.heading("Summary", plan)
        _prose(page, record.summary)
    if record.description:
        page.heading("Description", plan)
        _prose(page, record.description)
    if record.arms or record.interventions or record.unpaired:
        page.heading("Arms and interventions", plan)
        _items(page, "Planned arm", record.arms)
        _items(page, "Planned intervention", record.interventions)
        for text in record.unpaired:
            page.entry("Planned, its arm or intervention not stated", text)
    if record.primary or record.secondary:
        page.heading("Planned outcomes", plan)
        _measures(page, "Planned primary outcome", record.primary)
        _measures(page, "Planned secondary outcome", record.secondary)
    if record.eligibility or any(record.ages):
        _eligibility(page, record, plan)


def _items(page: _Page, label: str, items: Iterable[Item]) -> None:
    for item in items:
        kind = f" ({item.kind.lower()})" if item.kind else ""
        # A description that only repeats the name says nothing more.
        same = item.detail.rstrip(".").lower() == item.name.rstrip(".").lower()
        detail = f": {item.detail}" if item.detail and not same else ""
        page.entry(f"{label}{kind}", f"{item.name}{detail}")


def _measures(page: _Page, label: str, items: Iterable[Item]) -> None:
    for item in items:
        page.entry(label, f"{item.name} (time frame: {item.detail})" if item.detail else item.name)


def _prose(page: _Page, text: str) -> None:
    """Add each line that is not blank: an item where it has a mark of one, else a paragraph."""
    lead = ""
    for line in _lines(text):
        if bullet := _BULLET.match(line):
            page.item(line[bullet.end() :], mark=bullet[0].strip(), lead=lead)
        else:
            page.paragraph(line)
            lead = line


def _eligibility(page: _Page, record: TrialRecord, plan: str) -> None:
    above = (plan, "Eligibility")
    page.heading("Eligibility", plan)
    low, high = record.ages
    if low or high:
        page.entry("Ages eligible", f"{low or 'no lower limit'} to {high or 'no upper limit'}")
    page.entry("Sexes eligible", record.sex)
    lead = ""
    for line in _lines(record.eligibility):
        if _CRITERIA.fullmatch(line):
            lead = line
            page.heading(line.rstrip(": ").capitalize(), *above)
        else:
            bullet = _BULLET.match(line)
            text = line[bullet.end() :] if bullet else line
            page.item(text, mark=bullet[0].strip() if bullet else "-", lead=lead)


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, text.split("\n")) if line]


def _results(page: _Page, record: TrialRecord) -> None:
    if not record.has_results:
        return
    page.heading(RESULTS)
    page.entry(
        f"Results of {record.nct} first posted", record.dates["results"] or "date not stated"
    )
    for finding in record.findings:
        page.entry("Posted result", finding)
    if not record.findings:
        _measures(
            page,
            "Outcome measure with posted values, which are not in this record",
            record.reported,
        )
        page.entry(
            "Serious adverse events posted, without counts or groups in this record",
            "; ".join(record.serious),
        )
    for line in _lines(record.limitations):
        page.entry("Limitations and caveats", line)


def _publications(page: _Page, record: TrialRecord) -> None:
    if record.publications:
        page.heading(PUBLICATIONS)
        page.row(_ROW_HEADER, Kind.TABLE_HEADER)
        for item in record.publications:
            page.row((item.kind, item.name), Kind.TABLE_ROW)

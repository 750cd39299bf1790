"""Trial-registry records: one document for each study of a file, plans kept apart from results.

Read are ClinicalTrials.gov records in the flat form of its exports and in the nested form of its
interface, version 2. A file may hold thousands: they are read one at a time, and a bad one is
told with its line and stops no other.

A registry states what was planned, and its status changes: the day for which it holds is the
record's own last update, else that of the export, which a first record without a number may give
({"as-of": "2022-10", "licence": ...}).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from corpus.readers.trialregistry.checks import contradictions
from corpus.readers.trialregistry.fields import Fields
from corpus.readers.trialregistry.input import RawRecord, read_lines, read_whole
from corpus.readers.trialregistry.layout import lay_out
from corpus.readers.trialregistry.nested import FLAT_FIELDS, POSTED, flattened, is_nested
from corpus.readers.trialregistry.own import metadata, own_study
from corpus.readers.trialregistry.record import parse_record, registry_number
from corpus.readers.trialregistry.terms import iso_date
from corpus.records import Document, Problem
from corpus.source import ArticleError

MEDIA: Final = "application/vnd.refdesk.registry+json"
_KNOWN: Final = (FLAT_FIELDS - {POSTED}) | {
    # Told in another way, or not at all because whose values they are is not stated.
    "LastUpdateSubmitDate",
    "OutcomeAnalysisPValue",
    "OutcomeMeasureDescription",
    "OutcomeMeasurementValue",
}
_MOST_UNKNOWN: Final = 20


def read_registry(path: Path, *, as_of: str = "") -> Iterator[Document]:
    """Yield a document for each record of a registry file, in order.

    A record that cannot be read is a document without blocks that carries the problem. A record
    repeated word for word is passed over; of two that differ under one number the first stands.

    Args:
        path: ".jsonl" with one record a line, or ".json" with one record, a list, or a page of
            the registry's interface.
        as_of: Day of the export ("2022-10"), for records that state no last update.

    Raises:
        ArticleError: The file cannot be read, or holds no record.
    """
    file = _File(path, as_of)
    raw = read_whole(path) if path.suffix.lower() == ".json" else read_lines(path)
    # A document waits for the next one: what is told of a record passed over goes with it.
    waiting: Document | None = None
    for one in raw:
        document = _kept_out(path, one) if isinstance(one, Problem) else file.document(one)
        if document is not None:
            if waiting is not None:
                yield waiting
            waiting = document
        if waiting is not None and waiting.own is not None and file.told:
            waiting = replace(waiting, problems=(*waiting.problems, *file.told))
            file.told = []
    if waiting is None:
        message = "the file holds no registry record"
        raise ArticleError(Problem(str(path), 0, "empty", message, fatal=True))
    yield waiting


@dataclass
class _File:
    """What is remembered from one record of a file to the next."""

    path: Path
    as_of: str
    head: dict[str, object] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)
    _first: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)

    def document(self, raw: RawRecord) -> Document | None:
        """Return the document of a record; None for one passed over and for the file's head."""
        try:
            return self._document(raw)
        except RecursionError:
            message = "the record is nested too deeply to be read"
            problem = Problem(str(self.path), raw.line, "too-deep", message, fatal=True)
            return _kept_out(self.path, problem)

    def _document(self, raw: RawRecord) -> Document | None:
        if not self._first and self._is_head(raw.fields):
            return None
        flat = flattened(raw.fields) if is_nested(raw.fields) else dict(raw.fields)
        if not is_nested(raw.fields):
            self._note_unknown(raw, flat)
        fields = Fields(flat, self.path, raw.line)
        repeated = self._repeated(raw, fields)
        if repeated is not None:
            if repeated.fatal:
                return _kept_out(self.path, repeated)
            self.told.append(repeated)
            return None
        return self._read(fields)

    def _read(self, fields: Fields) -> Document:
        record = parse_record(fields)
        if record is None:
            return _kept_out(self.path, *fields.problems)
        for sentence in contradictions(record):
            fields.note("contradictory-record", f"{record.nct}: {sentence}")
        as_of = record.dates["updated"] or self.as_of
        source, blocks = lay_out(record, as_of)
        return Document(
            path=str(self.path),
            media=MEDIA,
            source=source,
            title=record.title,
            metadata={**self.head, **metadata(record, as_of)},
            blocks=blocks,
            problems=tuple(fields.problems),
            own=own_study(record, as_of),
        )

    def _is_head(self, record: Mapping[str, Any]) -> bool:
        """Take the day and the licence of the export from a record that has no number."""
        if "as-of" not in record or "NCTId" in record or is_nested(record):
            return False
        plain = {name: value for name, value in record.items() if isinstance(value, str)}
        self.as_of = self.as_of or iso_date(plain.pop("as-of", ""))
        self.head = {"licence": plain["licence"]} if plain.get("licence") else {}
        return True

    def _repeated(self, raw: RawRecord, fields: Fields) -> Problem | None:
        """Return what is told of a record whose number was met before, or None."""
        nct = registry_number(fields.line("NCTId"))
        if not nct:
            return None
        told = json.dumps(raw.fields, sort_keys=True).encode("utf-8")
        digest = hashlib.sha256(told).digest()
        if nct not in self._first:
            self._first[nct] = (raw.line, digest)
            return None
        line, known = self._first[nct]
        if known == digest:
            message = f"{nct} is the same record as on line {line}; it is passed over"
            return Problem(str(self.path), raw.line, "repeated-record", message)
        message = f"{nct} is on line {line} with other words; keep the newer record alone"
        return Problem(str(self.path), raw.line, "duplicate-record", message, fatal=True)

    def _note_unknown(self, raw: RawRecord, flat: dict[str, Any]) -> None:
        """Tell once in a file of each field that is not read, and drop it."""
        for name in [name for name in flat if name not in _KNOWN]:
            del flat[name]
            if name not in self._unknown and len(self._unknown) < _MOST_UNKNOWN:
                self._unknown.add(name)
                message = f"the field {name[:60]!r} is not known and not read"
                self.told.append(Problem(str(self.path), raw.line, "unknown-field", message))


def _kept_out(path: Path, *problems: Problem) -> Document:
    """Return a document that holds nothing but what is wrong."""
    return Document(str(path), MEDIA, "", "", {}, (), problems=problems)

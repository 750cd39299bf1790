"""The open desk of a serving process, and why there is none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from api.generating import writer_of
from api.problems import ProblemError
from api.records import keep_of, records_of
from api.settings import Settings
from api.studies import StudyCatalogue
from index.errors import SearchIndexError
from index.snapshot import ACTIVE_FILE, Snapshot, open_snapshot
from rag.desk import ReferenceDesk
from rag.hooks import Writes
from rag.replay.store import AnswerStore

_log = logging.getLogger("refdesk.desk")


class Provider(Protocol):
    """Where the routes get the desk from."""

    def open(self) -> None:
        """Open the desk; a failure is kept as the reason, not raised."""

    def close(self) -> None:
        """Close the desk."""

    def desk(self) -> ReferenceDesk:
        """Return the desk.

        Raises:
            ProblemError: 503, with why it is not open.
        """

    def catalogue(self) -> StudyCatalogue:
        """Return the studies of the desk's snapshot.

        Raises:
            ProblemError: 503, with why the desk is not open.
        """

    def records(self) -> AnswerStore | None:
        """Return the records of answers, or None where none are kept."""


class SnapshotProvider:
    """Opens the active snapshot of a data folder once; shared by all threads."""

    def __init__(
        self, settings: Settings, opener: Callable[[Settings], Snapshot] | None = None
    ) -> None:
        self._settings = settings
        self._opener = opener or _open
        self._lock = threading.Lock()
        self._desk: ReferenceDesk | None = None
        self._catalogue: StudyCatalogue | None = None
        self._reason = "starting"
        self._records = records_of(settings)
        self._writer: Writes | None = None

    def open(self) -> None:
        """Open the desk; a failure is kept as the reason and logged."""
        try:
            keep = keep_of(self._settings, self._records)
            snapshot = self._opener(self._settings)
            self._writer = writer_of(self._settings, snapshot.encoder)
            self._desk = ReferenceDesk(snapshot, keep, self._writer)
        except (SearchIndexError, OSError) as error:
            active = (self._settings.data / ACTIVE_FILE).is_file()
            self._reason = "snapshot-unusable" if active else "no-snapshot"
            _log.error("the desk is not open: %s", error)
            return
        _log.info("snapshot %s is open", self._desk.snapshot.id)

    def close(self) -> None:
        """Close the snapshot; requests get 503 from here on."""
        with self._lock:
            desk, self._desk, self._catalogue = self._desk, None, None
        if desk is not None:
            desk.snapshot.close()
        if self._records is not None:
            self._records.close()
        if self._writer is not None:
            self._writer.close()

    def desk(self) -> ReferenceDesk:
        """Return the desk, or raise the 503 that says why there is none."""
        desk = self._desk
        if desk is None:
            raise ProblemError(self._reason)
        return desk

    def catalogue(self) -> StudyCatalogue:
        """Return the studies, gathered at the first call."""
        desk = self.desk()
        with self._lock:
            if self._catalogue is None:
                self._catalogue = StudyCatalogue.gather(desk.snapshot.store)
            return self._catalogue

    def records(self) -> AnswerStore | None:
        """Return the records of answers, or None where none are kept."""
        return self._records


def _open(settings: Settings) -> Snapshot:
    return open_snapshot(settings.data, threads=settings.threads or None)

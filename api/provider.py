"""The open desk of a serving process, why there is none, and the switch to another snapshot."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from api.database import Database
from api.database.answers import AnswerStore
from api.generating import writer_of
from api.open_desk import OpenDesk
from api.other_snapshots import OtherSnapshots
from api.problems import ProblemError
from api.records import database_of, keep_of, records_of
from api.settings import Settings
from index.errors import ModelError, SearchIndexError
from index.keeping import active_id
from index.snapshot import ACTIVE_FILE, SNAPSHOTS, Snapshot, open_snapshot
from rag.conversation import Conversations
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.hooks import Keep, Writes

_log = logging.getLogger("refdesk.desk")
_RETRY_S: Final = 60.0
"""Seconds until a snapshot that could not be opened is looked at again without being told to."""
_MOST_WARM: Final = 300
"""Characters of the question that is asked before readers ask."""


class Provider(Protocol):
    """Where requests get the desk from."""

    def close(self) -> None:
        """Close the desk."""

    def serving(self) -> str:
        """Return the id of the snapshot that answers now, or ""."""

    def take(self) -> OpenDesk:
        """Return the desk that answers now, taken for the caller, who gives it back.

        Raises:
            ProblemError: 503, with why it is not open.
        """

    def take_other(self, id: str) -> OpenDesk:  # noqa: A002 - the field's own word
        """Return the desk over any snapshot of the data folder, taken likewise.

        Raises:
            ProblemError: 404 or 409: there is none of this id, or it cannot be opened.
        """

    def refresh(self, *, told: bool = False) -> None:
        """Switch to the active snapshot where it is another one; a failure is kept, not raised.

        Args:
            told: Somebody asks for it: also try again what failed a moment ago.
        """

    def unusable(self) -> str | None:
        """Return the id of the active snapshot if it cannot be opened and an older one answers."""

    def records(self) -> AnswerStore | None:
        """Return the records of answers, or None where none are kept."""

    def database(self) -> Database:
        """Return the database, which is opened when it is first used."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """An active snapshot that could not be opened, and when that was found."""

    id: str
    at: float


class SnapshotProvider:
    """Opens the active snapshot of a data folder and follows when another one is activated.

    Shared by all threads. The new snapshot is verified and opened while the old one answers;
    then one reference changes, and the last request that holds the old one closes it.
    """

    def __init__(
        self,
        settings: Settings,
        opener: Callable[[Settings], Snapshot] | None = None,
        *,
        conversations: Conversations | None = None,
    ) -> None:
        """Name what is opened later.

        Args:
            settings: The data folder and what belongs to it.
            opener: Opens the active snapshot.
            conversations: What is remembered of them; a memory of its own when None.
        """
        self._settings = settings
        self._opener = opener or _open
        self._lock = threading.Lock()
        self._switching = threading.Lock()
        self._current: OpenDesk | None = None
        self._failed: _Failed | None = None
        self._reason = "starting"
        self._conversations = conversations or Conversations()
        self._database = database_of(settings)
        self._records = records_of(settings, self._database)
        self._keep: Keep | None = keep_of(settings, self._records)
        self._writers: dict[str, Writes | None] = {}
        self._others = OtherSnapshots(self._open_other)

    def refresh(self, *, told: bool = False) -> None:
        """Switch to the active snapshot where it is another one; a failure is kept and logged."""
        with self._switching:
            wanted = active_id(self._settings.data)
            current = self._current
            if current is not None and wanted == current.id:
                self._failed = None
                return
            if not told and self._tried(wanted):
                return
            try:
                opened = OpenDesk(self._desk_over(self._opener(self._settings)))
            except (SearchIndexError, OSError) as error:
                self._failed = _Failed(wanted, time.monotonic())
                active = (self._settings.data / ACTIVE_FILE).is_file()
                self._reason = "snapshot-unusable" if active else "no-snapshot"
                goes_on = f"; going on with {current.id}" if current else ""
                _log.error("snapshot %s is not open: %s%s", wanted or "(none)", error, goes_on)
                return
            self._swap(opened)

    def close(self) -> None:
        """Close the snapshot; requests get 503 from here on."""
        with self._switching:
            with self._lock:
                current, self._current = self._current, None
                self._reason = "starting"
            if current is not None:
                current.retire()
            self._others.close()
            self._database.close()
            for writer in self._writers.values():
                if writer is not None:
                    writer.close()
            self._writers.clear()

    def take(self) -> OpenDesk:
        """Return the desk taken for the caller, or raise the 503 that says why there is none."""
        with self._lock:
            if self._current is None:
                raise ProblemError(self._reason)
            self._current.take()
            return self._current

    def take_other(self, id: str) -> OpenDesk:  # noqa: A002
        """Return the desk over any snapshot taken for the caller; see `OtherSnapshots`."""
        with self._lock:
            if self._current is not None and self._current.id == id:
                self._current.take()
                return self._current
        if id not in {folder.name for folder in (self._settings.data / SNAPSHOTS).glob("*")}:
            raise ProblemError("not-found")
        try:
            return self._others.take(id)
        except (SearchIndexError, OSError) as error:
            _log.error("snapshot %s cannot be opened beside the active one: %s", id, error)
            raise ProblemError("snapshot-unreadable") from None

    def desk(self) -> ReferenceDesk:
        """Return the desk that answers now, for who stops using it before another one does."""
        taken = self.take()
        taken.give_back()
        return taken.desk

    def serving(self) -> str:
        """Return the id of the snapshot that answers now, or ""."""
        current = self._current
        return current.id if current is not None else ""

    def unusable(self) -> str | None:
        """Return the id of an active snapshot that cannot be opened while another one answers."""
        failed = self._failed
        return failed.id if failed is not None and self._current is not None else None

    def records(self) -> AnswerStore | None:
        """Return the records of answers, or None where none are kept."""
        return self._records

    def database(self) -> Database:
        """Return the database."""
        return self._database

    def _tried(self, wanted: str) -> bool:
        failed = self._failed
        recently = failed is not None and time.monotonic() - failed.at < _RETRY_S
        return recently and failed is not None and failed.id == wanted

    def _open_other(self, id: str) -> OpenDesk:  # noqa: A002
        folder = self._settings.data / SNAPSHOTS / id
        snapshot = open_snapshot(folder, threads=self._settings.threads or None)
        return OpenDesk(self._desk_over(snapshot))

    def _desk_over(self, snapshot: Snapshot) -> ReferenceDesk:
        try:
            try_model(snapshot)
            writer = self._writer_for(snapshot)
            _warm(snapshot)
            return ReferenceDesk(snapshot, self._keep, writer, self._conversations)
        except BaseException:
            snapshot.close()
            raise

    def _writer_for(self, snapshot: Snapshot) -> Writes | None:
        """Return the writer, one for each encoder: it counts what it spends, across switches."""
        weights = snapshot.encoder.settings.weights_sha256
        if weights not in self._writers:
            self._writers[weights] = writer_of(self._settings, snapshot.encoder)
        return self._writers[weights]

    def _swap(self, opened: OpenDesk) -> None:
        with self._lock:
            old, self._current = self._current, opened
        self._failed = None
        _log.info("snapshot %s is open", opened.id)
        if old is not None:
            old.retire()


def try_model(snapshot: Snapshot) -> None:
    """Compute with the model once: one that loads may still fail at the first question."""
    try:
        vector = snapshot.encoder.encode_query("ready")
    except Exception as error:  # ONNX Runtime raises bare Exception subclasses
        raise ModelError(f"{snapshot.path}: the model cannot compute: {error}") from error
    if not np.isfinite(vector).all():
        raise ModelError(f"{snapshot.path}: the model computes no finite vector")


def _warm(snapshot: Snapshot) -> None:
    """Answer a statement of the library, for nobody: what is loaded at its first use is then there.

    It is neither kept nor counted. What goes wrong with it would go wrong with a reader's question,
    and is told as it is then.
    """
    # One with references, so that what reads studies is asked for too.
    passages = (snapshot.store.passage_row(row) for row in range(len(snapshot.dense)))
    statements = (one for each in passages for one in snapshot.store.statements_of(each))
    cited = next((one for one in statements if one.references), None)
    try:
        if cited is not None:
            ReferenceDesk(snapshot).ask(Question(cited.text[:_MOST_WARM]))
    except Exception as error:  # noqa: BLE001 - it keeps nobody from asking
        _log.warning("the first answer failed: %s", type(error).__name__)


def _open(settings: Settings) -> Snapshot:
    return open_snapshot(settings.data, threads=settings.threads or None)

"""Whether questions can be answered now: looked at for real, at most once a second."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from dataclasses import dataclass
from typing import Final

from api.problems import ProblemError
from api.provider import Provider
from api.records import check_records
from api.settings import Settings

_log = logging.getLogger("refdesk.desk")
REMEMBERED_S: Final = 1.0
"""Seconds for which a finding stands, so that probes cost next to nothing."""
NEW_UNUSABLE: Final = "new-snapshot-unusable"
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Ready:
    """The service can answer.

    Attributes:
        snapshot: Id of the snapshot that answers.
        warnings: Codes of what is wrong and does not keep it from answering.
    """

    snapshot: str
    warnings: tuple[str, ...]


class Readiness:
    """Looks at snapshot, model, disk and records; safe to share between threads."""

    def __init__(self, provider: Provider, settings: Settings) -> None:
        self._provider = provider
        self._settings = settings
        self._lock = threading.Lock()
        # The clock that counts here never steps back.
        self._until = 0.0
        self._found: Ready | str = "starting"

    def check(self) -> Ready:
        """Return what answers, found now or less than a second ago.

        Raises:
            ProblemError: 503: what is missing.
        """
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._look()
                self._until = time.monotonic() + REMEMBERED_S
            found = self._found
        if isinstance(found, str):
            raise ProblemError(found)
        return found

    def forget(self) -> None:
        """Look again at the next call."""
        with self._lock:
            self._until = 0.0

    def _look(self) -> Ready | str:
        try:
            taken = self._provider.take()
            snapshot = taken.id
            taken.give_back()
            self._check_disk()
            records = self._provider.records()
            if records is not None:
                check_records(records)
        except ProblemError as problem:
            return problem.kind.code
        return Ready(snapshot, (NEW_UNUSABLE,) if self._provider.unusable() else ())

    def _check_disk(self) -> None:
        floor = self._settings.disk_floor_mb * MEGABYTE
        free = shutil.disk_usage(self._settings.data).free
        if free < floor:
            _log.error(
                "the disk of the data folder has %d MB left, less than disk_floor_mb allows",
                free // MEGABYTE,
            )
            raise ProblemError("disk-low")

"""Records go when they are older than the operator keeps them: at start, and once a day."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from api.database import DatabaseUnusableError
from api.database.answers import AnswerStore

_log = logging.getLogger("refdesk.records")
_DAY_S: Final = 86_400.0
_AGAIN_S: Final = 3_600.0
"""Seconds until a removal that failed is tried again."""
_STEP_S: Final = 3_600.0
"""How far the clock may run apart from what has passed before it is not believed."""
# Counts on while the machine sleeps, where there is such a clock.
_PASSED: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def _passed() -> float:
    return time.clock_gettime(_PASSED)


class Retention:
    """Removes old records in a thread of its own."""

    def __init__(
        self,
        records: Callable[[], AnswerStore | None],
        days: int,
        *,
        clock: Callable[[], float] = time.time,
        passed: Callable[[], float] = _passed,
    ) -> None:
        """Name what is removed when.

        Args:
            records: Gives the records; None where none are kept.
            days: Age at which they go; 0 keeps them.
            clock: Seconds of the clock.
            passed: Seconds that have passed since some moment, whatever the clock says.
        """
        self._records = records
        self._days = days
        self._clock = clock
        self._passed = passed
        self._began = clock() - passed()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, if records are not kept for ever."""
        if not self._days or self._records() is None:
            return
        self._thread = threading.Thread(target=self._run, name="refdesk-retention", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, once a removal under way is done."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def once(self) -> bool:
        """Remove what is old now; tell whether that could be done.

        A clock that was set since the start is not believed: one set a year ahead would make every
        record old.
        """
        store = self._records()
        if store is None:
            return True
        step = (self._clock() - self._passed()) - self._began
        if abs(step) > _STEP_S:
            _log.error("the clock was set by %.0f s: no record is removed until a restart", step)
            return False
        try:
            count = store.prune(timedelta(days=self._days), by="retain_days")
        except DatabaseUnusableError as error:
            _log.error("old records cannot be removed now: %s", error)
            return False
        if count:
            _log.info("%d records were older than %d days and were removed", count, self._days)
        return True

    def _run(self) -> None:
        wait = 0.0
        while not self._stopped.wait(wait):
            wait = _DAY_S if self.once() else _AGAIN_S

"""The watcher of the active pointer: tells the provider to follow, and the metrics what answers."""

from __future__ import annotations

import logging
import threading

from api.garbage import LongLived
from api.observing.metrics import Metrics
from api.provider import Provider

_log = logging.getLogger("refdesk.desk")


class Watcher:
    """Refreshes a provider every few seconds, and at once when it is woken.

    Attributes:
        long_lived: Settles at each switch, where the process has begun it.
    """

    def __init__(self, provider: Provider, seconds: int, metrics: Metrics) -> None:
        """Name what is refreshed.

        Args:
            provider: The provider.
            seconds: Between two looks; 0 looks only when it is woken.
            metrics: Where it is told which snapshot answers.
        """
        self._provider = provider
        self.long_lived = LongLived()
        self._metrics = metrics
        self._seconds = seconds
        self._woken = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def look(self, *, told: bool = False) -> None:
        """Look now, in the caller's thread; `told` also tries again what failed a moment ago."""
        before = self._provider.serving()
        self._provider.refresh(told=told)
        if self._provider.serving() != before:
            self.long_lived.settle()
        unusable = self._provider.unusable() is not None
        self._metrics.serving(self._provider.serving(), unusable=unusable)

    def start(self) -> None:
        """Open the active snapshot, and begin to watch."""
        self.look(told=True)
        self._thread = threading.Thread(target=self._watch, name="refdesk-watcher", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Have it look now; may be called from a signal handler."""
        self._woken.set()

    def stop(self) -> None:
        """End it, once a switch under way is done."""
        self._stopped = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while True:
            told = self._woken.wait(self._seconds or None)
            self._woken.clear()
            if self._stopped:
                return
            try:
                self.look(told=told)
            except Exception as error:  # noqa: BLE001 - the old snapshot goes on answering
                _log.error("the switch failed: %s", type(error).__name__)

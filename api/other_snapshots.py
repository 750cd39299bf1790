"""Desks over other snapshots than the one that answers, for staff who compare."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from api.open_desk import OpenDesk

MOST: Final = 2
"""So many stay open; each holds its model and keeps its folder from being pruned."""


class OtherSnapshots:
    """Keeps the desks used last; may be shared by threads."""

    def __init__(self, opener: Callable[[str], OpenDesk], most: int = MOST) -> None:
        """Open by `opener`, which takes an id; keep at most `most`."""
        self._opener = opener
        self._most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[str, OpenDesk] = OrderedDict()

    def take(self, id: str) -> OpenDesk:  # noqa: A002 - the field's own word
        """Return the desk over a snapshot, taken for the caller, who gives it back.

        Whoever asks for one that is not open waits for it, and others wait meanwhile: opening
        verifies every file, and two at once would only take longer.

        Raises:
            index.errors.SearchIndexError: It is missing or damaged.
            OSError: It cannot be read.
        """
        with self._lock:
            found = self._open.get(id)
            if found is None:
                found = self._open[id] = self._opener(id)
            self._open.move_to_end(id)
            found.take()
            while len(self._open) > self._most:
                self._open.popitem(last=False)[1].retire()
            return found

    def close(self) -> None:
        """Close them, those in use when they are given back."""
        with self._lock:
            desks = list(self._open.values())
            self._open.clear()
        for desk in desks:
            desk.retire()

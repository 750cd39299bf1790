"""One open snapshot with its desk, and who is still using it."""

from __future__ import annotations

import threading

from api.studies import StudyCatalogue
from rag.desk import ReferenceDesk


class OpenDesk:
    """A desk over one snapshot, closed when it is retired and nobody uses it any more.

    Whoever holds it sees one snapshot, however often the service switches meanwhile.
    """

    def __init__(self, desk: ReferenceDesk) -> None:
        self.desk = desk
        self._lock = threading.Lock()
        self._gathering = threading.Lock()
        self._catalogue: StudyCatalogue | None = None
        self._users = 0
        self._retired = False

    @property
    def id(self) -> str:
        """Return the id of the snapshot."""
        return self.desk.snapshot.id

    def catalogue(self) -> StudyCatalogue:
        """Return the studies of the snapshot, gathered at the first call."""
        with self._gathering:
            if self._catalogue is None:
                self._catalogue = StudyCatalogue.gather(self.desk.snapshot.store)
            return self._catalogue

    def take(self) -> None:
        """Use it; every `take` is followed by one `give_back`."""
        with self._lock:
            self._users += 1

    def give_back(self) -> None:
        """Use it no longer."""
        with self._lock:
            self._users -= 1
            last = self._retired and self._users == 0
        if last:
            self.desk.snapshot.close()

    def retire(self) -> None:
        """Close the snapshot, or have the last who uses it do so."""
        with self._lock:
            unused = not self._retired and self._users == 0
            self._retired = True
        if unused:
            self.desk.snapshot.close()

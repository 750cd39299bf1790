"""What lives long is looked through once.

A full collection of Python's garbage collector looks at every object that it knows and holds the
interpreter meanwhile: some 90 ms over 30,419 passages, in which nothing is answered and nothing is
refused. What is left after one is therefore set aside, so that the next looks at what is new alone.
Rings of objects among what was set aside are found when it is taken back: at each switch to another
snapshot, and once an hour.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Final

_EVERY_S: Final = 3600.0


class LongLived:
    """Sets aside what full collections leave.

    The collector is of the whole process, so who serves begins this, and no application does.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Name what is begun later; `clock` gives seconds that only grow."""
        self._clock = clock
        self._taken_back = clock()

    def begin(self) -> None:
        """Set aside from here on."""
        gc.callbacks.append(self._seen)

    def end(self) -> None:
        """Leave the collector as it was."""
        if self._seen in gc.callbacks:
            gc.callbacks.remove(self._seen)
            gc.unfreeze()

    def settle(self) -> None:
        """Look through everything now and set aside what is left, where it was begun."""
        if self._seen not in gc.callbacks:
            return
        self._taken_back = self._clock()
        gc.unfreeze()
        gc.collect()  # what it leaves is set aside by `_seen`

    def _seen(self, phase: str, info: dict[str, int]) -> None:
        if phase != "stop" or info["generation"] != 2:
            return
        if self._clock() - self._taken_back < _EVERY_S:
            gc.freeze()
            return
        self._taken_back = self._clock()
        gc.unfreeze()  # the next full collection looks through all of it

"""Python's collector of reference cycles, and when it may rest."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector from running while one file is worked on.

    Markdown and registry files make many short-lived objects and leave no cycle, so that reference
    counts free them all; walking over them for cycles costs a third of a page's reading. A full
    text in XML leaves cycles of some thousand objects, which wait until its file is done.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

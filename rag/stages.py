"""Who is told of the stages of an answer as they end, without the desk knowing of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

Told = Callable[[str, int, int], None]
"""Takes a stage's name, and when it began and ended, in nanoseconds since 1970."""

STAGE_TOLD: Final[ContextVar[Told | None]] = ContextVar("refdesk_stage_told", default=None)
"""Set for one question, it is told of the stages of its answer, in whatever thread they end."""


def tell_stage(stage: str, milliseconds: float) -> None:
    """Tell that a stage which took so long has just ended."""
    told = STAGE_TOLD.get()
    if told is not None:
        end = time.time_ns()
        told(stage, end - int(milliseconds * 1e6), end)

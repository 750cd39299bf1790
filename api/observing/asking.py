"""A question whose answer is counted when it leaves."""

from __future__ import annotations

from dataclasses import replace

from api.observing.metrics import Metrics
from rag.answer import Answer
from rag.hooks import Asking
from rag.replay.keeping import RecordNotKeptError


def counted(asking: Asking, metrics: Metrics) -> Asking:
    """Return the same question; making its answer counts it."""

    def answer() -> Answer:
        try:
            made = asking.answer()
        except RecordNotKeptError:
            metrics.not_kept()
            raise
        metrics.answered(made)
        return made

    return replace(asking, answer=answer)

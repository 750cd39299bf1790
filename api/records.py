"""The records of answers as the settings want them, and what the service says of their state."""

from __future__ import annotations

import logging

from api.problems import ProblemError
from api.settings import Settings
from api.version import refdesk_version
from rag.hooks import Keep
from rag.replay.again import keeper
from rag.replay.store import RECORDS_FILE, AnswerStore, RecordsUnusableError

_log = logging.getLogger("refdesk.records")


def records_of(settings: Settings) -> AnswerStore | None:
    """Return the store of a data folder, or None where no records are kept."""
    if settings.records == "off":
        return None
    return AnswerStore(settings.data / RECORDS_FILE, synced=settings.records == "synced")


def keep_of(settings: Settings, store: AnswerStore | None) -> Keep | None:
    """Return what a desk calls with each answer before it leaves."""
    if store is None:
        return None
    return keeper(
        store,
        keep_questions=settings.record_questions == "on",
        versions={"refdesk": refdesk_version()},
    )


def check_records(store: AnswerStore) -> None:
    """Prove that records can be written.

    Raises:
        ProblemError: 503: they cannot, and the log says why.
    """
    try:
        store.check()
    except RecordsUnusableError as error:
        _log.error("the records of answers cannot be used: %s", error)
        raise ProblemError("records-unusable") from None

"""The database and the records of answers as the settings want them, and what is said of them."""

from __future__ import annotations

import logging

from api.database import Database, DatabaseUnusableError, open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from api.problems import ProblemError
from api.settings import Settings
from api.version import refdesk_version
from rag.hooks import Keep
from rag.replay.again import keeper

_log = logging.getLogger("refdesk.records")


def database_of(settings: Settings) -> Database:
    """Return the database of a service; nothing is opened yet.

    Raises:
        DatabaseUnusableError: Its URL cannot be used, or what it needs is not installed.
    """
    place = settings.database.get_secret_value() or settings.data / DATABASE_FILE
    return open_database(place, synced=settings.records == "synced")


def records_of(settings: Settings, database: Database) -> AnswerStore | None:
    """Return the records of answers, or None where none are kept."""
    return None if settings.records == "off" else AnswerStore(database)


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
    except DatabaseUnusableError as error:
        _log.error("the records of answers cannot be used: %s", error)
        raise ProblemError("records-unusable") from None

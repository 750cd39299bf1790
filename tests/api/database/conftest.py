"""The same tests for both databases: each test has a place of its own in a real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.database import Database, open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from index.snapshot import Snapshot
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.replay.record import AnswerRecord, record_of

QUESTION = "What did the CRATUS trial measure in people with aging frailty?"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where a database can be made: a file, or the URL of an empty one."""
    if request.param == "sqlite":
        return tmp_path / DATABASE_FILE
    url: str = request.getfixturevalue("postgres_server").new_database()
    return url


@pytest.fixture
def place(empty_place: Path | str) -> Path | str:
    """Return where a database is, its tables made."""
    made = open_database(empty_place)
    made.upgrade()
    made.close()
    return empty_place


@pytest.fixture
def database(place: Path | str) -> Iterator[Database]:
    opened = open_database(place)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> AnswerStore:
    return AnswerStore(database)


@pytest.fixture(scope="session")
def record(snapshot: Snapshot) -> AnswerRecord:
    question = Question(QUESTION, conversation_id="talk")
    return record_of(question, QUESTION, (), ReferenceDesk(snapshot).ask(question))

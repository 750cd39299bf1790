"""What a service must stand of its server: not set up, another version, gone and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from api.database import DatabaseUnusableError, DatabaseVersionError, open_database
from api.database.answers import AnswerStore
from rag.replay.keeping import RecordNotKeptError
from rag.replay.record import AnswerRecord
from tests.postgres_server import PostgresServer


def test_tables_are_not_made_behind_the_operators_back(postgres_server: PostgresServer) -> None:
    database = open_database(postgres_server.new_database())
    with pytest.raises(DatabaseVersionError, match="no tables yet; run 'refdesk database upgrade'"):
        database.check()
    assert database.upgrade()
    assert not database.upgrade()
    database.check()
    database.close()


@pytest.mark.parametrize(
    ("version", "told"), [("0000", "this program needs"), ("9999", "or a later one")]
)
def test_tables_of_another_program_are_left_alone(
    postgres_server: PostgresServer, version: str, told: str
) -> None:
    database = open_database(postgres_server.new_database())
    database.upgrade()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    database.close()
    with pytest.raises(DatabaseVersionError, match=told):
        database.check()
    with pytest.raises(DatabaseVersionError):
        database.upgrade()


@pytest.mark.parametrize("at_once", [False, True])
def test_a_server_that_goes_away_and_comes_back(
    postgres_server: PostgresServer, record: AnswerRecord, at_once: bool
) -> None:
    database = open_database(postgres_server.new_database())
    database.upgrade()
    store = AnswerStore(database)
    store.keep(record)
    postgres_server.stop(at_once=at_once)
    try:
        with pytest.raises(RecordNotKeptError):
            store.keep(replace(record, answer_id="lost"))
        with pytest.raises(DatabaseUnusableError):
            store.check()
    finally:
        postgres_server.start()
    store.check()
    store.keep(replace(record, answer_id="next"))
    assert store.count() == 2
    store.close()


@pytest.mark.parametrize(
    "place",
    ["", "refdesk.sqlite", "sqlite://", "mysql://u@h/d", "postgresql://h", "postgresql://["],
)
def test_a_url_that_names_no_database(place: str) -> None:
    with pytest.raises(DatabaseUnusableError, match="URL"):
        open_database(place)


def test_no_message_holds_the_password() -> None:
    database = open_database("postgresql://someone:s3cret@127.0.0.1:9/refdesk?connect_timeout=1")
    with pytest.raises(DatabaseUnusableError) as told:
        database.check()
    assert "s3cret" not in f"{told.value} {database.engine!r} {database.name}"

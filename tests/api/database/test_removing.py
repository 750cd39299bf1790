"""What goes, by age or on request, what stays of it, and what it takes with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from api.database import Database, open_database
from api.database.answers import AnswerStore, DeletedAnswerError, UnknownAnswerError
from api.database.engine import DATABASE_FILE
from api.database.tables import deletions, feedback, stamp
from api.retention import Retention
from rag.replay.record import AnswerRecord, text_hash
from tests.api.database.test_answers import aged
from tests.api.database.test_commands import run

DAY = 86_400.0


def said(database: Database, answer_id: str) -> None:
    with database.writing() as connection:
        row = {"id": f"of-{answer_id}", "answer_id": answer_id, "caller": "public", "rating": "up"}
        more = {"tags": [], "comment": "", "made_at": stamp(), "state": "new"}
        connection.execute(insert(feedback), {**row, **more})


def left(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(feedback.c.answer_id).order_by("answer_id")))


def test_a_deleted_record_leaves_a_tombstone_and_takes_its_feedback(
    store: AnswerStore, record: AnswerRecord, database: Database
) -> None:
    for name in ("one", "two"):
        store.keep(replace(record, answer_id=name))
        said(database, name)
    assert store.delete("one", by="data protection")
    assert not store.delete("one", by="again")
    assert not store.delete("unknown", by="test")
    with pytest.raises(DeletedAnswerError) as gone:
        store.get("one")
    assert gone.value.deleted_by == "data protection"
    assert gone.value.deleted_at <= stamp()
    assert store.get("two").answer_id == "two"
    assert left(database) == ["two"]
    with database.reading() as connection:
        (tombstone,) = connection.execute(select(deletions)).all()
    assert tombstone.made_at == record.made_at


def test_a_conversation_is_deleted_whole(store: AnswerStore, record: AnswerRecord) -> None:
    for name in ("one", "two"):
        store.keep(replace(record, answer_id=name, conversation_sha256=text_hash("talk")))
    store.keep(replace(record, answer_id="other", conversation_sha256=text_hash("other")))
    store.keep(replace(record, answer_id="old", conversation_sha256=""))
    assert store.delete_conversation("talk", by="test") == 2
    assert store.delete_conversation("talk", by="test") == 0
    assert store.delete_conversation("", by="test") == 0
    assert store.count() == 2


def test_tombstones_stay(store: AnswerStore, record: AnswerRecord, database: Database) -> None:
    store.keep(record)
    store.delete(record.answer_id, by="test")
    forbidden = ["UPDATE deletions SET deleted_by = 'x'", "DELETE FROM deletions"]
    if database.path is None:
        forbidden.append("TRUNCATE deletions")
    for sql in forbidden:
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.execute(text(sql))
    # A record whose tombstone could not be written would still be there.
    store.keep(replace(record, answer_id="kept"))
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("DELETE FROM answers WHERE answer_id = 'kept'"))


def test_what_is_deleted_is_overwritten(record: AnswerRecord, tmp_path: Path) -> None:
    store = AnswerStore(open_database(tmp_path / DATABASE_FILE))
    store.keep(replace(record, question="zebrafinch " * 50))
    assert store.delete(record.answer_id, by="test")
    for each in tmp_path.iterdir():
        assert b"zebrafinch" not in each.read_bytes()
    store.close()


def test_deleting_by_command(
    store: AnswerStore, record: AnswerRecord, place: Path | str, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        store.keep(replace(record, answer_id=name, conversation_sha256=text_hash(name)))
    data = ["--data", str(tmp_path)]
    done = run("answers", "delete", "one", "--by", "Dana", *data, database=place)
    assert done.stdout == "1 record deleted\n"
    shown = run("answers", "show", "one", *data, database=place)
    assert shown.exit_code == 2
    assert "was deleted on 20" in shown.stderr
    assert "by Dana" in shown.stderr
    done = run("answers", "delete", "--conversation", "two", *data, database=place)
    assert done.exit_code == 0
    for words in (["one"], ["--conversation", "two"], [], ["one", "--conversation", "two"]):
        assert run("answers", "delete", *words, *data, database=place).exit_code == 2
    told = run("database", "status", "--json", *data, database=place)
    assert json.loads(told.stdout)["rows"]["deletions"] == 2


def test_what_is_older_than_is_kept_goes_by_itself(
    store: AnswerStore, record: AnswerRecord, database: Database
) -> None:
    for name, days in (("old", 40), ("young", 10)):
        store.keep(aged(record, days, name))
        said(database, name)
    retention = Retention(lambda: store, 30)
    retention.start()
    retention.stop()
    # Stopped at once, it may not have begun: then this does it.
    assert retention.once()
    assert store.count() == 1
    assert left(database) == ["young"]
    with pytest.raises(UnknownAnswerError):
        store.get("old")
    with database.reading() as connection:
        assert connection.scalar(text("SELECT pruned_by FROM prunings")) == "retain_days"


@pytest.mark.parametrize("step", [400 * DAY, -400 * DAY, 2 * 3600.0])
def test_a_clock_that_was_set_removes_nothing(
    store: AnswerStore, record: AnswerRecord, step: float
) -> None:
    store.keep(aged(record, 40, "old"))
    now, passed = [1e9], [0.0]
    retention = Retention(lambda: store, 30, clock=lambda: now[0], passed=lambda: passed[0])
    now[0] += DAY + step
    passed[0] += DAY
    assert not retention.once()
    assert store.count() == 1
    now[0] -= step
    assert retention.once()
    assert store.count() == 0


def test_without_records_or_days_nothing_is_removed(
    store: AnswerStore, record: AnswerRecord
) -> None:
    store.keep(aged(record, 4000, "old"))
    for retention in (Retention(lambda: store, 0), Retention(lambda: None, 30)):
        retention.start()
        retention.stop()
    assert store.count() == 1

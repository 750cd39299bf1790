"""The tables: as declared, made once however many come at once, and no earlier record lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, text

from api.database import Database, DatabaseUnusableError, open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from api.database.migrating import HEAD, SCRIPTS, version_of
from api.database.tables import deletions, metadata, stamp
from api.database.takeover import OLD_FILE, take_over
from rag.replay.record import AnswerRecord, write_record

ROOT = Path(__file__).resolve().parents[3]
OLD_SCHEMA = """
CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    record BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (made_at);
CREATE TABLE pruning (before TEXT NOT NULL);
CREATE TRIGGER never_changed BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'records are not changed'); END;
CREATE TRIGGER only_pruned BEFORE DELETE ON answers
WHEN NOT EXISTS (SELECT 1 FROM pruning WHERE OLD.made_at < before)
BEGIN SELECT RAISE(ABORT, 'records are removed by age alone'); END;
PRAGMA user_version = 1;
"""
NEW_FIELDS = (b',"conversation_sha256":"', b',"asked_by":"')


def test_the_steps_lead_to_the_tables_as_they_are_declared(database: Database) -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_current_head() == HEAD
    with database.reading() as connection:
        assert version_of(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


OPENER = """
import sys
from pathlib import Path
from api.database import open_database
place = sys.argv[1]
print("ready", flush=True)
sys.stdin.readline()
database = open_database(place if "://" in place else Path(place))
database.upgrade()
database.check()
"""


def _openers(place: Path | str, count: int) -> list[subprocess.Popen[str]]:
    found = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(count)
    ]
    for each in found:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    return found


def test_processes_that_start_at_once_make_the_tables_once(empty_place: Path | str) -> None:
    openers = _openers(empty_place, 3)
    for each in openers:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in openers:
        _, said = each.communicate(timeout=60)
        assert each.returncode == 0, said
    opened = open_database(empty_place)
    opened.check()
    opened.close()


def test_a_process_killed_while_it_makes_the_tables_harms_nothing(
    empty_place: Path | str,
) -> None:
    for wait in (0.0, 0.02, 0.05):
        (opener,) = _openers(empty_place, 1)
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
        time.sleep(wait)
        opener.send_signal(signal.SIGKILL)
        opener.communicate()
    opened = open_database(empty_place)
    opened.upgrade()
    opened.check()
    opened.close()


def old_line(record: AnswerRecord) -> bytes:
    """Return a record as version 1 wrote it."""
    line = write_record(replace(record, record_version=1))
    for name in NEW_FIELDS:
        before, mark, after = line.partition(name)
        assert mark
        line = before + after.partition(b'"')[2]
    return line


def old_file(folder: Path, record: AnswerRecord, names: list[str]) -> sqlite3.Connection:
    old = sqlite3.connect(folder / OLD_FILE, isolation_level=None)
    old.execute("PRAGMA journal_mode = WAL")
    old.executescript(OLD_SCHEMA)
    for number, name in enumerate(names):
        made_at = f"2026-01-01T00:00:{number % 60:02}.000+00:00"
        line = old_line(replace(record, answer_id=name, made_at=made_at))
        old.execute("INSERT INTO answers VALUES (?, ?, ?)", (name, made_at, line))
    return old


def test_the_file_of_earlier_programs_is_taken_over(record: AnswerRecord, tmp_path: Path) -> None:
    names = [f"answer-{number}" for number in range(1200)]
    old = old_file(tmp_path, record, names)
    old.execute("INSERT INTO answers VALUES ('odd', '2025-01-01T00:00:00.000+00:00', x'00ff')")
    store = AnswerStore(open_database(tmp_path / DATABASE_FILE))
    assert store.count() == 1201
    found = store.get("answer-7")
    assert (found.record_version, found.conversation_sha256, found.asked_by) == (1, "", "public")
    assert found.evidence == record.evidence
    with store.database.reading() as connection:
        odd = connection.scalar(text("SELECT record FROM answers WHERE answer_id = 'odd'"))
        told = connection.execute(text("SELECT DISTINCT outcome, category FROM answers")).all()
    assert odd == b"\x00\xff"
    assert set(told) == {(record.outcome, record.policy.category), ("", "")}
    # Who still has the old file open writes nothing that would be lost.
    with pytest.raises(sqlite3.IntegrityError, match=DATABASE_FILE):
        old.execute("INSERT INTO answers VALUES ('late', '', x'00')")
    old.close()
    assert not list(tmp_path.glob(f"{OLD_FILE}*"))
    store.close()


def test_taking_over_cut_short_is_done_again(
    record: AnswerRecord, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("old")
    old_file(folder, record, ["one", "two", "gone"]).close()
    copy = (folder / OLD_FILE).read_bytes()
    with database.writing() as connection:
        now = stamp()
        row = {"answer_id": "gone", "made_at": now, "deleted_at": now, "deleted_by": "test"}
        connection.execute(insert(deletions), row)
    assert take_over(folder, database.engine) == 2
    (folder / OLD_FILE).write_bytes(copy)
    assert take_over(folder, database.engine) == 0
    assert take_over(folder, database.engine) == 0
    assert AnswerStore(database).count() == 2


def test_an_old_file_that_is_none_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / OLD_FILE).write_bytes(b"something else" * 100)
    with pytest.raises(DatabaseUnusableError, match=OLD_FILE):
        open_database(tmp_path / DATABASE_FILE).check()
    assert (tmp_path / OLD_FILE).read_bytes() == b"something else" * 100

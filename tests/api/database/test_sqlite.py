"""What the SQLite file must stand: other hands, no disk, other programs."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from api.database import Database, DatabaseUnusableError, DatabaseVersionError, open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from rag.replay.keeping import RecordNotKeptError
from rag.replay.record import AnswerRecord
from tests.api.database.conftest import QUESTION
from tests.api.database.test_answers import aged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / DATABASE_FILE


@pytest.fixture
def opened(file: Path) -> Iterator[Database]:
    database = open_database(file)
    yield database
    database.close()


@pytest.fixture
def records(opened: Database) -> AnswerStore:
    return AnswerStore(opened)


def test_the_file_is_for_its_owner_and_holds_no_words(
    records: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    records.keep(record)
    assert {each.name for each in tmp_path.iterdir()} > {DATABASE_FILE}
    for each in tmp_path.iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        assert QUESTION[:20].encode() not in each.read_bytes()


def test_what_is_pruned_is_overwritten(
    records: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    records.keep(aged(replace(record, question="zebrafinch " * 50), 100, "old"))
    assert any(b"zebrafinch" in each.read_bytes() for each in tmp_path.iterdir())
    assert records.prune(timedelta(days=30)) == 1
    for each in tmp_path.iterdir():
        assert b"zebrafinch" not in each.read_bytes()


def test_a_full_disk_keeps_nothing_and_says_so(
    records: AnswerStore, record: AnswerRecord, opened: Database
) -> None:
    records.keep(record)

    def fill(connection: Any, *_: object) -> None:  # noqa: ANN401 - the driver's own
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(opened.engine, "connect", fill)
    opened.close()
    kept = 1
    while _keeps(records, replace(record, answer_id=f"more-{kept}")):
        kept += 1
        assert kept < 50
    event.remove(opened.engine, "connect", fill)
    opened.close()
    records.keep(replace(record, answer_id="after"))
    assert records.count() == kept + 1


def _keeps(store: AnswerStore, record: AnswerRecord) -> bool:
    try:
        store.keep(record)
    except RecordNotKeptError as error:
        return "full" not in str(error)
    return True


def test_a_file_that_goes_away_and_comes_back(
    records: AnswerStore, record: AnswerRecord, file: Path
) -> None:
    records.keep(record)
    records.close()
    file.rename(file.with_name("aside"))
    file.mkdir()
    with pytest.raises(RecordNotKeptError):
        records.keep(replace(record, answer_id="lost"))
    with pytest.raises(DatabaseUnusableError):
        records.check()
    file.rmdir()
    file.with_name("aside").rename(file)
    records.check()
    records.keep(replace(record, answer_id="next"))
    assert records.count() == 2


def test_a_file_removed_under_an_open_store_swallows_nothing(
    records: AnswerStore, record: AnswerRecord, file: Path
) -> None:
    records.keep(record)
    for each in list(file.parent.iterdir()):
        each.unlink()
    records.keep(replace(record, answer_id="next"))
    other = AnswerStore(open_database(file))
    assert other.get("next").answer_id == "next"
    other.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_another_kind_of_file(
    file: Path, records: AnswerStore, record: AnswerRecord, content: bytes
) -> None:
    file.write_bytes(content)
    if content:
        with pytest.raises(RecordNotKeptError, match="not a database"):
            records.keep(record)
        assert file.read_bytes() == content
    else:
        records.keep(record)
        assert records.count() == 1


def test_tables_of_a_later_program_are_left_alone(opened: Database, file: Path) -> None:
    opened.check()
    opened.close()
    made = sqlite3.connect(file)
    made.execute("UPDATE alembic_version SET version_num = '9999'")
    made.commit()
    made.close()
    with pytest.raises(DatabaseVersionError, match="version 9999"):
        opened.check()


def test_another_process_that_comes_and_goes_takes_nothing_away(
    opened: Database, records: AnswerStore, record: AnswerRecord, file: Path
) -> None:
    # What opens the file besides a connection drops this process' locks when it closes it.
    records.keep(replace(record, answer_id="first"))
    visit = (
        "import sys; from pathlib import Path; from api.database import open_database;"
        "there = open_database(Path(sys.argv[1])); there.check(); there.close()"
    )
    for turn in range(3):
        with ExitStack() as several:
            for _ in range(2 + turn):  # more each time, so that connections are made
                one = several.enter_context(opened.reading())
                one.exec_driver_sql("SELECT count(*) FROM answers").fetchone()
            subprocess.run([sys.executable, "-c", visit, str(file)], check=True)
            records.keep(replace(record, answer_id=f"after {turn}"))
    opened.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = connection.execute("SELECT count(*) FROM answers").fetchone()
    assert kept == (4,)

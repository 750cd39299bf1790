"""Records of answers on disk: whole or absent, only added, by threads, processes and in trouble."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rag.course import Question
from rag.desk import ReferenceDesk
from rag.replay.record import AnswerRecord, record_of, write_record
from rag.replay.store import (
    RECORDS_FILE,
    AnswerStore,
    RecordNotKeptError,
    RecordsUnusableError,
    UnknownAnswerError,
)

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "What did the KNEECELL trial find for walking distance?"


@pytest.fixture(scope="module")
def record(desk: ReferenceDesk) -> AnswerRecord:
    question = Question(QUESTION)
    return record_of(question, QUESTION, (), desk.ask(question))


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path / RECORDS_FILE)


def aged(record: AnswerRecord, days: float, name: str) -> AnswerRecord:
    made = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    return replace(record, answer_id=name, made_at=made)


def test_a_record_comes_back_as_it_was(store: AnswerStore, record: AnswerRecord) -> None:
    assert record.evidence
    store.keep(record)
    assert store.get(record.answer_id) == record
    store.close()
    assert store.get(record.answer_id) == record
    with pytest.raises(UnknownAnswerError):
        store.get("another")


def test_the_file_is_for_its_owner_and_holds_no_words(
    store: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    store.keep(record)
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert QUESTION[:20].encode() not in file.read_bytes()


def test_records_are_neither_changed_nor_removed(
    store: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    store.keep(record)
    with pytest.raises(RecordNotKeptError):
        store.keep(replace(record, outcome="refused"))
    other = sqlite3.connect(tmp_path / RECORDS_FILE)
    for sql in ("UPDATE answers SET record = 'x'", "DELETE FROM answers"):
        with pytest.raises(sqlite3.IntegrityError):
            other.execute(sql)
    other.close()
    assert store.get(record.answer_id) == record


def test_pruning_removes_by_age_and_overwrites(
    store: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    words = replace(record, question="zebrafinch " * 50)
    store.keep(aged(words, 100, "old"))
    store.keep(aged(record, 10, "young"))
    assert store.count(before=datetime.now(UTC) - timedelta(days=30)) == 1
    assert store.prune(timedelta(days=30)) == 1
    assert store.count() == 1
    assert store.get("young").answer_id == "young"
    for file in tmp_path.iterdir():
        assert b"zebrafinch" not in file.read_bytes()
    assert store.prune(timedelta(days=30)) == 0


def test_many_threads_keep_every_record(store: AnswerStore, record: AnswerRecord) -> None:
    names = [f"answer-{number}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: store.keep(replace(record, answer_id=name)), names))
    assert store.count() == 200
    assert {store.get(name).answer_id for name in names} == set(names)


def test_one_bad_record_spoils_no_later_one(store: AnswerStore, record: AnswerRecord) -> None:
    store.keep(record)
    with pytest.raises(RecordNotKeptError):
        store.keep(record)
    store.keep(replace(record, answer_id="next"))
    assert store.count() == 2


def test_a_full_disk_keeps_nothing_and_says_so(store: AnswerStore, record: AnswerRecord) -> None:
    store.keep(record)
    connection = store._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    kept = 1
    while _keeps(store, replace(record, answer_id=f"more-{kept}")):
        kept += 1
        assert kept < 50
    # The file is opened anew, without that limit.
    store.keep(replace(record, answer_id="after"))
    assert store.count() == kept + 1


def _keeps(store: AnswerStore, record: AnswerRecord) -> bool:
    try:
        store.keep(record)
    except RecordNotKeptError as error:
        return "full" not in str(error)
    return True


def test_a_file_that_goes_away_and_comes_back(
    store: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    store.keep(record)
    store.close()
    file = tmp_path / RECORDS_FILE
    file.rename(tmp_path / "aside")
    file.mkdir()
    with pytest.raises(RecordNotKeptError):
        store.keep(replace(record, answer_id="lost"))
    with pytest.raises(RecordsUnusableError):
        store.check()
    file.rmdir()
    (tmp_path / "aside").rename(file)
    store.check()
    store.keep(replace(record, answer_id="next"))
    assert store.count() == 2


def test_a_file_removed_under_an_open_store_swallows_nothing(
    store: AnswerStore, record: AnswerRecord, tmp_path: Path
) -> None:
    store.keep(record)
    for file in list(tmp_path.iterdir()):
        file.unlink()
    store.keep(replace(record, answer_id="next"))
    other = AnswerStore(tmp_path / RECORDS_FILE)
    assert other.get("next").answer_id == "next"
    other.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_another_kind_of_file(tmp_path: Path, record: AnswerRecord, content: bytes) -> None:
    (tmp_path / RECORDS_FILE).write_bytes(content)
    store = AnswerStore(tmp_path / RECORDS_FILE)
    if content:
        with pytest.raises(RecordNotKeptError):
            store.keep(record)
    else:
        store.keep(record)
        assert store.count() == 1
    store.close()


def test_tables_of_a_later_program_are_left_alone(tmp_path: Path, record: AnswerRecord) -> None:
    made = sqlite3.connect(tmp_path / RECORDS_FILE)
    made.execute("PRAGMA user_version = 99")
    made.close()
    with pytest.raises(RecordNotKeptError, match="version 99"):
        AnswerStore(tmp_path / RECORDS_FILE).keep(record)


def test_a_check_writes_nothing(store: AnswerStore) -> None:
    store.check()
    assert store.count() == 0


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from rag.replay.record import read_record
from rag.replay.store import AnswerStore

store = AnswerStore(Path(sys.argv[1]))
record = read_record(Path(sys.argv[2]).read_bytes())
for number in range(100_000):
    name = f"{sys.argv[3]}-{number}"
    store.keep(replace(record, answer_id=name))
    print(name, flush=True)
"""


def test_killed_writers_lose_no_record_that_was_told_as_kept(
    tmp_path: Path, record: AnswerRecord
) -> None:
    script, kept = tmp_path / "writer.py", tmp_path / "record.json"
    script.write_text(textwrap.dedent(WRITER), encoding="utf-8")
    kept.write_bytes(write_record(record))
    path = tmp_path / RECORDS_FILE
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told: list[str] = []

    def run(name: str) -> None:
        process = subprocess.Popen(
            [sys.executable, str(script), str(path), str(kept), name],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(40)]
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        told.extend(line.strip() for line in (*lines, *rest.splitlines(keepends=True))
                    if line.endswith("\n"))  # fmt: skip

    writers = [threading.Thread(target=run, args=(name,)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(told) >= 80
    store = AnswerStore(path)
    for name in told:
        assert store.get(name).answer_id == name
    store.close()

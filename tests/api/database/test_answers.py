"""Records of answers: whole or absent, only added, by threads, processes and in trouble."""

from __future__ import annotations

import os
import signal
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
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.database import Database, open_database
from api.database.answers import AnswerStore, UnknownAnswerError
from rag.replay.keeping import RecordNotKeptError
from rag.replay.record import AnswerRecord, write_record

ROOT = Path(__file__).resolve().parents[3]


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


def test_checks_at_the_same_moment_do_not_meet(database: Database) -> None:
    meeting = threading.Barrier(6)

    def check(_: int) -> None:
        meeting.wait(30)
        database.check()

    with ThreadPoolExecutor(6) as pool:
        for _ in range(5):
            list(pool.map(check, range(6)))
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM trials")).scalar() == 0


def test_records_are_neither_changed_nor_removed(
    store: AnswerStore, record: AnswerRecord, database: Database
) -> None:
    store.keep(record)
    with pytest.raises(RecordNotKeptError):
        store.keep(replace(record, outcome="refused"))
    forbidden = ["UPDATE answers SET outcome = 'x'", "DELETE FROM answers"]
    if database.path is None:
        forbidden.append("TRUNCATE answers CASCADE")
    for sql in forbidden:
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.execute(text(sql))
    assert store.get(record.answer_id) == record


def test_pruning_removes_by_age_and_says_so(
    store: AnswerStore, record: AnswerRecord, database: Database
) -> None:
    store.keep(aged(record, 100, "old"))
    store.keep(aged(record, 10, "young"))
    assert store.count(before=datetime.now(UTC) - timedelta(days=30)) == 1
    assert store.prune(timedelta(days=30), by="test") == 1
    assert store.count() == 1
    assert store.get("young").answer_id == "young"
    assert store.prune(timedelta(days=30)) == 0
    with database.reading() as connection:
        told = connection.execute(text("SELECT pruned_by, removed FROM prunings")).all()
    assert told == [("test", 1)]


def test_many_records_are_pruned_some_at_a_time(
    store: AnswerStore, record: AnswerRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.database.answers._PRUNED_AT_ONCE", 10)
    for number in range(25):
        store.keep(aged(record, 100 + number, f"old-{number}"))
    store.keep(aged(record, 1, "young"))
    assert store.prune(timedelta(days=30)) == 25
    assert store.count() == 1
    with store.database.reading() as connection:
        assert connection.execute(text("SELECT removed FROM prunings")).all() == [(25,)]


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


def test_a_check_keeps_no_record(store: AnswerStore) -> None:
    store.check()
    store.check()
    assert store.count() == 0


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from api.database import open_database
from api.database.answers import AnswerStore
from rag.replay.record import read_record

place = sys.argv[1]
store = AnswerStore(open_database(place if '://' in place else Path(place)))
record = read_record(Path(sys.argv[2]).read_bytes())
for number in range(100_000):
    name = f"{sys.argv[3]}-{number}"
    store.keep(replace(record, answer_id=name))
    print(name, flush=True)
"""


def test_killed_writers_lose_no_record_that_was_told_as_kept(
    tmp_path: Path, record: AnswerRecord, place: Path | str
) -> None:
    script, kept = tmp_path / "writer.py", tmp_path / "record.json"
    script.write_text(textwrap.dedent(WRITER), encoding="utf-8")
    kept.write_bytes(write_record(record))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told: list[str] = []

    def run(name: str) -> None:
        process = subprocess.Popen(
            [sys.executable, str(script), str(place), str(kept), name],
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
    store = AnswerStore(open_database(place))
    for name in told:
        assert store.get(name).answer_id == name
    store.close()

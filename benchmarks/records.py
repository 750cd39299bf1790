"""What keeping a record of each answer costs: the same questions with and without, in turn.

    python -m benchmarks.records DATA [--questions N] [--rounds N] [--postgresql URL]

DATA is a data folder with an active snapshot; the records go to a temporary folder beside it, so
that they lie on the same disk, and to an empty PostgreSQL database where one is named. Prints
medians and 95th percentiles in milliseconds: of the whole answer without records, with them, and
with each commit synced, then of the write alone, one at a time and eight at once. Beside them is
the least it could cost: one insert of the same bytes by the bare driver, without locks or layers.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from api.database import open_database
from api.database.answers import AnswerStore
from index.snapshot import open_snapshot
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.evaluation.cases import AnswerCase
from rag.evaluation.suite import read_suite
from rag.hooks import Keep
from rag.replay.again import keeper
from rag.replay.keeping import KeepsRecords
from rag.replay.record import AnswerRecord, record_of, write_record

SUITE = Path(__file__).resolve().parents[1] / "suites" / "articles"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", metavar="URL")
    given = parser.parse_args()
    cases = [case for case in read_suite(SUITE).cases if isinstance(case, AnswerCase)]
    questions = [case.question for case in cases[: given.questions]]
    snapshot = open_snapshot(given.data)
    with tempfile.TemporaryDirectory(dir=given.data.parent) as folder:
        stores = _stores(Path(folder), given.postgresql)
        desks = {name: ReferenceDesk(snapshot, _keep(store)) for name, store in stores.items()}
        times = _in_turn(desks, questions, given.rounds)
        for name, found in times.items():
            print(f"{name:24} {_told(found)}")
        question = Question(questions[0])
        record = record_of(question, question.text, (), desks["records off"].ask(question))
        kept: dict[str, Keeps] = {name: store for name, store in stores.items() if store}
        for name, store in {**kept, "bare sqlite3": Bare(Path(folder) / "bare.sqlite")}.items():
            for at_once in (1, 8):
                if at_once > 1 and isinstance(store, Bare):
                    continue
                found = _writes(store, record, at_once)
                print(f"write, {name}, {at_once} at once: {_told(found)}")
            store.close()
    snapshot.close()


class Keeps(KeepsRecords, Protocol):
    """Where records go, until it is closed."""

    def close(self) -> None:
        """Close it."""


class Bare:
    """The same bytes by the driver alone: one connection, one thread."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("CREATE TABLE answers (id TEXT PRIMARY KEY, at TEXT, record BLOB)")

    def keep(self, record: AnswerRecord) -> None:
        """Write a record and commit."""
        row = (record.answer_id, record.made_at, write_record(record))
        self._connection.execute("INSERT INTO answers VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _stores(folder: Path, postgresql: str | None) -> dict[str, AnswerStore | None]:
    synced = open_database(folder / "synced.sqlite", synced=True)
    stores: dict[str, AnswerStore | None] = {
        "records off": None,
        "records on": AnswerStore(open_database(folder / "on.sqlite")),
        "records synced": AnswerStore(synced),
    }
    if postgresql:
        database = open_database(postgresql)
        database.upgrade()
        stores["records in PostgreSQL"] = AnswerStore(database)
    return stores


def _keep(store: AnswerStore | None) -> Keep | None:
    return None if store is None else keeper(store, versions={"refdesk": "0"})


def _in_turn(
    desks: dict[str, ReferenceDesk], questions: Sequence[str], rounds: int
) -> dict[str, list[float]]:
    """Ask each question at each desk, another desk first each time; one round warms up."""
    times: dict[str, list[float]] = {name: [] for name in desks}
    for number in range(rounds + 1):
        for turn, question in enumerate(questions):
            for name in _turned(list(desks), turn):
                start = time.perf_counter()
                desks[name].ask(Question(question))
                if number:
                    times[name].append((time.perf_counter() - start) * 1000)
    return times


def _turned(names: list[str], by: int) -> list[str]:
    cut = by % len(names)
    return names[cut:] + names[:cut]


def _writes(store: Keeps, record: AnswerRecord, at_once: int) -> list[float]:
    def write(number: int) -> float:
        mine = replace(record, answer_id=f"{at_once}-{number}")
        start = time.perf_counter()
        store.keep(mine)
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(write, range(400)))


def _told(times: Sequence[float]) -> str:
    cut = statistics.quantiles(times, n=20)
    return f"p50 {statistics.median(times):7.2f} ms   p95 {cut[-1]:7.2f} ms   n={len(times)}"


if __name__ == "__main__":
    main()

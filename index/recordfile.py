"""The SQLite file of a snapshot's records: its connections, and what many rows share."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.errors import NotFoundError, SnapshotError

_LOOKUP_EVERY = 500
# Characters of sources, and shared terms, that one file keeps at hand.
_MOST_SOURCE = 16_000_000
_MOST_TERMS = 200_000


class RecordFile:
    """Reads rows, from any number of threads.

    The file is opened read-only and immutable, one connection for each thread.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            SnapshotError: SQLite cannot read it.
        """
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._sources: OrderedDict[int, str] = OrderedDict()
        self._held = 0
        self._terms: dict[int, Any] = {}
        # A file that is dropped unclosed still closes its connections, those of ended threads too.
        weakref.finalize(self, _close_all, self._open)
        try:
            articles = self.rows("SELECT place, slug FROM articles ORDER BY place")
        except sqlite3.Error as error:
            raise SnapshotError(f"cannot read the records {path}: {error}") from error
        self.slugs: dict[int, str] = dict(articles)
        self.places = {slug: place for place, slug in articles}

    def close(self) -> None:
        """Close the connections of all threads; no thread may read afterwards."""
        with self._lock:
            _close_all(self._open)
            self._local = threading.local()

    def source(self, place: int) -> str:
        """Return the source of the article at a place."""
        with self._lock:
            if place in self._sources:
                self._sources.move_to_end(place)
                return self._sources[place]
        (raw,) = self.rows("SELECT source FROM articles WHERE place = ?", place)[0]
        source = str(raw.decode("utf-8", "surrogatepass"))
        with self._lock:
            if place not in self._sources:
                self._sources[place] = source
                self._held += len(source)
            while self._held > _MOST_SOURCE and len(self._sources) > 1:
                self._held -= len(self._sources.popitem(last=False)[1])
        return source

    def terms_of(self, ids: Iterable[int]) -> dict[int, Any]:
        """Return shared values by id; lists must not be changed by whoever gets them."""
        wanted = set(ids)
        with self._lock:
            found = {id_: self._terms[id_] for id_ in wanted if id_ in self._terms}
        missing = sorted(wanted - found.keys())
        if missing:
            rows = self.by_key("id, value", "terms", "id", "term", missing)
            fresh = {id_: json.loads(value) for id_, value in rows}
            found |= fresh
            with self._lock:
                if len(self._terms) > _MOST_TERMS:
                    self._terms.clear()
                self._terms |= fresh
        return found

    def by_key(
        self, fields: str, table: str, column: str, noun: str, keys: Sequence[object]
    ) -> list[tuple[Any, ...]]:
        """Return `fields`, `column` among them, of the rows with these keys, in their order."""
        names = fields.split(", ")
        place = names.index(column)
        found: dict[object, tuple[Any, ...]] = {}
        for start in range(0, len(keys), _LOOKUP_EVERY):
            some = keys[start : start + _LOOKUP_EVERY]
            marks = ",".join("?" * len(some))
            query = f"SELECT {fields} FROM {table} WHERE {column} IN ({marks})"  # noqa: S608
            found.update((row[place], row) for row in self.rows(query, *some))
        for key in keys:
            if key not in found:
                raise NotFoundError(f"no {noun} {key!r}")
        return [found[key] for key in keys]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._connection().execute(query, values).fetchall()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Each thread uses its own; `close` may come from another one.
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            self._local.connection = connection
            with self._lock:
                self._open.append(connection)
        return connection


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()

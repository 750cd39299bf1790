"""The records of a snapshot in one SQLite file: articles, statements, passages, references."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.conflicts import Conflict, ConflictKind
from corpus.disagreement import FieldConflict
from corpus.findings import Findings
from corpus.records import Article, Kind, Passage, Problem, Reference, Span, Statement
from index.errors import BuildError, NotFoundError, SnapshotError

_SCHEMA = """
CREATE TABLE articles (
    place INTEGER PRIMARY KEY, slug TEXT UNIQUE NOT NULL, source BLOB NOT NULL, record TEXT NOT NULL
);
CREATE TABLE statements (
    id TEXT PRIMARY KEY, article TEXT NOT NULL, place INTEGER NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX statements_by_article ON statements (article, place);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article TEXT NOT NULL, record TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article, row);
CREATE TABLE refs (place INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, record TEXT NOT NULL);
CREATE TABLE studies (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE conflicts (
    place INTEGER PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, record TEXT NOT NULL
);
CREATE INDEX conflicts_by_first ON conflicts (first);
CREATE INDEX conflicts_by_second ON conflicts (second);
CREATE TABLE cited (article TEXT NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL);
CREATE INDEX cited_by_article ON cited (article, place);
"""
_LOOKUP_EVERY = 500


def write_store(path: Path, articles: Sequence[Article], findings: Findings) -> None:
    """Write the records of `articles` to a new file; passage rows follow the order given.

    Args:
        path: The file.
        articles: With the caveats that `findings` add.
        findings: What they say together: studies and contradictions.

    Raises:
        BuildError: Two articles have one slug, or two passages or statements one id.
        sqlite3.Error: The file cannot be written.
    """
    _check_unique(articles)
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(f"PRAGMA journal_mode=OFF;{_SCHEMA}")
            row = 0
            for place, article in enumerate(articles):
                _insert(connection, place, row, article)
                row += len(article.passages)
            connection.executemany(
                "INSERT INTO refs (key, record) VALUES (?, ?)",
                ((key, _dump(reference)) for key, reference in findings.references.items()),
            )
            connection.executemany(
                "INSERT INTO studies VALUES (?, ?)",
                ((key, _dump(study)) for key, study in findings.studies.items()),
            )
            connection.executemany(
                "INSERT INTO conflicts (first, second, record) VALUES (?, ?, ?)",
                ((each.first, each.second, _dump(each)) for each in findings.conflicts),
            )
    finally:
        connection.close()


def _check_unique(articles: Sequence[Article]) -> None:
    places: dict[str, str] = {}
    for article in articles:
        names = [f"article {article.slug!r}"]
        names += [f"statement {statement.id!r}" for statement in article.statements]
        names += [f"passage {passage.id!r}" for passage in article.passages]
        for name in names:
            if name in places:
                raise BuildError(
                    f"{name} occurs twice: in {places[name]} and in {article.path}; "
                    "give each article a slug of its own"
                )
            places[name] = article.path


def _insert(connection: sqlite3.Connection, place: int, row: int, article: Article) -> None:
    slug = article.slug
    bare = dataclasses.replace(article, source="", statements=(), passages=(), references=())
    source = article.source.encode("utf-8", "surrogatepass")
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?)", (place, slug, source, _dump(bare))
    )
    connection.executemany(
        "INSERT INTO statements VALUES (?, ?, ?, ?)",
        ((s.id, slug, order, _dump(s)) for order, s in enumerate(article.statements)),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        ((row + i, p.id, slug, _dump(p)) for i, p in enumerate(article.passages)),
    )
    connection.executemany(
        "INSERT INTO cited VALUES (?, ?, ?)",
        ((slug, order, reference.key) for order, reference in enumerate(article.references)),
    )


class RecordStore:
    """Reads the records of one snapshot, from any number of threads.

    The file is opened read-only and immutable, one connection for each thread. Offsets and
    text are given back exactly as they were built.
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
        # A store that is dropped unclosed still closes its connections, those of ended threads too.
        weakref.finalize(self, _close_all, self._open)
        try:
            self._rows("SELECT row FROM passages LIMIT 1")
        except sqlite3.Error as error:
            raise SnapshotError(f"cannot read the records {path}: {error}") from error

    def close(self) -> None:
        """Close the connections of all threads; no thread may read afterwards."""
        with self._lock:
            _close_all(self._open)
            self._local = threading.local()

    def counts(self) -> dict[str, int]:
        """Return how many articles, statements, passages and references there are."""
        tables = {"articles": "articles", "statements": "statements", "passages": "passages"}
        tables["references"] = "refs"
        return {
            name: int(self._rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608
            for name, table in tables.items()
        }

    def slugs(self) -> list[str]:
        """Return the slugs of all articles in library order."""
        return [row[0] for row in self._rows("SELECT slug FROM articles ORDER BY place")]

    def articles(self) -> list[Article]:
        """Return all articles in order, without source, statements, passages and references."""
        rows = self._rows("SELECT record FROM articles ORDER BY place")
        return [_article(json.loads(record)) for (record,) in rows]

    def article(self, slug: str) -> Article:
        """Return one article whole.

        Raises:
            NotFoundError: No article has this slug.
        """
        rows = self._rows("SELECT record, source FROM articles WHERE slug = ?", slug)
        if not rows:
            raise NotFoundError(f"no article {slug!r}")
        record, source = rows[0]
        return dataclasses.replace(
            _article(json.loads(record)),
            source=source.decode("utf-8", "surrogatepass"),
            statements=tuple(self.statements_of(slug)),
            passages=tuple(self.passages_of(slug)),
            references=tuple(self.references_of(slug)),
        )

    def source(self, slug: str) -> str:
        """Return the canonical source text of an article.

        Raises:
            NotFoundError: No article has this slug.
        """
        rows = self._rows("SELECT source FROM articles WHERE slug = ?", slug)
        if not rows:
            raise NotFoundError(f"no article {slug!r}")
        return str(rows[0][0].decode("utf-8", "surrogatepass"))

    def passage(self, id: str) -> Passage:  # noqa: A002 - the record's own field
        """Return one passage.

        Raises:
            NotFoundError: No passage has this id.
        """
        return self.passages([id])[0]

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return passages in the order of `ids`.

        Raises:
            NotFoundError: No passage has one of these ids.
        """
        return [_passage(raw) for raw in self._by_key("passages", "id", "passage", ids)]

    def passage_row(self, row: int) -> Passage:
        """Return the passage of a row, the number that the vector and lexical indexes use.

        Raises:
            NotFoundError: There is no such row.
        """
        return self.passage_rows([row])[0]

    def passage_rows(self, rows: Sequence[int]) -> list[Passage]:
        """Return the passages of several rows, in the order given.

        Raises:
            NotFoundError: One of the rows does not exist.
        """
        return [_passage(raw) for raw in self._by_key("passages", "row", "passage row", rows)]

    def row_of(self, id: str) -> int:  # noqa: A002
        """Return the row of a passage id.

        Raises:
            NotFoundError: No passage has this id.
        """
        rows = self._rows("SELECT row FROM passages WHERE id = ?", id)
        if not rows:
            raise NotFoundError(f"no passage {id!r}")
        return int(rows[0][0])

    def passages_of(self, slug: str) -> list[Passage]:
        """Return the passages of an article in order; none when there is no such article."""
        query = "SELECT record FROM passages WHERE article = ? ORDER BY row"
        return [_passage(json.loads(record)) for (record,) in self._rows(query, slug)]

    def statement(self, id: str) -> Statement:  # noqa: A002
        """Return one statement.

        Raises:
            NotFoundError: No statement has this id.
        """
        return self.statements([id])[0]

    def statements(self, ids: Sequence[str]) -> list[Statement]:
        """Return statements in the order of `ids`.

        Raises:
            NotFoundError: No statement has one of these ids.
        """
        return [_statement(raw) for raw in self._by_key("statements", "id", "statement", ids)]

    def statements_of(self, owner: str | Passage) -> list[Statement]:
        """Return the statements of an article (by slug) or of a passage, in order."""
        if isinstance(owner, Passage):
            return self.statements(owner.statements)
        query = "SELECT record FROM statements WHERE article = ? ORDER BY place"
        return [_statement(json.loads(record)) for (record,) in self._rows(query, owner)]

    def references(self, keys: Sequence[str] | None = None) -> list[Reference]:
        """Return references in the order of `keys`, or the whole registry when None.

        Raises:
            NotFoundError: No reference has one of these keys.
        """
        if keys is None:
            rows = self._rows("SELECT record FROM refs ORDER BY place")
            return [Reference(**json.loads(record)) for (record,) in rows]
        return [Reference(**raw) for raw in self._by_key("refs", "key", "reference", keys)]

    def references_of(self, slug: str) -> list[Reference]:
        """Return the references that an article lists, in order."""
        rows = self._rows("SELECT key FROM cited WHERE article = ? ORDER BY place", slug)
        return self.references([key for (key,) in rows])

    def conflicts_of(self, ids: Sequence[str]) -> list[Conflict]:
        """Return the contradictions that one of these statements is part of, in build order."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        query = (
            f"SELECT record FROM conflicts WHERE first IN ({marks}) OR second IN ({marks})"  # noqa: S608
            " ORDER BY place"
        )
        return [_conflict(json.loads(record)) for (record,) in self._rows(query, *ids, *ids)]

    def conflicts(self) -> list[Conflict]:
        """Return every contradiction, in build order."""
        rows = self._rows("SELECT record FROM conflicts ORDER BY place")
        return [_conflict(json.loads(record)) for (record,) in rows]

    def disagreements(self) -> dict[str, tuple[FieldConflict, ...]]:
        """Return the fields on which a study's sources disagree, by the keys of its records."""
        found: dict[str, tuple[FieldConflict, ...]] = {}
        for (record,) in self._rows("SELECT record FROM studies ORDER BY key"):
            raw = json.loads(record)
            fields = tuple(_field_conflict(each) for each in raw["conflicts"])
            if fields:
                found.update(dict.fromkeys((raw["key"], *raw["papers"]), fields))
        return found

    def problems(self) -> list[Problem]:
        """Return what the readers found wrong with the articles of this snapshot."""
        return [problem for article in self.articles() for problem in article.problems]

    def _by_key(
        self, table: str, column: str, noun: str, keys: Sequence[object]
    ) -> Iterator[dict[str, Any]]:
        found: dict[object, str] = {}
        for start in range(0, len(keys), _LOOKUP_EVERY):
            some = keys[start : start + _LOOKUP_EVERY]
            marks = ",".join("?" * len(some))
            query = f"SELECT {column}, record FROM {table} WHERE {column} IN ({marks})"  # noqa: S608
            found.update(dict(self._rows(query, *some)))
        for key in keys:
            if key not in found:
                raise NotFoundError(f"no {noun} {key!r}")
        return (json.loads(found[key]) for key in keys)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
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


def _dump(record: Any) -> str:  # noqa: ANN401 - any of the records
    # ASCII only: lone surrogates of a source survive as escapes.
    return json.dumps(dataclasses.asdict(record), ensure_ascii=True, default=str)


def _strings(raw: Iterable[str]) -> tuple[str, ...]:
    return tuple(raw)


def _span(raw: dict[str, int]) -> Span:
    return Span(raw["start"], raw["end"])


def _statement(raw: dict[str, Any]) -> Statement:
    lists = {name: _strings(raw[name]) for name in ("section", "caveats", "references", "header")}
    return Statement(**{**raw, **lists, "span": _span(raw["span"]), "kind": Kind(raw["kind"])})


def _conflict(raw: dict[str, Any]) -> Conflict:
    return Conflict(**{**raw, "kind": ConflictKind(raw["kind"])})


def _field_conflict(raw: dict[str, Any]) -> FieldConflict:
    values = tuple((value, where) for value, where in raw["values"])
    return FieldConflict(raw["field"], values)


def _passage(raw: dict[str, Any]) -> Passage:
    lists = {name: _strings(raw[name]) for name in ("section", "statements")}
    pieces = tuple((start, end) for start, end in raw["pieces"])
    return Passage(**{**raw, **lists, "pieces": pieces, "span": _span(raw["span"])})


def _article(raw: dict[str, Any]) -> Article:
    parts: dict[str, Any] = dict.fromkeys(("statements", "passages", "references"), ())
    sections = tuple(_strings(section) for section in raw["sections"])
    problems = tuple(Problem(**problem) for problem in raw["problems"])
    return Article(**{**raw, **parts, "sections": sections, "problems": problems})

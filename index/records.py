"""The file of a snapshot's records: its tables, and how each record is written in few bytes.

A statement's quote is not stored but cut from its article's source by its span. Its plain words are
stored as what differs from the quote (DEFLATE, RFC 1951, with the quote as the dictionary), or not
at all where they are the quote; a passage's text likewise, where it is not its statements' words.
What many records share, such as a section, stands once in `terms`.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.records import Article, Passage, Reference, Statement
from index.errors import BuildError

if TYPE_CHECKING:
    from corpus.findings import Findings

_SCHEMA = """
CREATE TABLE articles (
    place INTEGER PRIMARY KEY, slug TEXT UNIQUE NOT NULL, source BLOB NOT NULL, record TEXT NOT NULL
);
CREATE TABLE terms (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE statements (
    row INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, kind INTEGER NOT NULL, section INTEGER NOT NULL, tier INTEGER NOT NULL,
    basis INTEGER NOT NULL, caveats INTEGER NOT NULL, direction INTEGER NOT NULL,
    refs INTEGER NOT NULL, header INTEGER NOT NULL, block INTEGER NOT NULL, clean BLOB
);
CREATE INDEX statements_by_span ON statements (article, start, stop);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, article INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, section INTEGER NOT NULL,
    breadcrumb INTEGER NOT NULL, statements TEXT NOT NULL, text BLOB, pieces TEXT
);
CREATE INDEX passages_by_article ON passages (article, row);
CREATE TABLE refs (place INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, record TEXT NOT NULL);
CREATE TABLE studies (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE conflicts (
    place INTEGER PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, record TEXT NOT NULL
);
CREATE INDEX conflicts_by_first ON conflicts (first);
CREATE INDEX conflicts_by_second ON conflicts (second);
CREATE TABLE cited (article INTEGER NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL);
CREATE INDEX cited_by_article ON cited (article, place);
"""
_RAW = -15
_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Reference)}


def write_store(path: Path, articles: Sequence[Article], findings: Findings) -> None:
    """Write the records of `articles` to a new file; passage rows follow the order given.

    Args:
        path: The file.
        articles: With the caveats that `findings` add.
        findings: What they say together: studies and contradictions.

    Raises:
        BuildError: Two articles have one slug, or two passages or statements one id; or a
            statement is not the text under its span, named by it.
        sqlite3.Error: The file cannot be written.
    """
    _check_unique(articles)
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(f"PRAGMA journal_mode=OFF;{_SCHEMA}")
            writer = _Writer(connection)
            for place, article in enumerate(articles):
                writer.write(place, article)
            writer.finish()
            connection.executemany(
                "INSERT INTO refs (key, record) VALUES (?, ?)",
                ((key, _reference(each)) for key, each in findings.references.items()),
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


def packed(text: str, known: str) -> bytes:
    """Return `text` as what differs from `known`, for `unpacked`."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=_bytes(known))
    return deflate.compress(_bytes(text)) + deflate.flush()


def unpacked(raw: bytes, known: str) -> str:
    """Return the text that `packed` was given, with the same `known`."""
    inflate = zlib.decompressobj(_RAW, zdict=_bytes(known))
    return (inflate.decompress(raw) + inflate.flush()).decode("utf-8", "surrogatepass")


def joined(cleans: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the plain words of statements as a passage joins them, and the range of each."""
    pieces, start = [], 0
    for clean in cleans:
        pieces.append((start, start + len(clean)))
        start += len(clean) + 1
    return " ".join(cleans), tuple(pieces)


class _Writer:
    """Writes articles one after the other and numbers what they hold."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: dict[str, int] = {}
        self._statement = 0
        self._passage = 0

    def write(self, place: int, article: Article) -> None:
        bare = dataclasses.replace(article, source="", statements=(), passages=(), references=())
        row = (place, article.slug, _bytes(article.source), _dump(bare))
        self._connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", row)
        first = self._statement
        rows = {each.id: first + i for i, each in enumerate(article.statements)}
        self._connection.executemany(
            "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._statement_row(rows[s.id], place, article, s) for s in article.statements),
        )
        self._statement += len(article.statements)
        cleans = {each.id: each.clean for each in article.statements}
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._passage_row(self._passage + i, place, article, each, rows, cleans)
                for i, each in enumerate(article.passages)
            ),
        )
        self._passage += len(article.passages)
        self._connection.executemany(
            "INSERT INTO cited VALUES (?, ?, ?)",
            ((place, order, each.key) for order, each in enumerate(article.references)),
        )

    def finish(self) -> None:
        """Write the shared terms."""
        self._connection.executemany(
            "INSERT INTO terms VALUES (?, ?)", ((id_, text) for text, id_ in self._terms.items())
        )

    def _statement_row(
        self, row: int, place: int, article: Article, each: Statement
    ) -> tuple[object, ...]:
        start, stop = each.span.start, each.span.end
        named = each.id == f"{article.slug}@{start}-{stop}" and each.article == article.slug
        if not named or each.text != article.source[start:stop]:
            raise BuildError(
                f"statement {each.id!r} is not the text of {article.path} from {start} to {stop}"
            )
        shared = (each.kind, each.section, each.tier, each.tier_basis, each.caveats,
                  each.direction, each.references, each.header)  # fmt: skip
        clean = None if each.clean == each.text else packed(each.clean, each.text)
        return (row, place, start, stop, *map(self._term, shared), each.block, clean)

    def _passage_row(
        self, row: int, place: int, article: Article, each: Passage,
        rows: dict[str, int], cleans: dict[str, str],
    ) -> tuple[object, ...]:  # fmt: skip
        try:
            inside = [rows[id_] for id_ in each.statements]
            same = joined([cleans[id_] for id_ in each.statements]) == (each.text, each.pieces)
        except KeyError as error:
            raise BuildError(f"passage {each.id!r} holds no statement {error}") from error
        text = None if same else packed(each.text, each.span.quote(article.source))
        pieces = None if same else json.dumps(each.pieces)
        section, breadcrumb = self._term(each.section), self._term(each.breadcrumb)
        return (row, each.id, place, each.span.start, each.span.end, section, breadcrumb,
                _ranges(inside), text, pieces)  # fmt: skip

    def _term(self, value: object) -> int:
        # ASCII only: lone surrogates of a source survive as escapes.
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        return self._terms.setdefault(text, len(self._terms))


def _ranges(rows: Sequence[int]) -> str:
    """Return rows as "7+3" where they follow each other, else as a JSON list."""
    if rows and list(rows) == list(range(rows[0], rows[0] + len(rows))):
        return f"{rows[0]}+{len(rows)}"
    return json.dumps(list(rows))


def rows_in(text: str) -> list[int]:
    """Return the statement rows that a passage's `statements` stands for."""
    first, plus, count = text.partition("+")
    if plus:
        return list(range(int(first), int(first) + int(count)))
    return [int(row) for row in json.loads(text)]


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


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _reference(reference: Reference) -> str:
    raw = dataclasses.asdict(reference)
    return _json({name: value for name, value in raw.items() if value != _DEFAULTS[name]})


def _dump(record: Any) -> str:  # noqa: ANN401 - any of the records
    return _json(dataclasses.asdict(record))


def _json(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=True, default=str, separators=(",", ":"))

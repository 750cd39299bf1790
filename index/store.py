"""The records of a snapshot in one SQLite file: articles, statements, passages, references."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.conflicts import Conflict, ConflictKind
from corpus.disagreement import FieldConflict
from corpus.records import Article, Kind, Passage, Problem, Reference, Span, Statement
from index.errors import NotFoundError
from index.recordfile import RecordFile
from index.records import joined, rows_in, unpacked

_STATEMENT = (
    "row, article, start, stop, kind, section, tier, basis, caveats, direction, refs, header,"
    " block, clean"
)
_PASSAGE = "row, id, article, start, stop, section, breadcrumb, statements, text, pieces"


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """Statements of one article that have kind, tier and references in common.

    Attributes:
        article: Slug.
        references: Keys as the statements have them.
        count: How many statements there are, at least 1.
    """

    article: str
    kind: Kind
    tier: str
    references: tuple[str, ...]
    count: int


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
        self._file = RecordFile(path)
        self._slugs, self._places = self._file.slugs, self._file.places

    def close(self) -> None:
        """Close the connections of all threads; no thread may read afterwards."""
        self._file.close()

    def counts(self) -> dict[str, int]:
        """Return how many articles, statements, passages and references there are."""
        tables = {"articles": "articles", "statements": "statements", "passages": "passages"}
        tables["references"] = "refs"
        return {
            name: int(self._file.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608
            for name, table in tables.items()
        }

    def slugs(self) -> list[str]:
        """Return the slugs of all articles in library order."""
        return list(self._places)

    def articles(self, slugs: Sequence[str] | None = None) -> list[Article]:
        """Return articles without source, statements, passages and references.

        Args:
            slugs: Which, in their order; all in library order when None.

        Raises:
            NotFoundError: No article has one of these slugs.
        """
        if slugs is None:
            rows = self._file.rows("SELECT record FROM articles ORDER BY place")
            return [_article(json.loads(record)) for (record,) in rows]
        found = self._file.by_key("slug, record", "articles", "slug", "article", slugs)
        return [_article(json.loads(record)) for _, record in found]

    def article(self, slug: str) -> Article:
        """Return one article whole.

        Raises:
            NotFoundError: No article has this slug.
        """
        return dataclasses.replace(
            self.articles([slug])[0],
            source=self.source(slug),
            statements=tuple(self.statements_of(slug)),
            passages=tuple(self.passages_of(slug)),
            references=tuple(self.references_of(slug)),
        )

    def source(self, slug: str) -> str:
        """Return the canonical source text of an article.

        Raises:
            NotFoundError: No article has this slug.
        """
        if slug not in self._places:
            raise NotFoundError(f"no article {slug!r}")
        return self._file.source(self._places[slug])

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
        return self._passages(self._file.by_key(_PASSAGE, "passages", "id", "passage", ids))

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
        return self._passages(self._file.by_key(_PASSAGE, "passages", "row", "passage row", rows))

    def row_of(self, id: str) -> int:  # noqa: A002
        """Return the row of a passage id.

        Raises:
            NotFoundError: No passage has this id.
        """
        rows = self._file.rows("SELECT row FROM passages WHERE id = ?", id)
        if not rows:
            raise NotFoundError(f"no passage {id!r}")
        return int(rows[0][0])

    def passages_of(self, slug: str) -> list[Passage]:
        """Return the passages of an article in order; none when there is no such article."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE article = ? ORDER BY row"  # noqa: S608
        return self._passages(self._file.rows(query, self._places.get(slug)))

    def holders_of(self, slug: str) -> dict[str, int]:
        """Return the row of the last passage that holds a statement, by the statement's id.

        Only of statements that a passage of the article holds; much cheaper than its passages.
        """
        place = self._places.get(slug)
        passages = self._file.rows(
            "SELECT row, statements FROM passages WHERE article = ? ORDER BY row", place
        )
        holding = {each: row for row, inside in passages for each in rows_in(inside)}
        spans = self._file.rows("SELECT row, start, stop FROM statements WHERE article = ?", place)
        return {
            f"{slug}@{start}-{stop}": holding[row] for row, start, stop in spans if row in holding
        }

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
        query = (
            f"SELECT {_STATEMENT} FROM statements"  # noqa: S608 - only names
            " WHERE article = ? AND start = ? AND stop = ?"
        )
        rows: list[tuple[Any, ...]] = []
        for id_ in ids:
            found = self._file.rows(query, *self._span_of(id_))
            if not found:
                raise NotFoundError(f"no statement {id_!r}")
            rows += found
        return self._statements(rows)

    def statements_of(self, owner: str | Passage) -> list[Statement]:
        """Return the statements of an article (by slug) or of a passage, in order."""
        if isinstance(owner, Passage):
            return self.statements(owner.statements)
        query = f"SELECT {_STATEMENT} FROM statements WHERE article = ? ORDER BY row"  # noqa: S608
        return self._statements(self._file.rows(query, self._places.get(owner)))

    def references(self, keys: Sequence[str] | None = None) -> list[Reference]:
        """Return references in the order of `keys`, or the whole registry when None.

        Raises:
            NotFoundError: No reference has one of these keys.
        """
        if keys is None:
            rows = self._file.rows("SELECT record FROM refs ORDER BY place")
            return [Reference(**json.loads(record)) for (record,) in rows]
        found = self._file.by_key("key, record", "refs", "key", "reference", keys)
        return [Reference(**json.loads(record)) for _, record in found]

    def references_of(self, slug: str) -> list[Reference]:
        """Return the references that an article lists, in order."""
        place = self._places.get(slug)
        rows = self._file.rows("SELECT key FROM cited WHERE article = ? ORDER BY place", place)
        return self.references([key for (key,) in rows])

    def alike(self) -> list[Alike]:
        """Return how many statements of which tier cite what, without reading any text.

        By article in library order; much cheaper than all statements of a large library.
        """
        rows = self._file.rows(
            "SELECT article, kind, tier, refs, count(*) FROM statements"
            " GROUP BY article, kind, tier, refs ORDER BY article, min(row)"
        )
        terms = self._file.terms_of({id_ for row in rows for id_ in row[1:4]})
        return [
            Alike(self._slugs[place], Kind(terms[kind]), terms[tier], tuple(terms[refs]), count)
            for place, kind, tier, refs, count in rows
        ]

    def listed(self) -> list[tuple[str, str]]:
        """Return (slug, key) of every reference that an article lists, in order.

        A key may be another name of a record: see `references`.
        """
        rows = self._file.rows("SELECT article, key FROM cited ORDER BY article, place")
        return [(self._slugs[place], key) for place, key in rows]

    def conflicts_of(self, ids: Sequence[str]) -> list[Conflict]:
        """Return the contradictions that one of these statements is part of, in build order."""
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        query = (
            f"SELECT record FROM conflicts WHERE first IN ({marks}) OR second IN ({marks})"  # noqa: S608
            " ORDER BY place"
        )
        return [_conflict(json.loads(record)) for (record,) in self._file.rows(query, *ids, *ids)]

    def conflicts(self) -> list[Conflict]:
        """Return every contradiction, in build order."""
        rows = self._file.rows("SELECT record FROM conflicts ORDER BY place")
        return [_conflict(json.loads(record)) for (record,) in rows]

    def disagreements(self) -> dict[str, tuple[FieldConflict, ...]]:
        """Return the fields on which a study's sources disagree, by the keys of its records."""
        found: dict[str, tuple[FieldConflict, ...]] = {}
        for (record,) in self._file.rows("SELECT record FROM studies ORDER BY key"):
            raw = json.loads(record)
            fields = tuple(_field_conflict(each) for each in raw["conflicts"])
            if fields:
                found.update(dict.fromkeys((raw["key"], *raw["papers"]), fields))
        return found

    def problems(self) -> list[Problem]:
        """Return what the readers found wrong with the articles of this snapshot."""
        return [problem for article in self.articles() for problem in article.problems]

    def _statements(self, rows: Sequence[tuple[Any, ...]]) -> list[Statement]:
        terms = self._file.terms_of(id_ for row in rows for id_ in row[4:12])
        return [self._statement(row, [terms[id_] for id_ in row[4:12]]) for row in rows]

    def _statement(self, row: tuple[Any, ...], shared: list[Any]) -> Statement:
        _, place, start, stop = row[:4]
        kind, section, tier, basis, caveats, direction, refs, header = shared
        text, slug = self._file.source(place)[start:stop], self._slugs[place]
        return Statement(
            id=f"{slug}@{start}-{stop}", article=slug, span=Span(start, stop), text=text,
            kind=Kind(kind), section=tuple(section),
            clean=text if row[13] is None else unpacked(row[13], text), tier=tier,
            tier_basis=basis, caveats=tuple(caveats), direction=direction,
            references=tuple(refs), header=tuple(header), block=row[12],
        )  # fmt: skip

    def _passages(self, rows: Sequence[tuple[Any, ...]]) -> list[Passage]:
        inside = [rows_in(row[7]) for row in rows]
        spans = self._words_of({each for some in inside for each in some})
        terms = self._file.terms_of(id_ for row in rows for id_ in row[5:7])
        return [
            self._passage(row, [spans[each] for each in some], terms)
            for row, some in zip(rows, inside, strict=True)
        ]

    def _passage(
        self, row: tuple[Any, ...], inside: Sequence[tuple[int, int, str]], terms: dict[int, Any]
    ) -> Passage:
        _, id_, place, start, stop, section, breadcrumb, _, text, pieces = row
        if text is None:
            words, ranges = joined([clean for _, _, clean in inside])
        else:
            words = unpacked(text, self._file.source(place)[start:stop])
            ranges = tuple((low, high) for low, high in json.loads(pieces))
        slug = self._slugs[place]
        return Passage(
            id=id_, article=slug, span=Span(start, stop), section=tuple(terms[section]),
            breadcrumb=terms[breadcrumb], text=words, pieces=ranges,
            statements=tuple(f"{slug}@{low}-{high}" for low, high, _ in inside),
        )  # fmt: skip

    def _words_of(self, rows: Iterable[int]) -> dict[int, tuple[int, int, str]]:
        """Return span and plain words of statements by their row."""
        fields = "row, article, start, stop, clean"
        found = {}
        wanted = sorted(rows)
        for row, place, start, stop, clean in self._file.by_key(
            fields, "statements", "row", "statement row", wanted
        ):
            text = self._file.source(place)[start:stop]
            found[row] = start, stop, text if clean is None else unpacked(clean, text)
        return found

    def _span_of(self, id_: str) -> tuple[int, int, int]:
        """Return article, start and stop of a statement's id; -1 where it is none."""
        slug, _, span = id_.rpartition("@")
        start, _, stop = span.partition("-")
        numbers = start.isascii() and start.isdigit() and stop.isascii() and stop.isdigit()
        # A number written otherwise, "007", or too large for the file, is another id.
        if not numbers or f"{int(start[:18])}-{int(stop[:18])}" != span:
            return -1, -1, -1
        return self._places.get(slug, -1), int(start), int(stop)


def _strings(raw: Iterable[str]) -> tuple[str, ...]:
    return tuple(raw)


def _conflict(raw: dict[str, Any]) -> Conflict:
    return Conflict(**{**raw, "kind": ConflictKind(raw["kind"])})


def _field_conflict(raw: dict[str, Any]) -> FieldConflict:
    values = tuple((value, where) for value, where in raw["values"])
    return FieldConflict(raw["field"], values)


def _article(raw: dict[str, Any]) -> Article:
    parts: dict[str, Any] = dict.fromkeys(("statements", "passages", "references"), ())
    sections = tuple(_strings(section) for section in raw["sections"])
    problems = tuple(Problem(**problem) for problem in raw["problems"])
    return Article(**{**raw, **parts, "sections": sections, "problems": problems})

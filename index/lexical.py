"""BM25 over passages with tantivy, on stems made by `index.analysis`."""

from __future__ import annotations

import contextlib
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import tantivy

from index.analysis import analyze
from index.arrays import Int64
from index.errors import SnapshotError

_BODY = "body"
_ROW = "row"
_HEAP = 64_000_000
ALSO_WEIGHT = 0.5
"""Weight of a word that stands for what was asked and was not typed."""
# A query of more distinct stems than this is cut: no question has as many.
_MOST_TERMS = 256
# Allowed rows are named in the query up to so many, or so many times the root of all rows; above,
# the ranking is read further down. Naming costs by their number, reading down by their rarity.
_MOST_NAMED = 1024
_NAMED_BY_ROOT = 8


class LexicalIndex:
    """A BM25 index (k1 = 1.2, b = 0.75) whose documents are passage rows."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[str]) -> LexicalIndex:
        """Index texts into an empty folder; the i-th text is row i.

        Raises:
            OSError: The folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(_schema(), path=str(folder), reuse=False)
            # One thread keeps documents in row order, and so the files the same each time.
            writer = index.writer(heap_size=_HEAP, num_threads=1)
            for row, text in enumerate(texts):
                document = tantivy.Document()
                document.add_text(_BODY, " ".join(analyze(text)))
                document.add_unsigned(_ROW, row)
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as error:  # tantivy tells of a failed write as a ValueError
            raise OSError(f"cannot write the lexical index: {error}") from error
        for path in folder.iterdir():
            if path.name.endswith(".lock"):
                path.unlink()
            else:
                path.chmod(0o644)  # tantivy makes some for this user alone
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open an index built before; the folder may be read-only and is not changed.

        Raises:
            SnapshotError: tantivy cannot read the folder.
        """
        try:
            # tantivy locks by making a file beside what it opens, so it opens links elsewhere;
            # the searcher then holds every file open and needs the links no more.
            with _passing_folder() as links:
                for path in folder.resolve().iterdir():
                    (Path(links) / path.name).symlink_to(path)
                index = tantivy.Index.open(links)
                index.config_reader("manual")  # no thread that watches for changes
                return cls(index)
        except (ValueError, OSError) as error:
            raise SnapshotError(f"cannot read the lexical index {folder}: {error}") from error

    def __len__(self) -> int:
        return self._searcher.num_docs

    def analyze(self, text: str) -> list[str]:
        """Return the stems of `text` as they are indexed."""
        return analyze(text)

    def document_frequency(self, stem: str) -> int:
        """Return how many passages hold this stem."""
        return int(self._searcher.doc_freq(_BODY, stem))

    def idf(self, stems: Iterable[str]) -> dict[str, float]:
        """Return `ln(1 + (N - n + 0.5) / (n + 0.5))` of each stem, as BM25 weighs it.

        Args:
            stems: From `analyze`; one that no passage holds gets the largest weight.
        """
        total = len(self)
        frequencies = {stem: self.document_frequency(stem) for stem in stems}
        return {
            stem: math.log(1 + (total - count + 0.5) / (count + 0.5))
            for stem, count in frequencies.items()
        }

    def search(
        self, query: str, k: int, allowed: Int64 | None = None, also: str = ""
    ) -> list[tuple[int, float]]:
        """Return the k best rows as (row, BM25 score), best first, equal scores by row.

        Args:
            query: Any text; it is analysed, never parsed as a query language.
            k: At most so many. Rows that share no stem with the query are not found.
            allowed: Rows that may be found; None allows all. Exact at any number: scores are
                those of the unfiltered search.
            also: Other words for what the query names, of half its words' weight.
        """
        weights = dict.fromkeys(analyze(query), 1.0)
        for stem in analyze(also):
            weights.setdefault(stem, ALSO_WEIGHT)
        stems = dict(list(weights.items())[:_MOST_TERMS])
        if not stems or k <= 0 or (allowed is not None and len(allowed) == 0):
            return []
        matching = self._any_of(stems)
        if allowed is None:
            return self._top(matching, k, None)
        if len(allowed) <= max(_MOST_NAMED, _NAMED_BY_ROOT * math.isqrt(len(self))):
            return self._top(self._within(matching, allowed), k, None)
        return self._top(matching, k, allowed)

    def _any_of(self, weights: Mapping[str, float]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(stem, weight)) for stem, weight in weights.items()]
        )

    def _term(self, stem: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._index.schema, _BODY, stem, "freq")
        return term if weight == 1.0 else tantivy.Query.boost_query(term, weight)

    def _within(self, matching: tantivy.Query, allowed: Int64) -> tantivy.Query:
        rows = [int(row) for row in allowed]
        named = tantivy.Query.term_set_query(self._index.schema, _ROW, rows)
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, matching),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(named, 0.0)),
            ]
        )

    def _top(self, query: tantivy.Query, k: int, allowed: Int64 | None) -> list[tuple[int, float]]:
        """Read down the ranking until k allowed rows are certain, ties at the cut included."""
        total = len(self)
        limit = min(k + 1, max(total, 1))
        while True:
            hits = self._searcher.search(query, limit, count=False).hits
            found = self._rows([address for _, address in hits])
            scores = np.array([score for score, _ in hits], dtype=np.float64)
            keep = np.ones(len(found), bool) if allowed is None else np.isin(found, allowed)
            exhausted = len(hits) < limit or limit >= total
            kept = scores[keep]
            if exhausted or (len(kept) >= k and kept[k - 1] > scores[-1]):
                break
            limit = min(limit * 2, total)
        rows = found[keep]
        order = np.lexsort((rows, -kept))[:k]
        return [(int(rows[i]), float(kept[i])) for i in order]

    def _rows(self, addresses: list[tantivy.DocAddress]) -> Int64:
        values = self._searcher.fast_field_values(_ROW, addresses) if addresses else []
        return np.array([int(value or 0) for value in values], dtype=np.int64)


@contextlib.contextmanager
def _passing_folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(
        prefix="refdesk-lexical-", ignore_cleanup_errors=True
    ) as folder:
        yield folder
    # The reader that tantivy opens by itself may leave a lock file while this is being removed.
    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_BODY, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field(_ROW, indexed=True, fast=True)
    return builder.build()

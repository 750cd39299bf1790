"""Hybrid search over an open snapshot: dense and lexical, fused by score, the first reranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.records import Passage
from index.arrays import Float32, unit
from index.embedding.query_map import query_map_for
from index.filters import Filters
from index.fusion import LEXICAL_SHARE, convex_combination
from index.rerank import AgreementReranker, Candidate, Query, Reranker
from index.snapshot import Snapshot
from index.synonyms import Renaming

__all__ = ["Filters", "PassageHit", "Searcher"]

# A hit's score stays above 0, so that others can be told as a share of the first one's.
SMALLEST = 1e-6
AGREEMENT = AgreementReranker()


@dataclass(frozen=True, slots=True)
class PassageHit:
    """One passage found.

    Attributes:
        row: Its row in the snapshot.
        score: Above 0, higher is nearer, comparable within one search only: the reranker's, or
            the fused score without one.
        dense_rank: Its place among the dense candidates from 1, None when not one of them.
        lexical_rank: The same among the lexical candidates.
        dense_score: Its cosine with the mapped query, also when it is not a dense candidate.
        lexical_score: Its BM25 score, None when it shares no word with the query.
        fused_rank: Its place from 1 by `fused_score`, before the reranker.
        fused_score: What both searches give it together.
    """

    row: int
    passage_id: str
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    dense_score: float
    lexical_score: float | None
    fused_rank: int
    fused_score: float


class Searcher:
    """Searches one snapshot; may be shared by threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        lexical_share: float = LEXICAL_SHARE,
        mapped: bool = True,
        reranker: Reranker | None = AGREEMENT,
    ) -> None:
        """Search `snapshot`.

        Args:
            snapshot: The open snapshot.
            lexical_share: What BM25 weighs in a passage's score.
            mapped: Move query vectors by the learned map (`index.embedding.query_map`) where
                the snapshot's encoder is the one it was learned on.
            reranker: Places the first candidates again; None leaves them as fused.
        """
        self.snapshot = snapshot
        self._lexical_share = lexical_share
        self._map = query_map_for(snapshot.encoder.settings) if mapped else None
        self._reranker = reranker

    def encode(self, query: str) -> Float32:
        """Return the query's plain vector `[d]`, for `search` and `statement_scores`."""
        return self.snapshot.encoder.encode_query(query)

    def mapped(self, query_vector: Float32) -> Float32:
        """Return a query's plain vector moved towards what answers it, of length 1."""
        return unit(query_vector if self._map is None else self._map(query_vector))

    def search(
        self,
        query: str,
        *,
        k: int = 50,
        filters: Filters | None = None,
        candidates: int = 100,
        query_vector: Float32 | None = None,
    ) -> list[PassageHit]:
        """Return the passages nearest to a query, best first.

        Args:
            query: Any text; a blank one finds nothing.
            k: At most so many.
            filters: Applied inside both searches, so the result is exact however few passages
                they leave.
            candidates: How deep each of the two searches goes before fusion.
            query_vector: The query's plain vector (`encode`) when it is already known.
        """
        allowed = self.snapshot.facets.rows(filters)
        if not query.strip() or k <= 0 or (allowed is not None and len(allowed) == 0):
            return []
        plain = self.encode(query) if query_vector is None else query_vector
        vector = plain if self._map is None else self._map(plain)
        dense = self.snapshot.dense.search(vector, max(candidates, k), allowed)
        also = " ".join(word for each in self.renamings(query) for word in each.other)
        lexical = self.snapshot.lexical.search(query, max(candidates, k), allowed, also)
        return self._hits((query, also), vector, dense, lexical, k)

    def renamings(self, query: str) -> tuple[Renaming, ...]:
        """Return the other names, learned from the library, of what a query names."""
        return self.snapshot.synonyms.of(query)

    def statement_scores(self, query_vector: Float32, rows: Sequence[int]) -> list[Float32]:
        """Return the plain cosine of a query with each statement of some passages.

        Args:
            query_vector: float32 `[d]`, of any length.
            rows: Passage rows.

        Returns:
            For each row, float32 `[m]` in the order of the passage's statements.
        """
        query = unit(query_vector)
        offsets, pieces = self.snapshot.offsets, self.snapshot.pieces
        return [
            np.asarray(pieces[offsets[row] : offsets[row + 1]], dtype=np.float32) @ query
            for row in rows
        ]

    def _hits(
        self,
        asked: tuple[str, str],
        vector: Float32,
        dense: list[tuple[int, float]],
        lexical: list[tuple[int, float]],
        k: int,
    ) -> list[PassageHit]:
        """Return the k best candidates; each has both scores, whichever search found it."""
        dense_ranks = {row: rank for rank, (row, _) in enumerate(dense, start=1)}
        lexical_ranks = {row: rank for rank, (row, _) in enumerate(lexical, start=1)}
        rows = np.array(sorted({*dense_ranks, *lexical_ranks}), dtype=np.int64)
        scores = self.snapshot.dense.scores(vector, rows)
        cosines = dict(zip(rows.tolist(), scores.tolist(), strict=True))
        others = np.array([row for row in dense_ranks if row not in lexical_ranks], dtype=np.int64)
        query, also = asked
        rest = self.snapshot.lexical.search(query, len(others), others, also)
        bm25 = {**dict(lexical), **dict(rest)}
        fused = convex_combination(cosines, bm25, self._lexical_share)
        found = [
            _Found(row, score, cosines[row], bm25.get(row), rank, score)
            for rank, (row, score) in enumerate(fused, start=1)
        ]
        return [
            PassageHit(
                row=each.row,
                passage_id=passage.id,
                score=max(each.score, SMALLEST),
                dense_rank=dense_ranks.get(each.row),
                lexical_rank=lexical_ranks.get(each.row),
                dense_score=each.cosine,
                lexical_score=each.lexical,
                fused_rank=each.fused_rank,
                fused_score=each.fused_score,
            )
            for each, passage in self._placed(query, vector, found, k)
        ]

    def _placed(
        self, query: str, vector: Float32, found: list[_Found], k: int
    ) -> list[tuple[_Found, Passage]]:
        """Return the k best with their passages, after the reranker's second look."""
        depth = 0 if self._reranker is None else self._reranker.depth
        first = found[: max(k, depth)]
        passages = self.snapshot.store.passage_rows([each.row for each in first])
        pairs = list(zip(first, passages, strict=True))
        if self._reranker is None:
            return pairs
        stems = tuple(self.snapshot.lexical.analyze(query))
        asked = Query(query, vector, stems, self.snapshot.lexical.idf(stems))
        pieces, offsets = self.snapshot.pieces, self.snapshot.offsets
        candidates = [
            Candidate(
                passage=passage,
                statements=np.asarray(
                    pieces[offsets[each.row] : offsets[each.row + 1]], dtype=np.float32
                ),
                cosine=each.cosine,
                lexical=each.lexical or 0.0,
                score=each.score,
            )
            for each, passage in pairs[:depth]
        ]
        scores = self._reranker.scores(asked, candidates).tolist()
        return _reordered(pairs, scores)[:k]


@dataclass(frozen=True, slots=True)
class _Found:
    row: int
    score: float
    cosine: float
    lexical: float | None
    fused_rank: int
    fused_score: float


def _reordered(
    pairs: list[tuple[_Found, Passage]], scores: list[float]
) -> list[tuple[_Found, Passage]]:
    """Put the reranked first, by their new scores; the others follow, scored below them."""
    reranked = [
        (replace(each, score=score), passage)
        for (each, passage), score in zip(pairs, scores, strict=False)
    ]
    reranked.sort(key=lambda pair: (-pair[0].score, pair[0].row))
    others = pairs[len(scores) :]
    if not others:
        return reranked
    top = max(others[0][0].score, SMALLEST)
    least = reranked[-1][0].score
    return reranked + [
        (replace(each, score=min(least, least * each.score / top)), passage)
        for each, passage in others
    ]

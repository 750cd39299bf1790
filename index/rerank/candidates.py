"""What a reranker gets and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.records import Passage
from index.arrays import Float32, Float64


@dataclass(frozen=True, slots=True)
class Query:
    """A query as rerankers see it.

    Attributes:
        text: As given to the search.
        vector: float32 `[d]`, unit: the vector that the dense search used.
        stems: Its search words in order (`index.analysis`).
        idf: The weight of each stem.
    """

    text: str
    vector: Float32
    stems: tuple[str, ...]
    idf: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that is to be placed.

    Attributes:
        statements: float32 `[m, d]`, unit vectors of its statements.
        cosine: Of the query's vector with the passage.
        lexical: BM25, 0 where it shares no word with the query.
        score: Of the first stage, 0 to 1.
    """

    passage: Passage
    statements: Float32
    cosine: float
    lexical: float
    score: float


class Reranker(Protocol):
    """Places the first candidates of a search again. Shared by threads, the same each time."""

    @property
    def depth(self) -> int:
        """How many of the first candidates it looks at; the others keep their order behind."""

    def scores(self, query: Query, candidates: Sequence[Candidate]) -> Float64:
        """Return float64 `[n]`, higher is better, comparable within one call only."""

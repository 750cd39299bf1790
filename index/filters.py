"""Filters over passages, resolved to the rows that may be found.

A filter speaks of statements: a passage may be found when one of its statements meets every
condition at once (its tier, its references' year and condition) in one of the articles named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.records import Article, Reference, Statement
from corpus.vocabulary import TIERS, tier
from index.analysis import analyze
from index.arrays import Int64
from index.errors import SnapshotError

FACETS_FILE = "facets.npy"
FACET_NAMES_FILE = "facets.json"
_DTYPE = np.dtype(
    [("row", "<i4"), ("article", "<i4"), ("tier", "<i2"), ("year", "<i2"), ("condition", "<i4")]
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; an empty field limits nothing.

    Attributes:
        articles: Slugs.
        tiers: Tier ids; a statement must have one of them.
        weakest_tier: Tier id; a statement must rank at least as strong.
        conditions: Words; a statement must cite a study whose condition holds all words of
            one of them, or stand in an article that names it in its front matter.
        since_year: A statement must cite a study of this year or later.
        human_only: A statement must be of a tier that studied people.
    """

    articles: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    weakest_tier: str = ""
    conditions: tuple[str, ...] = ()
    since_year: int | None = None
    human_only: bool = False

    def __post_init__(self) -> None:
        """Refuse unknown tier ids.

        Raises:
            corpus.vocabulary.UnknownTierError: A tier id is not in the vocabulary.
        """
        for name in (*self.tiers, *((self.weakest_tier,) if self.weakest_tier else ())):
            tier(name)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is limited."""
        return self == Filters()


class Facets:
    """What filters look at, one entry for each statement of each passage."""

    def __init__(
        self,
        entries: NDArray[np.void],
        articles: Sequence[str],
        tiers: Sequence[str],
        conditions: Sequence[Sequence[str]],
    ) -> None:
        # Each field by itself: a filter over millions of entries then reads what it needs.
        self._columns = {name: np.ascontiguousarray(entries[name]) for name in _DTYPE.names or ()}
        self._articles = list(articles)
        self._tiers = list(tiers)
        self._conditions = [list(names) for names in conditions]
        self._stems = [[set(analyze(name)) for name in names] for names in self._conditions]

    @classmethod
    def gather(cls, articles: Sequence[Article]) -> Facets:
        """Collect the facets of all passages, rows numbered in order."""
        codes: dict[tuple[str, ...], int] = {}
        tier_codes: dict[str, int] = {}
        entries: list[tuple[int, int, int, int, int]] = []
        row = 0
        references: dict[str, Reference] = {}
        for reference in (ref for article in articles for ref in article.references):
            references.setdefault(reference.key, reference)
        for place, article in enumerate(articles):
            statements = {statement.id: statement for statement in article.statements}
            named = _own_conditions(article)
            for passage in article.passages:
                for id_ in passage.statements:
                    statement = statements[id_]
                    year, conditions = _studies(statement, references)
                    code = codes.setdefault(tuple(sorted({*conditions, *named})), len(codes))
                    tier_code = tier_codes.setdefault(statement.tier, len(tier_codes))
                    entries.append((row, place, tier_code, year, code))
                row += 1
        array = np.array(entries, dtype=_DTYPE)
        return cls(array, [article.slug for article in articles], list(tier_codes), list(codes))

    def save(self, folder: Path) -> None:
        """Write facets.npy and facets.json."""
        entries = np.empty(len(self._columns["row"]), dtype=_DTYPE)
        for name, column in self._columns.items():
            entries[name] = column
        np.save(folder / FACETS_FILE, entries, allow_pickle=False)
        names = {
            "articles": self._articles,
            "tiers": self._tiers,
            "conditions": self._conditions,
        }
        text = json.dumps(names, ensure_ascii=True)
        (folder / FACET_NAMES_FILE).write_text(text, encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Facets:
        """Read what `save` wrote.

        Raises:
            SnapshotError: The files are not readable.
        """
        try:
            entries = np.load(folder / FACETS_FILE, allow_pickle=False)
            names = json.loads((folder / FACET_NAMES_FILE).read_text(encoding="utf-8"))
            return cls(entries, names["articles"], names["tiers"], names["conditions"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SnapshotError(f"cannot read the facets in {folder}: {error}") from error

    def rows(self, filters: Filters | None) -> Int64 | None:
        """Return the rows that may be found, ascending; None when nothing is limited."""
        if filters is None or filters.empty:
            return None
        keep = np.ones(len(self._columns["row"]), dtype=bool)
        if filters.articles:
            keep &= self._in("article", [slug in filters.articles for slug in self._articles])
        if filters.tiers or filters.weakest_tier or filters.human_only:
            keep &= self._in("tier", [tier_fits(name, filters) for name in self._tiers])
        if filters.since_year is not None:
            keep &= self._columns["year"] >= filters.since_year
        if filters.conditions:
            wanted = [set(analyze(name)) for name in filters.conditions]
            fits = [
                any(want and want <= have for want in wanted for have in names)
                for names in self._stems
            ]
            keep &= self._in("condition", fits)
        rows = self._columns["row"][keep]
        # Entries stand in row order, so equal rows are neighbours.
        first = np.concatenate(([True], rows[1:] != rows[:-1])) if len(rows) else keep[:0]
        return rows[first].astype(np.int64)

    def _in(self, field: str, fits: list[bool]) -> NDArray[np.bool_]:
        codes = self._columns[field]
        chosen: NDArray[np.bool_] = np.array(fits, dtype=bool)[codes] if fits else codes < 0
        return chosen


def tier_fits(name: str, filters: Filters) -> bool:
    """Tell whether a tier id meets the tier conditions of `filters`."""
    known = TIERS.get(name)
    if known is None:
        return False
    if filters.tiers and name not in filters.tiers:
        return False
    if filters.weakest_tier and known.rank > tier(filters.weakest_tier).rank:
        return False
    return known.human or not filters.human_only


def _studies(statement: Statement, references: dict[str, Reference]) -> tuple[int, set[str]]:
    cited = [references[key] for key in statement.references if key in references]
    years = [reference.year for reference in cited if reference.year is not None]
    return max(years, default=0), {study.condition for study in cited if study.condition}


def _own_conditions(article: Article) -> set[str]:
    given = article.metadata.get("conditions") or article.metadata.get("condition") or ()
    names = [given] if isinstance(given, str) else given
    return {str(name) for name in names} if isinstance(names, list | tuple) else set()

"""All contradictions of a library: facts gathered by subject, then compared within each group.

Cost grows with the number of statements: facts are grouped by kind, subject and what else must be
equal, and of each group only distinct values are compared, at most `_MOST` of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from corpus.conflicts.compare import disagree
from corpus.conflicts.facts import Fact
from corpus.conflicts.gather import facts_of
from corpus.conflicts.studies import Studies
from corpus.conflicts.told import TOLD, Conflict
from corpus.records import Article, Reference

_MOST: Final = 12
"""Distinct values of one group that are compared; more is a table of values and no conflict."""

_OF_A_VALUE: Final = 12
"""Statements with one value that are compared, so that many of one study cost no square."""
_ALIKE: Final = 2
"""Statements of one article with one value that are compared: the first may hold both values."""


def find_conflicts(
    articles: Sequence[Article], references: Mapping[str, Reference]
) -> tuple[Conflict, ...]:
    """Return the contradictions between statements of `articles`.

    One pair is returned for each two values that disagree, in each article and between articles,
    told by the statements best to quote: running text before headings and footnotes, then the
    library's order.

    Args:
        articles: Articles in the library's order.
        references: The library's studies by key.
    """
    studies = Studies(articles, references)
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    order: dict[str, int] = {}
    for article in articles:
        for fact in facts_of(article, studies):
            groups[(fact.kind, fact.subject, *fact.group)].append(fact)
            order.setdefault(fact.statement.id, len(order))
    found = [pair for facts in groups.values() for pair in _pairs(facts)]
    conflicts = dict.fromkeys(_conflict(first, second, order) for first, second in found)
    return tuple(sorted(conflicts, key=lambda one: (order[one.first], order[one.second], one.kind)))


def _pairs(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield a pair of facts for each two values that disagree: in each article, and between."""
    best = _to_compare(facts)
    if len(best) < 2 or len({fact.value for fact in best}) > _MOST:
        return
    seen: set[tuple[frozenset[str], str]] = set()
    for first, second in combinations(best, 2):
        articles = {first.statement.article, second.statement.article}
        where = first.statement.article if len(articles) == 1 else ""
        told = (frozenset((first.value, second.value)), where)
        if told in seen or first.statement.id == second.statement.id:
            continue
        if disagree(first, second):
            seen.add(told)
            yield first, second


def _to_compare(facts: Sequence[Fact]) -> list[Fact]:
    """Return the first facts of each value, limits and article, running text before footnotes."""
    if len({fact.value for fact in facts}) < 2:
        return []
    kept: Counter[object] = Counter()
    best = []
    for fact in sorted(facts, key=lambda one: not one.is_prose):
        alike = (fact.value, fact.detail, fact.as_of, fact.statement.article)
        if kept[alike] < _ALIKE and kept[fact.value] < _OF_A_VALUE:
            kept.update((alike, fact.value))
            best.append(fact)
    return best


def _conflict(first: Fact, second: Fact, order: Mapping[str, int]) -> Conflict:
    ids = sorted((first.statement.id, second.statement.id), key=order.__getitem__)
    return Conflict(first.kind, ids[0], ids[1], first.subject, TOLD[first.kind])

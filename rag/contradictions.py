"""Contradictions in an answer: what the build found, with both statements cited.

A contradiction is shown only with both its quotes: where the other side of a chosen statement was
not chosen, it takes the place of the quote that answers least, so that the caller's bound holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from corpus.conflicts import Conflict as Found
from index.store import RecordStore
from rag.answer import Conflict, Evidence
from rag.candidates import Candidate
from rag.wording import in_one, wording

MOST = 2
"""Contradictions told in one answer."""
LEADING = 2
"""Only contradictions of the statements that answer best bring in their other side."""


def with_other_sides(
    chosen: Sequence[Candidate],
    store: RecordStore,
    allowed: Callable[[Candidate], bool],
    most: int,
    needed: Collection[str] = (),
) -> tuple[tuple[Candidate, ...], tuple[Found, ...]]:
    """Return the statements to show and the contradictions that can be told over them.

    Args:
        chosen: The statements of an answer, in order.
        store: Holds the contradictions.
        allowed: Tells whether a statement may leave.
        most: The caller's `max_evidence`.
        needed: Ids of chosen statements that another must not be shown without.
    """
    shown = list(chosen)
    best = sorted(chosen, key=lambda each: -each.score)[:LEADING]
    leading = {each.statement.id for each in best}
    told: list[Found] = []
    for found in store.conflicts_of([each.statement.id for each in chosen]):
        ids = [each.statement.id for each in shown]
        first, second = found.first in ids, found.second in ids
        if first and second:
            told.append(found)
        elif len(told) < MOST and (first or second):
            here, other = (found.first, found.second) if first else (found.second, found.first)
            if here not in leading or most < 2:
                continue
            added = _other(other, shown[ids.index(here)], store)
            if added and allowed(added):
                left = _without_least(shown, leading | set(needed), most - 1)
                if len(left) < most:
                    shown = [*left, added]
                    told.append(found)
    return tuple(shown), tuple(_still_shown(told, shown)[:MOST])


def told_over(
    found: Sequence[Found],
    evidence: Sequence[Evidence],
    chosen: Sequence[Candidate],
    lang: str | None = None,
) -> tuple[Conflict, ...]:
    """Return the contradictions as an answer in `lang` shows them."""
    numbers = {
        candidate.statement.id: entry.n for entry, candidate in zip(evidence, chosen, strict=True)
    }
    return tuple(
        Conflict(in_one(wording(f"conflict.{each.kind.value}"), lang),
                 (numbers[each.first], numbers[each.second]))
        for each in found
    )  # fmt: skip


def _without_least(shown: Sequence[Candidate], kept: Collection[str], most: int) -> list[Candidate]:
    """Return at most `most` statements, those that answer least left out first."""
    spare = [each for each in shown if each.statement.id not in kept]
    worst = sorted(spare, key=lambda each: each.score)[: max(0, len(shown) - most)]
    gone = {each.statement.id for each in worst}
    return [each for each in shown if each.statement.id not in gone]


def _still_shown(found: Sequence[Found], shown: Sequence[Candidate]) -> list[Found]:
    ids = {each.statement.id for each in shown}
    return [each for each in found if {each.first, each.second} <= ids]


def _other(id: str, beside: Candidate, store: RecordStore) -> Candidate | None:  # noqa: A002
    """Return the other side as a candidate that ranks just behind the statement it contradicts."""
    statement = store.statement(id)
    for passage in store.passages_of(statement.article):
        if id in passage.statements:
            return replace(beside, statement=statement, passage=passage)
    return None

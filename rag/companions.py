"""What a statement must not be shown without, and how room is made for it.

A positive result brings a null or negative one of the same study; a result of one arm that of the
other; a trial without results the sentence that says so; a figure from an unread source what is
said of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Kind, Statement
from rag.arms import other_arms
from rag.candidates import Candidate
from rag.same_study import StudyReader
from rag.unread import on_reading

LEADING = 3
"""Only the statements that answer best bring others with them."""
SAME_STUDY = "framing.null_result"
ON_READING = "framing.on_reading"

_UNPUBLISHED = re.compile(
    r"\b(?:not (?:yet )?(?:been )?(?:published|reported|identified)|no (?:published )?results"
    r"|pending|unpublished|awaiting)\b",
    re.IGNORECASE,
)
_ADVERSE = frozenset({"null", "negative", "mixed"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement to show; `line` is the framing sentence of one that came with another."""

    candidate: Candidate
    line: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What a statement needs: any of `fits`, best first, under the framing sentence `line`."""

    fits: Iterable[Candidate]
    line: str


Needs = Callable[[Candidate, Candidate, Sequence[Candidate]], Iterator[Need]]
"""Of a statement, the best one and all candidates, what the statement must not be shown without."""


def with_companions(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], needs: Needs, most: int
) -> list[Shown]:
    """Return `chosen` with what its best statements need, at most `most`.

    The best statement always stays; the others give way from the last, those that are themselves
    needed after the rest.
    """
    added: dict[str, Shown] = {}
    kept: set[str] = set()
    for candidate in chosen[:LEADING]:
        for need in needs(candidate, chosen[0], candidates):
            there = {each.statement.id for each in chosen} | added.keys()
            fits = list(need.fits)
            held = next((each for each in fits if each.statement.id in there), None)
            if held is not None:
                kept.add(held.statement.id)
            elif fits:
                added[fits[0].statement.id] = Shown(fits[0], need.line)
    room = max(1, most - len(added))
    own = _within(chosen, kept, room)
    return [*(Shown(each) for each in own), *list(added.values())[: most - len(own)]]


def _within(chosen: Sequence[Candidate], kept: set[str], room: int) -> list[Candidate]:
    """Return at most `room` of `chosen` in order: the first, then the needed, then the others."""
    order = sorted(
        range(len(chosen)),
        key=lambda place: (place > 0, chosen[place].statement.id not in kept, place),
    )
    return [chosen[place] for place in sorted(order[:room])]


def balance(
    candidate: Candidate, best: Candidate, candidates: Sequence[Candidate]
) -> Iterator[Need]:
    """Yield what is found among the candidates alone: the adverse result, the missing one."""
    del best
    meets = _balancing(candidate)
    if meets is not None:
        yield Need(filter(meets, candidates), SAME_STUDY)


def needs_of(reader: StudyReader, allowed: Callable[[Candidate], bool]) -> Needs:
    """Return what tells every need of a statement, by what else its article says.

    Args:
        reader: Reads the article.
        allowed: Tells whether a statement may stand as evidence.
    """

    def needs(
        candidate: Candidate, best: Candidate, candidates: Sequence[Candidate]
    ) -> Iterator[Need]:
        yield from balance(candidate, best, candidates)
        statement = candidate.statement
        beside = reader.beside(statement)
        # A good result never stands alone; another brings more only where its study is asked about.
        same_study = best.statement.id in {statement.id, *(each.id for each in beside)}
        if statement.direction != "positive" and not same_study:
            return
        for fits in other_arms(statement, beside):
            yield Need(may_stand(candidate, fits), SAME_STUDY)
        for told in on_reading(statement, reader):
            yield Need(may_stand(candidate, told), ON_READING)

    def may_stand(near: Candidate, found: Iterable[Statement]) -> Iterator[Candidate]:
        return filter(allowed, (reader.candidate(each, near) for each in found))

    return needs


def _balancing(candidate: Candidate) -> Callable[[Candidate], bool] | None:
    """Return the test that a companion of `candidate` meets, or None when it needs none."""
    statement = candidate.statement
    if statement.direction == "positive":
        study = _study(candidate)
        return lambda other: (
            other.statement.direction in _ADVERSE
            and other.statement.kind is not Kind.FOOTNOTE
            and _study(other) == study
        )
    if statement.tier == "trial_no_results":
        return lambda other: (
            _UNPUBLISHED.search(other.statement.clean) is not None
            and other.statement.article == statement.article
            and other.statement.section == statement.section
        )
    return None


def _study(candidate: Candidate) -> tuple[str, ...]:
    statement = candidate.statement
    return statement.references[:1] or (statement.article, *statement.section)

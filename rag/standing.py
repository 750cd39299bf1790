"""What may not stand as evidence: statements that cite a paper struck by its journal.

The build marks them (`corpus.findings`): retracted, withdrawn, or under an expression of concern.
A statement that cites another paper beside the struck one is left out too: nobody here can tell
which of the two carries it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.findings import STRUCK
from corpus.records import Kind
from index.textfold import words
from rag.candidates import Candidate
from rag.question import ReadQuestion

_MARKS = frozenset(STRUCK.values())
WOULD_BE_SHOWN = 6
"""A struck statement among so many best ones would have been shown: its absence is told."""


def is_struck(candidate: Candidate) -> bool:
    """Tell whether a statement cites a paper that may not support anything."""
    return not _MARKS.isdisjoint(candidate.statement.caveats)


def parted(
    candidates: Sequence[Candidate],
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return the candidates that may stand as evidence, and the struck ones, in order."""
    sound = tuple(each for each in candidates if not is_struck(each))
    struck = tuple(each for each in candidates if is_struck(each))
    return sound, struck


def asks_for_struck(
    question: ReadQuestion, sound: Sequence[Candidate], struck: Sequence[Candidate]
) -> bool:
    """Tell whether a name in the question belongs to struck statements alone.

    Only a statement's own words count: the heading of a struck study stands over its neighbours.
    """
    held = [_own_words(each) for each in sound if each.statement.kind is not Kind.HEADING]
    gone = [_own_words(each) for each in struck]
    return any(
        any(set(name.words) <= own for own in gone)
        and not any(set(name.words) <= own for own in held)
        for name in question.names
    )


def _own_words(candidate: Candidate) -> frozenset[str]:
    return frozenset(words(candidate.statement.clean))


def left_out(candidates: Sequence[Candidate]) -> bool:
    """Tell whether one of the best candidates is struck, so that a reader should know."""
    return any(map(is_struck, candidates[:WOULD_BE_SHOWN]))

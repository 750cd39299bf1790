"""What stands behind an answer: what was searched for, found, ranked and left out, and why.

Whoever checks answers watches one being made; an answer that nobody watches costs nothing more.
The desk tells each step as it is done and knows nothing of who listens, as with `rag.stages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from rag.output_check import MAX_LENGTH, may_leave

if TYPE_CHECKING:
    from corpus.records import Passage
    from index.search import PassageHit
    from rag.answer import Answer
    from rag.candidates import Candidate
    from rag.question import ReadQuestion

Fate = Literal[
    "shown",
    "other_filter",
    "withheld",
    "struck",
    "unsupported",
    "other_subject",
    "other_study",
    "other_phase",
    "not_listed",
    "unlikely",
    "said_already",
    "no_room",
]
FATES: Final[dict[Fate, str]] = {
    "shown": "It is cited.",
    "other_filter": "The filters asked for exclude it.",
    "withheld": "The output check lets no such words leave, not even as a quote.",
    "struck": "It rests on a paper that was retracted, withdrawn or is under concern.",
    "unsupported": "The library was not found to hold the answer, so nothing is quoted.",
    "other_subject": "The question names a condition or product, and this tells of another one.",
    "other_study": "The question names a study, and this tells of another one.",
    "other_phase": "The question names a phase, and this tells of another one.",
    "not_listed": "The answer is a list of studies, and this is not the entry of one.",
    "unlikely": "It answers much less likely than the best statement.",
    "said_already": "A better statement, or the same footnote, says it already.",
    "no_room": "More statements would answer than were asked for.",
}
"""What became of a statement that was looked at; stable names with their meaning."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the last search found."""

    hit: PassageHit
    passage: Passage


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement that was looked at.

    Attributes:
        likelihood: How likely it answers beside the best one, 0 to 1; None where it was not
            ranked.
        n: Its citation number; None where it is not cited.
    """

    candidate: Candidate
    fate: Fate
    likelihood: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A drafted sentence that is not shown.

    Attributes:
        text: None where the output check withholds it.
        reason: See `rag.generation.verify.check.REASONS`.
    """

    text: str | None
    reason: str


@dataclass(slots=True)
class Behind:
    """What is told while one answer is made; of several searches the last one counts.

    Attributes:
        searched: The texts searched for, in order.
        question: The last one, read.
        found: Passages of the last search, best first.
        dropped: Sentences of a draft.
    """

    searched: list[str] = field(default_factory=list)
    question: ReadQuestion | None = None
    found: tuple[Found, ...] = ()
    dropped: list[Dropped] = field(default_factory=list)
    _candidates: tuple[Candidate, ...] = ()
    _fates: dict[str, Fate] = field(default_factory=dict)
    _likelihoods: dict[str, float] = field(default_factory=dict)

    def search(
        self, question: ReadQuestion, hits: Sequence[PassageHit], passages: Sequence[Passage]
    ) -> None:
        """Take a search; what was told of an earlier one no longer counts."""
        self.searched.append(question.text)
        self.question = question
        self.found = tuple(Found(*each) for each in zip(hits, passages, strict=True))
        self._candidates = ()
        self._fates.clear()
        self._likelihoods.clear()

    def look_at(self, candidates: Sequence[Candidate], left: Iterable[Candidate]) -> None:
        """Take the statements of a search, and those `left` by filters and output check."""
        self._candidates = tuple(candidates)
        self.keep(left, "other_filter")

    def keep(self, left: Iterable[Candidate], fate: Fate) -> None:
        """Take what a step has left of the statements; the fate is that of the others."""
        ids = {each.statement.id for each in left}
        for each in self._candidates:
            if each.statement.id not in ids:
                self.leave(each, fate)

    def leave(self, candidate: Candidate, fate: Fate) -> None:
        """Take the fate of one statement."""
        self._fates.setdefault(candidate.statement.id, fate)

    def rank(self, likelihoods: Iterable[tuple[Candidate, float]]) -> None:
        """Take how likely statements answer, beside the best one."""
        self._likelihoods.update((each.statement.id, value) for each, value in likelihoods)

    def drop(self, text: str, reason: str) -> None:
        """Take a drafted sentence that is not shown."""
        self.dropped.append(Dropped(text if leaves(text, quoted=False) else None, reason))

    def seen(self, answer: Answer) -> tuple[Seen, ...]:
        """Return every statement looked at, the cited and ranked first, with what became of it.

        What is cited only because another statement needs it (`rag.companions`) may not have been
        looked at; it stands in the answer alone.
        """
        spans = {(entry.article.slug, entry.quote.span.start): entry.n for entry in answer.evidence}
        seen = [self._seen(each, spans) for each in self._candidates]
        return tuple(sorted(seen, key=_place))

    def _seen(self, candidate: Candidate, spans: dict[tuple[str, int], int]) -> Seen:
        statement = candidate.statement
        n = spans.get((statement.article, statement.span.start))
        fate = self._fates.get(statement.id, "no_room" if spans else "unsupported")
        if fate == "other_filter" and not leaves(statement.text, quoted=True):
            fate = "withheld"
        likelihood = self._likelihoods.get(statement.id)
        return Seen(candidate, "shown" if n is not None else fate, likelihood, n)


def leaves(text: str, *, quoted: bool) -> bool:
    """Tell whether a text of any length may be shown to whoever checks answers."""
    return len(text) <= MAX_LENGTH and may_leave(text, quoted=quoted)


def _place(seen: Seen) -> tuple[bool, float, float]:
    cited_or_ranked = seen.n is not None or seen.likelihood is not None
    return not cited_or_ranked, -(seen.likelihood or 0.0), -seen.candidate.score


_WATCHED: Final[ContextVar[Behind | None]] = ContextVar("refdesk_behind", default=None)


@contextmanager
def watching() -> Iterator[Behind]:
    """Watch the answers that this thread makes in the body of the `with`: one, to be read."""
    behind = Behind()
    token = _WATCHED.set(behind)
    try:
        yield behind
    finally:
        _WATCHED.reset(token)


def watched() -> Behind | None:
    """Return who is to be told of the answer being made; None mostly."""
    return _WATCHED.get()

"""What of the library may stand in an answer, what does, and how it is entered as evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from corpus.vocabulary import Tier
from index.filters import Filters, tier_fits
from index.store import RecordStore
from rag.answer import Conflict, Evidence
from rag.candidates import Candidate
from rag.companions import needs_of
from rag.compose import Selection, select
from rag.evidence import EvidenceMaker
from rag.named_study import STUDY_NAME
from rag.output_check import MAX_LENGTH, may_leave
from rag.question import ReadQuestion
from rag.same_study import StudyReader
from rag.standing import is_struck
from rag.unread import carried, rests_on_unread
from rag.wording import in_one, wording

_FIGURE: Final = re.compile(r"\d")


class Selector:
    """Chooses and enters evidence from one snapshot's records; safe to share between threads."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._maker = EvidenceMaker(store)
        self._reader = StudyReader(store)

    def allowed(
        self, candidates: Sequence[Candidate], filters: Filters | None
    ) -> tuple[Candidate, ...]:
        """Keep what may leave: the output check passed, and the filters met by the statement."""
        return tuple(
            candidate
            for candidate in candidates
            if len(candidate.statement.text) <= MAX_LENGTH
            and may_leave(candidate.statement.text, quoted=True)
            and (filters is None or self._meets(candidate, filters))
        )

    def may_stand(self, filters: Filters | None) -> Callable[[Candidate], bool]:
        """Return what tells whether a statement may be shown as evidence under these filters."""
        return lambda each: bool(self.allowed([each], filters)) and not is_struck(each)

    def selection(
        self,
        question: ReadQuestion,
        candidates: Sequence[Candidate],
        filters: Filters | None,
        most: int,
    ) -> Selection:
        """Return the statements that answer, at most `most`, with what must not be left out."""
        needs = needs_of(self._reader, self.may_stand(filters))
        return select(question, candidates, most, needs)

    def entries(self, candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """Return the candidates as numbered evidence, in the same order."""
        return tuple(
            self._maker.make(
                n,
                candidate.statement,
                candidate.passage,
                candidate.score,
                carried(candidate.statement, self._reader),
            )
            for n, candidate in enumerate(candidates, 1)
        )

    def rest_on_unread(self, candidates: Iterable[Candidate]) -> bool:
        """Tell whether any of the figures shown comes from a source that nobody read in full."""
        return any(rests_on_unread(each.statement, self._reader) for each in candidates)

    def _meets(self, candidate: Candidate, filters: Filters) -> bool:
        """Tell whether the statement itself meets filters that its passage meets somewhere."""
        if not tier_fits(candidate.statement.tier, filters):
            return False
        if filters.articles and candidate.statement.article not in filters.articles:
            return False
        if filters.since_year is None:
            return True
        studies = self._store.references(list(candidate.statement.references))
        return any((study.year or 0) >= filters.since_year for study in studies)


def names_a_subject(question: ReadQuestion) -> bool:
    """Tell whether a question names a condition, a product, a study or its figure, or the cells."""
    if any(STUDY_NAME.fullmatch(name.text) or _FIGURE.match(name.text) for name in question.names):
        return True
    return any(
        concept.kind in {"condition", "product", "measure"} or concept.id == "lay.subject"
        for concept in question.concepts
    )


def one_per_passage(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the first candidate of each passage, in order."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.passage.id, candidate)
    return list(best.values())


def strongest_tier(
    evidence: Sequence[Evidence], chosen: Sequence[Candidate], on_subject: frozenset[str]
) -> Tier | None:
    """Return the best-ranked outcome tier among the evidence on the subject asked, or None.

    The approval of one product is never the headline of a question about another.
    """
    tiers = [
        entry.tier
        for entry, candidate in zip(evidence, chosen, strict=True)
        if entry.tier.outcome_evidence and candidate.statement.id in on_subject
    ]
    return min(tiers, key=lambda each: each.rank, default=None)


def told_by_sources(evidence: Sequence[Evidence], lang: str | None = None) -> tuple[Conflict, ...]:
    """Return the evidence that its own source marks as contradictory, as one conflict."""
    marked = tuple(
        entry.n
        for entry in evidence
        if any(caveat.id == "contradictory-evidence" for caveat in entry.caveats)
    )
    return (Conflict(in_one(wording("framing.conflict"), lang), marked),) if marked else ()

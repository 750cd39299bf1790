"""The answer to a counting question: the studies themselves, and how many the library holds.

An article's own count is never the answer. It may follow the list, under a sentence that says
whose count it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.snapshot import Snapshot
from rag.candidates import Candidate
from rag.compose import Selection
from rag.counting import CountAsked
from rag.question import ReadQuestion
from rag.study_list import Listing, StudyLister
from rag.study_match import tells_tally, wanted_by
from rag.wording import Line, wording

PASSAGES = 48
"""Passages opened for a counting question: many studies, one statement each."""


def without_facts(question: ReadQuestion) -> ReadQuestion:
    """Return a counting question without the kinds of fact that its words look like.

    "How many trials of cells" asks for no dose; what is asked for is the list.
    """
    return replace(question, concepts=tuple(c for c in question.concepts if c.kind != "fact"))


class StudyCounter:
    """Answers counting questions from one snapshot; safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lister = StudyLister(snapshot.store)
        self._lexical = snapshot.lexical

    def selection(
        self,
        asked: CountAsked,
        question: ReadQuestion,
        found: Sequence[Candidate],
        allowed: Callable[[Candidate], bool],
        most: int,
    ) -> Selection | None:
        """Return the list of what matches, or None where nothing does.

        Words that no concept and no name covers limit the list too, unless nothing meets them
        beside a subject that is named.

        Args:
            asked: What is to be counted.
            question: The question, read.
            found: Statements near it, best first.
            allowed: Tells whether a statement may be shown.
            most: The caller's `max_evidence`.
        """
        wanted = wanted_by(question, lambda each: bool(self._lexical.document_frequency(each)))
        listing = self._lister.matching(asked, wanted, found, allowed)
        if not listing.studies and wanted.names_a_subject:
            listing = self._lister.matching(asked, wanted.without_others(), found, allowed)
        return _listed(asked, listing, most) if listing.studies else None


def _listed(asked: CountAsked, listing: Listing, most: int) -> Selection:
    """Return the list as a selection: at most `most` statements, an article's count last.

    That count gets a place where there is room, or where it was asked for.
    """
    held = len(listing.studies)
    reserved = 1 if asked.of_article and listing.tallies and most > 1 else 0
    shown = listing.studies[: most - reserved]
    tallies = listing.tallies[: min(1, most - len(shown))]
    one = Line(wording("count.held_one"))
    opening = [Line(wording("count.held"), held) if held > 1 else one]
    if len(shown) < held:
        opening.append(Line(wording("count.some_shown")))
    if asked.by_result:
        opening.append(Line(wording("count.any_result")))
    return Selection((*shown, *tallies), _as_articles(tallies), tuple(opening), whole=True)


def without_studies(selection: Selection) -> Selection:
    """Return an ordinary selection for a question whose studies the library does not hold."""
    tallies = [each for each in selection.chosen if tells_tally(each.statement)]
    lines = {**selection.lines, **_as_articles(tallies)}
    return Selection(selection.chosen, lines, (Line(wording("count.none")),))


def _as_articles(tallies: Sequence[Candidate]) -> dict[str, str]:
    """Return the framing sentence of each count that is an article's own."""
    return dict.fromkeys((each.statement.id for each in tallies), "count.article")

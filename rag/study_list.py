"""The studies of a library that match a counting question, each with one statement to show.

Studies come from the registry of the snapshot and from the statements found: an article may tell
of a trial without citing it. Papers and registration of one trial are one study; so are footnotes
without an identifier that say the same, and sentences of one article on one phase and condition.
What cannot be told apart is counted once, so the list may be short and is never padded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.caveats.trials import stated_sizes
from corpus.designwords import phases_of
from corpus.records import Kind, Reference, Statement
from corpus.tiers.studies import study_in
from corpus.vocabulary import TIERS
from index.store import RecordStore
from rag.arms import reports_arm
from rag.candidates import Candidate
from rag.counting import CountAsked
from rag.same_study import is_study, study_key
from rag.study_kind import REVIEW_TIERS, STUDY_TIERS, StudyTold, is_asked
from rag.study_match import Wanted, conditions_in, tells_tally

_NAME = re.compile(r"\b(?:[A-Z]{4,}|NCT\d{8})\b(?!s\b)")
_ANOTHER = re.compile(r"\b(?:another|separate|second|third|further|different|other)\b", re.I)
_SEVERAL = re.compile(r"\b(?:trials|studies|rcts)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """The studies that match, strongest kind first, one statement for each, and articles' counts.

    Attributes:
        tallies: Statements in which an article gives a count of its own on the same subject, those
            that name all that was asked for first.
    """

    studies: tuple[Candidate, ...]
    tallies: tuple[Candidate, ...]


class StudyLister:
    """Lists the studies of one snapshot; safe to share between threads."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    @cached_property
    def _records(self) -> tuple[Reference, ...]:
        return tuple({each.key: each for each in self._store.references()}.values())

    def matching(
        self,
        asked: CountAsked,
        wanted: Wanted,
        found: Sequence[Candidate],
        allowed: Callable[[Candidate], bool],
    ) -> Listing:
        """Return what the library holds of what is asked for.

        Args:
            asked: What is to be counted.
            wanted: What the studies must be about.
            found: Statements near the question, best first.
            allowed: Tells whether a statement may be shown.
        """
        matching = [
            each
            for each in self._studies(found)
            if is_asked(each, asked) and wanted.met_by(each.text, each.context, each.phases)
        ]
        shown = (self._shown(each, wanted, found, allowed) for each in matching)
        studies = sorted(filter(None, shown), key=self._order)
        articles = {each.statement.article for each in studies}
        tallies = [
            each
            for each in found
            if tells_tally(each.statement) and allowed(each) and _on_subject(each, wanted, articles)
        ]
        tallies.sort(key=lambda each: not _names_all(each, wanted))
        return Listing(tuple(studies), tuple(tallies))

    def _studies(self, found: Sequence[Candidate]) -> list[StudyTold]:
        """Return the studies of the registry, and those told without a citation."""
        studies: dict[tuple[str, ...], StudyTold] = {}
        for record in self._records:
            studies.setdefault(_identity(record), StudyTold()).records.append(record)
        keys = list(dict.fromkeys(key for each in found for key in each.statement.references))
        known = dict(zip(keys, self._store.references(keys), strict=True))
        uncited = []
        for candidate in found:
            cited = [known[key] for key in candidate.statement.references]
            # A review that tells of a trial is its source, not a second study.
            about = {_identity(each) for each in filter(is_study, cited)}
            about = about or {_identity(each) for each in cited}
            if len(about) == 1:
                studies[about.pop()].told.append(candidate)
            elif not about and _announces(candidate.statement):
                uncited.append(candidate)
        return [*studies.values(), *_without_citation(uncited, studies.values())]

    def _shown(
        self,
        study: StudyTold,
        wanted: Wanted,
        found: Sequence[Candidate],
        allowed: Callable[[Candidate], bool],
    ) -> Candidate | None:
        """Return the statement that shows a study best: one that announces it, or its footnote."""
        telling = [each for each in study.told if _may_show(each.statement) and allowed(each)]
        best = max(telling, key=lambda each: _fitness(each, wanted), default=None)
        if best is not None and _stands_alone(best.statement):
            return best
        notes = (each for each in self._footnotes(study, found) if allowed(each))
        return next(notes, best)

    def _footnotes(self, study: StudyTold, found: Sequence[Candidate]) -> Iterable[Candidate]:
        """Yield the footnotes of a study, and else what cites it, from the articles that do."""
        if not found:
            return
        keys = {record.key for record in study.records}
        places = [place for record in study.records for place in record.where.split("; ") if place]
        for slug in dict.fromkeys(place.split("#")[0] for place in places):
            passages = {
                key: each for each in self._store.passages_of(slug) for key in each.statements
            }
            for statement in self._store.statements_of(slug):
                if (
                    statement.kind is Kind.FOOTNOTE
                    and keys & set(statement.references)
                    and statement.id in passages
                ):
                    yield replace(
                        found[-1], statement=statement, passage=passages[statement.id], context=""
                    )

    def _order(self, candidate: Candidate) -> tuple[int, int, str]:
        years = [each.year or 0 for each in self._store.references(candidate.statement.references)]
        rank = TIERS[candidate.statement.tier].rank
        return rank, -max(years, default=0), candidate.statement.id


def _identity(record: Reference) -> tuple[str, ...]:
    """Return what makes two records one study: an identifier, else all that a footnote says."""
    if "#" not in record.key:
        return (study_key(record),)
    told = (record.label, record.design, record.phase, str(record.year), record.venue)
    return ("", *told) if record.label else (record.key,)


def _announces(statement: Statement) -> bool:
    """Tell whether a statement says of one study that there is or was one."""
    if statement.tier not in STUDY_TIERS | REVIEW_TIERS or not _may_show(statement):
        return False
    if tells_tally(statement) or _SEVERAL.search(statement.clean):
        return False
    named = study_in(statement.clean)
    return named is not None and named.identified


def _may_show(statement: Statement) -> bool:
    return statement.kind not in {Kind.HEADING, Kind.TABLE_HEADER, Kind.CODE}


def _stands_alone(statement: Statement) -> bool:
    """Tell whether a statement shows its study fairly by itself: no good result, no single arm."""
    return (
        _announces(statement) and statement.direction != "positive" and not reports_arm(statement)
    )


def _without_citation(
    announced: Sequence[Candidate], cited: Iterable[StudyTold]
) -> list[StudyTold]:
    """Return the studies told without a citation, sentences on one of them joined.

    One that the library cites under its name, or that its article cites with the same phase,
    condition and size, is that study.
    """
    names: set[str] = set()
    known: list[Candidate] = []
    for study in cited:
        names |= set(_NAME.findall(f"{study.text} {study.context}")) if study.told else set()
        known += study.told
    studies: list[StudyTold] = []
    for candidate in announced:
        statement = candidate.statement
        if not names.isdisjoint(_NAME.findall(statement.clean)):
            continue
        another = _ANOTHER.search(statement.clean) is not None
        if not another and any(_may_be_one(statement, each.statement) for each in known):
            continue
        same = [each for each in studies if _may_be_one(statement, each.told[0].statement)]
        if same:
            same[0].told.append(candidate)
        else:
            studies.append(StudyTold(told=[candidate]))
    return studies


def _may_be_one(statement: Statement, other: Statement) -> bool:
    """Tell whether two statements of one article may be on one study: kind, phase, condition, n."""
    if (statement.article, statement.tier) != (other.article, other.tier):
        return False
    first, second = statement.clean, other.clean
    sizes = set(stated_sizes(first)), set(stated_sizes(second))
    return (
        phases_of(first)[:1] == phases_of(second)[:1]
        and conditions_in(first) == conditions_in(second)
        and (not all(sizes) or bool(sizes[0] & sizes[1]))
    )


def _on_subject(tally: Candidate, wanted: Wanted, articles: Collection[str]) -> bool:
    """Tell whether an article's count is one of what is asked for.

    It says so, or it names no other subject and its article tells of the studies listed.
    """
    if _names_all(tally, wanted):
        return True
    named = wanted.admits(tally.statement.clean, f"{tally.context} {tally.passage.breadcrumb}")
    return named and tally.statement.article in articles


def _names_all(tally: Candidate, wanted: Wanted) -> bool:
    text = tally.statement.clean
    return wanted.met_by(text, f"{tally.context} {tally.passage.breadcrumb}", phases_of(text))


def _fitness(candidate: Candidate, wanted: Wanted) -> tuple[int, bool, float]:
    """Return how well a statement shows its study: told as such, by its own words, in prose."""
    statement = candidate.statement
    points = 2 * _announces(statement) + (statement.direction in {"na", "mixed"})
    points += statement.kind is not Kind.FOOTNOTE
    return points, wanted.met_by(statement.clean, "", ()), candidate.score

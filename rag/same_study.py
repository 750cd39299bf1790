"""Which statements of an article are about one study, so that one is not shown without another.

A statement is about the studies that it cites; where it cites none, about the trial it names;
where it names none, about whatever its section is about. Reviews and regulators' papers that it
cites are sources, not studies: two statements from one review need not be about one trial.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from corpus.designwords import NOT_TRIALS
from corpus.records import Kind, Reference, Statement
from corpus.tiers.studies import named_trial
from corpus.tiers.words import words_of
from index.store import RecordStore
from rag.candidates import Candidate

_KEPT_ARTICLES = 192
_NAME = re.compile(r"\b[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*")
_NO_STATEMENTS = frozenset({Kind.HEADING, Kind.TABLE_HEADER, Kind.CODE})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about.

    Attributes:
        studies: Keys of the studies it cites: the registration's where there is one.
        names: Names of trials it holds.
        place: What it shares with the statements around it.
    """

    studies: frozenset[str]
    names: frozenset[str]
    place: tuple[str, ...]

    def same_study(self, other: Subject) -> bool:
        """Tell whether both are about one study."""
        if self.studies and other.studies:
            return bool(self.studies & other.studies)
        if self.names and other.names:
            return bool(self.names & other.names)
        return self.place == other.place


@dataclass(frozen=True, slots=True)
class _Read:
    """One article's statements with what each is about, and the row of its passage."""

    statements: Sequence[Statement]
    subjects: Mapping[str, Subject]
    holders: Mapping[str, int]
    references: Mapping[str, Reference]


class StudyReader:
    """Reads what else an article says; keeps a few articles, safe to share between threads."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._articles: OrderedDict[str, _Read] = OrderedDict()
        self._lock = Lock()

    def beside(self, statement: Statement) -> tuple[Statement, ...]:
        """Return the other statements of its article about the same study, in their order."""
        read = self._read(statement.article)
        subject = read.subjects[statement.id]
        return tuple(
            each for each in self.around(statement) if subject.same_study(read.subjects[each.id])
        )

    def around(self, statement: Statement) -> tuple[Statement, ...]:
        """Return the other statements of its article that a passage holds, in their order."""
        read = self._read(statement.article)
        return tuple(each for each in read.statements if each.id != statement.id)

    def candidate(self, statement: Statement, near: Candidate) -> Candidate:
        """Return a statement as a candidate with the scores of one of its article."""
        row = self._read(statement.article).holders[statement.id]
        passage = self._store.passage_row(row)
        return replace(near, statement=statement, passage=passage)

    def references(self, statement: Statement) -> tuple[Reference, ...]:
        """Return the records of what a statement cites."""
        known = self._read(statement.article).references
        return tuple(known[key] for key in statement.references)

    def _read(self, slug: str) -> _Read:
        with self._lock:
            if slug in self._articles:
                self._articles.move_to_end(slug)
                return self._articles[slug]
        read = self._reading(slug)
        with self._lock:
            self._articles[slug] = read
            while len(self._articles) > _KEPT_ARTICLES:
                self._articles.popitem(last=False)
        return read

    def _reading(self, slug: str) -> _Read:
        every = self._store.statements_of(slug)
        holders = self._store.holders_of(slug)
        statements = tuple(
            each for each in every if each.kind not in _NO_STATEMENTS and each.id in holders
        )
        keys = list(dict.fromkeys(key for each in every for key in each.references))
        references = dict(zip(keys, self._store.references(keys), strict=True))
        names = frozenset(filter(None, (_trial_name(each.clean) for each in every)))
        cited = {each.id: _studies(each, references) for each in every}
        held: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for each in every:
            held[each.section] |= cited[each.id]
        subjects = {
            each.id: Subject(
                studies=cited[each.id],
                names=names & frozenset(_NAME.findall(each.clean)),
                place=_place(each, alone=len(held[each.section]) < 2),
            )
            for each in every
        }
        return _Read(statements, subjects, holders, references)


def study_key(reference: Reference) -> str:
    """Return the key of the study that a record belongs to."""
    return reference.nct or reference.key


def is_study(reference: Reference) -> bool:
    """Tell whether a record is a study, and not a review or a view of others' studies."""
    return reference.design not in NOT_TRIALS


def _studies(statement: Statement, references: Mapping[str, Reference]) -> frozenset[str]:
    cited = (references[key] for key in statement.references)
    return frozenset(study_key(each) for each in cited if is_study(each))


def _place(statement: Statement, *, alone: bool) -> tuple[str, ...]:
    """Return the place that a statement shares with those about the same thing.

    That is its section where the section tells of one study at most, else its paragraph or row;
    a footnote shares its place with nothing.
    """
    if statement.kind is Kind.FOOTNOTE:
        return (statement.id,)
    place = (statement.article, *statement.section)
    return place if alone else (*place, str(statement.block))


def _trial_name(text: str) -> str:
    """Return the name of the trial that `text` names as one ("HELIX" of "the HELIX trial")."""
    if _NAME.search(text) is None:
        return ""
    name = named_trial(words_of(text))
    found = _NAME.match(name)
    return found[0] if found else ""

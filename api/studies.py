"""The reference registry as a list that can be filtered: which studies, spoken of where and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.disagreement import FieldConflict
from corpus.records import Reference
from index.analysis import analyze
from index.store import RecordStore


@dataclass(frozen=True, slots=True)
class StudyFilter:
    """What a list of studies is limited to; an empty field limits nothing.

    Attributes:
        tier: Tier id of a statement that cites the study.
        condition: Words that must all stand in the study's condition.
        design: Normalised design, "rct".
        status: "published", "completed", ...
        year: Exactly this year.
        q: Words that must all stand in its label, authors, title, identifiers or condition.
    """

    tier: str = ""
    condition: str = ""
    design: str = ""
    status: str = ""
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """One study with the tiers of the statements that cite it and the articles that list it."""

    reference: Reference
    tiers: tuple[str, ...]
    articles: tuple[str, ...]
    words: frozenset[str]
    condition: frozenset[str]
    disagreements: tuple[FieldConflict, ...] = ()


class StudyCatalogue:
    """All studies of a snapshot, gathered once; may be shared by threads."""

    def __init__(self, entries: Sequence[StudyEntry]) -> None:
        self.entries = tuple(entries)

    @classmethod
    def gather(cls, store: RecordStore) -> StudyCatalogue:
        """Read the registry and every statement's citations of a snapshot."""
        disagreements = store.disagreements()
        tiers: dict[str, set[str]] = {}
        articles: dict[str, list[str]] = {}
        for slug in store.slugs():
            for reference in store.references_of(slug):
                articles.setdefault(reference.key, []).append(slug)
            for statement in store.statements_of(slug):
                for key in statement.references:
                    tiers.setdefault(key, set()).add(statement.tier)
        return cls(
            [
                StudyEntry(
                    reference=reference,
                    tiers=tuple(sorted(tiers.get(reference.key, ()))),
                    articles=tuple(dict.fromkeys(articles.get(reference.key, ()))),
                    words=_words(reference),
                    condition=frozenset(analyze(reference.condition)),
                    disagreements=disagreements.get(reference.key, ()),
                )
                for reference in _each_once(store.references())
            ]
        )

    def find(self, wanted: StudyFilter) -> list[StudyEntry]:
        """Return the studies that meet every condition, newest first, then by label and key."""
        query, condition = frozenset(analyze(wanted.q)), frozenset(analyze(wanted.condition))
        typed = wanted.q.strip().lower()
        found = [
            entry
            for entry in self.entries
            if _meets(entry, wanted)
            and (not wanted.condition or (condition and condition <= entry.condition))
            and (not wanted.q or (query and query <= entry.words) or typed in _ids(entry))
        ]
        return sorted(found, key=_order)


def _each_once(references: Iterable[Reference]) -> list[Reference]:
    """Return each record once: a key that was found to be another's leads to the same record."""
    return list({reference.key: reference for reference in references}.values())


def _order(entry: StudyEntry) -> tuple[int, str, str]:
    return -(entry.reference.year or 0), entry.reference.label, entry.reference.key


def _meets(entry: StudyEntry, wanted: StudyFilter) -> bool:
    study = entry.reference
    return (
        (not wanted.tier or wanted.tier in entry.tiers)
        and (not wanted.design or wanted.design == study.design)
        and (not wanted.status or wanted.status == study.status)
        and (wanted.year is None or wanted.year == study.year)
    )


def _ids(entry: StudyEntry) -> set[str]:
    study = entry.reference
    return {text.lower() for text in (study.doi, study.nct, study.pmid, study.key) if text}


def _words(study: Reference) -> frozenset[str]:
    parts = (study.label, study.authors, study.title, study.venue, study.condition, study.summary)
    return frozenset(analyze(" ".join(parts)))

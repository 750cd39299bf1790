"""The reference registry as a list that can be filtered: which studies, spoken of where and how."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from api.conditions import ConditionIndex, named_conditions, stated_conditions, told_conditions
from corpus.disagreement import FieldConflict
from corpus.records import Article, Kind, Reference
from corpus.retractions import is_struck
from corpus.tiers.designs import reference_design
from corpus.vocabulary import TIERS
from index.analysis import analyze
from index.errors import NotFoundError
from index.store import Alike, RecordStore

#: The own tier of studies whose kind nothing tells, where one is looked for.
UNSTATED: Final = "unstated"
Retraction = Literal["", "none", "struck", "corrected"]
Order = Literal["newest", "oldest", "largest", "smallest", "strongest", "name"]


@dataclass(frozen=True, slots=True)
class StudyFilter:
    """What a list of studies is limited to; an empty field limits nothing.

    Attributes:
        tier: Tier id of a statement that cites the study.
        own_tier: Tier id of the study itself, or `UNSTATED`.
        condition: Words that must all stand in one of its conditions.
        design: Normalised design, "rct".
        phase: "1", "1/2", "2a", ...
        status: "published", "completed", ...
        retraction: "struck" is retracted, withdrawn or under an expression of concern; "none" is
            all but these; "corrected".
        year: Exactly this year.
        year_from: This year or later.
        year_to: This year or earlier.
        n_min: At least so many participants.
        n_max: At most so many.
        q: Words that must all stand in its label, authors, title, identifiers or condition.
    """

    tier: str = ""
    own_tier: str = ""
    condition: str = ""
    design: str = ""
    phase: str = ""
    status: str = ""
    retraction: Retraction = ""
    year: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    n_min: int | None = None
    n_max: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """One study with the tiers of the statements that cite it and the articles that list it.

    Attributes:
        tier: The study's own tier: the weakest that its footnotes have, else that of its design;
            "" where neither says.
        said: How many statements cite it, footnotes not counted.
        cited_in: Slugs of all articles with a statement that cites it.
        conditions: Those it is listed under (`api.conditions`).
    """

    reference: Reference
    tiers: tuple[str, ...]
    articles: tuple[str, ...]
    disagreements: tuple[FieldConflict, ...] = ()
    tier: str = ""
    said: int = 0
    cited_in: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def struck(self) -> bool:
        """Whether the paper may not be shown as support."""
        return is_struck(self.reference)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as lists show it: its record without any text, and what its statements are.

    Attributes:
        tiers: Of its statements, strongest kind of source first.
        statements: How many make a claim of some tier.
        studies: How many studies it cites.
        text: Its title and conditions in lower case, to be searched.
    """

    record: Article
    tiers: tuple[str, ...]
    statements: int
    studies: int
    conditions: tuple[str, ...]
    text: str


class StudyCatalogue:
    """All studies and articles of a snapshot, gathered once; may be shared by threads."""

    def __init__(
        self,
        entries: Sequence[StudyEntry],
        articles: Sequence[ArticleEntry] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self._aliases = dict(aliases or {})
        self._lock = threading.Lock()
        self._words: list[frozenset[str]] | None = None
        #: Newest first, then by label and key.
        self.entries = tuple(sorted(entries, key=_newest))
        #: In library order.
        self.articles = tuple(articles)
        self.by_key: Mapping[str, StudyEntry] = {each.reference.key: each for each in self.entries}
        self.by_slug: Mapping[str, ArticleEntry] = {each.record.slug: each for each in articles}
        self._trials: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            if entry.reference.nct:
                self._trials.setdefault(entry.reference.nct, []).append(place)
        #: How many studies have each tier, design, phase and status, where there is one.
        self.counted = {
            "tier": Counter(entry.tier or UNSTATED for entry in self.entries),
            "design": _values(entry.reference.design for entry in self.entries),
            "phase": _values(entry.reference.phase for entry in self.entries),
            "status": _values(entry.reference.status for entry in self.entries),
        }
        standing = [entry for entry in self.entries if not entry.struck]
        #: How many studies are struck, how many of the others have each tier, and no condition.
        self.struck = len(self.entries) - len(standing)
        self.standing = Counter(entry.tier or UNSTATED for entry in standing)
        self.unnamed = sum(not entry.conditions for entry in standing)
        self.conditions = ConditionIndex([each.conditions for each in self.entries])

    @classmethod
    def gather(cls, store: RecordStore) -> StudyCatalogue:
        """Read the registry, and what the statements of a snapshot cite."""
        references = _each_once(store.references())
        articles, alike = store.articles(), store.alike()
        cited = _Cited.count(store, references, alike)
        conditions: dict[str, list[str]] = {
            key: stated_conditions(reference) for key, reference in references.items()
        }
        for key, name in told_conditions(store, articles):
            conditions.setdefault(cited.known(key), []).append(name)
        listed: dict[str, list[str]] = {}
        for slug, key in store.listed():
            listed.setdefault(cited.known(key), []).append(slug)
        disagreements = store.disagreements()
        return cls(
            [
                StudyEntry(
                    reference=reference,
                    tiers=tuple(sorted(cited.tiers.get(key, ()))),
                    articles=tuple(dict.fromkeys(listed.get(key, ()))),
                    disagreements=disagreements.get(key, ()),
                    tier=_own_tier(reference, cited.described.get(key, ())),
                    said=cited.said.get(key, 0),
                    cited_in=tuple(cited.slugs.get(key, ())),
                    conditions=tuple(dict.fromkeys(conditions[key])),
                )
                for key, reference in references.items()
            ],
            list(_articles(articles, alike)),
            cited.aliases,
        )

    def known(self, key: str) -> str:
        """Return the key of the record that a cited key leads to."""
        return self._aliases.get(key, key)

    def of_trial(self, nct: str) -> list[StudyEntry]:
        """Return the registration and the papers of a trial, newest first."""
        return [self.entries[place] for place in self._trials.get(nct, ())]

    def find(self, wanted: StudyFilter, order: Order = "newest") -> list[StudyEntry]:
        """Return the studies that meet every condition, in this order, then newest first."""
        if wanted == StudyFilter() and order not in _ORDERS:
            return list(self.entries)
        query, typed = frozenset(analyze(wanted.q)), wanted.q.strip().lower()
        words = self._all_words() if wanted.q else ()
        named = self.conditions.find(wanted.condition) if wanted.condition else None
        found = [
            entry
            for place, entry in enumerate(self.entries)
            if (named is None or place in named)
            and _meets(entry, wanted)
            and (not wanted.q or (query and query <= words[place]) or typed in _ids(entry))
        ]
        key = _ORDERS.get(order)
        return sorted(found, key=key) if key else found

    def _all_words(self) -> Sequence[frozenset[str]]:
        """Return the stems of each study, found at the first search for words: the dear part."""
        with self._lock:
            if self._words is None:
                self._words = [_words(entry.reference) for entry in self.entries]
            return self._words


@dataclass(slots=True)
class _Cited:
    """What the statements of a library cite, by the keys of the records."""

    store: RecordStore
    references: Mapping[str, Reference]
    aliases: dict[str, str] = field(default_factory=dict)
    tiers: dict[str, set[str]] = field(default_factory=dict)
    described: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, dict[str, None]] = field(default_factory=dict)

    @classmethod
    def count(
        cls, store: RecordStore, references: Mapping[str, Reference], alike: Iterable[Alike]
    ) -> _Cited:
        found = cls(store, references)
        for group in alike:
            for place, given in enumerate(dict.fromkeys(group.references)):
                key = found.known(given)
                found.tiers.setdefault(key, set()).add(group.tier)
                found.slugs.setdefault(key, {})[group.article] = None
                if group.kind != Kind.FOOTNOTE:
                    found.said[key] = found.said.get(key, 0) + group.count
                elif place == 0:
                    found.described.setdefault(key, set()).add(group.tier)
        return found

    def known(self, key: str) -> str:
        if key in self.references:
            return key
        if key not in self.aliases:
            try:
                # Another name of a known record: a PubMed number of a paper with a DOI.
                self.aliases[key] = self.store.references([key])[0].key
            except NotFoundError:
                self.aliases[key] = key  # an unresolved footnote: the build has reported it
        return self.aliases[key]


def _articles(articles: Iterable[Article], alike: Iterable[Alike]) -> Iterable[ArticleEntry]:
    groups: dict[str, list[Alike]] = {}
    for group in alike:
        groups.setdefault(group.article, []).append(group)
    for article in articles:
        own = [each for each in groups.get(article.slug, ()) if each.kind != Kind.FOOTNOTE]
        claims = [each for each in own if each.tier != "none"]
        yield ArticleEntry(
            record=article,
            tiers=tuple(sorted({each.tier for each in claims}, key=lambda id_: TIERS[id_].rank)),
            statements=sum(each.count for each in claims),
            studies=len({key for each in own for key in each.references}),
            conditions=tuple(named_conditions(article)),
            text=" ".join((article.title, *named_conditions(article))).casefold(),
        )


def _own_tier(reference: Reference, described: Iterable[str]) -> str:
    weakest = max(described, key=lambda id_: TIERS[id_].rank, default="")
    if weakest:
        return weakest
    design = reference_design(reference) if reference.design else None
    return design.tier if design else ""


def _each_once(references: Iterable[Reference]) -> dict[str, Reference]:
    """Return each record once: a key that was found to be another's leads to the same record."""
    return {reference.key: reference for reference in references}


def _values(values: Iterable[str]) -> Counter[str]:
    return Counter(value for value in values if value)


def _newest(entry: StudyEntry) -> tuple[int, str, str]:
    return -(entry.reference.year or 0), entry.reference.label, entry.reference.key


def _oldest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.reference.year is None, entry.reference.year or 0


def _largest(entry: StudyEntry) -> int:
    return -(entry.reference.n or 0)


def _smallest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.reference.n is None, entry.reference.n or 0


def _strongest(entry: StudyEntry) -> tuple[bool, int]:
    return entry.struck, TIERS[entry.tier].rank if entry.tier else len(TIERS) + 1


def _name(entry: StudyEntry) -> str:
    return entry.reference.label.casefold()


_ORDERS: Final[Mapping[str, Callable[[StudyEntry], Any]]] = {
    "oldest": _oldest,
    "largest": _largest,
    "smallest": _smallest,
    "strongest": _strongest,
    "name": _name,
}


def _meets(entry: StudyEntry, wanted: StudyFilter) -> bool:
    study = entry.reference
    return (
        (not wanted.tier or wanted.tier in entry.tiers)
        and (not wanted.own_tier or wanted.own_tier == (entry.tier or UNSTATED))
        and (not wanted.design or wanted.design == study.design)
        and (not wanted.phase or wanted.phase == study.phase)
        and (not wanted.status or wanted.status == study.status)
        and (not wanted.retraction or _stands(entry, wanted.retraction))
        and (wanted.year is None or wanted.year == study.year)
        and _between(study.year, wanted.year_from, wanted.year_to)
        and _between(study.n, wanted.n_min, wanted.n_max)
    )


def _stands(entry: StudyEntry, wanted: Retraction) -> bool:
    if wanted == "corrected":
        return entry.reference.status == "corrected"
    return entry.struck == (wanted == "struck")


def _between(value: int | None, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    return value is not None and (low is None or low <= value) and (high is None or value <= high)


def _ids(entry: StudyEntry) -> set[str]:
    study = entry.reference
    return {text.lower() for text in (study.doi, study.nct, study.pmid, study.key) if text}


def _words(study: Reference) -> frozenset[str]:
    parts = (study.label, study.authors, study.title, study.venue, study.condition, study.summary)
    return frozenset(analyze(" ".join(parts)))

"""The reference registry as a list that can be filtered: which studies, spoken of where and how."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from api.citing import Cited
from api.conditions import ConditionIndex, named_conditions, stated_conditions, told_conditions
from api.fields import UNSTATED
from api.same_source import same_sources
from api.study_entries import ArticleEntry, StudyEntry
from api.study_filter import ORDERS, Order, StudyFilter, ids_of, meets, newest, words_of
from corpus.records import Article, Kind, Reference
from corpus.tiers.designs import reference_design
from corpus.vocabulary import TIERS
from index.analysis import analyze
from index.store import Alike, RecordStore


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
        self.entries = tuple(sorted(entries, key=newest))
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
        references, aliases = _each_once(store.references())
        articles, alike = store.articles(), store.alike()
        cited = Cited.count(store, references, alike, aliases)
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
        if wanted == StudyFilter() and order not in ORDERS:
            return list(self.entries)
        query, typed = frozenset(analyze(wanted.q)), wanted.q.strip().lower()
        words = self._all_words() if wanted.q else ()
        named = self.conditions.find(wanted.condition) if wanted.condition else None
        found = [
            entry
            for place, entry in enumerate(self.entries)
            if (named is None or place in named)
            and meets(entry, wanted)
            and (not wanted.q or (query and query <= words[place]) or typed in ids_of(entry))
        ]
        key = ORDERS.get(order)
        return sorted(found, key=key) if key else found

    def _all_words(self) -> Sequence[frozenset[str]]:
        """Return the stems of each study, found at the first search for words: the dear part."""
        with self._lock:
            if self._words is None:
                self._words = [words_of(entry.reference) for entry in self.entries]
            return self._words


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


def _each_once(
    references: Iterable[Reference],
) -> tuple[dict[str, Reference], dict[str, str]]:
    """Return each source once by its key, and the keys that lead to another one's record."""
    found = {reference.key: reference for reference in references}
    aliases = same_sources(found)
    return {key: found[key] for key in found if key not in aliases}, aliases


def _values(values: Iterable[str]) -> Counter[str]:
    return Counter(value for value in values if value)

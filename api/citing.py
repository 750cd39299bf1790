"""What the statements of a library cite: which studies, how often, where, and of which tier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.records import Kind, Reference
from index.errors import NotFoundError
from index.store import Alike, RecordStore


@dataclass(slots=True)
class Cited:
    """What the statements of a library cite, by the keys of the records.

    Attributes:
        aliases: The key of the record that each other key leads to.
        tiers: Tiers of the citing statements.
        described: Tiers of the footnotes that describe the study.
        said: How many statements cite it, footnotes not counted.
        slugs: The articles with such a statement, in order.
    """

    store: RecordStore
    references: Mapping[str, Reference]
    aliases: dict[str, str] = field(default_factory=dict)
    tiers: dict[str, set[str]] = field(default_factory=dict)
    described: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, dict[str, None]] = field(default_factory=dict)

    @classmethod
    def count(
        cls,
        store: RecordStore,
        references: Mapping[str, Reference],
        alike: Iterable[Alike],
        aliases: Mapping[str, str],
    ) -> Cited:
        """Count what a store's statements say of its references; `aliases` are known before."""
        found = cls(store, references, dict(aliases))
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
        """Return the key of the record that a cited key leads to; itself where there is none."""
        if key in self.references:
            return key
        if key not in self.aliases:
            try:
                # Another name of a known record: a PubMed number of a paper with a DOI.
                self.aliases[key] = self.store.references([key])[0].key
            except NotFoundError:
                self.aliases[key] = key  # an unresolved footnote: the build has reported it
        return self.aliases[key]

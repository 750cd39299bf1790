"""What every page names of the library: its articles by title, and the one to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from index.store import RecordStore

_MOST_LISTED: Final = 200
#: Articles that are looked at for the one to begin with.
_MOST_TRIED: Final = 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles of a snapshot.

    Attributes:
        titles: Slug and title of each, in library order; the first 200.
        first: Slug of the article that shows the most kinds of evidence, "" in an empty library.
    """

    titles: tuple[tuple[str, str], ...]
    first: str


#: A snapshot never changes, so that each is looked through once; they go when their store goes.
_shelves: WeakKeyDictionary[RecordStore, Shelf] = WeakKeyDictionary()


def shelf_of(store: RecordStore) -> Shelf:
    """Return the articles of a snapshot, gathered at the first call."""
    found = _shelves.get(store)
    if found is None:
        titles = [(article.slug, article.title) for article in store.articles()[:_MOST_LISTED]]
        first = max(store.slugs()[:_MOST_TRIED], key=lambda slug: _kinds(store, slug), default="")
        found = _shelves[store] = Shelf(tuple(titles), first)
    return found


def _kinds(store: RecordStore, slug: str) -> int:
    return len({statement.tier for statement in store.statements_of(slug)})

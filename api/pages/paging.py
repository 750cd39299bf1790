"""One page of a long list, and the links to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Item]):
    """One page of a list.

    Attributes:
        items: Of this page; none where the page is past the end.
        total: Of the whole list.
        page: 1 for the first.
        pages: How many there are, at least 1.
        first: Number of the first item in the whole list, 1 for the first.
        links: (words, address) of the first, previous, next and last page, where they differ.
    """

    items: Sequence[Item]
    total: int
    page: int
    pages: int
    first: int
    links: tuple[tuple[str, str], ...]

    @property
    def last(self) -> int:
        """Number of the last item of this page."""
        return self.first + len(self.items) - 1


def paged(
    found: Sequence[Item], page: int, size: int, link: Callable[[int | None], str]
) -> Paged[Item]:
    """Return a page of `found`.

    Args:
        found: The whole list.
        page: 1 for the first.
        size: Items on a page.
        link: Makes the address of a page; of the first one from None.
    """
    pages = max(1, -(-len(found) // size))
    start = (page - 1) * size
    places = {"First": 1, "Previous": min(page - 1, pages), "Next": page + 1, "Last": pages}
    links = tuple(
        (words, link(place if place > 1 else None))
        for words, place in places.items()
        if 1 <= place <= pages and place != page
    )
    return Paged(found[start : start + size], len(found), page, pages, start + 1, links)

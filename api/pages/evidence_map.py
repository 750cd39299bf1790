"""The page at /library/map: conditions by kind of evidence, a plot and the table behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from api.fields import UNSTATED
from api.library_schemas import FieldErrorOut
from api.pages.listing import ranked
from api.pages.paging import paged
from api.pages.plot import Cell, MapRow, plot
from api.pages.query import STUDIES, WantedNames, address
from api.pages.rendering import render
from api.studies import StudyCatalogue

MAP: Final = "/library/map"
PAGE_SIZE: Final = 20
EVERY: Final = "Every condition"


def map_page(
    catalogue: StudyCatalogue,
    wanted: WantedNames,
    read_on: str,
    errors: Sequence[FieldErrorOut] = (),
) -> str:
    """Return the page; with errors in the address nothing is plotted.

    Studies that are retracted, withdrawn or under concern are not counted. A cell's number is that
    of the list to which it leads.
    """
    names = [] if errors else _find(catalogue.conditions.names, wanted.q)
    page = paged(
        names, wanted.page, PAGE_SIZE, lambda at: address(MAP, {"q": wanted.q, "page": at})
    )
    tiers = ranked(catalogue.standing)
    every = _row(EVERY, "", catalogue.standing, tiers)
    rows = [_row(name, name, _count(catalogue, name), tiers) for name in page.items]
    return render(
        "map.html.j2",
        here=MAP,
        read_on=read_on,
        errors=errors,
        wanted=wanted,
        conditions=len(catalogue.conditions.names),
        page=page,
        first=address(MAP, {"q": wanted.q}),
        tiers=tiers,
        every=every,
        rows=rows,
        broad=plot(rows, every, tiers, broad=True),
        narrow=plot(rows, every, tiers, broad=False),
        unnamed=catalogue.unnamed,
        struck=catalogue.struck,
    )


def _find(names: Sequence[str], words: str | None) -> Sequence[str]:
    if not words:
        return names
    parts = words.casefold().split()
    return [name for name in names if all(part in name.casefold() for part in parts)]


def _count(catalogue: StudyCatalogue, name: str) -> Counter[str]:
    found = (catalogue.entries[place] for place in catalogue.conditions.find(name))
    return Counter(each.tier or UNSTATED for each in found if not each.struck)


def _row(words: str, condition: str, counts: Counter[str], tiers: Sequence[str]) -> MapRow:
    def link(tier: str | None) -> str:
        values = {"tier": tier, "condition": condition or None, "retraction": "none"}
        return address(STUDIES, values)

    cells = tuple(Cell(tier, counts[tier], link(tier)) for tier in tiers)
    return MapRow(words, link(None), sum(counts.values()), cells)

"""The page at /library/map: conditions by kind of evidence, a plot and the table behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from api.library_schemas import FieldErrorOut
from api.pages.listing import ranked
from api.pages.paging import paged
from api.pages.plot import Cell, MapRow, plot
from api.pages.query import STUDIES, WantedNames, address
from api.pages.rendering import render
from api.studies import UNSTATED, StudyCatalogue, StudyEntry

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
    tiers = ranked(_count(catalogue.entries))
    every = _row(EVERY, "", catalogue.entries, tiers)
    rows = [_row(name, name, _with(catalogue, name), tiers) for name in page.items]
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
        unnamed=sum(not (each.conditions or each.struck) for each in catalogue.entries),
        struck=sum(each.struck for each in catalogue.entries),
    )


def _find(names: Sequence[str], words: str | None) -> Sequence[str]:
    if not words:
        return names
    parts = words.casefold().split()
    return [name for name in names if all(part in name.casefold() for part in parts)]


def _with(catalogue: StudyCatalogue, name: str) -> list[StudyEntry]:
    return [catalogue.entries[place] for place in catalogue.conditions.find(name)]


def _count(entries: Sequence[StudyEntry]) -> Counter[str]:
    return Counter(each.tier or UNSTATED for each in entries if not each.struck)


def _row(words: str, condition: str, entries: Sequence[StudyEntry], tiers: Sequence[str]) -> MapRow:
    counts = _count(entries)

    def link(tier: str | None) -> str:
        values = {"tier": tier, "condition": condition or None, "retraction": "none"}
        return address(STUDIES, values)

    cells = tuple(Cell(tier, counts[tier], link(tier)) for tier in tiers)
    return MapRow(words, link(None), sum(counts.values()), cells)

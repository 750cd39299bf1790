"""Sources without any identifier that several articles describe alike: one source, listed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from corpus.records import Reference

_LINK: Final = re.compile(r"\[\[([^\]|#]+)")
#: Characters that a footnote needs to be told by its words alone.
_TELLING: Final = 40


def same_sources(references: Mapping[str, Reference]) -> dict[str, str]:
    """Return the keys that lead to another record of the same source, each with that one's key.

    A study with a DOI, NCT or PubMed number is known by it. Of the rest, footnotes of several
    articles mean one source where they link to the same page of the library, or have the same
    words; and where nothing that they tell of it differs.
    """
    first: dict[tuple[object, ...], str] = {}
    found: dict[str, str] = {}
    for key in sorted(references):
        told = _told(references[key])
        if told is None:
            continue
        known = first.setdefault(told, key)
        if known != key:
            found[key] = known
    return found


def _told(source: Reference) -> tuple[object, ...] | None:
    """Return what two footnotes of one source have in common; None where that cannot be told."""
    if source.doi or source.nct or source.pmid:
        return None
    link = _LINK.search(source.text)
    words = " ".join(source.summary.split())
    if link is None and (len(words) < _TELLING or source.year is None):
        return None
    return (
        link[1].strip().casefold() if link else words,
        source.label.casefold(),
        source.authors,
        source.title,
        source.venue,
        source.year,
        source.design,
        source.phase,
        source.n,
        source.population,
        source.condition,
        source.status,
    )

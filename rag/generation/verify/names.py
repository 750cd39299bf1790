"""The names that a heading gives a quote: of one study, one condition, one product, and no more."""

from __future__ import annotations

import re

from rag.answer import Evidence
from rag.concepts import concepts
from rag.generation.verify.words import tokens_of

_NAME = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z][\w-]*[A-Z])[A-Z][\w-]*(?![\w-])")
_KINDS = ("condition", "product")


def names_of(entry: Evidence) -> frozenset[str]:
    """Return the stems of the names by which a sentence may call what the quote tells of.

    A name is written with capitals ("CRATUS"), or is a condition or product of the concept table.
    Where a heading gives two of a kind it gives none, and where the quote itself names a
    condition or product, no heading gives another.
    """
    found: set[str] = set()
    for heading in entry.section:
        names = set(_NAME.findall(heading))
        if len(names) == 1:
            found.update(_stems(names.pop()))
        for kind in _KINDS:
            found.update(_of_kind(kind, heading, entry.quote.text))
    return frozenset(found)


def _of_kind(kind: str, heading: str, quote: str) -> set[str]:
    told = [concept for concept in concepts() if concept.kind == kind]
    here = [match for concept in told if (match := concept.asked.search(heading))]
    if len(here) != 1 or any(concept.told.search(quote) for concept in told):
        return set()
    return _stems(here[0][0])


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens_of(text)}

"""How far a source's own tags reach.

A tag holds for its paragraph, row or bullet; a bullet that is only a tag holds for its section
(`corpus.statements`). A footnote takes the tags of the passages that cite it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol

from corpus.records import Marker, Span


class Tagged(Protocol):
    """A statement's place and the source's tags on it."""

    @property
    def span(self) -> Span:
        """Its characters in the source."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The source's tags that hold for it."""


def inherited_tags(
    statements: Iterable[Tagged], markers: Sequence[Marker]
) -> dict[str, tuple[str, ...]]:
    """Return, by footnote label, the tags of the statements that cite it, in order.

    Args:
        statements: The statements of a document, footnotes left out or without tags.
        markers: Its footnote marks. An author named with a year passes nothing on.
    """
    ordered = sorted(markers, key=lambda mark: mark.span.start)
    starts = [mark.span.start for mark in ordered]
    found: dict[str, dict[str, None]] = {}
    for statement in statements:
        if not statement.tags:
            continue
        first = bisect_left(starts, statement.span.start)
        last = bisect_left(starts, statement.span.end, lo=first)
        for mark in ordered[first:last]:
            found.setdefault(mark.label, {}).update(dict.fromkeys(statement.tags))
    return {label: tuple(tags) for label, tags in found.items()}

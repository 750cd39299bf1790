"""The library as the target shows it, for finding gold places and checking quotes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.records import Span, text_sha256
from rag.evaluation.cases import Place
from rag.evaluation.target import Payload, Target


@dataclass(frozen=True, slots=True)
class Located:
    """A place of a case with its span in the target's own source."""

    place: Place
    span: Span


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What judging needs of one article of the target.

    Attributes:
        passages: Span by passage id.
        statements: The payload's statements, in order.
        labels: Label by reference key, for studies without an identifier.
    """

    slug: str
    source: str
    source_sha256: str
    passages: Mapping[str, Span]
    statements: tuple[Payload, ...]
    labels: Mapping[str, str]

    def holds(self, span: Span, quote: str, sha256: str) -> bool:
        """Tell whether `quote` is verbatim: span, characters and hash agree."""
        return sha256 == self.source_sha256 and span.quote(self.source) == quote


class GoldMissingError(LookupError):
    """A gold place does not stand once in the target's library: the case cannot be judged."""


class LibraryView:
    """Articles of a target, each read once; safe to share between threads."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._articles: dict[str, ArticleView | None] = {}
        self._lock = threading.Lock()

    def article(self, slug: str) -> ArticleView | None:
        """Return an article, or None when the target has none of that slug.

        Raises:
            rag.evaluation.target.TargetError: The target failed.
        """
        with self._lock:
            if slug not in self._articles:
                payload = self._target.article(slug)
                self._articles[slug] = None if payload is None else _view(payload)
            return self._articles[slug]

    def locate(self, place: Place) -> Located:
        """Return a place with its span.

        Raises:
            GoldMissingError: The article is not there, or the quote is not there exactly once.
        """
        article = self.article(place.article)
        if article is None:
            raise GoldMissingError(f"the library has no article {place.article!r}")
        count = article.source.count(place.quote)
        if count != 1:
            raise GoldMissingError(f"{place.article}: gold occurs {count} times: {place.quote!r}")
        start = article.source.index(place.quote)
        return Located(place, Span(start, start + len(place.quote)))


def _view(payload: Payload) -> ArticleView:
    source = str(payload["source"])
    # A source that does not match its own hash proves no quote: judge by what the text really is.
    return ArticleView(
        slug=str(payload["slug"]),
        source=source,
        source_sha256=text_sha256(source),
        passages={str(each["passage_id"]): span_of(each) for each in payload["passages"]},
        statements=tuple(payload["statements"]),
        labels={str(each["key"]): str(each["label"]) for each in payload["references"]},
    )


def span_of(entry: Mapping[str, Any]) -> Span:
    """Return the span of a payload's entry."""
    return Span(int(entry["span"]["start"]), int(entry["span"]["end"]))


def overlaps(left: Span, right: Span) -> bool:
    """Tell whether two spans of one source share at least half of the shorter one.

    A common character or word is luck; half of the shorter span is the same place.
    """
    common = min(left.end, right.end) - max(left.start, right.start)
    shorter = min(left.end - left.start, right.end - right.start)
    return common > 0 and 2 * common >= shorter

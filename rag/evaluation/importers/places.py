"""Finding quotes in a library: in which article, where once, and where said again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from corpus.library import Library, read_library
from corpus.markup import plain_words
from corpus.passages import Budget
from corpus.records import Article, Kind, Span, Statement
from rag.evaluation.cases import Place
from rag.evaluation.importers.base import SuiteImportError

_REACH = 400
"""Characters by which a quote is made longer at most until it stands once."""
_FEWEST_WORDS = 5
"""Words from which two equal sentences are the same claim: "None reported." says nothing alone."""


def read_articles(paths: Sequence[Path], who: str) -> Library:
    """Return the library that quotes are looked for in.

    Raises:
        SuiteImportError: No path is given, one does not exist, or no article can be read.
    """
    if not paths:
        raise SuiteImportError(f"{who} needs the articles that its quotes stand in; name them")
    try:
        library = read_library(paths, Budget())
    except FileNotFoundError as error:
        raise SuiteImportError(str(error)) from error
    if not library.articles:
        reason = library.failed[0].message if library.failed else "no article there"
        raise SuiteImportError(f"{paths[0]}: {reason}")
    return library


class Places:
    """Places of a library, by quote."""

    def __init__(self, library: Library) -> None:
        self._articles = library.articles
        self._same: dict[str, list[tuple[Article, Statement]]] = defaultdict(list)
        for article in library.articles:
            for statement in article.statements:
                if statement.kind is not Kind.HEADING:
                    self._same[_folded(statement.clean)].append((article, statement))

    def find(
        self, quote: str, within: Collection[str] = (), line: int = 0
    ) -> tuple[Article, Span] | None:
        """Return where a quote stands, or None.

        Args:
            quote: Verbatim characters.
            within: File names or slugs of the articles it may stand in; empty for all.
            line: 1-based line where it begins: tells apart places of the same words.
        """
        for article in self._articles:
            if within and not {Path(article.path).name, article.slug} & set(within):
                continue
            start = article.source.find(quote)
            if start >= 0:
                start = _on_line(article.source, quote, line) if line else start
                return article, Span(start, start + len(quote))
        return None

    def twins(self, article: Article, span: Span) -> list[Place]:
        """Return the other places, in any article, that hold the sentence of a span again.

        Sentences are compared by their plain words: marks, tags and white space are folded. What
        has no place of its own (see `place_of`) is left out.
        """
        host = max(article.statements, key=lambda s: _common(s.span, span), default=None)
        if host is None or not _common(host.span, span):
            return []
        folded = _folded(host.clean)
        if len(folded.split()) < _FEWEST_WORDS:
            return []
        found = (
            place_of(other, same.span) for other, same in self._same[folded] if same.id != host.id
        )
        return [place for place in found if place]


def place_of(article: Article, span: Span, tier: str | None = None) -> Place | None:
    """Return a span as a place whose quote stands once, or None where none can be made.

    A quote that stands more often is made longer: by what follows it, or else by what precedes.
    """
    source = article.source
    for end in range(span.end, min(len(source), span.end + _REACH) + 1):
        if source.count(source[span.start : end]) == 1:
            return Place(article=article.slug, quote=source[span.start : end], tier=tier)
    for start in range(span.start, max(0, span.start - _REACH) - 1, -1):
        if source.count(source[start : span.end]) == 1:
            return Place(article=article.slug, quote=source[start : span.end], tier=tier)
    return None


def _on_line(source: str, quote: str, line: int) -> int:
    """Return the start of the occurrence that begins nearest to a line."""
    starts = [source.find(quote)]
    while (start := source.find(quote, starts[-1] + 1)) >= 0:
        starts.append(start)
    return min(starts, key=lambda start: abs(source.count("\n", 0, start) + 1 - line))


def _common(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def _folded(clean: str) -> str:
    return plain_words(clean).casefold().rstrip(" .;:")

"""Evidence entries: verbatim quotes with article, tier, caveats and studies, from the store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from corpus.records import Article, Kind, Passage, Reference, Statement
from corpus.vocabulary import Caveat, caveat, tier
from index.store import RecordStore
from rag.answer import ArticleLabel, Evidence, Hop, Quote, SourceText
from rag.output_check import caveats_of, check_output, may_leave

_PRIMARY = frozenset({"study", "full-text", "trial-record"})
_KEPT_ARTICLES = 64


class EvidenceMaker:
    """Makes evidence from statements of one snapshot; safe to share between threads."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._sources: OrderedDict[str, tuple[SourceText, ArticleLabel, Hop]] = OrderedDict()
        self._lock = Lock()

    def make(
        self,
        n: int,
        statement: Statement,
        passage: Passage,
        score: float,
        carried: Sequence[str] = (),
    ) -> Evidence:
        """Return the evidence entry for one statement.

        Args:
            n: Its citation number.
            statement: What is quoted.
            passage: Where it stands.
            score: For display order.
            carried: Caveats that it takes from other statements about its study.

        Raises:
            rag.answer.UnsafeAnswerError: The stored source does not hold the quote.
        """
        source, label, hop = self._article(statement.article)
        found = check_output(statement.text, quoted=True)
        ids = dict.fromkeys([*statement.caveats, *carried, *caveats_of(found)])
        return Evidence(
            n=n,
            passage_id=passage.id,
            quote=Quote.cut(source, statement.span),
            article=label,
            section=statement.section,
            tier=tier(statement.tier),
            tier_basis=statement.tier_basis,
            caveats=public_caveats([caveat(name) for name in ids]),
            references=self._references(statement),
            hop=hop,
            score=round(score, 4),
            row_line=_row_line(statement),
        )

    def _references(self, statement: Statement) -> tuple[Reference, ...]:
        return tuple(self._store.references(list(statement.references)))

    def _article(self, slug: str) -> tuple[SourceText, ArticleLabel, Hop]:
        with self._lock:
            if slug in self._sources:
                self._sources.move_to_end(slug)
                return self._sources[slug]
        article = self._store.articles([slug])[0]
        entry = (
            SourceText(slug, self._store.source(slug), article.source_sha256),
            ArticleLabel(article.slug, article.title, article.url, article.as_of),
            _hop(article),
        )
        with self._lock:
            self._sources[slug] = entry
            while len(self._sources) > _KEPT_ARTICLES:
                self._sources.popitem(last=False)
        return entry


def _hop(article: Article) -> Hop:
    """Tell whether the article is itself the study, or reports on studies."""
    primary = article.own or str(article.metadata.get("type", "")) in _PRIMARY
    return "primary" if primary else "article_says"


def public_caveats(caveats: Sequence[Caveat]) -> tuple[Caveat, ...]:
    """Return the caveats that a reader is shown."""
    return tuple(entry for entry in caveats if entry.public)


def _row_line(statement: Statement) -> str:
    """Return a table row with its headers, where what they say together may leave."""
    if statement.kind is not Kind.TABLE_ROW or not may_leave(statement.clean, quoted=True):
        return ""
    return statement.clean

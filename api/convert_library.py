"""From the records of a snapshot to the shapes of the library routes: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.convert import disclaimer_out, reference_out, span_out, web_url
from api.library_schemas import (
    ArticleEntryOut,
    ArticleOut,
    ArticleStatementOut,
    ContextOut,
    DisagreementOut,
    PassageLabelOut,
    PassageOut,
    StatedValueOut,
    StudyOut,
)
from api.schemas import ArticleLabelOut
from corpus.disagreement import FieldConflict
from corpus.records import Article, Passage, Reference, Span, Statement
from rag.disclaimers import Disclaimer

#: Characters of source shown before and after a passage, at most.
CONTEXT = 700


def study_out(reference: Reference) -> StudyOut:
    """Return a reference with everything known of the study."""
    return StudyOut(
        **reference_out(reference).model_dump(),
        key=reference.key,
        authors=reference.authors or None,
        title=reference.title or None,
        venue=reference.venue or None,
        phase=reference.phase or None,
        population=reference.population or None,
        condition=reference.condition or None,
    )


def disagreement_out(found: FieldConflict) -> DisagreementOut:
    """Return a field on which a study's sources disagree."""
    values = [StatedValueOut(value=value, where=where) for value, where in found.values]
    return DisagreementOut.model_validate({"field": found.field, "values": values})


def statement_out(statement: Statement, references: Mapping[str, Reference]) -> ArticleStatementOut:
    """Return one statement with the studies that it cites."""
    cited = [references[key] for key in statement.references if key in references]
    return ArticleStatementOut(
        text=statement.text,
        span=span_out(statement.span),
        section=list(statement.section),
        kind=str(statement.kind),
        tier=statement.tier,
        tier_basis=statement.tier_basis,
        caveats=list(statement.caveats),
        direction=statement.direction,
        references=[study_out(reference) for reference in cited],
    )


def article_entry_out(article: Article) -> ArticleEntryOut:
    """Return an article as the list of the library shows it."""
    return ArticleEntryOut(
        slug=article.slug,
        title=article.title,
        url=web_url(article.url),
        as_of=article.as_of or None,
        licence=article.licence or None,
        lang=article.lang,
        source_sha256=article.source_sha256,
    )


def article_out(
    article: Article, references: Mapping[str, Reference], disclaimer: Disclaimer
) -> ArticleOut:
    """Return one article whole.

    Args:
        article: With its source, statements, passages and references.
        references: By key; every one that a statement cites.
        disclaimer: The one to carry.
    """
    return ArticleOut(
        **article_entry_out(article).model_dump(),
        disclaimer=disclaimer_out(disclaimer),
        sections=[list(section) for section in article.sections],
        statements=[statement_out(statement, references) for statement in article.statements],
        passages=[
            PassageLabelOut(
                passage_id=passage.id, span=span_out(passage.span), section=list(passage.section)
            )
            for passage in article.passages
        ],
        references=[study_out(reference) for reference in article.references],
        source=article.source,
    )


def passage_out(
    passage: Passage,
    article: Article,
    references: Mapping[str, Reference],
    disclaimer: Disclaimer,
) -> PassageOut:
    """Return one passage in its context.

    Args:
        passage: One of the passages of `article`.
        article: With its source, statements and passages.
        references: By key; every one that a statement of the passage cites.
        disclaimer: The one to carry.
    """
    own = set(passage.statements)
    statements = [statement for statement in article.statements if statement.id in own]
    keys = dict.fromkeys(key for statement in statements for key in statement.references)
    around = context_span(article.source, passage.span)
    before, after = _neighbours(passage.id, [other.id for other in article.passages])
    return PassageOut(
        disclaimer=disclaimer_out(disclaimer),
        passage_id=passage.id,
        quote=passage.span.quote(article.source),
        article=ArticleLabelOut(
            slug=article.slug,
            title=article.title,
            url=web_url(article.url),
            as_of=article.as_of or None,
        ),
        section=list(passage.section),
        span=span_out(passage.span),
        source_sha256=article.source_sha256,
        statements=[statement_out(statement, references) for statement in statements],
        references=[study_out(references[key]) for key in keys if key in references],
        context=ContextOut(span=span_out(around), text=around.quote(article.source)),
        previous=before,
        next=after,
    )


def context_span(source: str, span: Span) -> Span:
    """Widen a span by up to `CONTEXT` characters on each side, to whole lines where it can."""
    start = max(0, span.start - CONTEXT)
    if start:
        line = source.find("\n", start, span.start)
        start = line + 1 if line >= 0 else start
    end = min(len(source), span.end + CONTEXT)
    if end < len(source):
        line = source.rfind("\n", span.end, end)
        end = line if line >= 0 else end
    return Span(start, end)


def _neighbours(own: str, ids: Sequence[str]) -> tuple[str | None, str | None]:
    place = list(ids).index(own)
    before = ids[place - 1] if place else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return before, after

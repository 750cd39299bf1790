"""GET /v1/articles, /v1/passages and /v1/studies: the library as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.convert import disclaimer_out
from api.convert_library import (
    article_entry_out,
    article_out,
    disagreement_out,
    passage_out,
    study_out,
)
from api.library_schemas import (
    ArticleOut,
    ArticlesOut,
    PassageOut,
    StudiesOut,
    StudyEntryOut,
    StudyQuery,
)
from api.problems import ProblemError
from api.reply import provider_of, reply
from api.study_entries import StudyEntry
from api.study_filter import StudyFilter
from corpus.records import Article, Reference, Statement
from index.errors import NotFoundError
from index.store import RecordStore
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1", tags=["library"], dependencies=[needs(Scope.LIBRARY)])


@router.get("/articles", response_model=ArticlesOut, summary="List the articles")
def articles(request: Request) -> Response:
    """List every article of the library."""
    store = provider_of(request).desk().snapshot.store
    return reply(
        ArticlesOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            articles=[article_entry_out(article) for article in store.articles()],
        )
    )


@router.get("/articles/{slug}", response_model=ArticleOut, summary="Read one article")
def article(
    request: Request, slug: Annotated[str, Path(description="Slug of the article.")]
) -> Response:
    """Return one article whole, with its canonical source and every statement in it."""
    store = provider_of(request).desk().snapshot.store
    found = _article(store, slug)
    references = references_of(store, found.statements, found.references)
    return reply(article_out(found, references, disclaimer_for(None)))


@router.get("/passages/{id}", response_model=PassageOut, summary="Read one passage")
def passage(
    request: Request,
    id: Annotated[str, Path(description="Id of the passage.")],  # noqa: A002 - contract's name
) -> Response:
    """Return one passage with the source around it."""
    store = provider_of(request).desk().snapshot.store
    try:
        found = store.passage(id)
    except (NotFoundError, UnicodeEncodeError):
        raise ProblemError("not-found") from None
    whole = _article(store, found.article)
    references = references_of(store, whole.statements, whole.references)
    return reply(passage_out(found, whole, references, disclaimer_for(None)))


@router.get("/studies", response_model=StudiesOut, summary="List the studies")
def studies(request: Request, asked: Annotated[StudyQuery, Query()]) -> Response:
    """List studies, newest first; every filter given must be met."""
    wanted = StudyFilter(
        tier=asked.tier or "",
        cited_as=asked.cited_as or "",
        condition=asked.condition or "",
        design=asked.design or "",
        status=asked.status or "",
        year=asked.year,
        q=asked.q or "",
    )
    found = provider_of(request).catalogue().find(wanted)
    page = found[asked.offset : asked.offset + asked.limit]
    return reply(
        StudiesOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            total=len(found),
            offset=asked.offset,
            limit=asked.limit,
            studies=[_study_entry(entry) for entry in page],
        )
    )


def _study_entry(entry: StudyEntry) -> StudyEntryOut:
    study = study_out(entry.reference).model_dump()
    return StudyEntryOut(
        **study,
        tier=entry.tier or None,
        tiers=list(entry.tiers),
        articles=list(entry.articles),
        status_as_of=entry.reference.status_as_of or None,
        disagreements=[disagreement_out(each) for each in entry.disagreements],
    )


def _article(store: RecordStore, slug: str) -> Article:
    try:
        return store.article(slug)
    except (NotFoundError, UnicodeEncodeError):
        raise ProblemError("not-found") from None


def references_of(
    store: RecordStore, statements: Iterable[Statement], own: Iterable[Reference]
) -> dict[str, Reference]:
    """Return every reference that a statement cites, those of other articles included."""
    known = {reference.key: reference for reference in own}
    missing = {key for statement in statements for key in statement.references} - known.keys()
    for key in sorted(missing):
        try:
            known[key] = store.references([key])[0]
        except NotFoundError:
            continue  # an unresolved footnote: the build has reported it
    return known

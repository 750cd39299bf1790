"""The library for reading: a page for each article."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.pages.page import article_page
from api.pages.shelf import shelf_of
from api.problems import ProblemError
from api.reply import provider_of
from api.routes.pages import html_page
from api.routes.widget import WIDGET_PATH
from index.errors import NotFoundError

router = APIRouter(include_in_schema=False, dependencies=[needs(Scope.LIBRARY)])


@router.get("/library/articles/{slug}")
def article(request: Request, slug: Annotated[str, Path()]) -> Response:
    """Return one article with the marks of its evidence."""
    store = provider_of(request).desk().snapshot.store
    try:
        found = store.article(slug)
    except (NotFoundError, UnicodeEncodeError):
        raise ProblemError("not-found") from None
    return html_page(request, article_page(found, shelf_of(store), WIDGET_PATH))

"""The pages for readers with their files, and /docs; all from this host alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import open_to
from api.docs_page import render_docs
from api.pages.page import article_page, empty_page
from api.pages.rendering import render
from api.pages.shelf import shelf_of
from api.problems import ProblemError
from api.reply import provider_of
from api.routes.widget import WIDGET_PATH
from api.settings import Settings
from api.static_files import FILES, serve, static_file
from rag.disclaimers import disclaimer_for

router = APIRouter(include_in_schema=False, dependencies=[open_to("all")])


def html_page(request: Request, html: str) -> Response:
    """Return a page with its entity tag, or 304 where the browser has it."""
    return serve(request, static_file(html.encode("utf-8"), "text/html"))


@router.get("/")
def page(request: Request) -> Response:
    """Return an article with the widget beside it, or the widget alone without a library."""
    try:
        store = provider_of(request).desk().snapshot.store
    except ProblemError:
        return html_page(request, empty_page(WIDGET_PATH))
    shelf = shelf_of(store)
    if not shelf.first:
        return html_page(request, empty_page(WIDGET_PATH))
    return html_page(request, article_page(store.article(shelf.first), shelf, WIDGET_PATH))


@router.get("/desk")
async def staff_desk(request: Request) -> Response:
    """Return the staff desk, which is empty: its script asks for what who signed in may see."""
    settings: Settings = request.app.state.settings
    return html_page(
        request, render("desk.html.j2", here="/desk", issuer=bool(settings.oidc_issuer))
    )


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """Return one of the pages' files."""
    file = FILES.get(name)
    if file is None:
        raise ProblemError("not-found")
    return serve(request, file)


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Return the mark that browsers ask for."""
    return serve(request, FILES["mark.svg"])


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Return the routes as one readable page, made from the OpenAPI document."""
    html = render_docs(request.app.openapi(), disclaimer_for("en").text)
    return Response(html, media_type="text/html; charset=utf-8")

"""The page at /, its two static files, and /docs; all from memory, nothing from other hosts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import open_to
from api.docs_page import render_docs
from api.problems import ProblemError
from rag.disclaimers import disclaimer_for

_MEDIA: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_PLACEHOLDER: Final = "{{disclaimer}}"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served, with its entity tag."""

    body: bytes
    media: str
    etag: str


def _static_file(name: str, text: str) -> StaticFile:
    body = text.encode("utf-8")
    media = f"{_MEDIA[name[name.rindex('.') :]]}; charset=utf-8"
    return StaticFile(body, media, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def read_static() -> Mapping[str, StaticFile]:
    """Read the package's static files; the page gets the disclaimer, so it shows without script."""
    folder = resources.files("api").joinpath("static")
    found: dict[str, StaticFile] = {}
    for entry in folder.iterdir():
        if any(entry.name.endswith(suffix) for suffix in _MEDIA):
            text = entry.read_text(encoding="utf-8")
            found[entry.name] = _static_file(
                entry.name, text.replace(_PLACEHOLDER, disclaimer_for("en").text)
            )
    return MappingProxyType(found)


router = APIRouter(include_in_schema=False, dependencies=[open_to("all")])
_FILES: Final = read_static()


def _serve(request: Request, file: StaticFile) -> Response:
    headers = {"ETag": file.etag, "Cache-Control": "no-cache"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(file.body, media_type=file.media, headers=headers)


@router.get("/")
async def page(request: Request) -> Response:
    """Return the page where a question can be typed."""
    return _serve(request, _FILES["index.html"])


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """Return one of the page's files."""
    file = _FILES.get(name)
    if file is None or name.endswith(".html"):
        raise ProblemError("not-found")
    return _serve(request, file)


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Return the mark that browsers ask for."""
    return _serve(request, _FILES["mark.svg"])


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Return the routes as one readable page, made from the OpenAPI document."""
    html = render_docs(request.app.openapi(), disclaimer_for("en").text)
    return Response(html, media_type="text/html; charset=utf-8")

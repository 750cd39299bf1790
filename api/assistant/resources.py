"""What an assistant can read without asking: the list of articles, an article, the vocabularies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import unquote

from mcp import types
from pydantic import BaseModel

from api.assistant.text import article_text, disclaimer_text
from refdesk.client import AsyncClient

_ARTICLE: Final = "refdesk://articles/"
_PLAIN: Final = "text/plain"


async def _articles(desk: AsyncClient) -> str:
    found = await desk.articles()
    lines = [
        f"- {_ARTICLE}{each.slug}: {each.title}{f', as of {each.as_of}' if each.as_of else ''}"
        for each in found.articles
    ]
    return "\n".join([disclaimer_text(found.disclaimer), "", "ARTICLES:", *lines])


async def _tiers(desk: AsyncClient) -> str:
    found = await desk.tiers()
    lines = [f"- {tier.id} (rank {tier.rank}): {tier.label}. {tier.plain}" for tier in found.tiers]
    title = f"TIERS, version {found.version}, strongest kind of source first:"
    return "\n".join([disclaimer_text(found.disclaimer), "", title, *lines])


async def _caveats(desk: AsyncClient) -> str:
    found = await desk.caveats()
    lines = [f"- {caveat.id}: {caveat.label}" for caveat in found.caveats]
    title = f"CAVEATS, version {found.version}:"
    return "\n".join([disclaimer_text(found.disclaimer), "", title, *lines])


async def _disclaimers(desk: AsyncClient) -> str:
    found = await desk.disclaimers()
    lines = [f"- {each.id} ({each.lang}): {each.text}" for each in found.disclaimers]
    return "\n".join([disclaimer_text(found.disclaimer), "", "RELEASED DISCLAIMERS:", *lines])


_FIXED: Final[Mapping[str, tuple[str, str, Callable[[AsyncClient], Awaitable[str]]]]] = {
    "refdesk://articles": ("articles", "The articles of the library.", _articles),
    "refdesk://vocabularies/tiers": ("tiers", "The evidence tiers and what each means.", _tiers),
    "refdesk://vocabularies/caveats": ("caveats", "The caveats of statements.", _caveats),
    "refdesk://vocabularies/disclaimers": (
        "disclaimers", "Every released disclaimer.", _disclaimers,
    ),
}  # fmt: skip


class NoResourceError(Exception):
    """There is no resource at this address."""


def fixed() -> list[types.Resource]:
    """Return the resources that have an address of their own."""
    return [
        types.Resource(uri=uri, name=name, description=about, mime_type=_PLAIN)
        for uri, (name, about, _) in _FIXED.items()
    ]


def templates() -> list[types.ResourceTemplate]:
    """Return the resources that are addressed by a name."""
    return [
        types.ResourceTemplate(
            uri_template=f"{_ARTICLE}{{slug}}",
            name="article",
            description="One article: every statement in order, with its evidence tier.",
            mime_type=_PLAIN,
        )
    ]


async def read(desk: AsyncClient, uri: str) -> str:
    """Return a resource as text; it begins with the disclaimer.

    Raises:
        NoResourceError: There is no such resource.
        RefdeskError: The desk gave none.
    """
    if uri in _FIXED:
        return await _FIXED[uri][2](desk)
    slug = unquote(uri.removeprefix(_ARTICLE)) if uri.startswith(_ARTICLE) else ""
    if not slug:
        raise NoResourceError
    return article_text(await desk.article(slug))


def sendable(value: BaseModel) -> object:
    """Return a model as JSON that UTF-8 can hold: a lone surrogate becomes U+FFFD."""
    return _clean(value.model_dump())


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value


def clean(text: str) -> str:
    """Return a text that UTF-8 can hold: a lone surrogate becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

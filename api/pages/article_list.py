"""The page at /library/articles: every article with the kinds of evidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from api.library_schemas import FieldErrorOut
from api.pages.listing import ranked
from api.pages.paging import paged
from api.pages.query import WantedNames, address
from api.pages.rendering import render
from api.studies import StudyCatalogue
from api.study_entries import ArticleEntry
from corpus.vocabulary import TIERS

ARTICLES: Final = "/library/articles"
PAGE_SIZE: Final = 50


def articles_page(
    catalogue: StudyCatalogue,
    wanted: WantedNames,
    read_on: str,
    errors: Sequence[FieldErrorOut] = (),
) -> str:
    """Return the page; with errors in the address no articles are shown."""
    found = [] if errors else _find(catalogue, wanted.q)
    page = paged(
        found, wanted.page, PAGE_SIZE, lambda at: address(ARTICLES, {"q": wanted.q, "page": at})
    )
    return render(
        "articles.html.j2",
        here=ARTICLES,
        read_on=read_on,
        errors=errors,
        wanted=wanted,
        articles=len(catalogue.articles),
        page=page,
        marks=[TIERS[id_] for id_ in ranked({tier for each in page.items for tier in each.tiers})],
        first=address(ARTICLES, {"q": wanted.q}),
    )


def _find(catalogue: StudyCatalogue, words: str | None) -> Sequence[ArticleEntry]:
    if not words:
        return catalogue.articles
    parts = words.casefold().split()
    return [each for each in catalogue.articles if all(part in each.text for part in parts)]

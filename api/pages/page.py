"""The pages at / and /library/articles/{slug}: an article with the widget beside it."""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import Final

from api.pages.article import draw, note_items, reference_items
from api.pages.marks import badges, legend
from api.pages.shelf import Shelf
from corpus.records import Article
from rag.disclaimers import disclaimer_for

_TEMPLATE: Final = (
    resources.files("api").joinpath("static", "page.html").read_text(encoding="utf-8")
)
_NO_LIBRARY: Final = "The library is not open yet. Try again in a moment."


def article_page(article: Article, shelf: Shelf, widget: str) -> str:
    """Return the page of one article.

    Args:
        article: Whole.
        shelf: The articles of the library, for the list at the end.
        widget: Path of the widget's script.
    """
    drawn = draw(article)
    facts = [
        f"As of {article.as_of}" if article.as_of else "",
        f"{len(drawn.cited)} sources" if drawn.cited else "",
        article.licence,
    ]
    meta = " · ".join(escape(fact) for fact in facts if fact)
    body = [_kinds(drawn.tiers), f'<div class="words">{drawn.body}</div>']
    if drawn.notes:
        notes = note_items(drawn.notes)
        body.append(
            f'<section><h2>Reservations</h2><ul class="refs letters">{notes}</ul></section>'
        )
    if references := reference_items(article, drawn.cited):
        body.append(f'<section><h2>References</h2><ol class="refs">{references}</ol></section>')
    body.append(_more(article.slug, shelf))
    return _page(article.title, meta, "\n".join(body), widget, article.lang)


def empty_page(widget: str) -> str:
    """Return the page shown while no snapshot is open."""
    return _page("What does the evidence say?", _NO_LIBRARY, "", widget)


def _page(title: str, meta: str, body: str, widget: str, lang: str = "en") -> str:
    values = {
        "title": escape(title),
        "lang": escape(lang),
        "meta": meta,
        "disclaimer": escape(disclaimer_for("en").text),
        "widget": widget,
        "body": body,
    }
    # One pass from the left: what an article says is never looked at for places.
    first, *parts = _TEMPLATE.split("{{")
    filled = (part.partition("}}") for part in parts)
    return first + "".join(values[name] + rest for name, _, rest in filled)


def _kinds(tiers: set[str]) -> str:
    if not tiers:
        return ""
    return (
        '<details class="legend"><summary>Kinds of evidence on this page'
        f'<span class="pills">{badges(tiers)}</span></summary><ul>{legend(tiers)}</ul></details>'
    )


def _more(here: str, shelf: Shelf) -> str:
    items = "".join(_item(slug, title, slug == here) for slug, title in shelf.titles)
    return f'<section class="more" id="more"><h2>Articles</h2><ul>{items}</ul></section>'


def _item(slug: str, title: str, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    href = f"/library/articles/{escape(slug)}"
    return f'<li><a href="{href}"{current} dir="auto">{escape(title)}</a></li>'

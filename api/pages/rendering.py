"""The templates of the library's pages, and what every one of them may use.

Each value is escaped on its way into a page, whatever template names it, and loses the marks that
turn the direction of text, so that what an article says stays words. A page holds no inline script
or style: its policy forbids them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.pages.inline import TURNING, inline_html
from api.pages.marks import LOOKS, badge, shape_svg
from corpus.vocabulary import TIERS
from rag.disclaimers import disclaimer_for

_UNSTATED_LABEL: Final = "Kind not stated"
_UNRESERVED: Final = ":@!$&'()*+,;="


def render(template: str, **values: object) -> str:
    """Return a page made from one of `api/templates`."""
    return (
        _templates().get_template(template).render(disclaimer=disclaimer_for("en").text, **values)
    )


def tier_badge(tier: str) -> Markup:
    """Return shape and label of a tier in one pill; also where there is none."""
    if tier in TIERS:
        return Markup(badge(TIERS[tier]))  # noqa: S704 - escaped where it is made
    return Markup('<span class="badge"><span>{}</span></span>').format(_UNSTATED_LABEL)


def tier_shape(tier: str, *, quiet: bool = False) -> Markup:
    """Return the shape of a tier, with its label for who cannot see it unless that is `quiet`."""
    named = Markup('<span class="hidden">{}</span>').format(tier_label(tier))
    label = Markup() if quiet else named
    svg = Markup(shape_svg(tier))  # noqa: S704 - from our own file
    return Markup('<span class="shape" data-kind="{}" title="{}">{}{}</span>').format(
        tier_kind(tier), tier_label(tier), svg, label
    )


def tier_label(tier: str) -> str:
    """Return a tier's short name."""
    return TIERS[tier].label if tier in TIERS else _UNSTATED_LABEL


def tier_kind(tier: str) -> str:
    """Return the group that a tier's colour follows."""
    return LOOKS[tier].kind if tier in LOOKS else "view"


def words(text: str) -> Markup:
    """Return a statement's words with their light Markdown; footnote marks are left out."""
    return Markup(inline_html(text, lambda _: ""))  # noqa: S704 - escaped where it is made


def study_path(key: str) -> str:
    """Return the address of a study's page."""
    # A path with empty or dotted parts is rewritten by browsers, unless its slashes are escaped.
    odd = {"", ".", ".."} & set(key.split("/"))
    return "/library/studies/" + quote(key, safe=_UNRESERVED + ("" if odd else "/"))


def article_path(slug: str, place: str = "") -> str:
    """Return the address of an article's page, at an element of it where one is named."""
    at = f"#{quote(place, safe=_UNRESERVED)}" if place else ""
    return f"/library/articles/{quote(slug, safe=_UNRESERVED)}{at}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        tier_badge=tier_badge,
        tier_shape=tier_shape,
        tier_label=tier_label,
        study_path=study_path,
        article_path=article_path,
    )
    made.filters.update(number=_number, words=words)
    return made


def _straight(value: Any) -> Any:  # noqa: ANN401 - whatever a template puts out
    return TURNING.sub("", value) if type(value) is str else value


def _number(value: int) -> str:
    return f"{value:,}"

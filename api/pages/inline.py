"""A statement as HTML: its light Markdown, footnote marks as links, none of its own markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt

#: Marks that stand between words: `[^label]` cites, `#gap/name` is told by the caveats.
_BETWEEN: Final = re.compile(r"\[\^([^\]\s]+)\]|(?:^|(?<=\s))#[a-z]+/[\w-]+")
_WIKI: Final = re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")
#: Characters that turn the direction of what follows: a quote must not be read backwards.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BEFORE_STOP: Final = re.compile(r"\s+(?=[.,;:](?:\s|$))")

_markdown: Final = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline"])


def _link_open(tokens: Sequence[Any], place: int, options: Any, env: Any) -> str:  # noqa: ANN401
    del options, env
    href = escape(str(tokens[place].attrGet("href") or ""))
    return f'<a href="{href}" rel="noopener noreferrer nofollow">'


_markdown.renderer.rules["link_open"] = _link_open  # type: ignore[attr-defined]


def inline_html(text: str, cite: Callable[[str], str]) -> str:
    """Return a statement's words as HTML.

    Args:
        text: Words as the source writes them.
        cite: Makes the HTML of a footnote mark from its label.
    """
    found: list[str] = []
    after = 0
    for match in _BETWEEN.finditer(text):
        before = text[after : match.start()]
        found.append(_words(before.rstrip() if match[1] else before))
        if match[1]:
            found.append(cite(match[1]))
        after = match.end()
    found.append(_words(text[after:]))
    return _BEFORE_STOP.sub("", "".join(found)).strip()


def _words(text: str) -> str:
    plain = _WIKI.sub(r"\1", TURNING.sub("", text))
    lead = " " if plain[:1].isspace() else ""
    tail = " " if plain[-1:].isspace() else ""
    return lead + str(_markdown.renderInline(plain.strip())) + tail

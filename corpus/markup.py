"""Reducing a quote to its plain words: for search, tiers and reading aloud, never for show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.records import Span

# No class below takes an opening mark: a text of nothing but "[[" must not cost its square.
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
# One to three marks before a word or after one, or "**" anywhere. The first mark stands before the
# look at what precedes it: so a search skips to the marks and does not stop at every character.
_EMPHASIS = re.compile(
    r"[*_](?:(?<=(?<![\w*])\*)\*{0,2}(?=\S)|(?<=(?<![\w*])_)_{0,2}(?=\S)"
    r"|(?<=\S\*)\*{0,2}(?![\w*])|(?<=\S_)_{0,2}(?![\w*])|(?<=\*)\*)"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_QUOTE_MARK = re.compile(r"\n[ \t]*>[ \t]?")
_LOOSE_MARK = re.compile(r" (?=[.,;:)](?:\s|$))")
_BACKLINKS = re.compile(r"(?:↩\d*\s*)+$")
_TAIL = 120
"""Characters at the end in which back-links are looked for: a footnote has a few, not a page."""


def plain_words(quote: str, hidden: Sequence[Span] = ()) -> str:
    """Return `quote` without the `hidden` spans and without Markdown or HTML marks."""
    for span in sorted(hidden, reverse=True):
        quote = quote[: span.start] + " " + quote[span.end :]
    if "<" in quote:
        quote = _TAG.sub(" ", _without_comments(quote))
    if "[" in quote:
        quote = _IMAGE_OR_LINK.sub(r"\1", _IMAGE_OR_LINK.sub(r"\1", _WIKI.sub(r"\1", quote)))
    if "*" in quote or "_" in quote:
        quote = _EMPHASIS.sub("", quote)
    if "\n" in quote:
        quote = _QUOTE_MARK.sub("\n", quote)
    quote = quote.replace("`", "")
    if "↩" in quote:
        quote = quote[:-_TAIL] + _BACKLINKS.sub("", quote[-_TAIL:])
    words = " ".join(quote.split())
    return _LOOSE_MARK.sub("", words) if _may_hold_loose_mark(words) else words


def _may_hold_loose_mark(words: str) -> bool:
    """Tell whether a blank stands before a mark: few texts have one, and every blank is tried."""
    return " ." in words or " ," in words or " ;" in words or " :" in words or " )" in words


def _without_comments(text: str) -> str:
    """Return `text` without `<!-- -->` comments; one that is never closed stays as words."""
    kept, after = [], 0
    while (start := text.find("<!--", after)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[after:start])
        after = end + len("-->")
    return " ".join([*kept, text[after:]])


@lru_cache(maxsize=64)
def _plain_header(header: tuple[str, ...]) -> tuple[str, ...]:
    """Return a table's header in plain words, remembered for the rows that follow."""
    return tuple(map(plain_words, header))


def plain_row(row: str, header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """Return a table row as "Header: cell; Header: cell", the form in which it is searched."""
    if not header or len(header) != len(cells):
        return "; ".join(cell for cell in map(plain_words, cells) if cell) or plain_words(row)
    pairs = zip(_plain_header(header), map(plain_words, cells), strict=True)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)

"""Reducing a quote to its plain words: for search, tiers and reading aloud, never for show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span

# No class below takes an opening mark: a text of nothing but "[[" must not cost its square.
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)|(?<=\S)(\*{1,3}|_{1,3})(?![\w*])|\*\*")
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
    return _LOOSE_MARK.sub("", words)


def _without_comments(text: str) -> str:
    """Return `text` without `<!-- -->` comments; one that is never closed stays as words."""
    kept, after = [], 0
    while (start := text.find("<!--", after)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[after:start])
        after = end + len("-->")
    return " ".join([*kept, text[after:]])


def plain_row(row: str, header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """Return a table row as "Header: cell; Header: cell", the form in which it is searched."""
    if not header or len(header) != len(cells):
        return "; ".join(cell for cell in map(plain_words, cells) if cell) or plain_words(row)
    pairs = zip(map(plain_words, header), map(plain_words, cells), strict=True)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)

"""Plain texts as Markdown articles that read back as the same words.

A corpus of abstracts is plain text: a leading "#", a "[^1]" or a "<" means nothing in it and much
in Markdown. Each paragraph becomes one line, marks that would open a block are escaped, and the
few that the reader takes out of running text are kept apart. The words stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

import yaml

from corpus.library import slugify
from rag.evaluation.importers.lines import one_line

_LONGEST = 120
"""Characters of a slug before it is cut: file names may have 255 bytes."""
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufeff]")
_HALF = re.compile("[\ud800-\udfff]")
_BLOCK_MARK = re.compile(
    r"#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|`{3,}|~{3,}|(?:-\s*){3,}$|(?:\*\s*){3,}$|(?:_\s*){3,}$|=+\s*$"
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\[(?=[\^\[])"), r"[\\"),  # footnote marks, wiki links
    (re.compile(r"\](?=\()"), r"]\\"),  # links: the reader would search their words only
    (re.compile(r"#gap/"), r"#gap\\/"),  # tags
    (re.compile(r"<(?=[A-Za-z/!?])"), "< "),  # HTML; "p<a" has no escape that the reader leaves
)


class Slugs:
    """Slugs of a collection's document ids: safe for URLs and file names, unique, stable.

    An id that another one shares its plain form with ("A 1" and "a-1"), that has none, or that
    is too long, gets the first characters of its hash behind it.
    """

    def __init__(self, prefix: str, ids: Iterable[str]) -> None:
        self._prefix = slugify(prefix)
        self._plain = Counter(_plain(name) for name in ids)

    def of(self, name: str) -> str:
        """Return the slug of a document id, of the collection or not."""
        plain = _plain(name)
        if plain and self._plain[plain] <= 1 and len(plain) <= _LONGEST:
            return f"{self._prefix}-{plain}"
        digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        return "-".join(part for part in (self._prefix, plain[:_LONGEST], digest) if part)


def _plain(name: str) -> str:
    """Return `slugify(name)`, or "" where nothing of the id would be left."""
    plain = slugify(name)
    return "" if plain == "article" and name.lower() != plain else plain


def markdown_article(slug: str, title: str, texts: Sequence[str], **head: str) -> str:
    """Return an article.

    Args:
        slug: Its slug.
        title: Its title; where there are no texts, its text too.
        texts: Plain texts; blank lines in them part paragraphs.
        head: Further fields of the front matter; empty ones are left out.
    """
    fields = {"title": one_line(readable(title)), "slug": slug, **head}
    front = yaml.safe_dump(
        {name: value for name, value in fields.items() if value},
        allow_unicode=True,
        sort_keys=False,
        width=2**30,
    )
    body = [line for text in texts for line in paragraphs(text)] or paragraphs(title)
    return f"---\n{front}---\n\n" + "\n\n".join(body) + "\n"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, each one line of Markdown."""
    found = (one_line(readable(part)) for part in _BLANK_LINE.split(text))
    return [_escaped(line) for line in found if line]


def readable(text: str) -> str:
    """Return `text` without what no article file may hold: control characters, half surrogates."""
    return _HALF.sub("\ufffd", _UNREADABLE.sub(" ", text))


def _escaped(line: str) -> str:
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    if _BLOCK_MARK.match(line):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line

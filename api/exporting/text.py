"""Text of the library and of callers, made fit for a file: nothing hidden, nothing that acts."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

#: Named where they stand, never passed on: control characters, those that turn the direction of
#: what follows, halves of characters, and what no XML may hold.
_NAMED: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    "\ufffe\uffff]"
)
#: Line ends of whichever kind, and tabs: a space or, where lines count, one kind of line end.
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES: Final = re.compile("[ \t\x1f]+")
_NO_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f]")

#: Marks of a source's writing: what they say is told by citations, caveats and headings. As the
#: chat widget has it (`widget/src/text.ts`); the exact words stand with the evidence.
_MARKS: Final = re.compile(r"\[\^[^\]\s]{1,200}\]|(?:^|(?<=\s))#[a-z]+/[\w-]+|\*\*|__|`")
_WIKI: Final = re.compile(r"!?\[\[(?:[^\]|]{0,200}\|)?([^\]|]{0,200})\]\]")
_LINK: Final = re.compile(r"!?\[([^\]]{0,500})\]\([^)\s]{0,2000}\)")
_SLANTED: Final = re.compile(r"(^|[\s(])[*_]([^\s*_][^*_]{0,500})[*_](?=$|[\s.,;:)])")
_BEFORE_STOP: Final = re.compile(r"\s+(?=[.,;:](?:\s|$))")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each fit for a file; what is hidden is named, "⟨U+202E⟩"."""
    return [_SPACES.sub(" ", _NAMED.sub(_name, line)) for line in _LINE_ENDS.split(text)]


def one_line(text: str) -> str:
    """Return a text as one line without blanks around it, fit for a file."""
    return _SPACES.sub(" ", " ".join(lines_of(text))).strip()


def readable(text: str) -> str:
    """Return a statement's words for reading: one line, without the marks of its source."""
    plain = one_line(text)
    if len(plain) > 1 and plain[0] == plain[-1] == "|":
        plain = "; ".join(cell.strip() for cell in plain[1:-1].split("|") if cell.strip())
    plain = _LINK.sub(r"\1", _WIKI.sub(r"\1", plain))
    plain = _SLANTED.sub(r"\1\2", _MARKS.sub("", plain))
    return _BEFORE_STOP.sub("", _SPACES.sub(" ", plain)).strip()


def address(url: str | None) -> str:
    """Return an http or https address with every unusual character escaped; "" for all else."""
    if not url or not url.lower().startswith(("https://", "http://")) or _NO_ADDRESS.search(url):
        return ""
    return quote(url, safe="%/:?#@!$&*+,;=~[]-._", errors="replace")


def doi_address(doi: str) -> str:
    """Return where a DOI leads."""
    return "https://doi.org/" + quote(doi, safe="/:;-._", errors="replace")


def _name(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"

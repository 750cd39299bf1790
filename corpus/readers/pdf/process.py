"""Reading a PDF's words in a child process, with bounded time and memory.

What a hostile or broken file can do ends with the child: the parent sees words, or a problem that
says what to do. The bounds are generous: a book of a thousand pages stays far below them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.records import Problem
from corpus.source import ArticleError

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_PAGES: Final = 2_000
MOST_CHARACTERS: Final = 3_000_000
MOST_MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space for the child."""
MOST_SECONDS: Final = 60

_CHILD = Path(__file__).with_name("words.py")
_HEAD, _TAIL = 1024, 64 * 1024
_LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")
_REFUSALS: Final = {
    "encrypted": "the PDF is locked with a password; save it without one and give it again",
    "damaged": "the PDF is damaged and cannot be opened; fetch or export it again",
    "no-pages": "the PDF has no pages; export it again",
    "too-many-pages": (
        f"the PDF has {{count:,}} pages, more than the {MOST_PAGES:,} that one article may have;"
        " split it"
    ),
    "too-much-text": (
        f"the PDF has more than {MOST_CHARACTERS:,} characters by page {{count:,}}; split it"
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in points: x from the left, baseline from the page's upper edge.

    Attributes:
        glued: True where no white space parts it from the word before, as with a raised figure.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    glued: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright: its size in points and its words in the order of the page's content.

    Attributes:
        number: 1-based place in the file.
        hidden: The first of the words that nobody can see, or "".
        readable: False when the page's own data are broken.
        unmapped: How many of its letters have no Unicode value.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    hidden: str = ""
    readable: bool = True
    unmapped: int = 0


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a file, and the title that its own record gives."""

    title: str
    pages: tuple[Page, ...]


def read_pages(path: Path) -> Pages:
    """Return the words of the PDF at `path`, page by page.

    Raises:
        ArticleError: Unreadable, no PDF, cut off, locked, damaged, too large or too slow.
    """
    _check(path)
    lines = _child_output(path)
    entries = [json.loads(line) for line in lines]
    for entry in entries:
        if code := entry.get("refused"):
            raise refusal(path, code, _REFUSALS[code].format(count=entry["count"]))
    pages = tuple(_page(entry, number) for number, entry in enumerate(entries[1:], 1))
    return Pages(str(entries[0]["title"]), pages)


def refusal(path: Path, code: str, message: str) -> ArticleError:
    """Return the error that keeps the file at `path` out."""
    return ArticleError(Problem(str(path), 0, code, message, fatal=True))


def _check(path: Path) -> None:
    """Refuse what is seen without opening the file as a PDF: too large, no PDF, cut off."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise refusal(path, "unreadable", f"cannot be read: {reason}") from error
    if size > MOST_BYTES:
        message = f"the file has {size:,} bytes, more than the {MOST_BYTES:,} allowed; split it"
        raise refusal(path, "too-large", message)
    if b"%PDF-" not in head:
        message = "the file ends in .pdf and is none; give the PDF itself"
        raise refusal(path, "not-a-pdf", message)
    length = _LENGTH.search(head)
    if b"%%EOF" not in tail or (length and int(length[1]) > size):
        message = "the PDF is cut off before its end; fetch or copy it again"
        raise refusal(path, "truncated", message)


def _child_output(path: Path) -> list[bytes]:
    limits = [MOST_PAGES, MOST_CHARACTERS, MOST_MEMORY, MOST_SECONDS]
    command = [sys.executable, "-I", str(_CHILD), str(path), *map(str, limits)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the path is one argument
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = f"reading the PDF takes more than {MOST_SECONDS} seconds; export it again"
        raise refusal(path, "too-slow", message) from error
    if done.returncode:
        message = (
            "the PDF cannot be read within the memory and time that one article may take, or its"
            " data are malformed; print it to a new PDF and give that"
        )
        raise refusal(path, "too-complex", message)
    return done.stdout.splitlines()


def _page(entry: dict[str, object], number: int) -> Page:
    if entry.get("unreadable"):
        return Page(number, 0, 0, (), readable=False)
    words = entry["words"]
    assert isinstance(words, list)  # noqa: S101 - our own script wrote it
    return Page(
        number=number,
        width=float(str(entry["width"])),
        height=float(str(entry["height"])),
        words=tuple(
            Word(text, x0, x1, base, size, bool(bold), bool(glued))
            for text, x0, x1, base, size, bold, glued in words
        ),
        hidden=str(entry["hidden"]),
        unmapped=int(str(entry["unmapped"])),
    )

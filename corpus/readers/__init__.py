"""Readers: one for each format of file, from a path to the documents in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from corpus.readers.docx import read_docx
from corpus.readers.flat import read_flat
from corpus.readers.html import read_html
from corpus.readers.jats import read_jats
from corpus.readers.markdown import read_markdown
from corpus.readers.pdf import read_pdf
from corpus.readers.trialregistry import read_registry
from corpus.records import Document, Problem
from corpus.source import ArticleError, read_source

Reader = Callable[[Path], Iterator[Document]]


def _text(read: Callable[[str, Path], Document]) -> Reader:
    """Return the reader of a format whose file is one article in text."""

    def reader(path: Path) -> Iterator[Document]:
        yield read(read_source(path), path)

    return reader


READERS: Mapping[str, Reader] = {
    ".md": _text(read_markdown),
    ".markdown": _text(read_markdown),
    ".html": _text(read_html),
    ".htm": _text(read_html),
    ".txt": _text(read_flat),
    ".nxml": read_jats,
    ".xml": read_jats,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".jsonl": read_registry,
    ".json": read_registry,
}
"""Reader by file suffix."""
SUFFIXES = frozenset(READERS)
IN_FOLDERS = SUFFIXES - {".json"}
"""What is read in a folder: settings and lists end in .json too, so such a file must be named."""


def read_documents(path: Path) -> Iterator[Document]:
    """Read the documents of one file; most formats hold one.

    Raises:
        ArticleError: The file cannot be read; carries the problem to show.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        message = f"{path.suffix or 'no suffix'} is not a format that is read; known: {known}"
        raise ArticleError(Problem(str(path), 0, "unknown-format", message, fatal=True))
    try:
        yield from reader(path)
    except RecursionError as error:
        problem = Problem(str(path), 0, "too-deep", "nested too deeply to be read", fatal=True)
        raise ArticleError(problem) from error

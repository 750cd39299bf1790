"""Invented articles for the tests of contradictions, and what is found between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.conflicts import Conflict, find_conflicts
from corpus.library import Library, read_library
from corpus.passages import Budget

FOOTNOTE = "\n\n[^a]: {field}doi:10.5555/nord.1 · Alder B · Nord Med 2019;4(2):1–9 · phase-2 rct\n"
REGISTERED = "\n\n[^a]: NCT90000001 · NORDLYS · phase-2 rct · model: human\n"


def library_of(folder: Path, *pages: str) -> Library:
    """Write each page as an article "p1", "p2", ... and read them."""
    for number, page in enumerate(pages, 1):
        (folder / f"p{number}.md").write_text(page, encoding="utf-8")
    return read_library([folder], Budget())


def conflicts_of(folder: Path, *pages: str) -> tuple[Conflict, ...]:
    """Return the contradictions between `pages`."""
    library = library_of(folder, *pages)
    return find_conflicts(library.articles, library.references)


def told_of(folder: Path, *pages: str) -> list[tuple[str, str, str]]:
    """Return the contradictions between `pages` as (kind, words, words)."""
    library = library_of(folder, *pages)
    words = {one.id: one.clean for article in library.articles for one in article.statements}
    found = find_conflicts(library.articles, library.references)
    return [(str(one.kind), words[one.first], words[one.second]) for one in found]


def kinds(found: Sequence[Conflict]) -> list[str]:
    """Return the kinds found, sorted."""
    return sorted(str(one.kind) for one in found)


def cited(*sentences: str, footnote: str = FOOTNOTE.format(field="")) -> str:
    """Return an article whose sentences each cite one study, a paragraph each."""
    body = "\n\n".join(sentence.removesuffix(".") + " [^a]." for sentence in sentences)
    return "# Page\n\n" + body + footnote

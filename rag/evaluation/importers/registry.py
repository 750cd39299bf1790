"""The formats, and writing an imported suite."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rag.evaluation.importers.base import (
    ArticleFile,
    Imported,
    Importer,
    Options,
    SuiteImportError,
)
from rag.evaluation.importers.beir import BEIR, TREC
from rag.evaluation.importers.bipia import BIPIA
from rag.evaluation.importers.gold import GOLD_QA, TIERS
from rag.evaluation.importers.medquad import MEDQUAD
from rag.evaluation.importers.policy import POLICY, XSTEST
from rag.evaluation.importers.scifact import SCIFACT
from rag.evaluation.suite import write_suite

ARTICLES = "articles"
IMPORTERS: Mapping[str, Importer] = {
    importer.name: importer
    for importer in (BEIR, TREC, SCIFACT, MEDQUAD, GOLD_QA, TIERS, POLICY, XSTEST, BIPIA)
}
"""Importer by name."""


def write_import(
    name: str,
    sources: Sequence[Path],
    out: Path,
    *,
    sample: int | None = None,
    seed: int = 0,
    articles: Sequence[Path] = (),
) -> Imported:
    """Import and write a suite: `suite.json`, `cases.jsonl` and, with a library, `articles/*.md`.

    Args:
        name: A format of `IMPORTERS`.
        sources: The paths that it takes.
        out: Folder of the suite; must be new or empty, for a suite is every file in its folder.
        sample: At most so many; the format says of what.
        seed: Which ones.
        articles: Where the library lies, for the formats that need one.

    Returns:
        What was written, with its notes.

    Raises:
        SuiteImportError: The format is not known, `out` is in use, or the sources do not fit.
        OSError: The folder cannot be written.
    """
    importer = IMPORTERS.get(name)
    if importer is None:
        raise SuiteImportError(f"no format {name!r}; known: {', '.join(IMPORTERS)}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SuiteImportError(f"{out} is in use; name a new or empty folder")
    imported = importer.read(list(sources), Options(sample, seed, tuple(articles)))
    # The library first: a folder whose writing broke off is then no suite yet.
    written = _write_articles(imported.articles, out / ARTICLES)
    named = (ARTICLES,) if written else tuple(_seen_from(out, path) for path in imported.library)
    header = imported.header.model_copy(update={"articles": named})
    write_suite(out, header, imported.cases)
    return replace(imported, header=header)


def _write_articles(articles: Iterable[ArticleFile], folder: Path) -> int:
    written = 0
    for name, text in articles:
        folder.mkdir(parents=True, exist_ok=True)
        # Bytes, not text: line ends stay what they are on every system.
        (folder / name).write_bytes(text.encode("utf-8"))
        written += 1
    return written


def _seen_from(out: Path, path: Path) -> str:
    """Return `path` as a suite in `out` names it, relative to its folder."""
    return Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()

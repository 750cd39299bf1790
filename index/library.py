"""From article files to the active snapshot: read, tier, embed, index, activate."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.findings import Findings
from corpus.fingerprint import library_fingerprint
from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Problem
from corpus.retractions import read_notices
from index.arrays import Progress, no_progress
from index.build import BuildOptions, build_held
from index.embedding.export import prepare_model
from index.embedding.opening import open_encoder
from index.embedding.spec import ModelSpec
from index.errors import BuildError
from index.folder import building
from index.manifest import Manifest
from index.reading import ArticleCache
from index.snapshot import active_path

INPUTS = "inputs_sha256"
"""Where a manifest's `chunking` records the fingerprint of the files that were read."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made, and what was wrong with its input.

    Attributes:
        read: Files that had to be read; the articles of all others were kept from a build before.
    """

    manifest: Manifest
    problems: tuple[Problem, ...]
    findings: Findings
    read: int


class StrictBuildError(BuildError):
    """An article could not be read and the build was told to stop at that: mend the article."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} article(s) cannot be read; nothing was built")
        self.problems = tuple(problems)


def build_library(
    paths: Sequence[Path],
    data: Path,
    *,
    model: ModelSpec | None = None,
    options: BuildOptions | None = None,
    strict: bool = False,
    notices: Path | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a snapshot of every readable article under `paths` and make it the active one.

    Only files that changed since the last build in this folder are read and embedded again; what
    the articles say together is found anew. The result is that of a build from nothing.

    Args:
        paths: Article files and folders.
        data: The data folder.
        model: The embedding model; the bundled one when None.
        options: See `BuildOptions`; its chunking is filled in here.
        strict: Stop before building when an article cannot be read.
        notices: CSV of retractions and the like (`corpus.retractions`).
        progress: Called with (stage, done, total); the first stages are
            "model" and "read".

    Raises:
        FileNotFoundError: One of `paths` does not exist.
        StrictBuildError: `strict`, and an article cannot be read; carries the problems.
        corpus.source.ArticleError: `notices` cannot be read.
        index.errors.SearchIndexError: As `build_snapshot`.
    """
    chosen, tell = options or BuildOptions(), progress or no_progress
    inputs = _fingerprint(paths, notices)  # first: it tells a wrong path
    struck = read_notices(notices) if notices else ()
    with building(data):
        tell("model", 0, 1)
        prepared = prepare_model(model or ModelSpec(), chosen.models or data / "models")
        tell("model", 1, 1)
        encoder = open_encoder(prepared, chosen.threads)
        settings = encoder.settings
        budget = Budget(encoder_limit=settings.max_tokens, encoder_count=encoder.count_tokens)
        kept = ArticleCache(data / "cache" / "articles", budget, settings.tokenizer_sha256)
        library = read_library(
            paths,
            budget,
            notices=struck,
            kept=kept,
            progress=lambda done, total, _: tell("read", done, total),
        )
        if strict and library.failed:
            raise StrictBuildError(library.failed)
        manifest = build_held(
            library.articles,
            data,
            library.findings,
            model=model,
            options=dataclasses.replace(chosen, chunking={**budget.parameters(), INPUTS: inputs}),
            progress=tell,
        )
        kept.forget_unused()
    return BuildReport(manifest, library.problems, library.findings, kept.missed)


def is_current(paths: Sequence[Path], data: Path, notices: Path | None = None) -> bool:
    """Tell whether the active snapshot was built from these files by this version of the readers.

    Raises:
        FileNotFoundError: One of `paths` does not exist.
        index.errors.SnapshotError: No snapshot is active, or its manifest cannot be read.
    """
    manifest = Manifest.load(active_path(data))
    return manifest.chunking.get(INPUTS) == _fingerprint(paths, notices)


def _fingerprint(paths: Sequence[Path], notices: Path | None) -> str:
    return library_fingerprint([*paths, *([notices] if notices else [])])

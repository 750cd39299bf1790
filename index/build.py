"""Building a snapshot beside the active one, and activating it."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from corpus.findings import Findings, findings_of
from corpus.records import Article
from index.arrays import Float32, Progress, no_progress
from index.embedding.cache import embed_cached, open_cache
from index.embedding.encoder import Encoder, passage_input
from index.embedding.export import prepare_model
from index.embedding.half_encoder import HalfEncoder, PrecisionError
from index.embedding.opening import open_encoder
from index.embedding.precision import Precision, choose_precision
from index.embedding.spec import ModelSpec
from index.errors import BuildError
from index.files import link_tree, sync, sync_tree
from index.filters import Facets
from index.folder import STAGING, building
from index.lexical import LexicalIndex
from index.manifest import Manifest, list_files
from index.records import write_store
from index.snapshot import (
    LEXICAL_FOLDER,
    MODEL_FOLDER,
    OFFSETS_FILE,
    PIECES_FILE,
    RECORDS_FILE,
    SNAPSHOTS,
    SYNONYMS_FILE,
    activate,
)
from index.synonyms import learn_synonyms
from index.vectors import PROBES, Choice, DenseSettings, write_vectors

# Steps a build passes, in order; `on_step` is told each one as it begins.
STEPS = (
    "model",
    "records",
    "embed",
    "dense",
    "lexical",
    "manifest",
    "sync",
    "rename",
    "activate",
    "done",
)


def _now() -> datetime:
    return datetime.now(UTC)


def _ignore(text: str) -> None:
    del text


@dataclasses.dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build can be told beside its articles and its model.

    Attributes:
        models: Cache of exported models; `models/` in the data folder when None.
        chunking: How passages were cut, recorded in the manifest.
        threads: Batches embedded at once; the usable cores when None.
        precision: In which passages are embedded (`index.embedding.precision`).
        dense: How the vectors are indexed: "auto" decides by their number.
        probes: Inverted lists that a search reads, where there are any.
        clock: Gives the time of building, with its zone.
        on_step: Called with each of `STEPS` as it begins.
        on_notice: Called with a sentence when something was chosen or mended on the way.
    """

    models: Path | None = None
    chunking: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    threads: int | None = None
    precision: Precision = "auto"
    dense: Choice = "auto"
    probes: int = PROBES
    clock: Callable[[], datetime] = _now
    on_step: Callable[[str], None] = _ignore
    on_notice: Callable[[str], None] = _ignore


def build_snapshot(
    articles: Iterable[Article],
    data: Path,
    *,
    model: ModelSpec | None = None,
    options: BuildOptions | None = None,
    findings: Findings | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Build a snapshot of `articles` in a data folder and make it the active one.

    The active snapshot is not touched until the new one is whole and on the disk; killing the
    process at any moment leaves the old one active. Vectors are cached, so that only changed
    passages are embedded again.

    Args:
        articles: The library, read whole.
        data: The data folder; created when missing.
        model: The embedding model; the bundled one when None.
        options: Threads, clock and the like.
        findings: What the articles say together, where it is known already (`corpus.library`).
        progress: Called with (stage, done, total); stages are "embed" and "lexical".

    Returns:
        The manifest of the new snapshot.

    Raises:
        BuildBusyError: Another build holds the data folder.
        BuildError: No article could be used, or the folder cannot be written.
        index.errors.ModelError: The model is missing, altered or not exportable.
    """
    library: Sequence[Article] = list(articles)
    with building(data):
        if findings is None:
            library, findings = findings_of(library)
        return build_held(library, data, findings, model=model, options=options, progress=progress)


def build_held(
    articles: Sequence[Article],
    data: Path,
    findings: Findings,
    *,
    model: ModelSpec | None = None,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Build as `build_snapshot` does, in a data folder that the caller holds (`building`)."""
    if not any(article.passages for article in articles):
        raise BuildError(
            f"none of the {len(articles)} articles has a passage to index; nothing was built"
        )
    chosen, tell = options or BuildOptions(), progress or no_progress
    return _Build(articles, findings, data, model or ModelSpec(), chosen, tell).run()


class _Build:
    """One build, its staging folder and its steps."""

    def __init__(
        self,
        articles: Sequence[Article],
        findings: Findings,
        data: Path,
        model: ModelSpec,
        options: BuildOptions,
        progress: Progress,
    ) -> None:
        self._articles = articles
        self._findings = findings
        self._data = data
        self._model = model
        self._options = options
        self._progress = progress
        self._corpus = corpus_sha256(articles)
        self._built_at = options.clock().astimezone(UTC)
        self._id = f"{self._built_at:%Y%m%dT%H%M%S%f}Z-{self._corpus[:8]}"
        self._staging = data / f"{STAGING}{self._id}"

    def run(self) -> Manifest:
        step = self._options.on_step
        try:
            step("model")
            self._staging.mkdir()
            encoder = self._link_model()
            step("records")
            write_store(self._staging / RECORDS_FILE, self._articles, self._findings)
            Facets.gather(self._articles).save(self._staging)
            step("embed")
            encoder, (vectors, pieces) = self._embed(encoder)
            step("dense")
            chosen = self._options
            dense = write_vectors(vectors, self._staging, chosen.dense, chosen.probes)
            offsets = _save_pieces(self._staging, pieces)
            step("lexical")
            self._build_lexical()
            learn_synonyms(
                (statement.clean for statement in article.statements) for article in self._articles
            ).save(self._staging / SYNONYMS_FILE)
            step("manifest")
            manifest = self._manifest(encoder, dense, int(offsets[-1]))
            manifest.save(self._staging)
            self._publish()
        except BaseException:
            shutil.rmtree(self._staging, ignore_errors=True)
            raise
        return manifest

    def _link_model(self) -> Encoder:
        models = self._options.models or self._data / "models"
        prepared = prepare_model(self._model, models)
        link_tree(prepared, self._staging / MODEL_FOLDER)
        return open_encoder(self._staging / MODEL_FOLDER, self._options.threads)

    def _embed(self, exact: Encoder) -> tuple[Encoder, tuple[Float32, list[Float32]]]:
        """Return the encoder that made the vectors, and the vectors."""
        items = [passage_input(p) for article in self._articles for p in article.passages]
        tell = self._options.on_notice
        choice = choose_precision(
            self._options.precision, len(items), exported=exact.settings.runtime == "onnx"
        )
        with open_cache(self._data / "cache" / "vectors.sqlite") as cache:
            if cache.notice:
                tell(cache.notice)
            tell(f"Embedding in {choice.precision}: {choice.reason}.")
            if choice.precision == "bf16":
                folder = self._staging / MODEL_FOLDER
                half = HalfEncoder(self._model, folder, exact, self._options.threads)
                try:
                    return half, embed_cached(half, cache, items, self._progress)
                except PrecisionError as error:
                    if self._options.precision == "bf16":
                        raise
                    tell(f"Embedding in fp32 instead: {error}.")
            return exact, embed_cached(exact, cache, items, self._progress)

    def _build_lexical(self) -> None:
        total = sum(len(article.passages) for article in self._articles)

        def texts() -> Iterator[str]:
            passages = (p for article in self._articles for p in article.passages)
            for done, passage in enumerate(passages, start=1):
                yield f"{passage.breadcrumb}\n{passage.text}"
                if done % 256 == 0 or done == total:
                    self._progress("lexical", done, total)

        LexicalIndex.build(self._staging / LEXICAL_FOLDER, texts())

    def _manifest(self, encoder: Encoder, dense: DenseSettings, pieces: int) -> Manifest:
        references = {ref.key for article in self._articles for ref in article.references}
        return Manifest(
            id=self._id,
            built_at=self._built_at.isoformat(),
            model=dataclasses.asdict(encoder.settings),
            chunking=dict(self._options.chunking),
            dense=dense.record(),
            corpus_sha256=self._corpus,
            counts={
                "articles": len(self._articles),
                "statements": sum(len(article.statements) for article in self._articles),
                "passages": sum(len(article.passages) for article in self._articles),
                "references": len(references),
                "pieces": pieces,
            },
            files=list_files(self._staging),
        )

    def _publish(self) -> None:
        step = self._options.on_step
        step("sync")
        sync_tree(self._staging)
        step("rename")
        snapshots = self._data / SNAPSHOTS
        snapshots.mkdir(exist_ok=True)
        self._staging.rename(snapshots / self._id)
        sync(snapshots)
        sync(self._data)
        step("activate")
        activate(self._data, self._id)
        step("done")


def corpus_sha256(articles: Iterable[Article]) -> str:
    """Return the hash of all slugs and source hashes, whatever their order."""
    lines = sorted(f"{article.slug} {article.source_sha256}\n" for article in articles)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _save_pieces(folder: Path, pieces: Sequence[Float32]) -> np.ndarray[Any, np.dtype[np.int64]]:
    offsets = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in pieces], out=offsets[1:])
    with (folder / PIECES_FILE).open("wb") as stream:
        for part in pieces:
            stream.write(part.astype("<f2").tobytes())
    np.save(folder / OFFSETS_FILE, offsets, allow_pickle=False)
    return offsets

"""Test libraries of any size made of real passages, written as a snapshot is."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, overload
from unittest.mock import patch

import numpy as np

from corpus.findings import Findings
from corpus.records import Article, Kind, Passage, Span, Statement, text_sha256
from index.analysis import analyze
from index.arrays import Float32, unit_rows
from index.embedding.opening import open_encoder
from index.files import link_tree
from index.filters import Facets
from index.lexical import LexicalIndex
from index.manifest import Manifest, list_files
from index.records import write_store
from index.snapshot import (
    LEXICAL_FOLDER,
    MODEL_FOLDER,
    OFFSETS_FILE,
    PIECES_FILE,
    RECORDS_FILE,
    Snapshot,
)
from index.vectors import write_vectors

SEED = 20261122
NOISE = 0.5
PER_ARTICLE = 100
TIERS = (
    "human_early_phase",
    "human_systematic_review",
    "animal_study",
    "lab_mechanistic",
    "background",
)


class Real:
    """Real passages and their vectors, as the test libraries are made of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        count = snapshot.manifest.counts["passages"]
        rows = np.arange(count)
        eye = np.eye(snapshot.dense.dimension, dtype=np.float32)
        self.vectors = np.stack([snapshot.dense.scores(axis, rows) for axis in eye], axis=1)
        self.texts: list[tuple[str, ...]] = []
        self.breadcrumbs: list[str] = []
        for slug in snapshot.store.slugs():
            for passage in snapshot.store.passages_of(slug):
                cut = [passage.text[start:end] for start, end in passage.pieces]
                self.texts.append(tuple(text for text in cut if text.strip()) or (passage.text,))
                self.breadcrumbs.append(passage.breadcrumb)


class TestLibrary(Sequence[Article]):
    """Articles made when they are asked for, so that a million passages need no memory."""

    def __init__(self, real: Real, passages: int) -> None:
        self._real = real
        self._passages = passages

    def __len__(self) -> int:
        return -(-self._passages // PER_ARTICLE)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> list[Article]: ...
    def __getitem__(self, place: int | slice) -> Article | list[Article]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._article(place)

    def texts(self) -> Iterator[str]:
        """Yield what the lexical index holds of each passage, its parts on lines of their own."""
        for place in range(len(self)):
            for number, drawn in enumerate(self._drawn(place)):
                halves = (" ".join(self._real.texts[real][:2]).replace("\n", " ") for real in drawn)
                yield "\n".join([self._real.breadcrumbs[drawn[0]], *halves, f"{place}.{number}"])

    def rows(self) -> Iterator[tuple[int, int]]:
        """Yield, for each passage row, the real rows that it is made of."""
        for place in range(len(self)):
            yield from self._drawn(place)

    def _drawn(self, place: int) -> list[tuple[int, int]]:
        rng = random.Random(SEED * 1_000_003 + place)  # noqa: S311 - a draw
        count, total = min(PER_ARTICLE, self._passages - place * PER_ARTICLE), len(self._real.texts)
        return [(rng.randrange(total), rng.randrange(total)) for _ in range(count)]

    def _article(self, place: int) -> Article:
        slug, source = f"article-{place}", ""
        statements, passages = [], []
        for number, (first, second) in enumerate(self._drawn(place)):
            made: list[Statement] = []
            for real in (first, second):
                # A number of its own, so that no two passages are equal.
                text = f"{' '.join(self._real.texts[real][:2])} ({place}.{number})"
                span = Span(len(source), len(source) + len(text))
                source += text + "\n"
                made.append(_statement(slug, span, text, TIERS[(place + number) % len(TIERS)]))
            statements += made
            passages.append(_passage(slug, self._real.breadcrumbs[first], made, number))
        metadata: dict[str, object] = {
            "conditions": ["knee pain" if place % 10 == 3 else "frailty"]
        }
        return Article(
            slug=slug, title=slug, source=source, source_sha256=text_sha256(source),
            media="text/plain", path=f"{slug}.txt", metadata=metadata,
            statements=tuple(statements), passages=tuple(passages),
        )  # fmt: skip


@lru_cache(maxsize=200_000)
def _analyzed(line: str) -> tuple[str, ...]:
    return tuple(analyze(line))


def _analyzed_by_line(text: str) -> list[str]:
    return [stem for line in text.split("\n") for stem in _analyzed(line)]


def _statement(slug: str, span: Span, text: str, tier: str) -> Statement:
    return Statement(
        id=f"{slug}@{span.start}-{span.end}", article=slug, span=span, text=text,
        kind=Kind.PARAGRAPH, section=("Made",), clean=text, tier=tier, tier_basis="made",
    )  # fmt: skip


def _passage(slug: str, breadcrumb: str, made: Sequence[Statement], number: int) -> Passage:
    text = " ".join(each.clean for each in made)
    middle = len(made[0].clean)
    return Passage(
        id=f"p-{slug}-{number}", article=slug,
        span=Span(made[0].span.start, made[-1].span.end), section=("Made",),
        breadcrumb=breadcrumb, text=text, statements=tuple(each.id for each in made),
        pieces=((0, middle), (middle + 1, len(text))),
    )  # fmt: skip


def build(real: Real, model: Path, count: int, folder: Path) -> dict[str, float]:
    """Write a test library as a snapshot's folder; return the seconds of each part."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    link_tree(model, folder / MODEL_FOLDER)
    library = TestLibrary(real, count)
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it gives
        began = time.perf_counter()
        given = work()
        seconds[name] = time.perf_counter() - began
        print(f"  {count:,}: {name} {seconds[name]:.0f} s", file=sys.stderr, flush=True)
        return given

    timed("records", lambda: write_store(folder / RECORDS_FILE, library, Findings({}, {}, ())))
    timed("facets", lambda: Facets.gather(library).save(folder))
    vectors = _jittered(real, [first for first, _ in library.rows()])
    dense = timed("dense", lambda: write_vectors(vectors, folder))
    _write_pieces(vectors, folder)
    # Each real statement comes many times: its stems are made once, so that an hour becomes
    # minutes. What is left of the time is that of the index itself.
    with patch("index.lexical.analyze", _analyzed_by_line):
        timed("lexical", lambda: LexicalIndex.build(folder / LEXICAL_FOLDER, library.texts()))
    Manifest(
        id=folder.name, built_at="2026-11-22T00:00:00+00:00",
        model=asdict(open_encoder(folder / MODEL_FOLDER).settings), chunking={},
        dense=dense.record(), corpus_sha256="0" * 64,
        counts={"articles": len(library), "passages": count, "statements": 2 * count,
                "references": 0, "pieces": 2 * count},
        files=list_files(folder),
    ).save(folder)  # fmt: skip
    return seconds


def _jittered(real: Real, rows: Sequence[int]) -> Float32:
    rng = np.random.default_rng(SEED)
    dimension = real.vectors.shape[1]
    made = np.empty((len(rows), dimension), dtype=np.float32)
    for start in range(0, len(rows), 50_000):
        part = real.vectors[list(rows[start : start + 50_000])]
        noise = rng.standard_normal(part.shape, dtype=np.float32) * (NOISE / dimension**0.5)
        made[start : start + len(part)] = unit_rows(part + np.asarray(noise, dtype=np.float32))
    return made


def _write_pieces(vectors: Float32, folder: Path) -> None:
    rng = np.random.default_rng(SEED + 1)
    with (folder / PIECES_FILE).open("wb") as stream:
        for start in range(0, len(vectors), 50_000):
            twice = np.repeat(vectors[start : start + 50_000], 2, axis=0)
            noise = rng.standard_normal(twice.shape, dtype=np.float32) * (NOISE / 384**0.5)
            stream.write(unit_rows(twice + np.asarray(noise, np.float32)).astype("<f2").tobytes())
    np.save(folder / OFFSETS_FILE, np.arange(0, 2 * len(vectors) + 1, 2), allow_pickle=False)

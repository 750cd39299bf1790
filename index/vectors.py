"""Which index holds the passage vectors of a snapshot: chosen by size, recorded, opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from index.arrays import Float32, Int64
from index.dense import DenseIndex
from index.errors import SnapshotError
from index.ivf import PROBES as PROBES
from index.ivf import IvfIndex

DENSE_FILE = "dense.faiss"
VECTORS_FILE = "vectors.f32"
EXACT_UP_TO = 50_000
"""Vectors up to which every search compares them all: 8 ms at 50,000 (decision 9)."""

Kind = Literal["exact", "ivf"]
Choice = Literal["auto", "exact", "ivf"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


class VectorIndex(Protocol):
    """Cosine search over passage rows; all take the same and differ in speed."""

    def __len__(self) -> int:
        """Return how many vectors there are."""

    @property
    def dimension(self) -> int:
        """Return the length of its vectors."""

    def search(
        self, query: Float32, k: int, allowed: Int64 | None = None
    ) -> list[tuple[int, float]]:
        """Return the k nearest allowed rows as (row, cosine), best first, ties by row."""

    def scores(self, query: Float32, rows: Int64) -> Float32:
        """Return the cosine of `query` with each of `rows`."""


@dataclass(frozen=True, slots=True)
class DenseSettings:
    """How the vectors of a snapshot are indexed, as its manifest records it.

    Attributes:
        kind: "exact" compares all vectors; "ivf" reads the nearest inverted lists.
        nlist: Lists, 0 when exact.
        probes: Lists read by a search, 0 when exact.
        trained_on: Vectors that the lists were learned from.
    """

    kind: Kind
    nlist: int = 0
    probes: int = 0
    trained_on: int = 0

    def record(self) -> dict[str, Any]:
        """Return what the manifest holds."""
        return asdict(self)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> DenseSettings:
        """Return what `record` gave.

        Raises:
            SnapshotError: It is not of this kind.
        """
        try:
            settings = cls(**raw)
        except TypeError as error:
            raise SnapshotError(f"the manifest's dense index is not known: {dict(raw)}") from error
        if settings.kind not in get_args(Kind):
            raise SnapshotError(f"the manifest's dense index is not known: {settings.kind!r}")
        return settings


def write_vectors(
    vectors: Float32, folder: Path, choice: Choice = "auto", probes: int = PROBES
) -> DenseSettings:
    """Index float32 `[n, d]` in a snapshot's folder and return how.

    Args:
        vectors: Of any length; rows are normalised.
        folder: The snapshot's folder.
        choice: "auto" compares all up to `EXACT_UP_TO` vectors and uses lists above.
        probes: Lists that a search reads, at least 1.

    Raises:
        ValueError: `probes` is less than 1, or `choice` is unknown.
        OSError: A file cannot be written.
    """
    if probes < 1 or choice not in CHOICES:
        raise ValueError(f"no dense index of kind {choice!r} with {probes} probes")
    exact = len(vectors) <= EXACT_UP_TO if choice == "auto" else choice == "exact"
    if exact or len(vectors) == 0:
        DenseIndex.build(vectors).save(folder / DENSE_FILE)
        return DenseSettings("exact")
    nlist, trained_on = IvfIndex.write(vectors, folder / DENSE_FILE, folder / VECTORS_FILE)
    return DenseSettings("ivf", nlist, min(probes, nlist), trained_on)


def open_vectors(folder: Path, settings: DenseSettings) -> VectorIndex:
    """Open the index of a snapshot's folder, memory-mapped.

    Raises:
        SnapshotError: A file cannot be read or is of another kind.
    """
    if settings.kind == "exact":
        return DenseIndex.open(folder / DENSE_FILE)
    return IvfIndex.open(folder / DENSE_FILE, folder / VECTORS_FILE, settings.probes)

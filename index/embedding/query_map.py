"""A learned map of query vectors: questions are moved towards the passages that answer them.

The passages' vectors stay as they are, so nothing has to be embedded again, and the plain cosine
remains for whatever is calibrated on it. How the map was made: `training/query_map.md`.
"""

from __future__ import annotations

import functools
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Float32, unit
from index.embedding.encoder import EncoderSettings
from index.errors import ModelError

MAP_FILE = Path(__file__).with_name("query_map.npz")


@dataclass(frozen=True, slots=True)
class QueryMap:
    """`q` becomes the unit vector of `q + (q down) up`, a map of low rank.

    Attributes:
        weights_sha256: Of the encoder whose vectors it maps; it means nothing to another's.
        down: float32 `[d, r]`.
        up: float32 `[r, d]`.
    """

    weights_sha256: str
    down: Float32
    up: Float32

    def __call__(self, query: Float32) -> Float32:
        """Return the mapped vector `[d]`, of length 1, of a query vector of any length."""
        plain = unit(query)
        moved = plain + (plain @ self.down) @ self.up
        return unit(np.asarray(moved, dtype=np.float32))

    def save(self, path: Path) -> None:
        """Write the map in half precision; the same map gives the same bytes."""
        np.savez(
            path,
            weights_sha256=np.array(self.weights_sha256),
            down=self.down.astype(np.float16),
            up=self.up.astype(np.float16),
        )

    @classmethod
    def load(cls, path: Path) -> QueryMap:
        """Read a map.

        Raises:
            ModelError: The file is missing or holds no map.
        """
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
                down, up = held["down"].astype("f4"), held["up"].astype("f4")
                made = cls(str(held["weights_sha256"]), down, up)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelError(f"cannot read the map of queries in {path}: {error}") from error
        if made.down.ndim != 2 or made.down.shape != made.up.T.shape:
            raise ModelError(
                f"{path} holds no map of queries: {made.down.shape} and {made.up.shape}"
            )
        return made


def query_map_for(settings: EncoderSettings, path: Path = MAP_FILE) -> QueryMap | None:
    """Return the shipped map where it was learned on this encoder's vectors, else None.

    Raises:
        ModelError: The shipped file cannot be read.
    """
    found = _loaded(path)
    return found if found.weights_sha256 == settings.weights_sha256 else None


@functools.cache
def _loaded(path: Path) -> QueryMap:
    return QueryMap.load(path)

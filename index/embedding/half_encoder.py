"""A faster encoder for long builds, where the processor multiplies in bfloat16.

Products are rounded to 8 bits of mantissa and summed in single precision; everything else stays
as it is. It needs torch, so only builds use it, and only for passages: questions are always
encoded in single precision, with which its vectors must agree.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Float32, Int64, Progress
from index.embedding.encoder import Encoder, EncoderSettings, PassageInput
from index.embedding.reference import ReferenceEncoder
from index.embedding.spec import ModelSpec, locate
from index.embedding.token_encoder import TokenEncoder
from index.errors import ModelError

MIN_COSINE = 0.9995
"""Least agreement with single precision. Seen with the bundled model: 0.99998 on average."""
_PROBES = 8


class PrecisionError(ModelError):
    """bfloat16 vectors of this model are not those of single precision."""


class HalfEncoder:
    """Passages in bfloat16, everything else by the single-precision encoder.

    The weights are read when the first passage needs them: a build that finds all vectors in
    its cache does without torch.
    """

    def __init__(
        self, spec: ModelSpec, folder: Path, exact: Encoder, threads: int | None = None
    ) -> None:
        """Remember what to open.

        Args:
            spec: The configured model.
            folder: Its export.
            exact: The single-precision encoder of the same weights.
            threads: Batches that run at the same time; the usable cores when None.
        """
        self._spec, self._folder, self._exact, self._threads = spec, folder, exact, threads
        self._settings = dataclasses.replace(exact.settings, precision="bf16")
        self._opened: TokenEncoder | None = None

    @property
    def settings(self) -> EncoderSettings:
        """What decides this encoder's vectors."""
        return self._settings

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, special tokens included, uncut."""
        return self._exact.count_tokens(text)

    def encode_query(self, text: str) -> Float32:
        """Return the single-precision vector `[d]` of a query."""
        return self._exact.encode_query(text)

    def encode_passages(
        self, items: Sequence[PassageInput], progress: Progress | None = None
    ) -> tuple[Float32, list[Float32]]:
        """Return passage vectors `[n, d]` and, per passage, piece vectors `[m_i, d]`.

        Raises:
            PrecisionError: Some of the first texts differ from single precision by more than
                `MIN_COSINE` allows.
            MissingDependencyError: sentence-transformers is not installed.
        """
        if self._opened is None:
            opened = _Autocast(self._spec, self._folder, self._settings, self._threads)
            _check(opened, self._exact, items[:_PROBES])
            self._opened = opened
        return self._opened.encode_passages(items, progress)


class _Autocast(TokenEncoder):
    """The model under torch's bfloat16 autocast."""

    def __init__(
        self, spec: ModelSpec, folder: Path, settings: EncoderSettings, threads: int | None
    ) -> None:
        super().__init__(folder, settings, threads)
        reference = ReferenceEncoder(locate(spec), settings.max_tokens, threads=1)
        self._torch: Any = importlib.import_module("torch")
        self._transformer = reference.model[0].auto_model.eval()
        self._inputs = set(reference.model.tokenizer.model_input_names)

    def forward(self, ids: Int64, mask: Int64, types: Int64) -> Float32:
        """Return token embeddings float32 `[b, t, d]` of word pieces `[b, t]`."""
        torch = self._torch
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        feed = {
            name: torch.from_numpy(array) for name, array in given.items() if name in self._inputs
        }
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            hidden: Float32 = self._transformer(**feed).last_hidden_state.float().numpy()
        return hidden


def _check(half: Encoder, exact: Encoder, items: Sequence[PassageInput]) -> None:
    texts: list[PassageInput] = [(text, ()) for text, _ in items]
    got, want = half.encode_passages(texts)[0], exact.encode_passages(texts)[0]
    lengths = np.linalg.norm(got, axis=1) * np.linalg.norm(want, axis=1)
    worst = float(np.min(np.sum(got * want, axis=1) / lengths, initial=1.0))
    if not worst >= MIN_COSINE:
        raise PrecisionError(
            f"bf16 vectors of this model differ from single precision: cosine {worst:.5f}, "
            f"at least {MIN_COSINE} is needed"
        )

"""The working encoder: ONNX Runtime and tokenizers, with no torch and no transformers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from index.arrays import Float32, Progress, no_progress, unit_rows
from index.embedding.encoder import EncoderSettings, PassageInput, encodable
from index.errors import ModelError

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Measured on two cores (64 texts of 153 tokens): 70 a second at 1024, 65 at 2048, 57 at 4096.
_BATCH_TOKENS = 1024


def usable_cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class OnnxEncoder:
    """Encode passages and their pieces in one forward pass.

    A passage vector is pooled and normalised as sentence-transformers does it. A piece vector
    is the mean of the token embeddings that start inside the piece, normalised ("late"
    pooling: each token has seen the whole passage). A piece that the token limit cut away, or
    that holds no token, gets its passage's vector.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Open an exported model.

        Args:
            folder: Holds model.onnx, tokenizer.json and encoder.json.
            threads: Threads inside one operation; the usable cores when None.

        Raises:
            ModelError: A file is missing or ONNX Runtime refuses the model.
        """
        self._settings = EncoderSettings.load(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or usable_cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
            )
            self._whole = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception as error:  # both libraries raise bare Exception subclasses
            raise ModelError(f"cannot open the exported model in {folder}: {error}") from error
        self._whole.no_truncation()
        self._whole.no_padding()
        # The shipped file cuts at 128 and pads to it.
        self._tokenizer.enable_truncation(self._settings.max_tokens)
        self._tokenizer.no_padding()
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    @property
    def settings(self) -> EncoderSettings:
        """What decides this encoder's vectors."""
        return self._settings

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, special tokens included, uncut."""
        return len(self._whole.encode(encodable(text)).ids)

    def encode_query(self, text: str) -> Float32:
        """Return the vector `[d]` of a query."""
        encoding = self._tokenizer.encode(encodable(self._settings.prompt_query + text))
        vector: Float32 = self._pool(self._forward([encoding]), [encoding])[0]
        return vector

    def encode_passages(
        self, items: Sequence[PassageInput], progress: Progress | None = None
    ) -> tuple[Float32, list[Float32]]:
        """Encode texts, longest first, in batches of bounded size.

        Args:
            items: Texts with the character ranges that get vectors of their own.
            progress: Called after each batch with ("embed", done, total).

        Returns:
            float32 `[n, d]` and a list of n float32 arrays `[m_i, d]`, in the order given.
        """
        report = progress or no_progress
        prompt = self._settings.prompt_passage
        encodings = self._tokenizer.encode_batch([encodable(prompt + text) for text, _ in items])
        order = sorted(range(len(items)), key=lambda i: len(encodings[i].ids), reverse=True)
        vectors = np.zeros((len(items), self._settings.dimension), dtype=np.float32)
        pieces: list[Float32] = [np.zeros((0, vectors.shape[1]), np.float32)] * len(items)
        done = 0
        while done < len(order):
            size = max(1, _BATCH_TOKENS // len(encodings[order[done]].ids))
            rows = order[done : done + size]
            batch = [encodings[row] for row in rows]
            hidden = self._forward(batch)
            vectors[rows] = self._pool(hidden, batch)
            for place, row in enumerate(rows):
                pieces[row] = _pool_pieces(
                    hidden[place], batch[place], items[row][1], len(prompt), vectors[row]
                )
            done += len(rows)
            report("embed", done, len(order))
        return vectors, pieces

    def _forward(self, batch: list[Encoding]) -> Float32:
        """Return token embeddings float32 `[b, t, d]` of encodings padded to the longest."""
        longest = max(len(encoding.ids) for encoding in batch)
        feed = {
            name: np.zeros((len(batch), longest), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, encoding in enumerate(batch):
            length = len(encoding.ids)
            feed["input_ids"][row, :length] = encoding.ids
            feed["attention_mask"][row, :length] = 1
            feed["token_type_ids"][row, :length] = encoding.type_ids
        wanted: dict[str, Any] = {name: feed[name] for name in feed if name in self._inputs}
        hidden: Float32 = self._session.run(None, wanted)[0]
        return hidden

    def _pool(self, hidden: Float32, batch: list[Encoding]) -> Float32:
        if self._settings.pooling == "cls":
            pooled = hidden[:, 0]
        else:
            lengths = [len(encoding.ids) for encoding in batch]
            pooled = np.stack([hidden[i, :n].mean(axis=0) for i, n in enumerate(lengths)])
        return unit_rows(pooled) if self._settings.normalize else pooled


def _pool_pieces(
    hidden: Float32,
    encoding: Encoding,
    pieces: tuple[tuple[int, int], ...],
    shift: int,
    fallback: Float32,
) -> Float32:
    """Return unit vectors `[m, d]` of a passage's pieces from its token embeddings `[t, d]`."""
    vectors = np.tile(fallback, (len(pieces), 1))
    if pieces:
        starts = np.array([start for start, _ in encoding.offsets])
        special = np.array(encoding.special_tokens_mask, dtype=bool)
        for place, (start, end) in enumerate(pieces):
            inside = (starts >= start + shift) & (starts < end + shift) & ~special
            if inside.any():
                vectors[place] = hidden[: len(starts)][inside].mean(axis=0)
    return unit_rows(vectors)

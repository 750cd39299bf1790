"""What the working encoders share: cutting texts into word pieces, batches, and pooling."""

from __future__ import annotations

import abc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.arrays import Float32, Int64, Progress, no_progress, unit_rows
from index.embedding.encoder import EncoderSettings, PassageInput, encodable
from index.errors import ModelError

TOKENIZER_FILE = "tokenizer.json"
LATEST_QUERIES = 32
"""Vectors of queries kept at hand, by their word pieces: one question is encoded more than once."""


def usable_cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class TokenEncoder(abc.ABC):
    """Encode passages and their pieces in one forward pass.

    A passage vector is pooled and normalised as sentence-transformers does it. A piece vector
    is the mean of the token embeddings that start inside the piece, normalised ("late"
    pooling: each token has seen the whole passage). A piece that the token limit cut away, or
    that holds no token, gets its passage's vector.

    Each batch runs in one thread, several batches at a time: threads that share one batch wait
    for each other at every operation, and on a busy machine that costs more than it saves
    (benchmarks/embedding.py).
    """

    #: Word pieces of one batch, padding included. Measured on two cores (64 texts of 153 word
    #: pieces): 70 a second at 1024, 65 at 2048, 57 at 4096.
    batch_tokens = 1024

    def __init__(self, folder: Path, settings: EncoderSettings, threads: int | None = None) -> None:
        """Open the tokenizer of an exported model.

        Args:
            folder: Holds tokenizer.json.
            settings: What decides the vectors.
            threads: Batches that run at the same time; as many as usable cores when None.

        Raises:
            ModelError: The tokenizer cannot be read.
        """
        self._settings = settings
        self._latest: dict[tuple[int, ...], Float32] = {}
        self._remembering = Lock()
        self._threads = threads or usable_cores()
        try:
            self._whole = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception as error:  # the library raises bare Exception
            raise ModelError(f"cannot open the exported model in {folder}: {error}") from error
        self._whole.no_truncation()
        self._whole.no_padding()
        # The shipped file cuts at 128 and pads to it.
        self._tokenizer.enable_truncation(settings.max_tokens)
        self._tokenizer.no_padding()

    @property
    def settings(self) -> EncoderSettings:
        """What decides this encoder's vectors."""
        return self._settings

    @abc.abstractmethod
    def forward(self, ids: Int64, mask: Int64, types: Int64) -> Float32:
        """Return token embeddings float32 `[b, t, d]` of word pieces `[b, t]`."""

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, special tokens included, uncut."""
        return len(self._whole.encode(encodable(text)).ids)

    def encode_query(self, text: str) -> Float32:
        """Return the vector `[d]` of a query, read-only."""
        encoding = self._tokenizer.encode(encodable(self._settings.prompt_query + text))
        ids = tuple(encoding.ids)
        known = self._latest.get(ids)
        if known is None:
            known = self._pool(self._hidden([encoding]), [encoding])[0]
            # Read by all who ask for these word pieces: the policy, then the search.
            known.setflags(write=False)
            with self._remembering:
                while len(self._latest) >= LATEST_QUERIES:
                    self._latest.pop(next(iter(self._latest)))
                self._latest[ids] = known
        return known

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
        batches = list(self._batches([len(encodings[row].ids) for row in order], order))
        vectors = np.zeros((len(items), self._settings.dimension), dtype=np.float32)
        pieces: list[Float32] = [np.zeros((0, vectors.shape[1]), np.float32)] * len(items)
        done = 0
        hiddens = self._hiddens([[encodings[row] for row in rows] for rows in batches])
        for rows, hidden in zip(batches, hiddens, strict=True):
            batch = [encodings[row] for row in rows]
            vectors[rows] = self._pool(hidden, batch)
            for place, row in enumerate(rows):
                pieces[row] = _pool_pieces(
                    hidden[place], batch[place], items[row][1], len(prompt), vectors[row]
                )
            done += len(rows)
            report("embed", done, len(order))
        return vectors, pieces

    def _hiddens(self, batches: list[list[Encoding]]) -> Iterator[Float32]:
        """Yield the token embeddings of each batch in turn, working ahead."""
        if self._threads == 1 or len(batches) == 1:
            yield from map(self._hidden, batches)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(self._hidden, batches)

    def _batches(self, lengths: list[int], order: list[int]) -> Iterator[list[int]]:
        """Cut rows, longest first, where a batch padded to its longest is full."""
        done = 0
        while done < len(order):
            size = max(1, self.batch_tokens // lengths[done])
            yield order[done : done + size]
            done += size

    def _hidden(self, batch: list[Encoding]) -> Float32:
        """Return token embeddings float32 `[b, t, d]` of encodings padded to the longest."""
        longest = max(len(encoding.ids) for encoding in batch)
        ids, mask, types = (np.zeros((len(batch), longest), dtype=np.int64) for _ in range(3))
        for row, encoding in enumerate(batch):
            length = len(encoding.ids)
            ids[row, :length] = encoding.ids
            mask[row, :length] = 1
            types[row, :length] = encoding.type_ids
        return self.forward(ids, mask, types)

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

"""Vectors kept from one build to the next, by the hash of everything that decides them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.arrays import Float32, Progress, no_progress
from index.embedding.encoder import Encoder, PassageInput, encodable

# Texts embedded between two commits: what a killed build loses at most.
_COMMIT_EVERY = 64
_LOOKUP_EVERY = 500


class VectorCache:
    """A SQLite file of passage vectors (float32) and piece vectors (float16).

    The key hashes the encoder's identity, the text and its pieces. A file that SQLite calls
    damaged is set aside and a new one begun; `notice` then says so.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file; its folder is created too.

        Raises:
            OSError: The folder cannot be written.
            sqlite3.Error: The file cannot be used for a reason other than damage.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.notice = ""
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            # OperationalError is a full disk or a missing permission, not damage.
            if isinstance(error, sqlite3.OperationalError):
                raise
            aside = _set_aside(path)
            self.notice = f"the vector cache was damaged ({error}); it is kept as {aside.name}"
            self._connection = _connect(path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, keys: Sequence[bytes], dimension: int) -> dict[bytes, tuple[Float32, Float32]]:
        """Return what is cached of `keys`: passage vector `[d]` and piece vectors `[m, d]`."""
        found: dict[bytes, tuple[Float32, Float32]] = {}
        for start in range(0, len(keys), _LOOKUP_EVERY):
            some = list(keys[start : start + _LOOKUP_EVERY])
            marks = ",".join("?" * len(some))
            query = f"SELECT * FROM entries WHERE key IN ({marks})"  # noqa: S608 - only marks
            for key, passage, pieces, crc in self._connection.execute(query, some):
                # SQLite has no checksums of its own: a flipped bit would become a wrong vector.
                if _crc(key, passage, pieces) == crc:
                    vector = np.frombuffer(passage, dtype=np.float32)
                    rows = np.frombuffer(pieces, dtype=np.float16).reshape(-1, dimension)
                    found[key] = (vector, rows.astype(np.float32))
        return found

    def put(self, keys: Sequence[bytes], vectors: Float32, pieces: Sequence[Float32]) -> None:
        """Store vectors under their keys and commit."""
        rows = []
        for key, vector, part in zip(keys, vectors, pieces, strict=True):
            blobs = vector.astype(np.float32).tobytes(), part.astype(np.float16).tobytes()
            rows.append((key, *blobs, _crc(key, *blobs)))
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)


@contextlib.contextmanager
def open_cache(path: Path) -> Iterator[VectorCache]:
    """Open a vector cache for the length of a block."""
    cache = VectorCache(path)
    try:
        yield cache
    finally:
        cache.close()


def cache_key(identity: str, item: PassageInput) -> bytes:
    """Return the SHA-256 of an encoder's identity, a text and its pieces."""
    text, pieces = item
    return hashlib.sha256(json.dumps([identity, encodable(text), pieces]).encode()).digest()


def embed_cached(
    encoder: Encoder,
    cache: VectorCache,
    items: Sequence[PassageInput],
    progress: Progress | None = None,
) -> tuple[Float32, list[Float32]]:
    """Embed texts, asking the encoder only for those that the cache lacks.

    Args:
        encoder: Makes the missing vectors.
        cache: Read first; new vectors are committed every few texts, so that a killed build
            goes on where it was.
        items: Texts with the character ranges that get vectors of their own.
        progress: Called with ("embed", done, total), cached texts counted as done at once.

    Returns:
        float32 `[n, d]` and n float32 arrays `[m_i, d]` (of half precision), in order.
    """
    report = progress or no_progress
    dimension = encoder.settings.dimension
    keys = [cache_key(encoder.settings.identity, item) for item in items]
    vectors = np.zeros((len(items), dimension), dtype=np.float32)
    pieces: list[Float32] = [np.zeros((0, dimension), np.float32)] * len(items)
    known = cache.get(keys, dimension)
    missing = []
    for row, key in enumerate(keys):
        if key in known and len(known[key][1]) == len(items[row][1]):
            vectors[row], pieces[row] = known[key]
        else:
            missing.append(row)
    # Texts of one length together waste least; characters stand in for word pieces.
    missing.sort(key=lambda row: len(items[row][0]), reverse=True)
    done = len(items) - len(missing)
    report("embed", done, len(items))
    for start in range(0, len(missing), _COMMIT_EVERY):
        rows = missing[start : start + _COMMIT_EVERY]
        fresh, parts = encoder.encode_passages([items[row] for row in rows])
        # Half precision at once, so that a cached build equals a fresh one.
        parts = [part.astype(np.float16).astype(np.float32) for part in parts]
        cache.put([keys[row] for row in rows], fresh, parts)
        vectors[rows] = fresh
        for row, part in zip(rows, parts, strict=True):
            pieces[row] = part
        done += len(rows)
        report("embed", done, len(items))
    return vectors, pieces


def _crc(key: bytes, passage: bytes, pieces: bytes) -> int:
    return zlib.crc32(pieces, zlib.crc32(passage, zlib.crc32(key)))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS entries"
            " (key BLOB PRIMARY KEY, passage BLOB NOT NULL, pieces BLOB NOT NULL,"
            " crc INTEGER NOT NULL)"
        )
        connection.execute("SELECT key, passage, pieces, crc FROM entries LIMIT 1").fetchall()
        check = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if check != "ok":
            raise sqlite3.DatabaseError(check)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return aside

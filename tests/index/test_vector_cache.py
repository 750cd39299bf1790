"""The vector cache: what is kept, what is embedded again, and what happens to damage."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.arrays import Float32, Progress
from index.embedding.cache import VectorCache, cache_key, embed_cached, open_cache
from index.embedding.encoder import EncoderSettings, PassageInput

SETTINGS = EncoderSettings(
    name="counting",
    runtime="onnx",
    weights_sha256="w",
    model_sha256="m",
    tokenizer_sha256="t",
    dimension=4,
    max_tokens=256,
    pooling="mean",
    normalize=True,
)


class CountingEncoder:
    """Gives each text a vector of its letters and remembers what it was asked for."""

    def __init__(self, settings: EncoderSettings = SETTINGS, fail_after: int = 10**9) -> None:
        self._settings = settings
        self._fail_after = fail_after
        self.asked: list[str] = []

    @property
    def settings(self) -> EncoderSettings:
        return self._settings

    def encode_query(self, text: str) -> Float32:
        letters = [len(text), text.count("a"), text.count("e"), 1]
        return np.array(letters, dtype=np.float32) / np.float32(7)

    def encode_passages(
        self, items: Sequence[PassageInput], progress: Progress | None = None
    ) -> tuple[Float32, list[Float32]]:
        del progress
        if len(self.asked) >= self._fail_after:
            raise KeyboardInterrupt
        self.asked += [text for text, _ in items]
        vectors = np.stack([self.encode_query(text) for text, _ in items])
        pieces = [
            np.array([self.encode_query(text[a:b]) for a, b in parts], dtype=np.float32)
            for text, parts in items
        ]
        return vectors, [part.reshape(-1, 4) for part in pieces]

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def items(count: int) -> list[PassageInput]:
    return [(f"passage {'ae' * i}", ((0, 7), (8, 8 + i))) for i in range(count)]


def test_a_second_time_nothing_is_embedded_and_all_is_equal(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    with open_cache(tmp_path / "c.sqlite") as cache:
        fresh = embed_cached(first, cache, items(100))
    with open_cache(tmp_path / "c.sqlite") as cache:
        again = embed_cached(second, cache, items(100))
    assert sorted(first.asked) == sorted(text for text, _ in items(100))
    assert second.asked == []
    assert np.array_equal(fresh[0], again[0])
    assert all(np.array_equal(a, b) for a, b in zip(fresh[1], again[1], strict=True))
    want, _ = CountingEncoder().encode_passages(items(100))
    assert np.array_equal(fresh[0], want)


def test_only_what_changed_is_embedded(tmp_path: Path) -> None:
    with open_cache(tmp_path / "c.sqlite") as cache:
        embed_cached(CountingEncoder(), cache, items(10))
        encoder = CountingEncoder()
        changed = [*items(10)[:4], ("new text", ((0, 3),)), *items(10)[5:]]
        # The same text cut into other pieces is another entry too.
        changed[7] = (changed[7][0], ((0, 4),))
        _, pieces = embed_cached(encoder, cache, changed)
    assert sorted(encoder.asked) == sorted(["new text", changed[7][0]])
    assert pieces[7].shape == (1, 4)


@pytest.mark.parametrize(
    "change",
    [
        {"weights_sha256": "other"},
        {"max_tokens": 128},
        {"pooling": "cls"},
        {"prompt_passage": "passage: "},
        {"tokenizer_sha256": "other"},
        {"normalize": False},
    ],
)
def test_whatever_decides_a_vector_is_in_the_key(change: dict[str, object]) -> None:
    other = dataclasses.replace(SETTINGS, **change)  # type: ignore[arg-type]
    item = items(1)[0]
    assert cache_key(SETTINGS.identity, item) != cache_key(other.identity, item)


def test_the_name_and_runtime_are_not_in_the_key() -> None:
    other = dataclasses.replace(SETTINGS, name="x", runtime="sentence-transformers")
    assert SETTINGS.identity == other.identity


def test_an_interrupted_embedding_goes_on_where_it_was(tmp_path: Path) -> None:
    broken = CountingEncoder(fail_after=128)
    with open_cache(tmp_path / "c.sqlite") as cache, pytest.raises(KeyboardInterrupt):
        embed_cached(broken, cache, items(200))
    encoder = CountingEncoder()
    reports: list[tuple[str, int, int]] = []
    with open_cache(tmp_path / "c.sqlite") as cache:
        embed_cached(encoder, cache, items(200), lambda *report: reports.append(report))
    assert len(encoder.asked) == 200 - 128
    assert reports[0] == ("embed", 128, 200)
    assert reports[-1] == ("embed", 200, 200)


@pytest.mark.parametrize("damage", ["garbage", "overwritten"])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "c.sqlite"
    with open_cache(path) as cache:
        embed_cached(CountingEncoder(), cache, items(300))
        assert cache.notice == ""
    raw = bytearray(path.read_bytes())
    if damage == "garbage":
        raw[:] = b"not a database at all" * 50
    else:
        raw[4096:8192] = bytes(4096)
    path.write_bytes(raw)
    encoder = CountingEncoder()
    with open_cache(path) as cache:
        assert "damaged" in cache.notice
        embed_cached(encoder, cache, items(300))
    assert len(encoder.asked) == 300
    assert len(list(tmp_path.glob("c.sqlite.damaged-*"))) == 1


def test_a_flipped_bit_in_a_vector_is_embedded_again(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    with open_cache(path) as cache:
        embed_cached(CountingEncoder(), cache, items(20))
    connection = sqlite3.connect(path)
    with connection:
        key, passage = connection.execute("SELECT key, passage FROM entries").fetchone()
        flipped = bytes([passage[0] ^ 4]) + passage[1:]
        connection.execute("UPDATE entries SET passage = ? WHERE key = ?", (flipped, key))
    connection.close()
    encoder = CountingEncoder()
    with open_cache(path) as cache:
        vectors, _ = embed_cached(encoder, cache, items(20))
    assert len(encoder.asked) == 1
    assert np.array_equal(vectors, CountingEncoder().encode_passages(items(20))[0])


def test_a_cache_that_cannot_be_opened_is_not_set_aside(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        VectorCache(tmp_path / "c.sqlite")
    assert (tmp_path / "c.sqlite").is_dir()

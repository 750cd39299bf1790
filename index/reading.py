"""Articles kept from one build to the next, so that only changed files are read again.

One file per article file, named by the hash of everything that decides what reading gives: the
bytes, the path, the slug, the readers' code and libraries, and the passage budget.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

from corpus.fingerprint import reader_sha256
from corpus.passages import Budget
from corpus.records import Article
from index.codec import CODEC_VERSION, article_from, json_text
from index.files import file_sha256

_SUFFIX = ".json.z"
_HASH = 32


class ArticleCache:
    """A folder of articles as they were read; see `corpus.library.Kept`.

    What does not come back exactly as it was read is not kept; an entry that is damaged counts
    as missing. A cache that cannot be written slows the next build and fails nothing.

    Attributes:
        found: Files whose articles were here.
        missed: Files that had to be read.
    """

    def __init__(self, folder: Path, budget: Budget, tokenizer: str) -> None:
        """Use a folder; it is created when something is kept.

        Args:
            folder: Holds nothing else.
            budget: How passages are cut.
            tokenizer: Hash of the tokenizer behind `budget.encoder_count`.
        """
        self._folder = folder
        self._settings = json.dumps(
            [CODEC_VERSION, reader_sha256(), budget.parameters(), tokenizer], sort_keys=True
        )
        self._used: set[str] = set()
        self.found = 0
        self.missed = 0

    def get(self, file: Path, slug: str) -> tuple[Article, ...] | None:
        """Return the articles of a file as they were read before, or None."""
        try:
            name = self._name(file, slug)
            raw = (self._folder / name).read_bytes()
        except OSError:
            self.missed += 1
            return None
        if hashlib.sha256(raw[_HASH:]).digest() != raw[:_HASH]:
            self.missed += 1
            return None
        self.found += 1
        self._used.add(name)
        return _decode(raw[_HASH:])

    def put(self, file: Path, slug: str, articles: Sequence[Article]) -> None:
        """Keep the articles of a file."""
        body = zlib.compress(json_text(list(articles)).encode("ascii"), 1)
        if _decode(body) != tuple(articles):
            return
        with contextlib.suppress(OSError):
            name = self._name(file, slug)
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f"{name}.new"
            try:
                draft.write_bytes(hashlib.sha256(body).digest() + body)
                draft.replace(self._folder / name)
                self._used.add(name)
            except OSError:
                draft.unlink(missing_ok=True)
                raise

    def forget_unused(self) -> None:
        """Remove what neither `get` nor `put` touched: articles changed, gone or renamed."""
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._folder):
                if entry.name not in self._used:
                    Path(entry.path).unlink(missing_ok=True)

    def _name(self, file: Path, slug: str) -> str:
        parts = [self._settings, str(file), slug, file_sha256(file)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest() + _SUFFIX


def _decode(body: bytes) -> tuple[Article, ...]:
    return tuple(article_from(raw) for raw in json.loads(zlib.decompress(body)))

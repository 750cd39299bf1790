"""Hindi told word by word in English: the sentence encoder of the guard does not know Hindi.

A gloss, not a translation: enough for telling what a message is about.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[\u0900-\u0963\u0966-\u097f]+")
_NUKTA: Final = "\u093c"
_SHORTEST_STEM: Final = 3


def in_english_words(text: str) -> str:
    """Return `text` with each known Hindi word in English; other words and scripts stay."""
    if not _WORD.search(text):
        return text
    english = _WORD.sub(lambda match: _meaning(match.group()), text)
    return re.sub(r"\s+", " ", english).strip()


def _meaning(word: str) -> str:
    words = _words()
    bare = unicodedata.normalize("NFD", word).replace(_NUKTA, "")
    if bare in words:
        return words[bare]
    for length in range(len(bare) - 1, _SHORTEST_STEM - 1, -1):
        if bare[:length] in words:
            return words[bare[:length]]
    return word


@cache
def _words() -> Mapping[str, str]:
    text = files("rag").joinpath("data", "hindi_words.json").read_text(encoding="utf-8")
    words: Mapping[str, str] = json.loads(text)["words"]
    return words

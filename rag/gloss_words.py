"""The words that a gloss knows: a table by hand, and common words learned by an encoder.

`data/words.json` holds what decides an answer - conditions, measures, kinds of fact, times,
numbers - one English word or phrase a line. `data/common_words.npz` holds common words of each
language with the English word nearest to them (training/common_words.md); the table goes before.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

TABLE: Final = "words.json"
COMMON: Final = "common_words.npz"
COMMON_SHA256: Final = "e022750de29a2fe9226b1db5c300472c53b42ecea759cee5dc8b9dd2cea25b6f"
"""Of the learned words: `python -m training.common_words` prints it."""
UNSPACED: Final = frozenset({"ja", "zh"})
"""Languages written without spaces."""
_ENDING: Final = 5
"""Letters at most after an open stem: "rodilla*" is also "rodillas"."""
SHORTEST_PART: Final = 4
"""Letters of the first part of a compound."""


class GlossWordsError(ValueError):
    """A file of words is missing or not the released one: restore it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of one language; entries are in lower case.

    Attributes:
        patterns: By first letter: a pattern with one group for each entry of the table, longest
            first, and the English of each group. "" says that a word carries little meaning.
        stems: Single words of the table without the mark of an open end, for compounds.
        common: Learned words. Read on first use of the language.
    """

    lang: str
    patterns: Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]]
    stems: Mapping[str, str]
    common: Mapping[str, str]

    def known(self, lower: str, place: int) -> tuple[int, str] | None:
        """Return where the longest entry at `place` ends, and its English."""
        pattern, english = self.patterns.get(lower[place], (None, ()))
        match = pattern.match(lower, place) if pattern else None
        return (match.end(), english[match.lastindex - 1]) if match and match.lastindex else None


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the table has words of."""
    return tuple(_table()["languages"])


@cache
def words_of(lang: str) -> Words | None:
    """Return what is known of a language, or None where the table lacks it.

    Raises:
        GlossWordsError: The files cannot be used.
    """
    if lang not in languages():
        return None
    column = languages().index(lang) + 1
    entries: dict[str, str] = {}
    for read in (lowered, folded):  # "sûr" without its accent is the other word "sur"
        for row in _table()["words"]:
            for entry in row[column].split(","):
                if entry:
                    entries.setdefault(read(unicodedata.normalize("NFKC", entry)), row[0])
    single = {
        entry.rstrip("*"): english
        for entry, english in entries.items()
        if " " not in entry and len(entry.rstrip("*")) >= SHORTEST_PART
    }
    return Words(lang, _patterns(lang, entries), single, _common(lang))


def lowered(text: str) -> str:
    """Return `text` in lower case, of the same length."""
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def folded(text: str) -> str:
    """Return `text` in lower case, of the same length, Latin letters without accents."""
    return "".join(
        unicodedata.normalize("NFD", each)[0] if each < "\u0250" else each for each in lowered(text)
    )


def _patterns(
    lang: str, entries: Mapping[str, str]
) -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: (-len(each.replace("*", "")), each)):
        by_letter[entry[0]].append(entry)
    return {
        letter: (
            re.compile("|".join(f"({_pattern(each, lang)})" for each in found)),
            tuple(entries[each] for each in found),
        )
        for letter, found in by_letter.items()
    }


def _pattern(entry: str, lang: str) -> str:
    if lang in UNSPACED:
        return re.escape(entry)
    ending = rf"\w{{0,{_ENDING}}}"
    parts: Sequence[str] = [
        re.escape(word.rstrip("*")) + (ending if word.endswith("*") else "")
        for word in re.split(r"[\s-]", entry)
    ]
    return r"[\s-]+".join(parts) + (r"(?!\w)" if entry[-1].isalnum() or entry[-1] == "*" else "")


@cache
def _table() -> dict[str, Any]:
    try:
        text = files("rag").joinpath("data", TABLE).read_text("utf-8")
        found: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise GlossWordsError(f"cannot read the words in {TABLE}: {error}") from error
    return found


def _common(lang: str) -> dict[str, str]:
    try:
        raw = files("rag").joinpath("data", COMMON).read_bytes()
    except OSError as error:
        raise GlossWordsError(f"cannot read the words in {COMMON}: {error}") from error
    return read_common(raw, lang, COMMON_SHA256)


def read_common(raw: bytes, lang: str, sha256: str) -> dict[str, str]:
    """Return the learned words of a language with their English, from the bytes of the file.

    Raises:
        GlossWordsError: The bytes are not those of the released file.
    """
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise GlossWordsError(f"{COMMON} is not the released file; restore it")
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as held:
            english = held["english"].tobytes().decode().split("\n")
            words = held[lang].tobytes().decode().split("\n")
            places = held[f"{lang}_english"].tolist()
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GlossWordsError(f"cannot read the words in {COMMON}: {error}") from error
    return {word: english[place] for word, place in zip(words, places, strict=True)}

"""A question of another language told word by word in English, as far as its words are known.

A gloss, not a translation: what is named, measured and counted, in the order in which it was asked,
so that a library that is read in English can be searched and what is named be found again. A word
that is not known stays as typed and must stand in the evidence itself: in doubt the library does
not hold it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.gloss_words import SHORTEST_PART, UNSPACED, Words, folded, languages, lowered, words_of
from rag.policy.lexicon import FUNCTION_WORDS

_COMPOUNDING: Final = frozenset({"de"})
_JOINTS: Final = ("", "s", "n", "en", "es", "e")
_SHORTEST_UNKNOWN: Final = 4
"""Letters of a word that carries a meaning, where words are told apart by spaces."""
_SHORTEST_UNKNOWN_UNSPACED: Final = 2
"""The same where they are not: what is left of a known verb is mostly one letter."""
_LONGEST_COMMON: Final = 10
# "CRATUS II", "MDS-UPDRS-III", "NCT02065245", "CD73", "GvHD".
_NAME: Final = re.compile(
    r"(?=[^\s-]*(?:[A-Z][^\s-]*[A-Z]|[A-Za-z]\d|\d[A-Za-z]))[A-Za-z0-9]+(?:[-./][A-Za-z0-9α-ω]+)*"
    r"(?:\s[IVX]{1,3}\b)?",
    re.ASCII,
)
_FIGURE: Final = r"\.?\d+(?:[.,]\d+)*\s?%?"
_WORD: Final = re.compile(rf"[^\W\d_]+|{_FIGURE}")
_UNSPACED_WORD: Final = re.compile(rf"[\u3400-\u9fff々]+|[ァ-ヺー]+|{_FIGURE}|[A-Za-z]+")
_SAYS_LITTLE: Final = (
    "的了吗呢吧是在把被那这其之与对中个名项篇些都又就才还到从为以所会能要可只"
    "得着过将由向该于并让位种时内上下第分等用里"
)
_KEPT: Final = " ,.;:?!%()=<>"


@dataclass(frozen=True, slots=True)
class Gloss:
    """A question in English words.

    Attributes:
        text: Known words in English; names, figures and all others as typed.
        unknown: Words that seem to carry a meaning and are not known.
    """

    text: str
    unknown: tuple[str, ...] = ()


def in_english(text: str, lang: str) -> Gloss | None:
    """Return a question in English words, or None where it is English or no words are known.

    Args:
        text: The question.
        lang: Its likeliest language. A short question is easily taken for a neighbour of its own
            language, so the words of another serve where every word is one of them.

    Raises:
        rag.gloss_words.GlossWordsError: The files of words cannot be used.
    """
    if lang in {"", "en"}:
        return None
    plain = unicodedata.normalize("NFKC", text)
    own = words_of(lang)
    gloss = None if own is None else _Reader(own, plain).gloss()
    if lang in UNSPACED or (gloss is not None and not gloss.unknown):
        return gloss
    for other in languages():
        words = None if other == lang or other in UNSPACED else words_of(other)
        found = None if words is None else _Reader(words, plain).gloss()
        if found is not None and not found.unknown:
            return found
    return gloss


class _Reader:
    """Reads one question from left to right."""

    def __init__(self, words: Words, text: str) -> None:
        self._words = words
        self._unspaced = words.lang in UNSPACED
        self._text = text
        self._lower = lowered(text)
        self._folded = folded(text)

    def gloss(self) -> Gloss:
        english: list[str] = []
        unknown: dict[str, None] = {}
        place = 0
        while place < len(self._text):
            place, told, lacking = self._read(place)
            english.append(told)
            unknown.update(dict.fromkeys(lacking))
        plain = " ".join(" ".join(english).split())
        return Gloss(re.sub(r" (?=[,.;:?!%)])", "", plain), tuple(unknown))

    def _read(self, place: int) -> tuple[int, str, Sequence[str]]:
        """Read what stands at `place`: where it ends, its English, and what is unknown of it."""
        text = self._text
        known = self._known(place)
        name = _NAME.match(text, place)
        if name and (known is None or known[0] < name.end()):
            return name.end(), self._without_common_parts(name[0]), ()
        if known is not None:
            return (*known, ())
        word = (_UNSPACED_WORD if self._unspaced else _WORD).match(text, place)
        if word is None:
            return place + 1, text[place] if text[place] in _KEPT else " ", ()
        if not word[0][-1].isalpha() or (self._unspaced and word[0].isascii()):
            return word.end(), word[0], ()
        return self._unspaced_word(place) if self._unspaced else self._word(place, word.end())

    def _known(self, place: int) -> tuple[int, str] | None:
        """Return the entry of the table at `place`, also where its accents were left out."""
        if not self._unspaced and place and self._text[place - 1].isalnum():
            return None
        return self._words.known(self._lower, place) or self._words.known(self._folded, place)

    def _without_common_parts(self, name: str) -> str:
        """Return a name without the words that a hyphen ties to it: "ADAS-Cog-Werte"."""
        parts = name.split("-")
        common: list[str] = []
        while len(parts) > 1 and parts[-1][1:].islower():
            lower = parts[-1].lower()
            found = self._words.known(lower, 0)
            if found is None or found[0] < len(lower):
                break
            common.insert(0, found[1])
            parts.pop()
        return " ".join(["-".join(parts), *common])

    def _word(self, place: int, end: int) -> tuple[int, str, Sequence[str]]:
        word, lower = self._text[place:end], self._lower[place:end]
        if self._words.lang in _COMPOUNDING:
            parts = self._parts(lower)
            if parts:
                return end, " ".join(parts), ()
        if self._folded[place:end] in FUNCTION_WORDS.get(self._words.lang, ()):
            return end, " ", ()
        if len(word) < _SHORTEST_UNKNOWN:
            return end, " ", ()
        common = self._words.common.get(lower)
        return (end, common, ()) if common else (end, word, (word,))

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the English of a compound's parts where all of them are known, else nothing."""
        known = self._words.known(word, 0)
        if known and known[0] == len(word):
            return (known[1],)
        for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            first = self._words.stems.get(word[:end])
            for joint in _JOINTS if first is not None else ():
                rest = self._parts(word[end + len(joint) :]) if word.startswith(joint, end) else ()
                if first is not None and rest:
                    return (first, *rest)
        return ()

    def _unspaced_word(self, place: int) -> tuple[int, str, Sequence[str]]:
        """Read the longest learned word, or what stands before the next known one."""
        lower, common = self._lower, self._words.common
        for end in range(min(len(lower), place + _LONGEST_COMMON), place + 1, -1):
            if lower[place:end] in common:
                return end, common[lower[place:end]], ()
        match = _UNSPACED_WORD.match(self._text, place)
        last = match.end() if match else place + 1
        end = next((at for at in range(place + 1, last) if self._known(at)), last)
        word = self._text[place:end]
        told = word.strip(_SAYS_LITTLE) if self._words.lang == "zh" else word
        return end, told, (told,) if len(told) >= _SHORTEST_UNKNOWN_UNSPACED else ()

"""Technical words of a question: a drug, a disease or a test that no table names.

"What did lecanemab do?" cannot be answered by a passage without the word, however near it is;
"did the dummy treatment do as well?" can. The two are told apart by the encoder's own vocabulary:
a common English word is one piece in it, a technical one is put together from several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Protocol

from index.analysis import STOP_WORDS, stem
from index.textfold import words
from rag.asking import ABOUT_ASKING
from rag.gloss import Gloss
from rag.question import Name, ReadQuestion

_WORD: Final = re.compile(r"[^\W\d_]{5,}")
# Made from a common word by an ending: "stiffness", "fewest".
_ENDING: Final = re.compile(
    r"(?:nesses|ness|est|ers?|ly|ings?|ed|s|ish|less|fully|ful|able|ably|like)$"
)
_LEAST_BASE: Final = 3
_ONE_PIECE: Final = 3
"""Pieces of a common word, the two special ones included."""


class Pieces(Protocol):
    """What tells of how many pieces a word is made."""

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, the two special ones included."""


def with_terms(
    question: ReadQuestion, pieces: Pieces, *, english: bool = True, gloss: Gloss | None = None
) -> ReadQuestion:
    """Return the question with its technical words among `terms`.

    Args:
        question: As read.
        pieces: The library's encoder.
        english: Whether it is in English: words of other languages are all made of pieces.
        gloss: The gloss that was read in its place; what it could not tell is a term, too.
    """
    if not english and gloss is None:
        return question
    unknown = gloss.unknown if gloss else ()
    terms = [*_terms(question, pieces), *(Name(each, tuple(words(each))) for each in unknown)]
    return replace(question, terms=tuple({term.words: term for term in terms}.values()))


def _terms(question: ReadQuestion, pieces: Pieces) -> Iterator[Name]:
    covered = _covered(question)
    taken = {word for name in question.names for word in name.words}
    for match in _WORD.finditer(question.text):
        found = words(match[0])
        if _lies_in(match, covered) or len(found) != 1:
            continue
        word = found[0]
        if word in taken or word in STOP_WORDS or stem(word) in ABOUT_ASKING:
            continue
        if _is_technical(word, pieces):
            taken.add(word)
            yield Name(match[0], (word,))


def _covered(question: ReadQuestion) -> list[tuple[int, int]]:
    """Return the spans of the concepts that a question names."""
    return [
        match.span()
        for concept in question.concepts
        for match in concept.asked.finditer(question.text)
    ]


def _lies_in(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(first < match.end() and match.start() < stop for first, stop in spans)


def _is_technical(word: str, pieces: Pieces) -> bool:
    base = _ENDING.sub("", word)
    forms = [word, *([base, f"{base}e"] if len(base) >= _LEAST_BASE and base != word else [])]
    return all(pieces.count_tokens(form) > _ONE_PIECE for form in forms)

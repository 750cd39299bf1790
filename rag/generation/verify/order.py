"""The words of a sentence: whole statements of its quote in order, and names from the heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rag.generation.verify.words import COMMA, HARMLESS, NEUTRAL, SEPARATOR, Token

_LABEL: Final = frozenset({":", "that"})
"""Words behind which a statement begins as behind a full stop: a label, or who said it."""
_POINTING: Final = frozenset(
    "it its they them their this these those he she his her both such same former latter others"
    " another other which who whose here there then".split()
)
"""Words that point at what stands before: no statement that begins with one is cut off from it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in a quote the words of a sentence stand: telling tokens from `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Telling:
    """The telling tokens of a text, and where a sentence may be cut from it.

    Attributes:
        tokens: Without words that say nothing by themselves, with marks.
        begins: Places in `tokens` at which a statement begins.
        ends: Places behind which a statement may end.
    """

    tokens: tuple[Token, ...]
    begins: frozenset[int]
    ends: frozenset[int]


def telling(tokens: Sequence[Token]) -> Telling:
    """Return the telling tokens of a text."""
    kept: list[Token] = []
    begins, ends = {0}, set[int]()
    for token in tokens:
        if token.text in _LABEL:
            begins.add(len(kept))
        elif token.parts:
            if token.text != COMMA:
                ends.add(len(kept))
            kept.append(token)
            if token.text == SEPARATOR:
                begins.add(len(kept))
        elif token.text not in HARMLESS:
            kept.append(token)
    pointing = {place for place, token in enumerate(kept) if token.text in _POINTING and place}
    return Telling(tuple(kept), frozenset(begins - pointing), frozenset({*ends, len(kept)}))


def cores(sentence: Telling, names: frozenset[str]) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of a sentence that its quote must hold: all, or those behind an opening.

    An opening says where a thing is told ("the study found that") or names the study, condition or
    product of the heading; nowhere else may a sentence put in a word.

    Args:
        sentence: The drafted sentence.
        names: Stems of names that the quote's heading gives.
    """
    yield sentence.tokens
    for place, token in enumerate(sentence.tokens):
        if not (token.parts or token.stem in NEUTRAL or token.stem in names):
            return
        yield sentence.tokens[place + 1 :]


def uncovered(sentence: Telling, quote: Telling, names: frozenset[str]) -> tuple[str, ...]:
    """Return the stems of the sentence that neither the quote nor an opening holds."""
    *_, core = cores(sentence, names)
    return tuple(
        token.stem
        for token in core
        if not token.parts and not any(same_word(token, other) for other in quote.tokens)
    )


def stretches(sentence: Telling, quote: Telling, names: frozenset[str]) -> Iterator[Stretch]:
    """Yield each stretch of whole statements of the quote that the sentence's words are, in order.

    Nothing between them may be left out or put in, no comma either, but behind a label.
    """
    for core in cores(sentence, names):
        for start in sorted(quote.begins):
            end = _end(core, quote, start)
            if end is not None and end > start and end in quote.ends:
                yield Stretch(start, end)


def _end(mine: Sequence[Token], quote: Telling, start: int) -> int | None:
    """Return where the quote has been read to when all of `mine` is read from `start`, or None."""
    at = start
    for token in mine:
        if at < len(quote.tokens) and same_word(token, quote.tokens[at]):
            at += 1
        elif not (token.parts and at in quote.begins):
            return None
    return at


def same_word(mine: Token, other: Token) -> bool:
    """Tell whether two tokens are one word, to the letter, or two marks.

    Stems would not do: "several" and "severe" have one, and so have "improved" and "improves".
    """
    return mine.text == other.text or (mine.parts and other.parts)

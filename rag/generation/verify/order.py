"""The words of a sentence: whole clauses of its quote in order, and names from the heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rag.generation.verify.words import HARMLESS, NEUTRAL, Token

_PAST: Final = ("ed", "id", "ew", "ade", "ought")
_LABEL: Final = frozenset({":", "that"})
"""Words behind which a clause begins as behind a separator: a label, or who said it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in a quote the words of a sentence stand: telling tokens from `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Telling:
    """The telling tokens of a text, with separators, and where clauses begin.

    Attributes:
        tokens: Without words that say nothing by themselves.
        begins: Places in `tokens` at which a clause begins; the last one is behind all.
    """

    tokens: tuple[Token, ...]
    begins: frozenset[int]


def telling(tokens: Sequence[Token]) -> Telling:
    """Return the telling tokens of a text."""
    kept: list[Token] = []
    begins = {0}
    for token in tokens:
        if token.text in _LABEL:
            begins.add(len(kept))
        elif token.parts:
            begins |= {len(kept), len(kept) + 1}
            kept.append(token)
        elif token.text not in HARMLESS:
            kept.append(token)
    return Telling(tuple(kept), frozenset({*begins, len(kept)}))


def uncovered(sentence: Telling, quote: Telling, names: frozenset[str]) -> tuple[str, ...]:
    """Return the stems of the sentence that neither the quote nor its heading holds.

    Args:
        sentence: The drafted sentence.
        quote: What it cites.
        names: Stems of names that its heading gives.
    """
    return tuple(
        token.stem
        for token in sentence.tokens
        if not (token.parts or token.stem in NEUTRAL or token.stem in names)
        and not any(same_word(token, other) for other in quote.tokens)
    )


def stretches(sentence: Telling, quote: Telling, names: frozenset[str]) -> Iterator[Stretch]:
    """Yield each stretch of whole clauses of the quote that the sentence's words are, in order.

    Only words that say where a thing is told may be left out or put in, and a name of the heading
    be put in. Where the quote parts two clauses inside the stretch, the sentence parts them too.
    """
    for start in sorted(quote.begins):
        for end in _ends(sentence.tokens, quote.tokens, start, names):
            if end in quote.begins and end > start:
                yield Stretch(start, end)


def _ends(
    mine: Sequence[Token], held: Sequence[Token], start: int, names: frozenset[str]
) -> set[int]:
    """Return where in `held` all of `mine` can have been read, reading from `start`."""
    places = {start}
    parted = True
    for token in mine:
        following: set[int] = set()
        for place in places:
            at = place
            while True:
                if at < len(held) and same_word(token, held[at]):
                    following.add(at + 1)
                if token.parts or token.stem in NEUTRAL or token.stem in names:
                    following.add(at)
                if at >= len(held) or not _may_skip(held[at], parted=parted):
                    break
                at += 1
        places, parted = following, token.parts
    return places | {place + 1 for place in places if place < len(held) and held[place].parts}


def _may_skip(token: Token, *, parted: bool) -> bool:
    return token.stem in NEUTRAL or (token.parts and parted)


def same_word(mine: Token, other: Token) -> bool:
    """Tell whether two tokens are one word; a past told in the present is another."""
    if mine.text == other.text:
        return True
    if mine.number or other.number or mine.parts or other.parts or mine.stem != other.stem:
        return False
    return other.text.endswith(_PAST) == mine.text.endswith(_PAST)

"""A quote and a sentence as numbers: nearness of their vectors and words, and where they differ.

The vectors are those of the bundled sentence encoder, as it is. Words are compared by the vectors
that they have inside their own text, so that "fell" and "decreased" are near (the idea of late
interaction: Khattab and Zaharia 2020, ColBERT).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from index.analysis import STOP_WORDS, stem
from index.arrays import Float32
from index.embedding.encoder import Encoder
from index.textfold import words
from rag.generation.verify.limits import DIRECTION, LIMITS
from rag.generation.verify.words import Token, tokens_of

NAMES: Final = (
    "cosine", "nearest_mean", "nearest_least", "nearest_low", "stems_shared", "numbers_shared",
    "numbers_missing", "denial_more", "denial_less", "doubt_more", "doubt_less", "direction_shared",
    "direction_missing", "opposed", "length_ratio", "quote_length", "backwards_mean",
)  # fmt: skip
"""Names of the features, in order."""
_UP: Final = frozenset(
    map(stem, "increase increased increases rise rose raise raised higher more greater better"
    " longer improve improved improves improvement enhance enhanced promote promotes promoted"
    " elevated upregulate upregulated activate activates gain faster larger positive"
    " superior".split())
)  # fmt: skip
_DOWN: Final = frozenset(
    map(stem, "decrease decreased decreases fall fell reduce reduced reduces reduction lower less"
    " fewer worse shorter worsen worsened inhibit inhibits inhibited suppress suppresses impair"
    " impaired downregulate downregulated loss lost slower smaller negative inferior".split())
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text with its vector and its words' vectors.

    Attributes:
        vector: float32 `[d]`, of length 1.
        words: float32 `[w, d]`, one row of length 1 for each content word.
        tokens: Its tokens.
    """

    vector: Float32
    words: Float32
    tokens: tuple[Token, ...]


def encode(encoder: Encoder, texts: Sequence[str]) -> list[Encoded]:
    """Return texts with the vectors of themselves and their content words."""
    places = [_places(text) for text in texts]
    items = [(text, tuple(found)) for text, found in zip(texts, places, strict=True)]
    vectors, pieces = encoder.encode_passages(items)
    return [
        Encoded(vector, piece, tokens_of(text))
        for text, vector, piece in zip(texts, vectors, pieces, strict=True)
    ]


def features(quote: Encoded, sentence: Encoded) -> Float32:
    """Return float32 `[17]`, one for each of `NAMES`.

    "nearest" are the cosines of the sentence's words with the nearest word of the quote, their
    mean, least and lower quartile; "backwards" the mean of those of the quote's words. "more" and
    "less" count stems that only the sentence, or only the quote, has. "opposed" is 1 where one
    tells of a rise and the other of a fall alone, -1 where both tell the same.
    """
    near = _nearest(sentence.words, quote.words)
    back = _nearest(quote.words, sentence.words)
    mine, held = _stems(sentence.tokens), _stems(quote.tokens)
    numbers = {token.text for token in sentence.tokens if token.number}
    there = {token.text for token in quote.tokens if token.number}
    denial, doubt = LIMITS["denial"], LIMITS["doubt"]
    found = (
        float(quote.vector @ sentence.vector),
        float(near.mean()),
        float(near.min()),
        float(np.quantile(near, 0.25)),
        _share(mine, held),
        _share(numbers, there),
        float(len(numbers - there)),
        float(max(0, len(mine & denial) - len(held & denial))),
        float(max(0, len(held & denial) - len(mine & denial))),
        float(len((mine & doubt) - held)),
        float(len((held & doubt) - mine)),
        _share(mine & DIRECTION, held),
        float(len((mine & (_UP | _DOWN)) - held)),
        _opposed(mine, held),
        min(3.0, len(sentence.tokens) / max(1, len(quote.tokens))),
        min(3.0, len(quote.tokens) / 40),
        float(back.mean()),
    )
    return np.array(found, dtype=np.float32)


def _opposed(mine: set[str], held: set[str]) -> float:
    """Return 1 where one says up and the other down only, -1 where both say the same, else 0."""
    mine_up, mine_down = bool(mine & _UP), bool(mine & _DOWN)
    up, down = bool(held & _UP), bool(held & _DOWN)
    if (mine_up and not mine_down and down and not up) or (
        mine_down and not mine_up and up and not down
    ):
        return 1.0
    same = (mine_up and up and not down) or (mine_down and down and not up)
    return -1.0 if same else 0.0


def _nearest(mine: Float32, others: Float32) -> Float32:
    """Return for each row the cosine with the nearest of the others; zeros without any."""
    if not len(mine) or not len(others):
        return np.zeros(1, dtype=np.float32)
    return np.asarray((mine @ others.T).max(axis=1), dtype=np.float32)


def _share(mine: set[str], held: set[str]) -> float:
    return len(mine & held) / len(mine) if mine else 1.0


def _stems(tokens: Sequence[Token]) -> set[str]:
    return {token.stem for token in tokens if not token.parts and token.text not in STOP_WORDS} | {
        token.stem for token in tokens if token.stem in LIMITS["denial"]
    }


def _places(text: str) -> list[tuple[int, int]]:
    """Return the character ranges of the content words of a text."""
    found, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        told = words(word)
        if told and told[0] not in STOP_WORDS:
            found.append((start, start + len(word)))
        start += len(word)
    return found

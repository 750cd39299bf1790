"""Numbers: each stands in the quote, beside the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.generation.verify.words import HARMLESS, Token

_LABELS: Final = frozenset("p n hr or rr ci sd se r auc phase grade stage type level".split())
_SHORT_UNIT: Final = re.compile(r"\d\s?[A-Za-zµμ]{1,2}\b")
_SIGNS: Final = frozenset("= < > ≤ ≥ ± ~".split())
_BOUND: Final = frozenset(
    "by to from than least most over under above below about approximately nearly almost up within"
    " after before at until every per only".split()
)
"""Words before a number that are part of what it says."""


def figures_agree(sentence: Sequence[Token], quote: Sequence[Token]) -> bool:
    """Tell whether each number of the sentence stands in the quote with the same surroundings.

    The same are: the sign and label before it ("p <"), a word before it that bounds it ("at
    least", "from", "by"), and the unit or noun behind it.
    """
    held = [_around(quote, place) for place, token in enumerate(quote) if token.number]
    for place, token in enumerate(sentence):
        if token.number and _around(sentence, place) not in held:
            return False
    return not _stray_signs(sentence, quote)


def units_as_written(sentence: str, quote: str) -> bool:
    """Tell whether each number with a short unit stands in the quote in the same case.

    "50 m" is a distance and "50M" a number of cells.
    """
    held = {"".join(found.split()) for found in _SHORT_UNIT.findall(quote)}
    return all("".join(found.split()) in held for found in _SHORT_UNIT.findall(sentence))


def _around(tokens: Sequence[Token], place: int) -> tuple[str, str, str]:
    """Return a number with what binds it on the left, and the unit or noun on its right."""
    left, at = "", place - 1
    if at >= 0 and tokens[at].text in _SIGNS:
        left = tokens[at].text
        at -= 1
    if at >= 0 and (tokens[at].text in _LABELS or tokens[at].text in _BOUND):
        left = f"{tokens[at].text} {left}"
    right = ""
    for token in tokens[place + 1 :]:
        if token.text == "%":
            right += "%"
        elif token.text not in HARMLESS:
            right += "" if token.parts else token.stem
            break
        else:
            break
    # "n=64 adults" are 64 adults.
    return "" if left == "n =" else left, tokens[place].text, right


def _stray_signs(sentence: Sequence[Token], quote: Sequence[Token]) -> bool:
    mine = {token.text for token in sentence if token.text in _SIGNS or token.text == "%"}
    return not mine <= {token.text for token in quote}

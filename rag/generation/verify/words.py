"""A sentence as tokens: words, numbers with their signs, and the places where clauses part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.analysis import stem
from index.textfold import fold

SEPARATOR: Final = ";"
"""Stands for a mark that ends a statement: a full stop, a semicolon."""
COMMA: Final = ","
"""Stands for a mark inside a statement: a comma, a dash, the border of a table cell."""
BRACKET: Final = "("
"""Stands for a bracket: a sentence may end before one opens, or closes."""
_MARKS = re.compile(r"\[\^[^\]]*\]|(?<!\w)#[\w/-]+|!?\[([^\]]*)\]\([^)]*\)|[*_`~]+")
_TOKEN = re.compile(
    r"(?:(?<![\w.)])-)?\d+(?:\.\d+)?(?:x10\^-?\d+)?(?!\w)"  # a number; a minus only as a sign
    r"|\d[\w.]*\w"  # a number with letters: "50m", "6mwt"
    r"|[^\W\d_](?:[\w]|['](?=\w))*\+?"  # a word, a marker with its plus
    r"|[%=<>≤≥±~]"
    r"|[;:,.!?|()\[\]/]|--+"
)
_UNIT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(mg|kg|g|ug|ng|pg|ml|dl|ul|mm|cm|km|nm|um|mmol|iu)\b")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:x10\^-?\d+)?")
_SPELT: Final = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(1, 13)),
        strict=True,
    )
)

HARMLESS: Final = frozenset(": a an the of in had has have did do does".split())
"""Words that a sentence may put in or leave out: none counts, limits, denies or turns round.

"Was", "by", "to" and "from" are not among them: "reduced" and "was reduced by" are opposites. A
colon is: it stands between a label and what is said of it.
"""
NEUTRAL: Final = frozenset(
    map(stem, "study studies reported reports report found finds showed shows showing described"
    " observed according noted article articles source states stated".split())
)  # fmt: skip
"""Stems that say where a thing is told and not what."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: as folded, its stem, and whether it is a number."""

    text: str
    stem: str
    number: bool = False

    @property
    def parts(self) -> bool:
        """Whether it is a mark and no word."""
        return self.text in (SEPARATOR, COMMA, BRACKET)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a sentence or quote; footnote marks, tags and markup left out.

    Separators that follow each other are one, and none stands at either end.
    """
    folded = fold(_MARKS.sub(r" \1 ", text).replace("—", " , ").replace("–", "-"))
    folded = _UNIT.sub(r"\1 \2", folded)
    found: list[Token] = []
    for raw in _TOKEN.findall(folded):
        token = _token(raw)
        if token.parts and (not found or found[-1].parts):
            # Of marks that follow each other the strongest stays.
            if found and token.text == SEPARATOR:
                found[-1] = token
            continue
        found.append(token)
    while found and found[-1].parts:
        found.pop()
    return tuple(found)


def _token(raw: str) -> Token:
    raw = _SPELT.get(raw, raw)
    if _NUMBER.fullmatch(raw):
        return Token(_plain_number(raw), raw, number=True)
    if not raw[0].isalnum() and raw not in "%=<>≤≥±~:":
        mark = SEPARATOR if raw in ";.!?" else BRACKET if raw in "([])" else COMMA
        return Token(mark, mark)
    return Token(raw, stem(raw))


def _plain_number(raw: str) -> str:
    """Return a number in one spelling: "0.050" is "0.05", "007" is "7"."""
    whole, point, rest = raw.partition(".")
    if "x" in raw or not point:
        return raw if "x" in raw else (raw.lstrip("0") or "0")
    return f"{whole.lstrip('0') or '0'}.{rest.rstrip('0') or '0'}"

"""How many took part in a paper's own study, as its title, abstract and methods tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.fulltext.own import OwnWords

_UNITS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen".split()
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD: Final = "|".join((*_UNITS, *_TENS, "hundred", "and"))
_NUMBER: Final = (
    r"(?<![\w.,/:%·–-])(?:\d{1,3}(?:,\d{3})+|\d{1,6}"
    rf"|(?:{'|'.join((*_UNITS, *_TENS))})(?:[ -](?:{_WORD}))*)(?![\w%]|[.,·/:–-]\d)"
)
_BETWEEN: Final = (
    r"(?:(?!(?:months?|years?|weeks?|days?|hours?|min|of|to|from|in|with|or|per|sites|centers"
    r"|centres|hospitals|groups?|arms?|times|mg|ml|million|doses?|injections?|sessions?)\b)"
    r"[A-Za-z][\w'’-]*,? ){0,4}?"
)
_SIZE: Final = re.compile(r"\bn\s?=\s?(\d{1,3}(?:,\d{3})+|\d{1,6})\b(?! ?%)", re.IGNORECASE)
_TOOK_PART: Final = re.compile(
    r"\b(?:randomi[sz]|randomly|enrol|recruit|includ|assign|allocat|receiv|underwent|treated"
    r"|participat|perform|comprised|consisted|evaluat|studied|conducted|consecutive)\w*\b",
    re.IGNORECASE,
)
_PART_OF: Final = re.compile(
    r"\b(?:screened|assessed for eligibility|were excluded|withdrew|died|dropped)\b", re.IGNORECASE
)
_ARMS: Final = re.compile(
    r"\b(?:randomi[sz]\w+|randomly|assigned|allocated|groups?|arms?|divided|categori[sz]ed)\b",
    re.IGNORECASE,
)
_MOST: Final = 100_000
_MOST_ARMS: Final = 12


def participants(own: OwnWords, nouns: str, *, methods: bool) -> int | None:
    """Return the number of participants, or None where it is not told plainly.

    The title's number counts first, then the first sentence of the abstract, then of the methods,
    that tells a number: the arms of one assignment summed, a number before the participants or
    after them in brackets, or the sizes of groups.

    Args:
        own: The paper's own sentences.
        nouns: What participants are called, as a pattern.
        methods: Whether to read the methods section too.
    """
    counted = re.compile(rf"({_NUMBER}) {_BETWEEN}{nouns}\b", re.IGNORECASE)
    bracketed = re.compile(rf"\b{nouns}\b[^.;()]{{0,160}}\([^()]{{0,20}}?\bn\s?=\s?(\d+)", re.I)
    if match := counted.search(own.title):
        return value_of(match[1])
    for line in (*own.abstract, *(own.methods if methods else ())):
        for found in _told(line, counted, bracketed):
            if found is not None and 0 < found < _MOST:
                return found
    return None


def _told(line: str, counted: re.Pattern[str], bracketed: re.Pattern[str]) -> Iterator[int | None]:
    yield _arms_in_words(line, counted)
    match = counted.search(line)
    if match and _TOOK_PART.search(line) and not _PART_OF.search(line):
        yield value_of(match[1])
    sizes = [int(found.replace(",", "")) for found in _SIZE.findall(line)]
    if 1 < len(sizes) <= _MOST_ARMS and _ARMS.search(line):
        yield _sum_of_arms(sizes)
    elif inside := bracketed.search(line):
        yield int(inside[1])


def _arms_in_words(line: str, counted: re.Pattern[str]) -> int | None:
    """Sum "27 patients were randomly assigned to A, 26 to B, and 28 to C"."""
    first = counted.search(line)
    if first is None or not re.search(r"\b(?:assigned|allocated|randomi[sz]ed) to\b", line):
        return None
    others = re.findall(rf"(?:,|\band) (?:and )?({_NUMBER}) to\b", line[first.end() :], re.I)
    if not others:
        return None
    return sum(filter(None, map(value_of, (first[1], *others))))


def _sum_of_arms(sizes: list[int]) -> int:
    """Return the sum of the groups; of two divisions of the same people, that of one."""
    for cut in range(1, len(sizes)):
        if sum(sizes[:cut]) == sum(sizes[cut:]) and len(sizes) > 2:
            return sum(sizes[:cut])
    return sum(sizes)


def value_of(words: str) -> int | None:
    """Return the number that `words` say ("1,024", "twenty-two", "one hundred and four")."""
    figures = words.replace(",", "")
    if figures.isascii() and figures.isdigit():
        return int(figures)
    total = 0
    for word in re.split(r"[ -]", words.lower()):
        if word in _UNITS:
            total += _UNITS.index(word) + 1
        elif word in _TENS:
            total += (_TENS.index(word) + 2) * 10
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word != "and":
            return None
    return total or None

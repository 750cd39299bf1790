"""Personal words in a text that is kept: names, addresses, telephone and record numbers.

What a rule marks is replaced by what it is: "[name]", "[email]", "[number]". The rules look for
how people introduce themselves and others, for usual first names before a surname, and for digits
in the number of a telephone, a record or an insurance; identifiers of studies and amounts stay.
A name that stands alone and unannounced, or is typed in small letters, is not found: what is kept
is less personal, not anonymous.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

Kind = Literal["name", "email", "number"]

_EMAIL: Final = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.+-]+\s*[(\[]\s*at\s*[)\]]\s*[\w-]+\s*(?:[(\[]\s*dot\s*[)\]]|\.)\s*\w+"
    r"|(?<![\w@])@[A-Za-z]\w{2,}",
    re.IGNORECASE,
)
#: What names a study, a paper or a fraction, and no person.
_IDENTIFIER: Final = re.compile(
    r"NCT\s?\d{8}|ISRCTN\s?\d{8}|\b(?:PMID|PMC|PubMed)\W{0,2}\d+|\b10\.\d{4,9}/\S+"
    r"|\bEudraCT\W{0,2}\d{4}-\d{6}-\d{2}|\b(?:ChiCTR|UMIN|jRCT|ACTRN|DRKS|CTRI|KCT|IRCT)[\w/-]*\d"
    r"|\d*\.\d{3,}|\b(?:1[89]|20)\d\d(?:\s?[-–/,]\s?(?:1[89]|20)\d\d)+\b",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\+?\(?\d(?:[ ().\-/]{0,3}\d){6,}(?:-\d+)?")
#: Seven or more single digits in a row are a list: "days 1 2 3 4 5 6 7".
_COUNTING: Final = re.compile(r"\d(?:\s\d)+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[ ,.]000)+")
# Vowel signs and accents that combine are no letters to `re`, and part of a word all the same.
_LETTER: Final = r"(?:[^\W\d_]|[\u0300-\u036f\u0610-\u065f\u0900-\u0903\u093a-\u094f])"
_WORD: Final = re.compile(rf"{_LETTER}+(?:['’\-]{_LETTER}+)*")
_BETWEEN: Final = re.compile(r"(?:\s|\.\s?)+|,\s?")
_LONGEST_NAME: Final = 4
"""Words of a name, particles not counted."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of `personal_words.json`, ready for use."""

    introductions: re.Pattern[str]
    joined: re.Pattern[str]
    labels: re.Pattern[str]
    titles: frozenset[str]
    relations: frozenset[str]
    closings: re.Pattern[str]
    particles: frozenset[str]
    records: re.Pattern[str]
    units: re.Pattern[str]
    first: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters to be replaced."""

    start: int
    end: int
    kind: Kind


def redact(text: str) -> str:
    """Return a text with personal words replaced by what they are."""
    marks = [*_emails(text), *_numbers(text), *_names(text)]
    found: list[str] = []
    at = 0
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if mark.start >= at:
            found += [text[at : mark.start], f"[{mark.kind}]"]
        at = max(at, mark.end)
    return "".join([*found, text[at:]])


def _emails(text: str) -> Iterator[_Mark]:
    for match in _EMAIL.finditer(text):
        yield _Mark(match.start(), match.end(), "email")


def _numbers(text: str) -> Iterator[_Mark]:
    known = [match.span() for match in _IDENTIFIER.finditer(text)]
    for match in _words().records.finditer(text):
        yield _Mark(match.start("number"), match.end("number"), "number")
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if any(start < last and first < end for first, last in known):
            continue
        if _COUNTING.fullmatch(match[0]) or _GROUPED.fullmatch(match[0]):
            continue
        if not _words().units.match(text, end):
            yield _Mark(start, end, "number")


def _names(text: str) -> Iterator[_Mark]:
    words = _words()
    tokens = list(_WORD.finditer(text))
    for match in words.joined.finditer(text):
        yield _Mark(match.start("name"), match.end("name"), "name")
    for match in words.introductions.finditer(text):
        # Whoever says their name may type it small.
        yield from _run(text, tokens, match.end(), small=True)
    for pattern in (words.labels, words.closings):
        for match in pattern.finditer(text):
            yield from _run(text, tokens, match.end())
    for place, token in enumerate(tokens):
        word = token[0].casefold()
        before = tokens[place - 1][0].casefold() if place else ""
        if word in words.titles:
            yield from _run(text, tokens, token.end())
        elif _large(token[0]) and word not in _NO_NAME:
            related, follows = before in words.relations, _follows(text, tokens, place)
            usual = word in words.first and (related or follows or before in _SAYS)
            # Any other name with a relation before and a surname behind; capitals tell nothing
            # where all is in capitals.
            if usual or (related and follows and not token[0].isupper()):
                yield from _run(text, tokens, token.start())


def _follows(text: str, tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Tell whether a first name is followed by what reads as a surname."""
    for one, other in zip(tokens[place:], tokens[place + 1 :], strict=False):
        if text[one.end() : other.start()].strip(" .\u00a0"):
            return False
        if other[0].casefold() not in _words().particles:
            return _large(other[0]) and other[0].casefold() not in _NO_SURNAME
    return False


def _run(
    text: str, tokens: Sequence[re.Match[str]], start: int, *, small: bool = False
) -> Iterator[_Mark]:
    """Mark the name that begins at or behind a place, if there is one."""
    first = last = -1
    count = 0
    at = start
    for token in tokens:
        if token.start() < start:
            continue
        between = text[at : token.start()]
        if between.strip() and not (count and _BETWEEN.fullmatch(between)) and count:
            break
        if not count and between.strip(" .:'\"\u00a0\n,-"):
            break
        word = token[0].casefold()
        particle = word in _words().particles
        if not particle and (word in _NO_NAME or not (small or _large(token[0]))):
            break
        first = token.start() if first < 0 else first
        if not particle:
            last, count = token.end(), count + 1
        at = token.end()
        if count == _LONGEST_NAME:
            break
    if last > 0:
        yield _Mark(first, last, "name")


def _large(word: str) -> bool:
    # Scripts without capitals count as large: there is no telling.
    return not word[0].islower()


@cache
def _words() -> _Words:
    text = resources.files("rag").joinpath("data/personal_words.json").read_text("utf-8")
    raw: dict[str, list[str]] = json.loads(text)
    return _Words(
        introductions=re.compile(
            rf"(?:(?<!\w)|(?=['’]s))(?:{_any(raw['introductions'])})\s+", re.IGNORECASE
        ),
        joined=re.compile(
            rf"(?:{_any(raw['joined_introductions'])})\s*(?P<name>\w{{2,4}}?)(?=です|입니다|と|的|\W|$)"
        ),
        labels=re.compile(rf"(?<!\w)(?:{_any(raw['labels'])})\s*:\s*", re.IGNORECASE),
        titles=frozenset(raw["titles"]),
        relations=frozenset(raw["relations"]),
        closings=re.compile(rf"(?<!\w)(?:{_any(raw['closings'])})\s*[,\n]\s*", re.IGNORECASE),
        particles=frozenset(raw["particles"]),
        records=re.compile(
            rf"(?<!\w)(?:{_any(raw['record_words'])})(?:\s+(?:id|no|nr|number|nummer|card))?"
            r"[\s.:#=№º°]{1,4}(?:(?:is|on|ist|es|est|le|il|am|el)\s+)?"
            r"(?P<number>(?=[\w./-]*\d[\w./-]*\d[\w./-]*\d[\w./-]*\d)[\w./-]+(?:[ ]\d{2,}){0,3})",
            re.IGNORECASE,
        ),
        units=re.compile(rf"\s*(?:{_any(raw['units'])})(?!\w)", re.IGNORECASE),
        first=frozenset(raw["first_names"]),
    )


def _any(words: Sequence[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) for word in longest_first)


#: What stands between people and their names: "I am Anna", "soy Anna".
_SAYS: Final = frozenset({"am", "i'm", "i’m", "is", "bin", "soy", "suis", "sono", "ben", "jestem"})
#: What ends a name that was announced, or shows that there is none.
_NO_NAME: Final = frozenset(
    """a an the and or but not no i i'm im from in at of for with has have had is are was were will
    can could does do did should would if about my our his her your this that these who what when
    where which why how patient mr mrs question questions age aged years old und ich habe mit aus
    bin ist y tengo de con et j'ai ai e ho sono com tenho en ik heb i mam и у ve है outcomes
    received confidential unknown important anonymous none secret""".split()
)
#: What follows a first name in a title and is no surname.
_NO_SURNAME: Final = _NO_NAME | frozenset(
    """disease syndrome trial study trials protocol score index test questionnaire scale criteria
    clinic hospital university institute school library foundation college center centre""".split()
)

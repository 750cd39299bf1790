"""A question, checked and read: what is searched for, and what it names.

What a question names - proper names, identifiers, conditions, measures, kinds of fact - must be
found again in the evidence; see `rag.support`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.analysis import STOP_WORDS, analyze
from index.textfold import words
from rag.clauses import Bounds, bounds_of
from rag.concepts import Concept, asked_concepts
from rag.wanted import Wanted, wanted_by

MAX_QUESTION = 2000
"""Characters of a question after Unicode NFC (HTTP contract)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(r"[^\W_][\w’'×.%+-]*[\w+%]|[^\W_]")
_ROMAN = re.compile(r"^[IVX]{1,4}$")
_SENTENCE_START = re.compile(r"(?:^|[.?!:;]\s+|[\"“(¿¡]\s*)$")
_POSSESSIVE = re.compile(r"[’']s?$")
# Capitalised for grammar or courtesy, never the name of a study, product, person or place.
_NOT_NAMES = frozenset(
    "i i'm i'd i've i'll january february march april may june july august september october"
    " november december monday tuesday wednesday thursday friday saturday sunday dr mr mrs ms prof"
    " english phase msc mscs hmsc hmscs stem cell cells json pdf faq ok a.m p.m rct rcts".split()
)
# "100M" is also written "100 million".
_MILLIONS = re.compile(r"^(\d+)M$")
# "two-infusion", "three-month": an arm, a time, a subset.
_COUNTED_COMPOUND = re.compile(r"(?:one|two|three|four|five|six|single|double)-[a-z]+$")

# "The three criteria", "which two trials": how many are asked for, not what they are about.
_HOW_MANY_ASKED = re.compile(
    r"\b(the|these|those|which|what|list|name|all|both)\s+"
    r"(?:two|three|four|five|six|seven|eight|nine|ten)"
    r"(?=\s+(?:[\w-]+\s+){0,3}?(?:\w[\w-]*s|criteria|phenomena)\b)",
    re.IGNORECASE,
)


class InvalidQuestionError(ValueError):
    """A question cannot be read; ask it again, mended. Never holds the question's words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, identifier or figure that a question names, as typed and as search words."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question after reading.

    Attributes:
        text: The question, NFC, trimmed.
        search: The text that the lexical search gets: the question and the field's own words for
            the concepts it names.
        stems: Its stems without stop words, each once, in order.
        concepts: The concepts it names.
        names: The names it holds that no concept covers.
        bounds: The times and arms that a figure asked for belongs to.
        wanted: What it wants to be told that no concept covers.
        terms: Its other technical words (`rag.terms`), where they have been looked for.
    """

    text: str
    search: str
    stems: tuple[str, ...]
    concepts: tuple[Concept, ...]
    names: tuple[Name, ...]
    bounds: Bounds = field(default_factory=Bounds)
    wanted: tuple[Wanted, ...] = ()
    terms: tuple[Name, ...] = ()


def check_question(text: str) -> str:
    """Return `text` in NFC, trimmed.

    Raises:
        InvalidQuestionError: Empty, too long, or with control characters or lone surrogates.
    """
    if _SURROGATE.search(text):
        raise InvalidQuestionError("not_unicode", "the question is not valid Unicode text")
    if _CONTROL.search(text):
        raise InvalidQuestionError(
            "control_characters", "the question holds control characters; send plain text"
        )
    normal = unicodedata.normalize("NFC", text)
    if len(normal) > MAX_QUESTION:
        raise InvalidQuestionError(
            "too_long", f"the question has more than {MAX_QUESTION:,} characters; shorten it"
        )
    if not any(character.isalnum() for character in normal):
        raise InvalidQuestionError("empty", "the question is empty; type one")
    return normal.strip()


def read_question(text: str) -> ReadQuestion:
    """Read a checked question."""
    concepts = asked_concepts(text)
    added = " ".join(concept.words for concept in concepts if concept.words)
    asked = _HOW_MANY_ASKED.sub(r"\1", text)
    return ReadQuestion(
        text=text,
        search=f"{asked} {added}".strip(),
        stems=tuple(dict.fromkeys(analyze(asked))),
        concepts=concepts,
        names=_names(text, concepts),
        bounds=bounds_of(text),
        wanted=wanted_by(text, concepts),
    )


def _names(text: str, concepts: Sequence[Concept]) -> tuple[Name, ...]:
    covered = [
        (*match.span(), concept.required)
        for concept in concepts
        for match in concept.asked.finditer(text)
    ]
    tokens = list(_TOKEN.finditer(text))
    names: list[Name] = []
    position = 0
    while position < len(tokens):
        last = position
        if _is_name(text, tokens[position]):
            while last + 1 < len(tokens) and _continues(text, tokens[last], tokens[last + 1]):
                last += 1
        elif not _is_figure(tokens[position][0]):
            position += 1
            continue
        start, end = tokens[position].start(), tokens[last].end()
        over = [required for first, stop, required in covered if first < end and start < stop]
        raw = _POSSESSIVE.sub("", text[start:end])
        found = tuple(word for word in words(_MILLIONS.sub(r"\1", raw)) if word not in STOP_WORDS)
        # What a required concept covers is asked for already; an arm of a trial is a name though
        # a lay word ("infusion") covers it.
        arm = _COUNTED_COMPOUND.match(raw) is not None
        told = any(over) if arm else bool(over)
        if found and (last > position or not told):
            names.append(Name(raw, found))
        position = last + 1
    return tuple(dict.fromkeys(names))


def _is_name(text: str, token: re.Match[str]) -> bool:
    """Tell a name: "CRATUS", "6MWT", "TNF-α", "Duke" inside a sentence; not a first word."""
    word = _POSSESSIVE.sub("", token[0])
    if word.lower() in _NOT_NAMES or len(word) < 2:
        return False
    if "-" in word and word.islower():
        return _COUNTED_COMPOUND.match(word) is not None
    letters = [character for character in word if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if capitals >= 2 and not (text.isupper() and len(text) > 12):
        return not _ROMAN.match(word)
    if letters and any(character.isdigit() for character in word) and len(word) > 2:
        return not re.fullmatch(r"\d+(?:st|nd|rd|th|s|m|mg|kg|%)", word)
    starts = _SENTENCE_START.search(text[: token.start()])
    return capitals == 1 and word[0].isupper() and not starts and len(word) > 2


def _continues(text: str, token: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether a name goes on: "ADMIRE-CD II", "Stem Cells"; only across one space."""
    if text[token.end() : after.start()] != " ":
        return False
    return bool(_ROMAN.match(after[0])) and after[0] != "I"


def _is_figure(word: str) -> bool:
    """Tell a figure that identifies: a year, a percentage, a decimal. An age or weight does not."""
    return bool(re.fullmatch(r"(?:19|20)\d\d|\d+%|\d+[.,]\d+%?", word))

"""Two names of one thing, learned from the library itself.

"steroid-refractory acute graft-versus-host disease (SR-aGvHD)" tells what letters stand for;
"Ryoncil (remestemcel-L)" here and "remestemcel-L (Ryoncil)" there tell that a thing has two
names. Whoever asks with the one must find passages that use the other. The table travels in the
snapshot as readable JSON, with the number of articles behind each pair.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from index.analysis import STOP_WORDS, stem
from index.errors import SnapshotError
from index.textfold import words

LEAST_SHARE = 0.6
"""Of the articles that define a short form, how many must agree on what it means: "MS" that is
multiple sclerosis here and mass spectrometry there stands for neither."""
SAME_WORDS = 0.5
"""Share of words by which two long forms are one: "stem cells" and "stromal cells" of a tissue."""
LEAST_BALANCE = 0.2
"""How often the rarer order of two names must occur against the commoner: "(mouse)" after a
hundred words makes none of them a mouse."""
_MOST_SPELLINGS = 4
_MOST_LETTERS = 12
_BRACKETS = re.compile(r"\(([^\s()\[\]][^()\[\];,:]{1,30}?)(?:[;,:][^()]{0,60})?\)")
_BEFORE = 200
_SENTENCE = re.compile(r"[.;:!?]\s|\n|[()\[\]]")
_WORD = re.compile(r"\S+")
_NAME_BEFORE = re.compile(r"(?<![\w-])([^\W\d_][\w-]{4,})\s$")
_NAME = re.compile(r"[^\W\d_][\w-]{4,}")
_EDGES = " -\u2013\u2014\"'*_"


@dataclass(frozen=True, slots=True)
class Synonym:
    """One pair.

    Attributes:
        one: A short form, or a name; as written.
        other: Its long form, or the other name; as written most often.
        kind: "abbreviation" or "name".
        articles: How many articles tell it.
    """

    one: str
    other: str
    kind: Literal["abbreviation", "name"]
    articles: int


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a text names and its other name, both as the words of `index.textfold.words`."""

    name: tuple[str, ...]
    other: tuple[str, ...]


class Synonyms:
    """The table, read both ways."""

    def __init__(self, pairs: Iterable[Synonym] = ()) -> None:
        self.pairs = tuple(pairs)
        # By stems, so that "MSCs" is "MSC".
        self._others: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for pair in self.pairs:
            one, other = tuple(words(pair.one)), tuple(words(pair.other))
            if one and other and one != other and not STOP_WORDS.issuperset(one):
                self._others[_stems(one)].append(other)
                self._others[_stems(other)].append(one)
        self._longest = max(map(len, self._others), default=0)

    def of(self, text: str) -> tuple[Renaming, ...]:
        """Return the other names of what a text names; the longest name wins where they overlap."""
        found = tuple(words(text))
        stems = _stems(found)
        renamings: list[Renaming] = []
        place = 0
        while place < len(found):
            for length in range(min(self._longest, len(found) - place), 0, -1):
                others = self._others.get(stems[place : place + length], ())
                renamings += [Renaming(found[place : place + length], other) for other in others]
                if others:
                    place += length - 1
                    break
            place += 1
        return tuple(dict.fromkeys(renamings))

    def save(self, path: Path) -> None:
        """Write the table, one pair a line."""
        lines = ",\n".join(json.dumps(asdict(pair), ensure_ascii=False) for pair in self.pairs)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")

    @classmethod
    def open(cls, path: Path) -> Synonyms:
        """Read a table.

        Raises:
            SnapshotError: The file is missing or does not hold one.
        """
        try:
            return cls(Synonym(**entry) for entry in json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise SnapshotError(f"cannot read the table of synonyms {path}: {error}") from error


def learn_synonyms(articles: Iterable[Iterable[str]]) -> Synonyms:
    """Learn from the texts of each article; an article counts once for a pair.

    The table depends on the articles alone and not on their order.
    """
    short = _Votes()
    names = _Votes()
    for texts in articles:
        told = [text for text in texts if "(" in text]
        short.add(pair for text in told for pair in definitions(text))
        names.add(pair for text in told for pair in _renamings(text))
    return Synonyms([*_abbreviations(short), *_names(names)])


def _stems(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem(word) for word in found)


class _Votes:
    """How many articles tell a pair, and in which spelling."""

    def __init__(self) -> None:
        self.articles: dict[str, Counter[str]] = defaultdict(Counter)
        self._spelled: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Count the pairs of one article."""
        seen = set()
        for one, other in pairs:
            seen.add((one.casefold(), other.casefold()))
            for name in (one, other):
                self._spelled[name.casefold()][name] += 1
        for first, second in seen:
            self.articles[first][second] += 1

    def spelling(self, name: str) -> str:
        """Return how a name is written most often."""
        return min(self._spelled[name].items(), key=lambda entry: (-entry[1], entry[0]))[0]


def _abbreviations(votes: _Votes) -> Iterator[Synonym]:
    for short in sorted(votes.articles):
        ranked = sorted(votes.articles[short].items(), key=lambda entry: (-entry[1], entry[0]))
        leader = set(words(ranked[0][0]))
        agree = [(long, count) for long, count in ranked if _alike(leader, set(words(long)))]
        if sum(count for _, count in agree) >= LEAST_SHARE * sum(count for _, count in ranked):
            for long, count in agree[:_MOST_SPELLINGS]:
                yield Synonym(votes.spelling(short), votes.spelling(long), "abbreviation", count)


def _alike(some: set[str], others: set[str]) -> bool:
    return len(some & others) >= SAME_WORDS * len(some | others)


def _names(votes: _Votes) -> Iterator[Synonym]:
    """Take what stands in both orders: a bracket after a word is mostly not its other name."""
    for one in sorted(votes.articles):
        for other, count in sorted(votes.articles[one].items()):
            back = votes.articles.get(other, Counter())[one]
            if one < other and back and min(count, back) >= LEAST_BALANCE * max(count, back):
                yield Synonym(votes.spelling(one), votes.spelling(other), "name", count + back)


def _renamings(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, name in brackets after it), one of them not an ordinary word."""
    for match in _BRACKETS.finditer(text):
        before = _NAME_BEFORE.search(text, max(0, match.start() - 40), match.start())
        if before and _NAME.fullmatch(match[1]) and (_is_coined(before[1]) or _is_coined(match[1])):
            yield before[1], match[1]


def _is_coined(word: str) -> bool:
    return "_" not in word and any(mark.isdigit() or mark.isupper() for mark in word)


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (short form, long form) for each "long form (SHORT)" in a text.

    Source: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
    biomedical text", PSB 2003, pages 451 to 462; short forms are held to two capitals or a
    capital and a digit, so that no word in brackets passes for one.
    """
    for match in _BRACKETS.finditer(text):
        short = match[1].strip()
        if not _may_be_short(short):
            continue
        sentence = _SENTENCE.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        near = [word.start() for word in _WORD.finditer(sentence)][-_most_words(short) :]
        long = _long_form(short, sentence[near[0] :].rstrip()) if near else ""
        if long:
            yield short, long


def _most_words(short: str) -> int:
    return min(len(short) + 5, 2 * len(short))


def _may_be_short(short: str) -> bool:
    if not 2 <= len(short) <= _MOST_LETTERS or len(short.split()) > 2 or not short[0].isalnum():
        return False
    capitals = sum(mark.isupper() for mark in short)
    return capitals >= 2 or (capitals == 1 and any(mark.isdigit() for mark in short))


def _long_form(short: str, before: str) -> str:
    """Match the letters of `short` from the right; the first must begin a word; "" for none."""
    place = len(before)
    for position in range(len(short) - 1, -1, -1):
        mark = short[position].casefold()
        if not mark.isalnum():
            continue
        place -= 1
        while place >= 0 and not _fits(before, place, mark, begins=position == 0):
            place -= 1
        if place < 0:
            return ""
    long = before[place:].strip(_EDGES)
    told = long.split()
    letters = sum(mark.isalpha() for mark in short)
    parts = [part for part in re.split(r"[\s\-/]+", long) if part]
    too_long = len(told) > _most_words(short)
    # "acid (CA)": letters that all lie inside one word say too little.
    inside = len(parts) == 1 and letters > 1 and len(long) < 3 * letters
    repeats = short.casefold() in (word.casefold() for word in told)
    return "" if len(long) <= len(short) or too_long or inside or repeats else long


def _fits(before: str, place: int, mark: str, *, begins: bool) -> bool:
    if before[place].casefold() != mark:
        return False
    return not (begins and place > 0 and before[place - 1].isalnum())

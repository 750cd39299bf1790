"""Which conditions a study is listed under, and which studies a condition's words lead to.

A study is listed under a condition where one of these says so, and nowhere else:

* its registration or footnote gives the condition;
* an article whose front matter names this one condition alone cites it;
* an article whose front matter names the condition among others has a statement or footnote that
  cites the study and holds the condition's words, its headings below the title included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from corpus.records import Article, Reference
from index.analysis import analyze
from index.store import RecordStore

#: Words that a sentence may leave out: "Parkinson's" for "Parkinson's disease".
_LEFT_OUT: Final = frozenset(analyze("disease syndrome disorder"))
_MOST_LETTERS: Final = 120
#: Between a word and its number, joined or with a hyphen; "v8" and "L4-L5" stay as they are.
_NUMBERED: Final = re.compile(r"(?<=[^\W\d_]{3})[-\u2010-\u2013]?(?=\d)")


def stems_of(name: str) -> frozenset[str]:
    """Return what tells conditions apart.

    "Osteoarthritis, Knee" is "Knee osteoarthritis", and "COVID-19" is "Covid19" and "Covid 19".
    """
    return frozenset(analyze(_NUMBERED.sub(" ", name)))


def stated_conditions(reference: Reference) -> list[str]:
    """Return the conditions that a study's own record gives."""
    return _clean(reference.condition.split(";"))


def named_conditions(article: Article) -> list[str]:
    """Return the conditions that an article's front matter names."""
    given = article.metadata.get("conditions") or article.metadata.get("condition") or ()
    if isinstance(given, str):
        return _clean([given])
    return _clean(str(name) for name in given) if isinstance(given, list | tuple) else []


def told_conditions(store: RecordStore, articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield (key of a study, condition) where an article about studies tells it.

    Only articles that name several conditions are read; a registry record is its own study's.
    """
    for article in articles:
        names = named_conditions(article)
        if article.own or not names:
            continue
        if len(names) == 1:
            for reference in store.references_of(article.slug):
                yield reference.key, names[0]
            continue
        words = {name: (stems_of(name) - _LEFT_OUT) or stems_of(name) for name in names}
        for statement in store.statements_of(article.slug):
            if not statement.references:
                continue
            said = stems_of(" ".join((statement.clean, *statement.section[1:])))
            for name in (name for name in names if words[name] <= said):
                for key in statement.references:
                    yield key, name


class ConditionIndex:
    """The conditions of all studies, by their words; may be shared by threads."""

    def __init__(self, conditions: Sequence[Sequence[str]]) -> None:
        """Gather the conditions of study 0, of study 1, and so on."""
        spelt: dict[frozenset[str], dict[str, int]] = {}
        studies: dict[frozenset[str], set[int]] = {}
        for place, names in enumerate(conditions):
            for name in names:
                stems = stems_of(name)
                if stems:
                    seen = spelt.setdefault(stems, {})
                    seen[name] = seen.get(name, 0) + 1
                    studies.setdefault(stems, set()).add(place)
        self._stems = list(studies)
        self._studies = list(studies.values())
        self._with: dict[str, set[int]] = {}
        for at, stems in enumerate(self._stems):
            for stem in stems:
                self._with.setdefault(stem, set()).add(at)
        named = {_most_often(spelt[stems]): len(studies[stems]) for stems in self._stems}
        #: One name for each condition, as it is spelt most often; that of most studies first.
        self.names: tuple[str, ...] = tuple(
            sorted(named, key=lambda name: (-named[name], name.lower(), name))
        )

    def find(self, words: str) -> frozenset[int]:
        """Return the studies that have a condition which holds all of these words."""
        wanted = sorted(stems_of(words), key=lambda stem: len(self._with.get(stem, ())))
        if not wanted:
            return frozenset()
        fits = set(self._with.get(wanted[0], ()))
        for stem in wanted[1:]:
            fits &= self._with.get(stem, set())
        return frozenset().union(*(self._studies[at] for at in fits))


def _most_often(spelt: Mapping[str, int]) -> str:
    return min(spelt, key=lambda name: (-spelt[name], name))


def _clean(names: Iterable[str]) -> list[str]:
    short = (" ".join(name.split()) for name in names)
    return list(dict.fromkeys(name for name in short if 0 < len(name) <= _MOST_LETTERS))

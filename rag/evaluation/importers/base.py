"""What importers have in common: what they take, what they give, and how they fail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rag.evaluation.suite import AnyCase, SuiteError, SuiteHeader

Item = TypeVar("Item")
ArticleFile = tuple[str, str]
"""File name and text of an article."""


class SuiteImportError(SuiteError):
    """A source cannot be imported; the message names file, line and what to do."""


def wrong(path: Path, line: int, what: str) -> SuiteImportError:
    """Return the error for a line of a file; `line` 0 means the file as a whole."""
    return SuiteImportError(f"{path}:{line}: {what}" if line else f"{path}: {what}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose.

    Attributes:
        sample: At most so many (each importer says of what); None takes all.
        seed: Which ones a sample takes.
        articles: Files or folders of the library that the cases are about.
    """

    sample: int | None = None
    seed: int = 0
    articles: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A suite in memory.

    Attributes:
        header: Its `articles` are filled in when the suite is written.
        cases: In the order of the source.
        articles: A library to write beside the cases. May be read from the source while it is
            iterated, so that a large one is never held in memory; can be iterated again.
        library: Or else the files and folders where the library lies already.
        notes: What was left out or changed on the way, for people.
    """

    header: SuiteHeader
    cases: Sequence[AnyCase]
    articles: Iterable[ArticleFile] = ()
    library: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """One format.

    Attributes:
        name: As a user types it.
        help: One line: what it is and what becomes of it.
        sources: The paths that it takes, in their order, as a usage line.
        count: Fewest and most paths; None for no upper bound.
        options: Fields of `Options` that it heeds.
        function: Does it; called with checked paths and options.
    """

    name: str
    help: str
    sources: str
    count: tuple[int, int | None]
    options: frozenset[str]
    function: Callable[[Sequence[Path], Options], Imported]

    def read(self, sources: Sequence[Path], options: Options) -> Imported:
        """Return the suite that `sources` hold.

        Raises:
            SuiteImportError: Paths, options or what the files hold do not fit the format.
        """
        fewest, most = self.count
        if len(sources) < fewest or (most is not None and len(sources) > most):
            raise SuiteImportError(f"{self.name} takes {self.sources}; {len(sources)} paths given")
        if options.sample is not None and options.sample < 1:
            raise SuiteImportError(f"a sample of {options.sample} is none; give 1 or more")
        given = {"sample": options.sample is not None, "articles": bool(options.articles)}
        for name, is_given in given.items():
            if is_given and name not in self.options:
                raise SuiteImportError(f"{self.name} takes no {name!r} option")
        imported = self.function(sources, options)
        if not imported.cases:
            told = "; ".join(imported.notes)
            raise SuiteImportError(f"{sources[0]}: no case came of it{told and f': {told}'}")
        return imported


def sampled(items: Sequence[Item], key: Callable[[Item], str], options: Options) -> list[Item]:
    """Return at most `options.sample` items in their own order.

    The items whose hash of seed and key is lowest are taken: the choice depends neither on their
    order nor on a library's random numbers, and a larger sample holds the smaller one.
    """
    if options.sample is None or len(items) <= options.sample:
        return list(items)
    order = sorted(range(len(items)), key=lambda at: draw(key(items[at]), options.seed))
    return [items[at] for at in sorted(order[: options.sample])]


def draw(key: str, seed: int) -> int:
    """Return a number that is as good as random and always the same for a key and seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest()[:8])

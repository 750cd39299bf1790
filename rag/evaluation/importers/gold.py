"""Hand-made gold: questions with quotes, and statements with tiers, over articles at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import AliasChoices, Field

from rag.evaluation.cases import AnswerCase, Fact, Place, TierCase
from rag.evaluation.importers.base import Imported, Importer, Options, sampled
from rag.evaluation.importers.lines import Row, made, one_line, rows
from rag.evaluation.importers.places import Places, place_of, read_articles
from rag.evaluation.suite import SuiteHeader


class _Gold(Row):
    id: str
    question: str
    lang: str = "en"
    answerable: bool
    seed: tuple[str, ...] = ()
    gold_quote: tuple[str, ...] = ()
    closest_quote: tuple[str, ...] = ()
    short_answer: str = ""
    numbers: tuple[str, ...] = ()
    tier: str | None = None
    tiers: tuple[str, ...] = ()
    type: str = ""
    part: str = ""
    tags: tuple[str, ...] = ()

    @property
    def only_tier(self) -> str | None:
        """The tier of every quote; None where several are told and none is said to be whose."""
        return self.tier if len(set(self.tiers)) <= 1 else None


class _Label(Row):
    id: str = ""
    seed: str = Field(validation_alias=AliasChoices("seed", "article"))
    quote: str = Field(validation_alias=AliasChoices("quote", "text"))
    tier: str
    line: int = 0
    part: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""


class _NoPlaceError(LookupError):
    """A quote of a row has no place in the library."""


def read_gold_qa(sources: Sequence[Path], options: Options) -> Imported:
    """Return questions with gold quotes as answer cases; a sample is of questions.

    Fields read: `id`, `question`, `lang`, `answerable`, `seed` (file names of the articles),
    `gold_quote` (each a fact of its own), `closest_quote`, `numbers`, `tier` and `tiers`, `type`,
    `part`, `tags`, and `short_answer`, which becomes the note.

    A fact is shown by its quote and by every other place with the same sentence. Its tier is kept
    where the question names one tier only: with several, which quote has which is not told. The
    other places get none, as their own article may decide it otherwise. A figure belongs to the
    first fact whose quote holds it, else to the first.

    Raises:
        SuiteImportError: A line does not fit, or there are no articles.
    """
    library = read_articles(options.articles, "gold-qa")
    places = Places(library)
    cases: list[AnswerCase] = []
    notes: list[str] = []
    for number, row in rows(sources[0], _Gold):
        try:
            cases.append(_answer_case(sources[0], number, row, places))
        except _NoPlaceError as error:
            notes.append(f"line {number}, {row.id}: left out, {error}")
    header = SuiteHeader(name=sources[0].stem, description="Questions with gold quotes.")
    chosen = sampled(cases, lambda case: case.id, options)
    return Imported(header, chosen, library=options.articles, notes=tuple(notes))


def read_tiers(sources: Sequence[Path], options: Options) -> Imported:
    """Return labelled statements as tier cases; a sample is of statements.

    Fields read: `id` (else the line's number names it), `seed` or `article` (file name or slug),
    `quote` or `text`, `tier`, `line` (where the same words stand twice), `part`, `note`, and
    `flags`, which become tags.

    Raises:
        SuiteImportError: A line does not fit, or there are no articles.
    """
    library = read_articles(options.articles, "tiers")
    places = Places(library)
    cases: list[TierCase] = []
    notes: list[str] = []
    for number, row in rows(sources[0], _Label):
        try:
            cases.append(_tier_case(sources[0], number, row, places))
        except _NoPlaceError as error:
            notes.append(f"line {number}: left out, {error}")
    header = SuiteHeader(name=sources[0].stem, description="Statements with their evidence tier.")
    chosen = sampled(cases, lambda case: case.id, options)
    return Imported(header, chosen, library=options.articles, notes=tuple(notes))


def _answer_case(path: Path, line: int, row: _Gold, places: Places) -> AnswerCase:
    facts = [_places(quote, row.seed, places, row.only_tier) for quote in row.gold_quote]
    numbers: list[list[str]] = [[] for _ in facts]
    for figure in row.numbers if facts else []:
        holding = (at for at, quote in enumerate(row.gold_quote) if _holds(quote, figure))
        numbers[next(holding, 0)].append(figure)
    value = {
        "id": row.id,
        "question": one_line(row.question),
        "lang": row.lang,
        "type": row.type,
        "part": row.part,
        "tags": row.tags,
        "note": row.short_answer,
        "answerable": row.answerable,
        "facts": [
            Fact(any=tuple(any_of), numbers=tuple(figures))
            for any_of, figures in zip(facts, numbers, strict=True)
        ],
        "closest": [_places(quote, row.seed, places)[0] for quote in row.closest_quote],
    }
    return made(path, line, AnswerCase, value)


def _places(
    quote: str, seeds: Sequence[str], places: Places, tier: str | None = None
) -> list[Place]:
    """Return the place of a quote, and behind it the places that say the same again.

    Raises:
        _NoPlaceError: The quote stands nowhere, or cannot be told apart from another place.
    """
    found = places.find(quote, seeds)
    if found is None:
        raise _NoPlaceError(f"the quote is in none of its articles: {quote[:80]!r}")
    own = place_of(*found, tier)
    if own is None:
        raise _NoPlaceError(f"the quote stands more than once: {quote[:80]!r}")
    return [own, *places.twins(*found)]


def _tier_case(path: Path, line: int, row: _Label, places: Places) -> TierCase:
    found = places.find(row.quote, [row.seed], row.line)
    if found is None:
        raise _NoPlaceError(f"{row.seed} does not hold {row.quote[:80]!r}")
    place = place_of(*found)
    if place is None:
        raise _NoPlaceError(f"{row.seed} holds this more than once: {row.quote[:80]!r}")
    value = {
        "id": row.id or f"tier-{line}",
        "article": place.article,
        "quote": place.quote,
        "tier": row.tier,
        "part": row.part,
        "tags": row.flags,
        "note": row.note,
    }
    return made(path, line, TierCase, value)


def _holds(quote: str, figure: str) -> bool:
    """Find a figure as a whole: "30" does not stand in "300", "130" or "3.30"."""
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?!\d|[.,]\d)", quote) is not None


GOLD_QA = Importer(
    name="gold-qa",
    help="questions with gold quotes, figures and tiers, over articles at hand: answer cases",
    sources="CASES.jsonl",
    count=(1, 1),
    options=frozenset({"sample", "articles"}),
    function=read_gold_qa,
)
TIERS = Importer(
    name="tiers",
    help="statements with their evidence tier, over articles at hand: tier cases",
    sources="LABELS.jsonl",
    count=(1, 1),
    options=frozenset({"sample", "articles"}),
    function=read_tiers,
)

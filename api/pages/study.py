"""The page of one study: what is known of it, and every statement about it in any article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from api.pages.facts import ACCESS, StudyRow, notice_of, outside_links, plain_word, study_row
from api.pages.marks import LOOKS
from api.pages.paging import paged
from api.pages.query import address
from api.pages.rendering import article_path, render, study_path, words
from api.studies import StudyCatalogue
from api.study_entries import StudyEntry
from corpus.conflicts import Conflict
from corpus.disagreement import FieldConflict
from corpus.records import Kind, Statement
from corpus.vocabulary import caveat
from index.store import RecordStore

#: Articles on one page, each with all that it says of the study.
ARTICLES_SHOWN: Final = 8
_CELL: Final = re.compile(r"(?<!\\)\|")
_STATEMENT: Final = re.compile(r"^(?P<slug>.+)@(?P<start>\d+)-\d+$")
_FIELDS: Final = {"n": "Participants", "phase": "Phase", "status": "Status", "year": "Year"}


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of one statement.

    Attributes:
        words: As HTML; empty for a table row.
        cells: Of a table row: (header, words) of each cell.
        href: Where it stands in its article.
    """

    words: Markup
    cells: tuple[tuple[str, Markup], ...]
    section: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Saying:
    """Statements about a study that follow each other and have their standing in common.

    Attributes:
        notes: Their caveats in plain words.
    """

    tier: str
    kind: str
    basis: str
    notes: tuple[str, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one article says: its statements, then the footnotes that describe the study."""

    title: str
    href: str
    as_of: str
    said: tuple[Saying, ...]
    described: tuple[Saying, ...]


def study_page(store: RecordStore, catalogue: StudyCatalogue, entry: StudyEntry, page: int) -> str:
    """Return the page.

    Args:
        store: The records of the snapshot.
        catalogue: Its studies.
        entry: The study.
        page: Which of the articles that speak of it, 1 for the first ones.
    """
    key = entry.reference.key
    shown = paged(entry.cited_in, page, ARTICLES_SHOWN, lambda at: _address(key, at))
    statements = {slug: _about(store, catalogue, slug, key) for slug in shown.items}
    ids = [each.id for said in statements.values() for each in said]
    return render(
        "study.html.j2",
        here="",
        row=study_row(entry, catalogue),
        notice=notice_of(entry),
        facts=list(_facts(entry)),
        links=list(outside_links(entry.reference)),
        related=_related(catalogue, entry),
        disagreements=[_disagreement(each, catalogue) for each in entry.disagreements],
        conflicts=[_conflict(store, each) for each in _once(store.conflicts_of(ids))],
        page=shown,
        first=_address(key, None),
        chapters=[_chapter(slug, said, catalogue) for slug, said in statements.items()],
    )


def _address(key: str, page: int | None) -> str:
    return address(study_path(key), {"page": page})


def _about(
    store: RecordStore, catalogue: StudyCatalogue, slug: str, key: str
) -> Sequence[Statement]:
    return [
        each
        for each in store.statements_of(slug)
        if any(catalogue.known(cited) == key for cited in each.references)
    ]


def _chapter(slug: str, statements: Sequence[Statement], catalogue: StudyCatalogue) -> Chapter:
    record = catalogue.by_slug[slug].record
    return Chapter(
        title=record.title,
        href=article_path(slug),
        as_of=record.as_of,
        said=_sayings([each for each in statements if each.kind != Kind.FOOTNOTE]),
        described=_sayings([each for each in statements if each.kind == Kind.FOOTNOTE]),
    )


def _sayings(statements: Iterable[Statement]) -> tuple[Saying, ...]:
    return tuple(
        Saying(tier, LOOKS[tier].kind, basis, notes, tuple(_quoted(each) for each in group))
        for (tier, basis, notes), group in groupby(statements, key=_standing)
    )


def _standing(statement: Statement) -> tuple[str, str, tuple[str, ...]]:
    notes = (caveat(id_) for id_ in statement.caveats)
    shown = tuple(dict.fromkeys(each.label for each in notes if each.public))
    return statement.tier, statement.tier_basis, shown


def _quoted(statement: Statement) -> Quoted:
    row = statement.kind in (Kind.TABLE_ROW, Kind.TABLE_HEADER)
    footnote = statement.kind == Kind.FOOTNOTE
    text = statement.text.partition("]:")[2] if footnote else statement.text
    return Quoted(
        words=Markup() if row else words(text.strip().lstrip("#").strip() or statement.text),
        cells=tuple(_cells(statement)) if row else (),
        section=statement.section[1:],
        href=article_path(statement.article, "" if footnote else f"at-{statement.span.start}"),
    )


def _cells(statement: Statement) -> Iterator[tuple[str, Markup]]:
    line = statement.text.strip().split("\n")[0].strip().removeprefix("|").removesuffix("|")
    cells = [cell.strip() for cell in _CELL.split(line)]
    for place, cell in enumerate(cells):
        header = statement.header[place] if place < len(statement.header) else ""
        yield header, words(cell)


def _facts(entry: StudyEntry) -> Iterator[tuple[str, str]]:
    study = entry.reference
    yield "Authors", study.authors
    yield "Published in", study.venue
    yield "Year", str(study.year or "")
    yield "Participants", f"{study.n:,}" if study.n is not None else ""
    if study.n_planned is not None:
        yield "Participants planned", f"{study.n_planned:,}"
    yield (
        "Studied in",
        {"human": "People", "animal": "Animals", "cells": "Cells"}.get(
            study.population, plain_word(study.population)
        ),
    )
    yield "Conditions", "; ".join(entry.conditions)
    yield "How it was read", ACCESS.get(study.access, plain_word(study.access))


def _related(catalogue: StudyCatalogue, entry: StudyEntry) -> list[StudyRow]:
    """Return the other records of the same study: its registration and its papers."""
    nct = entry.reference.nct
    found = catalogue.of_trial(nct) if nct else []
    return [study_row(each, catalogue) for each in found if each is not entry][:20]


def _disagreement(
    found: FieldConflict, catalogue: StudyCatalogue
) -> tuple[str, list[tuple[str, str, str]]]:
    values = [(plain_word(value), *_place(where, catalogue)) for value, where in found.values]
    return _FIELDS.get(found.field, plain_word(found.field)), values


def _place(where: str, catalogue: StudyCatalogue) -> tuple[str, str]:
    """Return (words, address or "") of where a value stands."""
    statement = _STATEMENT.match(where)
    slug, _, label = where.partition("#")
    if statement:
        slug, place = statement["slug"], f"at-{statement['start']}"
    else:
        place = f"ref-{label}" if label else ""
    if slug in catalogue.by_slug:
        return catalogue.by_slug[slug].record.title, article_path(slug, place)
    if where in catalogue.by_key:
        return f"Registration {where}", study_path(where)
    return where, ""


def _once(found: Sequence[Conflict]) -> list[Conflict]:
    return list(dict.fromkeys(found))


def _conflict(store: RecordStore, found: Conflict) -> tuple[str, list[Saying]]:
    both = store.statements([found.first, found.second])
    return found.told, [saying for each in both for saying in _sayings([each])]

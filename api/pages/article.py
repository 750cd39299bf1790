"""An article as a page: its own words in order, each statement with the mark of its tier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Final

from api.pages.inline import inline_html
from api.pages.marks import mark
from api.pages.rendering import study_path
from corpus.records import Article, Kind, Reference, Statement
from corpus.vocabulary import Caveat, caveat

#: The end of some HTML from its last blank on, blanks inside of tags not counted.
_LAST_WORD: Final = re.compile(r"(?:[^\s<>]|<[^<>]*>)*$")
_CELL: Final = re.compile(r"(?<!\\)\|")
_UNMARKED: Final = frozenset({"none"})
# Wide tables scroll on their own, so they take focus.
_SCROLLED: Final = '<div class="scroll-x" tabindex="0" role="region" aria-label="Table">'
_LIST: Final = "ul"
_TABLE: Final = "table"


@dataclass(slots=True)
class Drawn:
    """An article drawn: its body as HTML, and what it shows in the order met.

    Attributes:
        cited: Labels of footnotes.
        notes: Ids of caveats.
    """

    body: str = ""
    tiers: set[str] = field(default_factory=set)
    cited: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def draw(article: Article) -> Drawn:
    """Return the body of an article; footnotes are left to the list of references."""
    drawing = _Drawing()
    shown = [each for each in article.statements if each.kind != Kind.FOOTNOTE]
    if shown and shown[0].kind == Kind.HEADING and len(shown[0].section) == 1:
        shown = shown[1:]  # the title, which the page itself has
    while shown and shown[-1].kind == Kind.HEADING:
        shown.pop()  # nothing but footnotes stands under it
    body = "\n".join(drawing.blocks(shown))
    return Drawn(body, drawing.tiers, drawing.cited, drawing.notes)


class _Drawing:
    def __init__(self) -> None:
        self.tiers: set[str] = set()
        self.cited: list[str] = []
        self.notes: list[str] = []

    def blocks(self, statements: Sequence[Statement]) -> Iterator[str]:
        for wrap, group in groupby(_by_block(statements), key=lambda block: _wrap(block[0].kind)):
            parts = [self.block(block) for block in group]
            if wrap == _LIST:
                yield f"<ul>{''.join(parts)}</ul>"
            elif wrap == _TABLE:
                yield f"{_SCROLLED}<table>{''.join(parts)}</table></div>"
            else:
                yield from parts

    def block(self, block: Sequence[Statement]) -> str:
        first = block[0]
        if first.kind == Kind.HEADING:
            level = min(6, max(2, len(first.section)))
            words = self.words(_heading(first.text))
            return f'<h{level} id="at-{first.span.start}">{words}</h{level}>'
        if first.kind in (Kind.TABLE_HEADER, Kind.TABLE_ROW):
            return "".join(self.row(each) for each in block)
        if first.kind == Kind.CODE:
            return f"<pre>{escape(first.text)}</pre>"
        tag = "li" if first.kind == Kind.LIST_ITEM else "p"
        return f"<{tag}>{' '.join(self.runs(block))}</{tag}>"

    def runs(self, block: Sequence[Statement]) -> Iterator[str]:
        """Statements of the same tier that follow each other share one mark."""
        for tier, run in groupby(block, key=lambda each: each.tier):
            *before, last = run
            yield from (self.statement(each) for each in before)
            yield self.statement(last, self.mark(tier))

    def statement(self, statement: Statement, mark: str = "") -> str:
        place, words = statement.span.start, self.words(statement.text)
        words = together(words, self.noted(statement) + mark)
        return f'<span class="said" id="at-{place}" dir="auto">{words}</span>'

    def row(self, statement: Statement) -> str:
        head = statement.kind == Kind.TABLE_HEADER
        line = statement.text.strip().split("\n")[0].strip().removeprefix("|").removesuffix("|")
        tag = 'th scope="col"' if head else "td"
        cells = [
            f'<{tag} dir="auto">{self.words(cell.strip())}</{tag[:2]}>'
            for cell in _CELL.split(line)
        ]
        if head:
            last = '<th scope="col"><span class="hidden">Kind of evidence</span></th>'
        else:
            last = f'<td class="kind">{self.mark(statement.tier)}{self.noted(statement)}</td>'
        return f'<tr id="at-{statement.span.start}">{"".join(cells)}{last}</tr>'

    def mark(self, tier: str) -> str:
        if tier in _UNMARKED:
            return ""
        self.tiers.add(tier)
        return mark(tier)

    def noted(self, statement: Statement) -> str:
        """Return letters that lead to the statement's reservations, those a reader is shown."""
        if statement.tier in _UNMARKED:
            return ""
        shown = [each for each in map(caveat, dict.fromkeys(statement.caveats)) if each.public]
        return f'<sup class="noted">{"".join(map(self.note, shown))}</sup>' if shown else ""

    def note(self, note: Caveat) -> str:
        if note.id not in self.notes:
            self.notes.append(note.id)
        letter = letters(self.notes.index(note.id))
        words = escape(note.label)
        return (
            f'<a href="#note-{escape(note.id)}" title="{words}"'
            f' aria-label="Reservation {letter}: {words}">{letter}</a>'
        )

    def words(self, text: str) -> str:
        return inline_html(text, self.cite)

    def cite(self, label: str) -> str:
        if label not in self.cited:
            self.cited.append(label)
        number = self.cited.index(label) + 1
        name = escape(label)
        return f'<sup><a href="#ref-{name}" aria-label="Reference {number}">{number}</a></sup>'


def together(words: str, mark: str) -> str:
    """Return HTML with a mark bound to its last word, so that the mark never begins a line."""
    found = _LAST_WORD.search(words)
    tail = found[0] if found else ""
    whole = tail.count("</") * 2 == tail.count("<")
    if not mark or not whole:
        return words + mark
    return f'{words[: len(words) - len(tail)]}<span class="together">{tail}{mark}</span>'


def _by_block(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    for _, block in groupby(statements, key=lambda each: (each.block, _wrap(each.kind))):
        yield list(block)


def _wrap(kind: Kind) -> str:
    if kind == Kind.LIST_ITEM:
        return _LIST
    return _TABLE if kind in (Kind.TABLE_HEADER, Kind.TABLE_ROW) else ""


def _heading(text: str) -> str:
    return text.strip().lstrip("#").strip()


def letters(place: int) -> str:
    """Return the name of note 0, 1, ...: "a" to "z", then "aa", "ab" and so on."""
    before = letters(place // 26 - 1) if place >= 26 else ""
    return before + chr(ord("a") + place % 26)


def note_items(notes: Sequence[str]) -> str:
    """Return what reservations mean, in the order in which the page's letters name them."""
    return "".join(
        f'<li id="note-{escape(each)}"><span class="letter">{letters(place)}</span>'
        f"<span>{escape(caveat(each).label)}</span></li>"
        for place, each in enumerate(notes)
    )


def reference_items(article: Article, cited: Sequence[str]) -> str:
    """Return the studies behind an article in the order in which its page cites them."""
    known = {label: study for study in article.references for label in _labels(study, article.slug)}
    return "".join(
        f'<li id="ref-{escape(label)}">{_study(known.get(label), label)}</li>' for label in cited
    )


def _labels(study: Reference, slug: str) -> list[str]:
    places = (place.strip().rpartition("#") for place in study.where.split(";"))
    return [label for own, _, label in places if own == slug]


def _study(study: Reference | None, label: str) -> str:
    if study is None:
        return escape(label)
    facts = [
        study.authors or study.label or study.key,
        study.venue or str(study.year or ""),
        study.design,
    ]
    first, *others = [each for each in [*facts, f"n = {study.n}" if study.n else ""] if each]
    name = f'<a href="{escape(study_path(study.key))}">{escape(first)}</a>'
    return " · ".join([name, *map(escape, others), *_links(study)])


def _links(study: Reference) -> Iterator[str]:
    if study.doi:
        yield _link(f"https://doi.org/{study.doi}", f"DOI {study.doi}")
    if study.nct:
        yield _link(f"https://clinicaltrials.gov/study/{study.nct}", study.nct)
    if study.pmid:
        yield _link(f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/", f"PMID {study.pmid}")


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(text)}</a>'

"""The studies and articles that an answer cites, as RIS for reference managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from api.exporting.bibliography import (
    Person,
    authors_of,
    is_paper,
    is_registration,
    journal_of,
    title_of,
)
from api.exporting.cited import CitedArticle, CitedStudy, Known, sources_of
from api.exporting.entries import answer_note, article_note, disclaimer_note, study_note
from api.exporting.text import address, one_line
from api.schemas import AnswerOut

_Line = tuple[str, str]
PAPER, PAGE, OTHER = "JOUR", "ELEC", "GEN"
REGISTRY: Final = "ClinicalTrials.gov"


def ris(question: str, answer: AnswerOut, known: Known) -> bytes:
    """Return RIS in UTF-8: every study and article that is cited once, the answer where none is."""
    studies, articles = sources_of(answer, known)
    entries: list[Iterable[_Line]] = [_study(each, answer) for each in studies]
    entries += [_article(each, answer) for each in articles]
    if not entries:
        entries = [[("TY", OTHER), ("N1", answer_note(question, answer))]]
    return "".join(
        _written([*entry, ("N1", disclaimer_note(answer))]) for entry in entries
    ).encode()


def _study(study: CitedStudy, answer: AnswerOut) -> Iterator[_Line]:
    shown = study.shown
    page = is_registration(study) or (shown.url and not shown.doi)
    yield "TY", PAPER if is_paper(study) else PAGE if page else OTHER
    yield from (("AU", _name(person)) for person in authors_of(study).persons)
    yield "TI", title_of(study)
    yield from _place(study)
    yield "PY", str(shown.year or "")
    yield "DO", shown.doi or ""
    yield "AN", shown.pmid or shown.nct or ""
    yield "DB", "PubMed" if shown.pmid else REGISTRY if shown.nct else ""
    yield "UR", address(shown.url)
    yield "LB", shown.label
    yield "N1", study_note(study, answer)


def _place(study: CitedStudy) -> Iterator[_Line]:
    journal = journal_of(study)
    if journal is not None:
        yield "T2", journal.name
        yield "VL", journal.volume
        yield "IS", journal.issue
        yield "SP", journal.first_page
        yield "EP", journal.last_page


def _article(article: CitedArticle, answer: AnswerOut) -> Iterator[_Line]:
    yield "TY", OTHER if article.doi else PAGE
    yield "TI", article.label.title
    yield "DO", article.doi
    yield "UR", address(article.label.url)
    yield "N1", article_note(article, answer)


def _name(person: Person) -> str:
    return ", ".join(filter(None, (person.family, person.given, person.suffix)))


def _written(lines: Iterable[_Line]) -> str:
    """Return an entry: each value on one line of its own, so that none can begin a field."""
    kept = [(tag, one_line(value)) for tag, value in lines]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in kept if value) + "ER  - \r\n\r\n"

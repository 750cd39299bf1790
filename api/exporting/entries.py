"""What the files for reference managers say of their entries in words: the notes."""

from __future__ import annotations

from collections.abc import Iterable

from api.exporting.bibliography import authors_of
from api.exporting.cited import CitedArticle, CitedStudy, marks
from api.exporting.report import cited_as, facts_of, outcome_words
from api.exporting.text import one_line
from api.schemas import AnswerOut


def study_note(study: CitedStudy, answer: AnswerOut) -> str:
    """Return what stands beside a study: what it is to the library, and where it was cited."""
    return _told(
        cited_as(study),
        "; ".join(facts_of(study)),
        f"Registered as {study.shown.nct}" if study.shown.nct else "",
        "The record names more authors than these" if authors_of(study).more else "",
        f"Strength of the statements that cite it: {'; '.join(study.tiers)}",
        _cited(study.citations, answer),
    )


def article_note(article: CitedArticle, answer: AnswerOut) -> str:
    """Return what stands beside an article of the library."""
    return _told(
        "An article of the library, quoted; the studies are cited beside it",
        f"As of {article.label.as_of}" if article.label.as_of else "",
        f"Source {article.label.slug}, SHA-256 {article.source_sha256}",
        _cited(article.citations, answer),
    )


def answer_note(question: str, answer: AnswerOut) -> str:
    """Return what stands in place of entries where an answer cites nothing."""
    return _told(
        f"{outcome_words(answer)}: nothing is cited",
        f"Question: {question}",
        _of(answer),
    )


def disclaimer_note(answer: AnswerOut) -> str:
    """Return the disclaimer as every entry carries it."""
    return f"Disclaimer {answer.disclaimer.id}: {one_line(answer.disclaimer.text)}"


def _cited(citations: Iterable[int], answer: AnswerOut) -> str:
    return f"Cited as {marks(citations)} in {_of(answer)}"


def _of(answer: AnswerOut) -> str:
    return f"Refdesk answer {answer.answer_id}, snapshot {answer.index.snapshot}"


def _told(*parts: str) -> str:
    told = [one_line(part) for part in parts if part]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in told)

"""The studies and articles that an answer cites, as CSL-JSON (schema 1.0.2)."""

from __future__ import annotations

import re
from typing import Any, Final

from api.exporting.bibliography import (
    Journal,
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
from api.jsonout import json_bytes
from api.schemas import AnswerOut

_Item = dict[str, Any]
_NO_KEY: Final = re.compile(r"[^A-Za-z0-9._-]+")


def csl_json(question: str, answer: AnswerOut, known: Known) -> bytes:
    """Return CSL-JSON: every study and article that is cited once, the answer where none is."""
    studies, articles = sources_of(answer, known)
    items = [_study(each, answer) for each in studies]
    items += [_article(each, answer) for each in articles]
    items = items or [_answer(question, answer)]
    _tell_apart(items)
    return json_bytes(items, indent=2) + b"\n"


def _study(study: CitedStudy, answer: AnswerOut) -> _Item:
    shown, journal = study.shown, journal_of(study) or Journal("")
    kind = "article-journal" if is_paper(study) else "webpage" if _on_a_page(study) else "document"
    return _without_absent(
        {
            "id": _NO_KEY.sub("-", shown.label).strip("-") or "study",
            "type": kind,
            "title": title_of(study),
            "author": [_name(person) for person in authors_of(study).persons],
            "container-title": journal.name,
            "volume": journal.volume,
            "issue": journal.issue,
            "page": "-".join(filter(None, (journal.first_page, journal.last_page))),
            "issued": {"date-parts": [[shown.year]]} if shown.year else "",
            "DOI": one_line(shown.doi or ""),
            "PMID": one_line(shown.pmid or ""),
            # Of a paper it would be the number of an article: styles print it so.
            "number": one_line(shown.nct or "") if is_registration(study) else "",
            "URL": address(shown.url),
            "citation-label": one_line(shown.label),
            "note": f"{study_note(study, answer)}\n{disclaimer_note(answer)}",
        }
    )


def _article(article: CitedArticle, answer: AnswerOut) -> _Item:
    return _without_absent(
        {
            "id": f"article-{_NO_KEY.sub('-', article.label.slug)}",
            "type": "document" if article.doi else "webpage",
            "title": one_line(article.label.title),
            "DOI": one_line(article.doi),
            "URL": address(article.label.url),
            "note": f"{article_note(article, answer)}\n{disclaimer_note(answer)}",
        }
    )


def _answer(question: str, answer: AnswerOut) -> _Item:
    return {
        "id": f"answer-{_NO_KEY.sub('-', answer.answer_id)}",
        "type": "document",
        "note": f"{answer_note(question, answer)}\n{disclaimer_note(answer)}",
    }


def _on_a_page(study: CitedStudy) -> bool:
    return is_registration(study) or bool(address(study.shown.url) and not study.shown.doi)


def _name(person: Person) -> dict[str, str]:
    if not person.given:
        return {"literal": person.family}
    name = {"family": person.family, "given": person.given}
    return name | ({"suffix": person.suffix} if person.suffix else {})


def _tell_apart(items: list[_Item]) -> None:
    """Give every item an id of its own: a second "Adams-2026" is "Adams-2026-2"."""
    seen: set[str] = set()
    for item in items:
        wanted, count = item["id"], 1
        while item["id"] in seen:
            count += 1
            item["id"] = f"{wanted}-{count}"
        seen.add(item["id"])


def _without_absent(item: _Item) -> _Item:
    return {name: value for name, value in item.items() if value}

"""A wrong citation becomes an evaluation case: what was cited rightly is right, the rest is not.

In the case, the places that were cited and are not said to be wrong state the fact; whoever cites
the wrong one again cites beside it, and where nothing right is left the library does not answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from api.database.feedback import Feedback
from corpus.records import Article, Span
from index.errors import NotFoundError
from index.store import RecordStore
from rag.evaluation.cases import AnswerCase, Fact, Place
from rag.evaluation.importers.places import place_of
from rag.evaluation.suite import SUITE_FILE, SuiteError, SuiteHeader, read_suite
from rag.redaction import redact
from rag.replay.record import AnswerRecord, RecordedEvidence, text_hash

CASES_FILE: Final = "feedback.jsonl"
_NAMED: Final = re.compile(r"\[(\d{1,2})\]")


class NoCaseError(ValueError):
    """No case can be made of this: the message says what is missing."""


def named_in(comment: str) -> tuple[int, ...]:
    """Return the citation numbers that a comment names: "[2] is about mice"."""
    return tuple(dict.fromkeys(int(number) for number in _NAMED.findall(comment)))


def case_of(
    said: Feedback,
    record: AnswerRecord,
    store: RecordStore,
    question: str,
    wrong: Collection[int],
    right: Sequence[tuple[str, str]] = (),
) -> AnswerCase:
    """Return the case.

    Args:
        said: The feedback.
        record: What was kept of its answer.
        store: The library as it is now.
        question: The question, in its own words; personal ones are taken out.
        wrong: Citation numbers that are wrong.
        right: Places that should have been cited: slug of the article, verbatim words.

    Raises:
        NoCaseError: A number is no citation of the answer, or a place is not in the library.
    """
    cited = {entry.n: entry for entry in record.evidence}
    unknown = sorted(set(wrong) - set(cited))
    if unknown or not wrong:
        known = ", ".join(map(str, cited)) or "none"
        raise NoCaseError(f"name the wrong citations by their numbers; the answer has {known}")
    places = [_named(store, *each) for each in right]
    places += [_cited(store, entry) for n, entry in cited.items() if n not in wrong]
    amiss = tuple(_cited(store, cited[n]) for n in sorted(wrong))
    note = f"feedback {said.id}: citation {', '.join(map(str, sorted(wrong)))} was wrong"
    return AnswerCase(
        id=f"feedback-{said.id[:12]}",
        question=redact(question),
        lang=record.policy.lang or "en",
        type="feedback",
        tags=said.tags,
        note=note + ("; asked as a follow-up" if record.earlier_sha256 else ""),
        answerable=bool(places),
        facts=(Fact(any=tuple(places)),) if places else (),
        closest=() if places else amiss,
    )


def add_case(folder: Path, case: AnswerCase) -> None:
    """Add a case to a suite, which is made if it is not there.

    Raises:
        SuiteError: The suite cannot be read, or would hold the case twice; nothing is added.
    """
    file = folder / CASES_FILE
    there = any(folder.glob("*.jsonl")) if folder.is_dir() else False
    if there and any(each.id == case.id for each in read_suite(folder).cases):
        raise SuiteError(f"the suite has the case {case.id} already")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SUITE_FILE).is_file():
        header = SuiteHeader(name=folder.resolve().name, description="Wrong citations, reported.")
        text = json.dumps(header.model_dump(mode="json"), indent=2, ensure_ascii=False)
        (folder / SUITE_FILE).write_text(text + "\n", "utf-8")
    value = {"kind": case.kind, **case.model_dump(mode="json", exclude_defaults=True)}
    with file.open("a", encoding="utf-8") as cases:
        cases.write(json.dumps(value, ensure_ascii=False) + "\n")


def _cited(store: RecordStore, entry: RecordedEvidence) -> Place:
    slug, _, span = entry.statement_id.rpartition("@")
    start, _, end = span.partition("-")
    article = _article(store, slug)
    where = Span(int(start), int(end))
    if text_hash(where.quote(article.source)) != entry.quote_sha256:
        raise NoCaseError(f"{slug} has changed since: citation {entry.n} stands there no more")
    return _placed(article, where)


def _named(store: RecordStore, slug: str, quote: str) -> Place:
    article = _article(store, slug)
    start = article.source.find(quote) if quote else -1
    if start < 0:
        raise NoCaseError(f"these words do not stand in {slug}, character by character")
    return _placed(article, Span(start, start + len(quote)))


def _placed(article: Article, span: Span) -> Place:
    place = place_of(article, span)
    if place is None:
        raise NoCaseError(f"no place in {article.slug} can be told from others like it")
    return place


def _article(store: RecordStore, slug: str) -> Article:
    try:
        return store.article(slug)
    except NotFoundError:
        raise NoCaseError(f"{slug} is not in the library any more") from None

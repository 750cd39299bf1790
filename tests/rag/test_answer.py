"""An answer that may not be shown cannot be built."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from corpus.records import Span, text_sha256
from corpus.vocabulary import tier
from rag.answer import (
    Answer,
    AnswerStatement,
    ArticleLabel,
    Evidence,
    IndexStamp,
    Notice,
    Quote,
    SourceText,
    UnsafeAnswerError,
)
from rag.disclaimers import Disclaimer, disclaimer_for
from rag.policy import decide
from rag.wording import wording

TEXT = "Walking improved in 12 of 20 adults. Nobody fell."
SOURCE = SourceText("a", TEXT, text_sha256(TEXT))


def evidence(n: int = 1, end: int = 36) -> Evidence:
    return Evidence(
        n=n,
        passage_id="p-1",
        quote=Quote.cut(SOURCE, Span(0, end)),
        article=ArticleLabel("a", "A", "", ""),
        section=(),
        tier=tier("human_early_phase"),
        tier_basis="R5",
        caveats=(),
        references=(),
        hop="article_says",
        score=1.0,
    )


def good_answer() -> Answer:
    entry = evidence()
    return Answer(
        answer_id="1",
        conversation_id="c",
        outcome="answered",
        reason="supported",
        policy=decide("What did the trial find?"),
        disclaimer=disclaimer_for(None),
        index=IndexStamp("s", "c", "2026-01-01T00:00:00+00:00"),
        statements=(AnswerStatement(entry.quote.text, "quote", (1,), "human_early_phase"),),
        evidence=(entry,),
    )


def test_a_quote_is_cut_from_its_source() -> None:
    quote = Quote.cut(SOURCE, Span(37, 49))
    assert quote.text == "Nobody fell."
    assert quote.source_sha256 == text_sha256(TEXT)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Walking improved in 13 of 20 adults.", Span(0, 36)),
        ("Walking improved", Span(0, 15)),
        ("walking improved", Span(0, 16)),
        ("", Span(3, 3)),
    ],
)
def test_a_quote_with_other_words_cannot_be_built(text: str, span: Span) -> None:
    with pytest.raises(UnsafeAnswerError):
        Quote(text, span, SOURCE.sha256, SOURCE)


def test_a_quote_with_another_hash_cannot_be_built() -> None:
    with pytest.raises(UnsafeAnswerError):
        Quote("Walking", Span(0, 7), text_sha256("other"), SOURCE)


def test_a_source_with_another_hash_cannot_be_built() -> None:
    with pytest.raises(UnsafeAnswerError):
        SourceText("a", TEXT + " ", SOURCE.sha256)


def test_a_good_answer_reads_with_marks_and_ends_with_the_disclaimer() -> None:
    answer = good_answer()
    assert "Walking improved in 12 of 20 adults. [1]" in answer.text
    assert answer.text.endswith(disclaimer_for(None).text)


def unreleased() -> Disclaimer:
    return dataclasses.replace(disclaimer_for(None), text="No worries.")


@pytest.mark.parametrize(
    "change",
    [
        {"disclaimer": None},
        {"disclaimer": unreleased()},
        {"statements": (AnswerStatement("You should take this.", "framing"),)},
        {"statements": (AnswerStatement(TEXT[:36], "quote", ()),)},
        {"statements": (AnswerStatement(TEXT[:36], "quote", (2,)),)},
        {"statements": (AnswerStatement("Walking improved in 13 of 20", "quote", (1,)),)},
        {"evidence": ()},
        {"evidence": (evidence(2),)},
        {"outcome": "refused"},
        {"outcome": "emergency"},
        {"outcome": "not_in_library"},
        {"related": (evidence(),)},
        {"notices": (Notice("dose", "Take two."),)},
    ],
)
def test_an_unsafe_answer_cannot_be_built(change: dict[str, Any]) -> None:
    with pytest.raises(UnsafeAnswerError):
        dataclasses.replace(good_answer(), **change)


def test_a_refusal_needs_no_evidence() -> None:
    refused = dataclasses.replace(
        good_answer(),
        outcome="refused",
        evidence=(),
        statements=(AnswerStatement(wording("refusal.dosing").text, "framing"),),
    )
    assert "[1]" not in refused.text

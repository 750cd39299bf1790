"""Asking a kept question again: no drift on the same library, and each kind of drift told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import BuildOptions
from index.filters import Filters
from index.library import build_library
from index.snapshot import open_snapshot
from rag.answer import Answer
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.replay.again import (
    OtherQuestionError,
    QuestionNeededError,
    ask_again,
    keeper,
    words_of,
)
from rag.replay.drift import Drift
from rag.replay.record import (
    AnswerRecord,
    UnreadableRecordError,
    read_record,
    text_hash,
    write_record,
)
from tests.rag.conftest import MSC_ARTICLE

QUESTIONS = [
    "What did the KNEECELL trial find for walking distance?",
    "Is JOINTCEL approved?",
    "What does the CORDJOINT trial measure?",
    "Should I have stem cells in my knee?",
    "What is the price of JOINTCEL?",
]


class Kept(list[AnswerRecord]):
    """Records as they are kept and read again, and a desk that keeps them."""

    def __init__(self, desk: ReferenceDesk, *, words: bool) -> None:
        super().__init__()
        keep = keeper(self, keep_questions=words, versions={"refdesk": "0"})
        self.desk = ReferenceDesk(desk.snapshot, keep)

    def keep(self, record: AnswerRecord) -> None:
        self.append(read_record(write_record(record)))

    def ask(self, question: Question) -> AnswerRecord:
        answer: Answer = self.desk.ask(question)
        assert self[-1].answer_id == answer.answer_id
        assert answer.timings_ms["record"] > 0
        assert answer.timings_ms["total"] >= answer.timings_ms["record"]
        return self[-1]


@pytest.fixture
def kept(desk: ReferenceDesk) -> Kept:
    return Kept(desk, words=True)


@pytest.fixture
def hashed(desk: ReferenceDesk) -> Kept:
    return Kept(desk, words=False)


@pytest.fixture(scope="module")
def rebuilt(
    tmp_path_factory: pytest.TempPathFactory, models_folder: Path
) -> Callable[[str, str], ReferenceDesk]:
    """Return what makes a desk over the small article with one text put for another."""

    def build(old: str, new: str) -> ReferenceDesk:
        assert old in MSC_ARTICLE
        root = tmp_path_factory.mktemp("rebuilt")
        (root / "articles").mkdir()
        file = root / "articles" / "cells-for-sore-knees.md"
        file.write_text(MSC_ARTICLE.replace(old, new), encoding="utf-8")
        build_library(
            [root / "articles"], root / "data", options=BuildOptions(models=models_folder)
        )
        return ReferenceDesk(open_snapshot(root / "data"))

    return build


def again(desk: ReferenceDesk, record: AnswerRecord) -> Drift:
    text, earlier = words_of(record, None, ())
    return ask_again(desk, record, text, earlier)[0]


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_same_library_answers_the_same(kept: Kept, desk: ReferenceDesk, text: str) -> None:
    assert again(desk, kept.ask(Question(text))) == Drift()


def test_filters_and_evidence_count_are_those_of_the_record(
    kept: Kept, desk: ReferenceDesk
) -> None:
    filters = Filters(articles=("cells-for-sore-knees",), weakest_tier="human_rct_phase2")
    question = Question(QUESTIONS[0], filters=filters, max_evidence=2, locale="en-GB")
    record = kept.ask(question)
    assert record.asked.filters == filters
    assert len(record.evidence) <= 2
    assert again(desk, record) == Drift()


def test_a_follow_up_is_asked_behind_its_earlier_questions(kept: Kept, desk: ReferenceDesk) -> None:
    kept.ask(Question("What dose of stem cells should I inject?", conversation_id="talk"))
    record = kept.ask(Question("And how much of it?", conversation_id="talk"))
    assert record.earlier_sha256
    assert "follow-up" in record.policy.signals
    assert again(desk, record) == Drift()


def test_without_words_they_must_be_given_and_be_the_same(hashed: Kept) -> None:
    hashed.ask(Question(QUESTIONS[0], conversation_id="talk"))
    record = hashed.ask(Question(QUESTIONS[1], conversation_id="talk"))
    assert record.question is None
    assert record.earlier is None
    with pytest.raises(QuestionNeededError):
        words_of(record, None, ())
    with pytest.raises(QuestionNeededError):
        words_of(record, QUESTIONS[1], ())
    with pytest.raises(OtherQuestionError):
        words_of(record, QUESTIONS[2], [QUESTIONS[0]])
    with pytest.raises(OtherQuestionError):
        words_of(record, QUESTIONS[1], [QUESTIONS[2]])
    # Read as the service reads it: trimmed.
    found = words_of(record, f" {QUESTIONS[1]} ", [QUESTIONS[0]])
    assert found == (QUESTIONS[1], (QUESTIONS[0],))


def test_personal_words_are_not_kept_and_must_be_given(kept: Kept) -> None:
    text = f"My name is Jane Doe. {QUESTIONS[1]}"
    kept.ask(Question(text, conversation_id="talk"))
    record = kept.ask(Question(QUESTIONS[0], conversation_id="talk"))
    assert kept[0].question == f"My name is [name]. {QUESTIONS[1]}"
    assert record.earlier == (kept[0].question,)
    assert "Doe" not in write_record(record).decode()
    for each in kept:
        assert not each.holds_question
        with pytest.raises(QuestionNeededError):
            words_of(each, None, ())
    with pytest.raises(QuestionNeededError):
        words_of(record, QUESTIONS[0], ())
    assert words_of(kept[0], text, ()) == (text, ())
    assert words_of(record, QUESTIONS[0], [text]) == (QUESTIONS[0], (text,))


def test_an_edited_statement_is_told_as_reworded(
    kept: Kept, rebuilt: Callable[[str, str], ReferenceDesk]
) -> None:
    record = kept.ask(Question("Is JOINTCEL approved?"))
    drift = again(rebuilt("in May 2025 for hip", "in June 2025 for hip"), record)
    assert drift.any
    assert drift.rebuilt
    assert [old.partition("@")[0] for old, _ in drift.reworded] == ["cells-for-sore-knees"]


def test_text_put_before_moves_statements_without_drift(
    kept: Kept, rebuilt: Callable[[str, str], ReferenceDesk]
) -> None:
    record = kept.ask(Question("Is JOINTCEL approved?"))
    drift = again(rebuilt("before they are given.", "before they are given to people."), record)
    assert drift.moved
    assert not drift.gone
    assert not drift.reworded
    assert not drift.any


def test_another_tier_is_told(kept: Kept, rebuilt: Callable[[str, str], ReferenceDesk]) -> None:
    record = kept.ask(Question("Did walking improve in the 50M group of KNEECELL?"))
    weaker = rebuilt("phase-2 rct · n=64 · model: human", "in-vitro · model: human cells")
    drift = again(weaker, record)
    assert drift.any
    assert drift.tiers or drift.gone


def test_a_fact_that_is_gone_changes_the_outcome(
    kept: Kept, rebuilt: Callable[[str, str], ReferenceDesk]
) -> None:
    record = kept.ask(Question("What does the CORDJOINT trial measure?"))
    old = MSC_ARTICLE[MSC_ARTICLE.index("## The CORDJOINT") : MSC_ARTICLE.index("## Approval")]
    drift = again(rebuilt(old, ""), record)
    told = {change.what: (change.before, change.now) for change in drift.changed}
    assert told["outcome"] == ("answered", "not_in_library")
    assert drift.gone


def test_a_record_is_read_as_it_was_written(kept: Kept) -> None:
    record = kept.ask(Question(QUESTIONS[0]))
    assert read_record(write_record(record)) == record
    for bad in (b"", b"{}", b"[1]", write_record(record)[:-9]):
        with pytest.raises(UnreadableRecordError):
            read_record(bad)


@given(text=st.text())
def test_any_text_has_a_hash(text: str) -> None:
    assert len(text_hash(text)) == 64

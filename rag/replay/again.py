"""Keeping the record of an answer as it leaves, and asking a kept question again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.answer import Answer
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.hooks import Keep
from rag.question import check_question
from rag.replay.drift import Drift, drift_between
from rag.replay.keeping import KeepsRecords
from rag.replay.record import AnswerRecord, record_of, text_hash


class QuestionNeededError(ValueError):
    """The record holds no words: give the question, and the earlier ones of its conversation."""


class OtherQuestionError(ValueError):
    """The words given are not those that were asked: their hash differs."""


def keeper(
    store: KeepsRecords, *, keep_questions: bool = False, versions: Mapping[str, str] | None = None
) -> Keep:
    """Return what a desk calls with each answer before it leaves."""

    def keep(question: Question, text: str, earlier: Sequence[str], answer: Answer) -> None:
        store.keep(
            record_of(
                question, text, earlier, answer, keep_questions=keep_questions, versions=versions
            )
        )

    return keep


def words_of(
    record: AnswerRecord, question: str | None, earlier: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the question of a record and the earlier ones, from the record or as given.

    Raises:
        QuestionNeededError: The record holds no words and none, or too few, are given.
        OtherQuestionError: The words given are others.
        rag.question.InvalidQuestionError: The words given cannot be read.
    """
    if question is None:
        if record.question is None:
            raise QuestionNeededError("the words of this question were not kept")
        if not record.holds_question:
            raise QuestionNeededError("personal words of this question were not kept")
        return record.question, record.earlier or ()
    text = check_question(question)
    kept = record.earlier if record.holds_question else None
    before = tuple(check_question(each) for each in earlier) or kept or ()
    if text_hash(text) != record.question_sha256:
        raise OtherQuestionError("this is not the question that was asked")
    if len(before) != len(record.earlier_sha256):
        raise QuestionNeededError(
            f"{len(record.earlier_sha256)} earlier questions of the conversation belong to it"
        )
    if tuple(map(text_hash, before)) != record.earlier_sha256:
        raise OtherQuestionError("these are not the earlier questions of the conversation")
    return text, before


def ask_again(
    desk: ReferenceDesk, record: AnswerRecord, text: str, earlier: Sequence[str]
) -> tuple[Drift, AnswerRecord]:
    """Ask a kept question again and compare; no model is asked and nothing is kept.

    Args:
        desk: Over the snapshot to compare with.
        record: What was kept.
        text: The question.
        earlier: The earlier questions of its conversation, oldest first.
    """
    name = f"replay-{record.answer_id}"[:64]
    for each in earlier:
        desk.begin(Question(each, conversation_id=name))
    asked = record.asked
    question = Question(
        text,
        conversation_id=name,
        filters=asked.filters,
        max_evidence=asked.max_evidence,
        locale=asked.locale,
    )
    now = record_of(question, text, earlier, desk.begin(question).answer())
    return drift_between(record, now), now

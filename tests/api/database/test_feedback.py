"""Feedback in the database: of known answers, once for each caller, redacted, reviewed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from api.database import Database
from api.database.answers import AnswerStore, UnknownAnswerError
from api.database.feedback import (
    Feedback,
    FeedbackStore,
    ReviewedFeedbackError,
    UnknownFeedbackError,
    Wanted,
)
from rag.replay.record import AnswerRecord


@pytest.fixture
def said(database: Database, store: AnswerStore, record: AnswerRecord) -> FeedbackStore:
    for name in ("one", "two"):
        store.keep(replace(record, answer_id=name))
    return FeedbackStore(database)


def test_feedback_comes_back_as_it_was_given(said: FeedbackStore) -> None:
    kept = said.give("one", "public", "down", ["unsafe", "wrong_citation", "unsafe"], "[2] is odd")
    assert said.get(kept.id) == kept
    assert (kept.answer_id, kept.caller, kept.rating) == ("one", "public", "down")
    # Once each, in one order.
    assert kept.tags == ("wrong_citation", "unsafe")
    assert (kept.comment, kept.state, kept.case_id) == ("[2] is odd", "new", None)
    with pytest.raises(UnknownFeedbackError):
        said.get("another")


def test_a_comment_is_redacted_before_it_is_written(said: FeedbackStore) -> None:
    kept = said.give("one", "public", "up", [], "Thanks! Jane Doe, jane@example.org, 020 7946 0018")
    assert said.get(kept.id).comment == "Thanks! [name], [email], [number]"


def test_an_unknown_answer_has_no_feedback(said: FeedbackStore) -> None:
    with pytest.raises(UnknownAnswerError):
        said.give("three", "public", "up", [], "")
    assert said.page(Wanted(), 0, 10) == (0, [])


def test_said_again_it_replaces_itself_until_it_is_reviewed(said: FeedbackStore) -> None:
    first = said.give("one", "public", "up", [], "")
    again = said.give("one", "public", "down", ["unclear"], "why")
    assert again.id == first.id
    assert said.give("one", "key:a", "up", [], "").id != first.id
    reviewed = said.review(first.id, "accepted", "key:admin")
    assert (reviewed.state, reviewed.reviewed_by) == ("accepted", "key:admin")
    assert reviewed.reviewed_at
    assert said.give("one", "public", "down", ["unclear"], "why") == reviewed
    with pytest.raises(ReviewedFeedbackError):
        said.give("one", "public", "up", [], "")
    assert said.get(first.id) == reviewed
    assert said.made_case(first.id, "feedback-1", "me").case_id == "feedback-1"
    for change in (said.review, said.made_case):
        with pytest.raises(UnknownFeedbackError):
            change("another", "accepted", "me")


def test_the_same_said_at_once_is_kept_once(said: FeedbackStore) -> None:
    def give(number: int) -> Feedback:
        del number
        return said.give("one", "public", "down", ["other"], "at once")

    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(give, range(12)))
    assert len({each.id for each in given}) == 1
    assert said.page(Wanted(), 0, 10) == (1, [given[0]])


def test_a_page_of_what_is_wanted(said: FeedbackStore) -> None:
    made = [
        said.give("one", f"key:{number}", "down" if number % 2 else "up", ["unclear"], str(number))
        for number in range(7)
    ]
    other = said.give("two", "public", "down", ["wrong_tier", "unclear"], "")
    said.review(made[0].id, "dismissed", "me")
    total, found = said.page(Wanted(), 0, 100)
    assert total == 8
    assert [each.made_at for each in found] == sorted((x.made_at for x in found), reverse=True)
    pages = [each for start in range(0, 8, 3) for each in said.page(Wanted(), start, 3)[1]]
    assert pages == found
    for wanted, count in (
        (Wanted(state="new"), 7),
        (Wanted(state="dismissed"), 1),
        (Wanted(rating="down"), 4),
        (Wanted(rating="down", state="new", answer_id="one"), 3),
        (Wanted(answer_id="two"), 1),
        (Wanted(tag="unclear"), 8),
        (Wanted(tag="wrong_tier"), 1),
        (Wanted(tag="unsafe"), 0),
    ):
        assert said.page(wanted, 0, 1)[0] == count, wanted
    assert said.page(Wanted(tag="wrong_tier"), 0, 5)[1] == [other]

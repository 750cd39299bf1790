"""A personal question on the cells at large gets what is known of them, never a chance hit."""

from __future__ import annotations

import pytest

from rag.desk import Question, ReferenceDesk
from rag.neutral import KNOWN_OF_THE_CELLS, neutral_for
from rag.question import read_question
from rag.selecting import names_a_subject


@pytest.mark.parametrize("text", ["Should I get stem cells?", "Is MSC therapy right for me?"])
def test_the_cells_alone_are_a_subject_that_is_searched_for_otherwise(text: str) -> None:
    question = read_question(text)
    assert names_a_subject(question)
    assert neutral_for(question) == KNOWN_OF_THE_CELLS


@pytest.mark.parametrize(
    "text",
    [
        "Should I get stem cells for my knee arthritis?",
        "Is MSC therapy as in CRATUS right for me?",
        "Will stem cells let me walk further?",
        "Should I move house?",
    ],
)
def test_what_names_more_is_searched_for_as_asked(text: str) -> None:
    assert neutral_for(read_question(text)) is None


def test_a_figure_quoted_back_is_a_subject() -> None:
    assert names_a_subject(read_question("so a 71.9% chance for me, right?"))
    assert not names_a_subject(read_question("so what are my chances?"))


def test_the_personal_decision_is_declined_and_evidence_follows(desk: ReferenceDesk) -> None:
    answer = desk.ask(Question("Should I get stem cells?"))
    assert (answer.outcome, answer.reason) == ("partial", "should_i")
    assert answer.evidence
    assert all(KNOWN_OF_THE_CELLS not in statement.text for statement in answer.statements)
    assert answer.asked_as is None

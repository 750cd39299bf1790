"""Questions are checked first, then read for what they name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question import MAX_QUESTION, InvalidQuestionError, check_question, read_question


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("?!…", "empty"),
        ("a" * (MAX_QUESTION + 1), "too_long"),
        ("what\x00now", "control_characters"),
        ("what \x1b[31m now", "control_characters"),
        ("what \ud800 now", "not_unicode"),
    ],
)
def test_a_bad_question_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(InvalidQuestionError) as caught:
        check_question(text)
    assert caught.value.code == code
    assert "what" not in str(caught.value)


def test_length_is_counted_after_composition() -> None:
    decomposed = "e\u0301" * MAX_QUESTION
    assert len(check_question(decomposed)) == MAX_QUESTION


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_text_is_refused_or_read(text: str) -> None:
    try:
        checked = check_question(text)
    except InvalidQuestionError:
        return
    read_question(checked)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did KNEECELL find at 6 months?", {"KNEECELL"}),
        ("Who wrote the Marlow paper?", {"Marlow"}),
        ("Is NCT09990001 finished?", {"NCT09990001"}),
        ("What did KNEECELL II find?", {"KNEECELL II"}),
        ("How did the two-infusion arm do?", {"two-infusion"}),
        ("Where does the 71.9% come from?", {"71.9%"}),
        ("Should this result be read as proof?", set()),
        ("Are MSCs safe?", set()),
        ("I read that Dr Marlow said it in May", {"Marlow"}),
    ],
)
def test_names_are_found(question: str, names: set[str]) -> None:
    assert {name.text for name in read_question(question).names} == names


@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("What was the overall survival?", "measure.survival"),
        ("Was there an intention to treat analysis?", "measure.itt"),
        ("What was the 95% confidence interval?", "measure.confidence_interval"),
        ("How many people took part?", "fact.participants"),
        ("What dose was given to the children?", "fact.dose"),
        ("How much does it cost?", "fact.price"),
        ("Does it help in multiple sclerosis?", "condition.ms"),
        ("What did the phase II trial show?", "phase.2"),
        ("Did anyone pass away?", "measure.death"),
    ],
)
def test_what_is_asked_for_is_recognised(question: str, concept: str) -> None:
    assert concept in {found.id for found in read_question(question).concepts}


def test_a_dose_response_question_asks_for_no_amount() -> None:
    found = {c.id for c in read_question("Which dose-response relation was reported?").concepts}
    assert "fact.dose" not in found


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What are the three ISCT minimal criteria for MSCs?", False),
        ("Which two trials tested cord cells?", False),
        ("Did the three-infusion arm improve?", True),
        ("Were three infusions better than one?", True),
    ],
)
def test_how_many_are_asked_for_is_not_what_they_are_about(question: str, told: bool) -> None:
    read = read_question(question)
    assert bool({"two", "three"} & set(read.stems)) is told
    assert read.text == question

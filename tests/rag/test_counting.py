"""Which questions ask to count studies, and what of."""

from __future__ import annotations

import pytest

from rag.counting import CountAsked, read_count
from rag.question import read_question
from rag.study_match import wanted_by


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many trials of fat cells are there?", CountAsked("trial")),
        ("What is the number of studies in lupus?", CountAsked("study")),
        ("how many rcts in sepsis", CountAsked("trial", controlled=True)),
        ("Count the human studies in stroke", CountAsked("study", population="human")),
        ("Stroke trials: how many?", CountAsked("trial")),
        ("Is there more than one trial in autism?", CountAsked("trial")),
        ("Number of animal experiments in sepsis?", CountAsked("study", population="animal")),
        ("How many systematic reviews are there?", CountAsked("review")),
        ("How many trials are still recruiting?", CountAsked("trial", status="ongoing")),
        ("How many unpublished trials are there?", CountAsked("trial", status="unpublished")),
        ("How many trials showed a benefit?", CountAsked("trial", by_result=True)),
        ("How many trials does the article count?", CountAsked("trial", of_article=True)),
        ("Wie viele Studien gibt es zu Lupus?", CountAsked("study")),
        ("Combien d’essais sur le lupus ?", CountAsked("trial")),
        ("¿Cuántos ensayos hay sobre lupus?", CountAsked("trial")),
    ],
)
def test_what_is_to_be_counted(question: str, asked: CountAsked) -> None:
    assert read_count(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "How many people were in the trials?",
        "How many patients did the two studies enrol?",
        "How many studies did the 2024 review pool?",
        "How many of its studies were randomized?",
        "How many trials did Moss and colleagues gather?",
        "How many studies were analyzed, and how many reported falls?",
        "How many trial participants fell?",
        "How many points did the trials' arms gain?",
        "How many infusions were given in the study?",
        "Which trials were randomized?",
        "Do the two trials agree?",
    ],
)
def test_other_numbers_are_no_count_of_studies(question: str) -> None:
    assert read_count(question) is None


def test_words_that_no_concept_covers_say_what_is_meant() -> None:
    question = read_question("How many randomized trials have tested cells in frozen elbow?")
    wanted = wanted_by(question, bool)
    assert {"frozen", "elbow"} <= wanted.others
    assert wanted.met_by("a trial in adults with frozen elbows", "", ())
    assert not wanted.met_by("a trial in adults with frozen feet", "", ())


def test_a_heading_on_two_diseases_gives_neither_to_a_study_that_names_its_own() -> None:
    wanted = wanted_by(read_question("How many trials in stroke?"), bool)
    heading = "Autism and stroke"
    assert wanted.met_by("A phase 2 trial in 30 people", heading, ())
    assert not wanted.met_by("A phase 2 trial in 30 children with autism", heading, ())


@pytest.mark.parametrize(
    ("phases", "meant"), [(("2",), True), (("1/2",), True), (("2b",), True), (("3",), False)]
)
def test_a_phase_is_the_studys_own(phases: tuple[str, ...], meant: bool) -> None:
    wanted = wanted_by(read_question("How many phase 2 trials are there?"), bool)
    assert wanted.met_by("a trial", "", phases) is meant

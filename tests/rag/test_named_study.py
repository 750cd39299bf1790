"""A question that names a study is not answered with another study's result."""

from __future__ import annotations

from dataclasses import replace

from rag.candidates import Candidate
from rag.named_study import of_asked_phases, of_named_studies
from rag.question import read_question
from tests.rag.handmade_candidates import candidate

ALPHA = candidate("ALPHA found that walking improved.", study="doi:10.1/alpha")
LATER = candidate("Walking was no better a year later.", study="doi:10.1/alpha", block=1)
OTHER = candidate("In phase 2 walking improved.", study="doi:10.1/beta", block=2)
REMARK = candidate("Walking tests vary from day to day.", study="", block=3)


def under(each: Candidate, *section: str) -> Candidate:
    return replace(each, statement=replace(each.statement, section=section))


def test_another_study_is_left_out() -> None:
    asked = read_question("Did ALPHA improve walking?")
    assert of_named_studies(asked, [OTHER, ALPHA, LATER, REMARK]) == [ALPHA, LATER, REMARK]


def test_a_heading_tells_whose_a_result_is_unless_it_names_several() -> None:
    asked = read_question("Did ALPHA improve walking?")
    own, others = under(OTHER, "ALPHA, the second year"), under(OTHER, "The trials ALPHA and GAMMA")
    assert of_named_studies(asked, [own, LATER]) == [own]
    assert of_named_studies(asked, [others, ALPHA]) == [ALPHA]


def test_without_a_name_or_a_statement_of_its_own_all_stay() -> None:
    every = [OTHER, REMARK]
    assert of_named_studies(read_question("Did ALPHA improve walking?"), every) == every
    every = [OTHER, ALPHA]
    assert of_named_studies(read_question("Did cells improve walking?"), every) == every
    assert of_named_studies(read_question("Do MSCs improve HRQoL or PSA?"), every) == every


def test_of_two_studies_named_both_stay() -> None:
    beta = candidate("BETA-2 saw no change in walking.", study="doi:10.1/beta", block=4)
    asked = read_question("Compare walking in ALPHA and BETA-2.")
    assert of_named_studies(asked, [beta, OTHER, ALPHA]) == [beta, OTHER, ALPHA]


def test_another_phase_is_left_out_by_its_words_or_its_heading() -> None:
    asked = read_question("What happened to walking in ALPHA phase 2?")
    first = under(ALPHA, "ALPHA", "ALPHA phase 1 (a safety study)")
    second = under(LATER, "ALPHA", "ALPHA phase II")
    assert of_asked_phases(asked, [first, second, REMARK]) == [second, REMARK]
    # OTHER names phase 2 in its own words.
    assert of_asked_phases(asked, [first, OTHER]) == [OTHER]


def test_without_a_phase_asked_or_held_all_stay() -> None:
    first = under(ALPHA, "ALPHA phase 1")
    assert of_asked_phases(read_question("Did ALPHA help?"), [first, OTHER]) == [first, OTHER]
    asked = read_question("What happened in ALPHA phase 3?")
    assert of_asked_phases(asked, [first, OTHER]) == [first, OTHER]
    both = read_question("Compare ALPHA phase 1 and phase 2")
    assert of_asked_phases(both, [first, OTHER]) == [first, OTHER]

"""A question on one condition, product or cell source is answered with what is on it alone."""

from __future__ import annotations

from dataclasses import replace

from rag.asked_subject import not_told, of_asked_subjects
from rag.candidates import Candidate
from rag.compose import select
from rag.desk import Question, ReferenceDesk
from rag.question import read_question
from tests.rag.handmade_candidates import candidate

KNEE = candidate("In the knee trial pain fell (p=.02).", study="doi:10.1/knee")
LATER = candidate("Pain was no different two years later.", study="doi:10.1/knee", block=1)
STROKE = candidate("After a stroke, speech did not improve.", study="doi:10.1/stroke", block=2)
REMARK = candidate("Adverse events were mild.", study="", block=3)
CORD = candidate("Umbilical-cord cells were given to 40 adults.", study="doi:10.1/cord", block=4)
MARROW = candidate("Bone-marrow cells were given to 30.", study="doi:10.1/marrow", block=5)
ITS_RESULT = candidate("No serious event was seen.", study="doi:10.1/marrow", block=6)


def titled(each: Candidate, title: str, *section: str) -> Candidate:
    return replace(
        each,
        statement=replace(each.statement, section=(title, *section)),
        passage=replace(each.passage, breadcrumb=" > ".join([title, *section])),
        context=" ".join([title, *section][-2:]),
    )


def test_what_is_near_and_on_something_else_is_left_out() -> None:
    asked = read_question("What side effects were seen in the knee?")
    assert of_asked_subjects(asked, [REMARK, STROKE, KNEE]) == [KNEE]


def test_what_cites_the_same_study_is_on_it_too() -> None:
    asked = read_question("Did knee pain fall?")
    assert of_asked_subjects(asked, [LATER, STROKE, KNEE]) == [LATER, KNEE]


def test_a_title_or_heading_tells_unless_it_names_another() -> None:
    asked = read_question("What side effects were seen in the knee?")
    under, among = titled(REMARK, "The knee"), titled(REMARK, "The knee and stroke")
    assert of_asked_subjects(asked, [under, STROKE]) == [under]
    assert of_asked_subjects(asked, [among, KNEE]) == [KNEE]


def test_a_title_does_not_take_in_another_studys_result() -> None:
    asked = read_question("Were umbilical cord cells safe?")
    over = "Cord cells in frail people"
    result, cord = titled(ITS_RESULT, over), titled(CORD, over)
    assert of_asked_subjects(asked, [result, MARROW, cord]) == [cord]


def test_an_overlapping_concept_is_no_other_condition() -> None:
    review = titled(REMARK, "Memory", "Alzheimer's disease: a review")
    asked = read_question("How mild were the events in Alzheimer's?")
    assert of_asked_subjects(asked, [STROKE, review]) == [review]


def test_of_two_named_both_stay_and_a_comparison_with_the_unnamed_drops_nothing() -> None:
    both = [KNEE, STROKE]
    assert of_asked_subjects(read_question("What of the knee and of stroke?"), both) == both
    assert of_asked_subjects(read_question("Compare the knee with grandma"), both) == both
    than_placebo = read_question("Was the knee better than placebo?")
    assert of_asked_subjects(than_placebo, both) == [KNEE]


def test_where_nothing_is_named_or_held_all_stays() -> None:
    every = [STROKE, REMARK]
    assert of_asked_subjects(read_question("Were the cells safe?"), every) == every
    assert of_asked_subjects(read_question("Were the cells safe in lupus?"), every) == every


def test_a_review_of_several_is_the_study_of_none() -> None:
    review = "doi:10.1/review"
    knee = candidate("Of the knee little is known.", study=review)
    stroke = candidate("After a stroke cells were lost.", study=review, block=1)
    hip = candidate("In the hip nothing was seen.", study=review, block=2)
    both = candidate("The numbers were small.", study=review, block=3)
    asked = read_question("What is known of the knee?")
    assert of_asked_subjects(asked, [both, stroke, hip, knee]) == [knee]


def test_a_subject_of_which_nothing_is_shown_is_told() -> None:
    asked = read_question("Is lupus helped?")
    assert not_told(asked, [KNEE]) == ("condition.lupus",)
    assert not_told(asked, [KNEE, candidate("In lupus nothing changed.")]) == ()
    assert not_told(read_question("Was it safe?"), [KNEE]) == ()
    both = read_question("Can exosomes help in lupus?")
    assert not_told(both, [candidate("In lupus nothing changed.")]) == ("product.exosome",)


def test_what_is_of_no_cells_does_not_answer_for_the_cells() -> None:
    asked = read_question("Are MSCs approved in Japan?")
    drug = titled(candidate("Japan approved the tablet in 2011."), "A tablet")
    assert not_told(asked, [drug]) == ("lay.subject",)
    assert not_told(asked, [titled(drug, "Stem cell products")]) == ()
    assert not_told(read_question("Is the tablet approved in Japan?"), [drug]) == ()


def test_harm_and_approval_must_be_told_of_a_subject() -> None:
    asked = read_question("What side effects were seen in the knee?")
    assert not_told(asked, [KNEE]) == ("lay.safety",)
    assert not_told(asked, [KNEE, candidate("Knee swelling was mild.")]) == ()
    asked = read_question("Are exosomes approved?")
    vesicle = candidate("Exosomes carry microRNAs.")
    assert not_told(asked, [vesicle]) == ("lay.approved",)


def test_harm_that_is_told_of_the_subject_is_shown_though_another_answers_better() -> None:
    asked = read_question("Were MSC infusions safe in the knee?")
    best = candidate("The knee trial gave cells to 17 adults.", 0.9, study="doi:10.1/knee")
    harm = candidate("No serious event was seen in the knee.", 0.05, study="doi:10.1/knee", block=1)
    chosen = select(asked, [best, harm], 6).chosen
    assert [each.statement.text for each in chosen] == [best.statement.text, harm.statement.text]
    # Where only one may be shown, what is not shown is no reason to say that it is not there.
    assert not_told(asked, select(asked, [best, harm], 1).chosen, [best, harm]) == ()
    assert not_told(asked, [best], [best]) == ("lay.safety",)


def test_the_desk_says_that_what_is_asked_of_a_subject_is_missing(desk: ReferenceDesk) -> None:
    held = desk.ask(Question("Was there any side effect in the knee?"))
    assert held.outcome == "answered"
    assert "swelling for a week" in " ".join(entry.quote.text for entry in held.evidence)
    missed = desk.ask(Question("What side effects were reported with JOINTCEL for the hip?"))
    assert missed.outcome == "not_in_library"
    assert missed.support is not None
    assert missed.support.verdict == "near_miss"
    assert missed.support.missing == ("lay.safety",)

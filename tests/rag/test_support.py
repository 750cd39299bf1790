"""Enough support or not, on candidates made by hand: the near miss is the test."""

from __future__ import annotations

import pytest

from corpus.records import Kind
from rag.candidates import Candidate
from rag.nearness import nearness_model
from rag.question import read_question
from rag.support import Support, decide_support
from tests.rag.handmade_candidates import candidate

ALPHA = "ALPHA gave cells to 40 adults with stroke; walking improved (p=.03)"
BETA = "BETA gave cells to adults with sepsis; survival was 80% at 28 days"


def support(question: str, *candidates: Candidate) -> Support:
    return decide_support(read_question(question), candidates)


def both() -> tuple[Candidate, Candidate]:
    return candidate(ALPHA, block=1), candidate(BETA, block=2, study="doi:10.1/b")


@pytest.mark.parametrize(
    "question",
    [
        "What did ALPHA find?",
        "How many people were in ALPHA?",
        "What was the p-value in ALPHA?",
        "What was the survival in BETA?",
        "Was there any effect in stroke?",
        "How did survival in sepsis go?",
    ],
)
def test_what_is_told_is_supported(question: str) -> None:
    assert support(question, *both()).verdict == "supported"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What was the survival in ALPHA?", "measure.survival"),
        ("What was the p-value in BETA?", "fact.p_value"),
        ("How many people were in BETA?", "fact.participants"),
        ("How many dropped out of ALPHA?", "measure.dropout"),
        ("What did GAMMA find in stroke?", "name"),
        ("What did ALPHA find in diabetes?", "condition.diabetes"),
        ("What was the dose in ALPHA?", "fact.dose"),
    ],
)
def test_the_same_fact_of_another_study_does_not_answer(question: str, missing: str) -> None:
    decided = support(question, *both())
    assert decided.verdict == "near_miss"
    assert missing in decided.missing


def test_no_statement_is_on_a_subject_that_is_not_held() -> None:
    assert support("Does it help in diabetes?", *both()).on_subject == frozenset()
    assert support("What was the dose in ALPHA?", *both()).on_subject != frozenset()


def test_the_heading_names_the_subject_of_a_bullet() -> None:
    bullet = candidate("No serious adverse events in 12 patients", context="The GAMMA trial")
    assert support("How many patients were in GAMMA?", bullet).verdict == "supported"


def test_the_name_of_a_journal_is_not_a_condition_studied() -> None:
    footnote = candidate(
        "doi:10.1/x · Wang Y · Stroke Research 2017;19:180 · rct · n=17", kind=Kind.FOOTNOTE
    )
    assert support("Do the cells help in stroke?", footnote).verdict != "supported"


def test_nothing_found_is_no_support() -> None:
    decided = support("What did ALPHA find?")
    assert decided == Support("no_support", 0.0, nearness_model().threshold, ())


@pytest.mark.parametrize("cosine", [0.05, 0.3, 0.6, 0.9])
@pytest.mark.parametrize(
    "question",
    ["What did ALPHA find?", "What was the dose in ALPHA?", "How do I repair a bicycle?"],
)
def test_score_and_missing_tell_the_verdict(question: str, cosine: float) -> None:
    decided = support(question, candidate(ALPHA, cosine))
    enough = decided.score >= decided.threshold and not decided.missing
    assert (decided.verdict == "supported") is enough
    assert decided.score == round(decided.score, 4)


def test_a_nearer_candidate_scores_higher() -> None:
    near, far = (support("What did ALPHA find?", candidate(ALPHA, c)) for c in (0.9, 0.3))
    assert near.score > far.score > 0


def test_other_languages_have_a_threshold_of_their_own() -> None:
    question = read_question("Was fand ALPHA heraus?")
    decided = decide_support(question, both(), english=False)
    assert decided.threshold == nearness_model().threshold_other_language
    assert decide_support(question, both()).threshold == nearness_model().threshold
    assert (
        decide_support(question, (), english=False).threshold
        == nearness_model().threshold_other_language
    )


def test_far_candidates_are_no_support() -> None:
    far = candidate("Light moves the body clock", 0.05)
    assert support("How do I repair a bicycle?", far).verdict == "no_support"


def test_only_statements_on_the_subject_may_head_an_answer() -> None:
    first, second = both()
    decided = support("What did ALPHA find?", first, second)
    assert decided.on_subject == frozenset({first.statement.id})

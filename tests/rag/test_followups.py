"""Follow-ups are read with the earlier questions of their conversation, in these words alone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.snapshot import Snapshot
from rag.desk import Question, ReferenceDesk
from rag.followup import is_bare, standalone
from rag.policy.guard import shipped_guard
from rag.wording import wording
from tests.rag.followup_measure import Case, cases, compared, rates

TRIAL = "Did walking improve in the 100 million group of CRATUS phase II?"
READ_AS = [
    ([TRIAL], "and in the 200 million group?", TRIAL.replace("100", "200")),
    ([TRIAL], "What about phase I?", TRIAL.replace("phase II", "phase I")),
    (["Who makes Ryoncil?"], "And Lomecel-B?", "Who makes Lomecel-B?"),
    (
        ["When was Ryoncil approved in the United States?"],
        "and Alofisel in Europe",
        "When was Alofisel approved in Europe?",
    ),
    (["How many took part in the knee trial?"], "the stroke one?", None),
    (["What is HERA?"], "Has it published results?", "Has HERA published results?"),
    (
        ["What did the disc pain study find?"],
        "How old were its participants?",
        "How old were the disc pain study’s participants?",
    ),
    (["What did CRATUS find?"], "Any deaths?", "Any deaths in CRATUS?"),
    (["What is Ryoncil?", "And Lomecel-B?"], "who makes it", "Who makes Lomecel-B"),
    (
        ["Did the review call the benefit proven?"],
        "why not?",
        "Did the review call the benefit proven? Why not?",
    ),
]


@pytest.mark.parametrize(("earlier", "question", "read"), READ_AS)
def test_what_a_follow_up_leaves_out_is_taken_from_before(
    earlier: list[str], question: str, read: str | None
) -> None:
    expected = read or "How many took part in the stroke trial?"
    assert standalone(question, earlier) == expected
    assert standalone(question, []) == question


def test_the_other_arm_is_what_the_library_says_it_is() -> None:
    def other_arms(question: str, arm: str) -> list[str]:
        assert (question, arm) == (TRIAL, "100 million")
        return ["200 million"]

    assert standalone("and the other group?", [TRIAL], other_arms) == TRIAL.replace("100", "200")
    assert standalone("and the other group?", [TRIAL]) == f"{TRIAL} The other group?"


@pytest.mark.parametrize("part", ["tuned", "opened", "held out"])
def test_questions_that_stand_by_themselves_are_left_as_typed(part: str) -> None:
    standing = [case for case in cases(part) if not case.alone]
    left = [case for case in standing if standalone(case.question, case.turns) == case.question]
    assert len(standing) >= 9
    assert len(left) >= len(standing) - 1


def test_no_word_is_invented() -> None:
    # "the knee trial" for "the knee one", and the small words between two parts.
    ours = {"trial", "group", "the", "in", "with", "and", "s"}
    for part in ("tuned", "opened", "held out"):
        for case in cases(part):
            said = set(_words(" ".join((*case.turns, case.question)))) | ours
            assert set(_words(standalone(case.question, case.turns))) <= said


def test_the_measure_tells_a_follow_up_that_was_understood(snapshot: Snapshot) -> None:
    # `python -m benchmarks.followups` prints the rates of all parts, and every miss.
    desk = ReferenceDesk(snapshot)
    study = "How many people took part in the CRATUS trial?"
    case = Case(("What is CRATUS?",), "how many people took part?", study, "tuned")
    found = rates([compared(desk, case)])
    assert found["follow-ups answered as by themselves"] == (1, 1)
    assert found["follow-ups answered from other evidence"] == (0, 1)


def test_how_it_was_read_is_shown_and_said(desk: ReferenceDesk) -> None:
    first = desk.ask(Question("What is HERA?"))
    assert first.asked_as is None
    again = desk.ask(Question("Was it randomised?", conversation_id=first.conversation_id))
    assert again.asked_as == "Was HERA randomised?"
    assert again.statements[0].text == wording("framing.read_with_earlier").text
    assert desk.ask(Question("Was it randomised?")).asked_as is None


def test_conversations_do_not_hear_one_another(desk: ReferenceDesk) -> None:
    names = [f"STUDY{number}X" for number in range(12)]
    begun = [desk.ask(Question(f"What is {name}?")).conversation_id for name in names]

    def ask(turn: int) -> tuple[str, str | None]:
        which = turn % len(names)
        asked = Question("Was it randomised?", conversation_id=begun[which])
        return names[which], desk.ask(asked).asked_as

    with ThreadPoolExecutor(8) as pool:
        for name, asked_as in pool.map(ask, range(48)):
            assert asked_as == f"Was {name} randomised?"


def test_what_is_asked_only_together_is_decided_on_together() -> None:
    guard = shipped_guard()
    before = ["What is Lomecel-B?"]
    current = guard.decide("any for sale near my home?", history=before)
    read = "where can I buy Lomecel-B?"
    assert guard.decide_read(current, read, history=before, bare=False).action == "refuse"


def test_a_bare_amount_is_no_request_for_a_dose_and_a_personal_one_stays_one() -> None:
    guard = shipped_guard()
    before = ["What did CRATUS phase II find for SPPB with 100 million cells?"]
    for typed, action in (
        ("with 200 million?", "answer_strong"),
        ("and how much of it for me?", "refuse"),
    ):
        current = guard.decide(typed, history=before)
        read = standalone(typed, before)
        decided = guard.decide_read(current, read, history=before, bare=is_bare(typed))
        assert (typed, decided.action) == (typed, action)


def test_after_a_refusal_a_bare_amount_is_refused_too() -> None:
    guard = shipped_guard()
    before = ["How many million cells should I inject?"]
    current = guard.decide("with 200 million?", history=before)
    read = guard.decide_read(current, "What did CRATUS find?", history=before, bare=True)
    assert read.action == "refuse"


def test_long_texts_neither_lean_nor_are_leaned_on() -> None:
    long = "What did CRATUS find? " * 20
    assert standalone("Was it randomised?", [long]) == "Was it randomised?"
    assert standalone(long, ["What is HERA?"]) == long


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())

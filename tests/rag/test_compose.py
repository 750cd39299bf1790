"""Choosing and ordering statements, on candidates made by hand."""

from __future__ import annotations

import pytest

from corpus.records import Kind
from rag.candidates import Candidate
from rag.compose import select
from rag.question import read_question
from tests.rag.handmade_candidates import candidate


def chosen(
    candidates: list[Candidate], most: int = 6, question: str = "What was found?"
) -> list[str]:
    selection = select(read_question(question), candidates, most)
    return [each.statement.text for each in selection.chosen]


def test_the_best_leads_and_the_rest_follow_by_strength() -> None:
    found = chosen(
        [
            candidate("Best remark of an expert", 0.95, tier="expert_review", block=1),
            candidate("Cells calm other cells", 0.94, tier="lab_mechanistic", block=2),
            candidate("Phase three trial won", 0.93, tier="human_rct_phase3", block=3),
        ]
    )
    assert found == [
        "Best remark of an expert",
        "Phase three trial won",
        "Cells calm other cells",
    ]


def test_far_candidates_are_left_out() -> None:
    found = chosen([candidate("Near and good", 0.9, block=1), candidate("Far off", 0.3, block=2)])
    assert found == ["Near and good"]


def test_the_same_words_are_said_once() -> None:
    found = chosen(
        [
            candidate("Walking improved in the treated group", 0.9, block=1),
            candidate("Walking improved in the treated group.", 0.89, block=2),
        ]
    )
    assert found == ["Walking improved in the treated group"]


def test_a_positive_result_keeps_the_null_one_of_its_study_even_when_far() -> None:
    candidates = [
        candidate("Walking improved", 0.9, direction="positive", block=1),
        candidate("Walking improved elsewhere", 0.85, study="doi:10.1/b", block=2),
        candidate("The high group did not change", 0.2, direction="null", block=3),
        candidate(
            "Another study found nothing", 0.3, direction="null", study="doi:10.1/c", block=4
        ),
    ]
    found = chosen(candidates)
    assert "The high group did not change" in found
    assert "Another study found nothing" not in found


def test_balance_is_kept_when_there_is_room_for_two() -> None:
    candidates = [
        candidate("Walking improved", 0.9, direction="positive", block=1),
        candidate("Walking improved and stairs too", 0.89, direction="positive", block=2),
        candidate("The high group did not change", 0.2, direction="null", block=3),
    ]
    assert chosen(candidates, most=2) == ["Walking improved", "The high group did not change"]


def test_a_list_follows_the_line_that_introduces_it() -> None:
    found = chosen(
        [
            candidate("The three rules are:", 0.9, block=1, tier="background"),
            candidate("It sticks", 0.2, kind=Kind.LIST_ITEM, block=2, tier="background"),
            candidate("It turns", 0.1, kind=Kind.LIST_ITEM, block=3, tier="background"),
            candidate("Elsewhere more", 0.15, block=4, tier="background"),
        ]
    )
    assert found == ["The three rules are:", "It sticks", "It turns"]


def test_a_footnote_gives_way_unless_sources_are_asked_for() -> None:
    candidates = [
        candidate("Marlow A · Journal 2024", 0.75, kind=Kind.FOOTNOTE, block=1),
        candidate("Walking improved", 0.75, block=2),
    ]
    assert chosen(candidates)[0] == "Walking improved"
    assert chosen(candidates, question="Who wrote it, per the footnote?")[0].startswith("Marlow")


def test_the_caller_bounds_the_number() -> None:
    many = [candidate(f"Finding number {n} here", 0.9, block=n) for n in range(1, 9)]
    assert len(chosen(many, most=3)) == 3
    assert len(chosen(many, most=1)) == 1


def test_a_source_is_shown_once_though_two_articles_note_it() -> None:
    notes = [
        candidate(f"doi:10.1/a · Marlow A · {note}", 0.9, kind=Kind.FOOTNOTE, block=n)
        for n, note in enumerate(("a trial of cells in sore knees", "read as an abstract"), 1)
    ]
    assert len(chosen(notes, question="Who wrote it, per the footnote?")) == 1


def test_each_part_of_a_question_is_answered() -> None:
    size = candidate("The trial had 40 participants", 0.9, block=1)
    time = candidate("Follow-up lasted 88 weeks", 0.45, block=2)
    asked = "How many participants were there and how long was follow-up?"
    assert len(chosen([size, time], question=asked)) == 2
    assert len(chosen([size, time], question="How many participants were there?")) == 1


@pytest.mark.parametrize("study", ["doi:10.1/a", "doi:10.1/b"])
def test_intention_to_treat_comes_before_per_protocol_of_its_study(study: str) -> None:
    part = candidate("Per-protocol, 71% of them responded", 0.9, block=1)
    whole = candidate("By intention to treat, 60% responded", 0.89, study=study, block=2)
    found = chosen([part, whole], question="How many responded?")
    assert found[0].startswith("By intention" if study == "doi:10.1/a" else "Per-protocol")

"""What a question wants by name where no table names it."""

from __future__ import annotations

import pytest

from rag.question import read_question
from rag.support import decide_support
from rag.wanted import Wanted
from tests.rag.handmade_candidates import candidate


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many surgeons operated?", [Wanted(("surgeon", "oper"), counted=True)]),
        ("Which cytokines are listed?", [Wanted(("cytokin",), counted=False)]),
        ("How many patients were in ALPHA?", []),
        ("What did ALPHA find?", []),
    ],
)
def test_the_words_after_how_many_and_which(question: str, wanted: list[Wanted]) -> None:
    assert list(read_question(question).wanted) == wanted


def test_what_is_counted_must_stand_beside_a_figure() -> None:
    surgeons = Wanted(("surgeon",), counted=True)
    assert surgeons.told_in("Three surgeons operated")
    assert not surgeons.told_in("Surgeons operated; 40 people took part")
    assert not surgeons.told_in("40 people took part")


def test_a_figure_of_something_else_does_not_answer() -> None:
    told = candidate("ALPHA gave cells to 40 adults with stroke", 0.9)
    decided = decide_support(read_question("How many surgeons worked in ALPHA?"), [told])
    assert (decided.verdict, decided.missing) == ("near_miss", ("count",))

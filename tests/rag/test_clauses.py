"""A figure belongs to the time and the arm of its clause."""

from __future__ import annotations

import re

import pytest

from rag.clauses import bounds_of, clauses, holds_figure, same_time, times_in

PERCENT = re.compile(r"\d\s?%")
LATER = "Remission at 24 weeks beat placebo; >50% kept it at 52 weeks"
ROW = "Outcome: Walk; 100 million cells: 345.9 to 410.7 m; 200 million cells: p=.263"


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("What percentage was in remission at 24 weeks?", LATER, False),
        ("What percentage was in remission at 52 weeks?", LATER, True),
        ("What percentage was in remission after one year?", LATER, True),
        ("What percentage was in remission?", LATER, True),
        ("What percentage of placebo patients responded?", "It beat placebo by 5%", False),
        ("What percentage of placebo patients responded?", "71.9% versus placebo, 46.7%", True),
        ("What percentage walked at 6 months?", "At baseline 40% walked", False),
    ],
)
def test_a_percentage_of_another_time_or_group_is_not_the_one(
    question: str, text: str, held: bool
) -> None:
    assert holds_figure(PERCENT, text, bounds_of(question)) is held


@pytest.mark.parametrize(("arm", "held"), [("100 million", True), ("200 million", False)])
def test_a_cell_belongs_to_its_column(arm: str, held: bool) -> None:
    metres = re.compile(r"\d ?m\b")
    bounds = bounds_of(f"How many metres did the {arm} group walk?")
    assert holds_figure(metres, ROW, bounds) is held


def test_times_are_the_same_however_they_are_counted() -> None:
    assert same_time(*times_in("24 weeks or 6 months"))
    assert same_time(*times_in("52 weeks or one year"))
    assert not same_time(*times_in("24 weeks or 52 weeks"))
    assert times_in("people 60 years old") == ()


@pytest.mark.parametrize(
    "question", ["Does it help a man of 70 years?", "How many weeks lay between the infusions?"]
)
def test_an_age_or_a_wish_for_a_time_binds_nothing(question: str) -> None:
    assert bounds_of(question).days == ()


def test_clauses_lose_no_word() -> None:
    assert "".join(clauses(ROW)).replace(" ", "") == ROW.replace("; ", "").replace(" ", "")

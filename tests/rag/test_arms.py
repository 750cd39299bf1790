"""Which statements report one arm, and what must be read with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.records import Kind
from rag.arms import arms_of, other_arms
from rag.candidates import Candidate
from rag.companions import Need, with_companions
from tests.rag.handmade_candidates import candidate


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("50M group: walking improved", {"50m"}),
        ("With 150 million cells walking did not improve", {"150m"}),
        ("The walk rose from 345.9 to 410.7 m over 4 m of track", set()),
        ("The three-infusion arm gained 16.9 points", {"three"}),
        ("The two-course arm fared worse", {"two"}),
        ("Arm B lost 3 points", {"b"}),
        ("Higher dose: no change", {"high"}),
        ("The 10 mg group fell by 4%", {"10 mg"}),
        ("The placebo group improved as well", set()),
        ("About 20 million people have it", set()),
    ],
)
def test_the_arms_that_a_statement_names(text: str, arms: set[str]) -> None:
    assert arms_of(candidate(text).statement) == arms


GOOD = candidate("The three-dose arm improved by 12%", 0.9, direction="positive", block=1)
BAD = candidate("The two-dose arm fared worse than placebo", 0.1, direction="negative", block=2)
ALSO_GOOD = candidate("The two-dose arm slept better", 0.8, direction="positive", block=3)
SAFE = candidate("The two-dose arm had no serious adverse events", 0.8, direction="null", block=4)
NOTE = candidate("n=9; two-dose arm fared worse", 0.8, kind=Kind.FOOTNOTE, block=5)


def needed(of: Candidate, others: list[Candidate]) -> list[list[str]]:
    statements = [each.statement for each in others]
    return [[each.text for each in fits] for fits in other_arms(of.statement, statements)]


def test_a_good_result_needs_the_bad_one_of_the_other_arm() -> None:
    assert needed(GOOD, [ALSO_GOOD, SAFE, NOTE, BAD]) == [[BAD.statement.text]]


def test_a_bad_result_needs_the_good_one() -> None:
    assert needed(BAD, [SAFE, GOOD]) == [[GOOD.statement.text]]


def test_the_same_measure_comes_first() -> None:
    low = candidate("50M: walking speed improved (p=.02)", direction="positive", block=1)
    other = candidate("150M: grip strength worsened", direction="negative", block=2)
    same = candidate("150M: walking speed did not improve (p=.4)", direction="null", block=3)
    assert needed(low, [other, same])[0] == [same.statement.text]


def test_no_arm_needs_no_other() -> None:
    whole = candidate("Pain fell by 12% against placebo", direction="positive")
    assert needed(whole, [BAD]) == []


def test_what_is_needed_stays_when_room_is_short() -> None:
    filler = [candidate(f"Remark number {n} of many", 0.7, block=10 + n) for n in range(3)]
    need = {GOOD.statement.id: [Need((BAD,), "framing.null_result")]}
    gap = candidate("A line of its own", 0.6, block=20)
    need[filler[0].statement.id] = [Need((gap,), "framing.on_reading")]

    def needs(each: Candidate, *_: object) -> Iterator[Need]:
        return iter(need.get(each.statement.id, []))

    shown = with_companions([GOOD, *filler, BAD], [], needs, 3)
    assert [each.candidate.statement.text for each in shown] == [
        GOOD.statement.text,
        BAD.statement.text,
        gap.statement.text,
    ]
    assert [each.line for each in shown] == ["", "", "framing.on_reading"]

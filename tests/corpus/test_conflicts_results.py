"""Results of one measure, harms denied and reported, and what is settled about safety.

The kinds are those that readers met in practice, here over invented trials.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.conflicts.events import events_in
from corpus.conflicts.knowledge import OPEN, REPEATED, SETTLED, repeats_doses, safety_claims
from corpus.conflicts.results import results_in
from corpus.tiers.words import words_of
from tests.corpus.conflict_pages import cited, conflicts_of, kinds, told_of

PROGRAMME = """# Light

## NORDLYS Phase 1 (Alder 2019)

Open-label Phase 1 study; n=12 adults given 20, 50 or 80 million cells [^a].

- {first}

## NORDLYS Phase 2 (Birk 2021)

Phase 2 randomized, placebo-controlled; n=36 adults given 50 or 80 million cells or placebo [^b].

- {second}

## In all

{third}

[^a]: doi:10.5555/nord.1 · Alder B · Nord Med 2019;4(2):1–9 · phase-1 open-label · n=12
[^b]: doi:10.5555/nord.2 · Birk C · Nord Med 2021;6(1):1–9 · phase-2 rct · n=36
"""


def programme(first: str, second: str = "All came back.", third: str = "Light was warm.") -> str:
    return PROGRAMME.format(first=first, second=second, third=third)


def test_one_measure_falls_in_one_trial_of_a_programme_and_not_in_the_next(tmp_path: Path) -> None:
    page = programme(
        "Serum lumin-4 decreased significantly at 6 months in the 50M group (p=.001) and 80M group"
        " (p=.002), but not in the 20M group (p=.4)",
        "80M dose group: no significant improvement in reach (p=.3), grip time (p=.8), or serum"
        " lumin-4 (p=.1)",
    )
    assert [kind for kind, _, _ in told_of(tmp_path, page)] == ["direction"]


def test_other_arms_are_told_apart(tmp_path: Path) -> None:
    page = programme(
        "Serum lumin-4 decreased significantly in the 50M group",
        "80M dose group: no significant improvement in serum lumin-4 (p=.1)",
    )
    assert conflicts_of(tmp_path, page) == ()


def test_three_infusions_help_and_two_harm(tmp_path: Path) -> None:
    page = cited(
        "The three-infusion arm improved motor score at week 40 compared with placebo.",
        "The two-infusion arm worsened motor score at week 40 compared with placebo.",
    )
    assert conflicts_of(tmp_path, page) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Grip strength improved at 12 weeks.", "Grip strength did not change at 12 weeks."),
        ("Reach fell at 12 weeks vs placebo.", "Reach increased at 12 weeks vs placebo."),
        ("Reach increased with 50 mg/day.", "There was no change in reach with 50 mg/day."),
    ],
)
def test_one_measure_two_ways(tmp_path: Path, first: str, second: str) -> None:
    assert kinds(conflicts_of(tmp_path, cited(first), cited(second))) == ["direction"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # time, arm, people, tissue, comparison, measure, agent
        ("Reach improved at 12 weeks.", "Reach did not change at 52 weeks."),
        ("Reach improved with 50 mg/day.", "Reach did not change with 10 mg/day."),
        ("Reach improved in women.", "Reach did not change in men."),
        ("Serum lumin-4 fell.", "Muscle lumin-4 did not change."),
        ("Reach improved from baseline.", "Reach did not differ between groups."),
        ("Reach improved vs placebo.", "Reach did not improve within-group."),
        ("Reach improved.", "Grip strength did not improve."),
        ("Reach improved with amber light.", "Reach did not improve with violet lamps."),
        # one statement that tells both, or discusses it
        ("Reach improved in women, but not in men.", "Reach improved in women."),
        ("Reach improved.", "The two reports are inconsistent: reach did not improve."),
    ],
)
def test_results_that_may_both_be_right(tmp_path: Path, first: str, second: str) -> None:
    assert conflicts_of(tmp_path, cited(first, second)) == ()


def test_more_remission_at_one_time_and_kept_at_another(tmp_path: Path) -> None:
    page = cited(
        "Remission rates were higher at 24 weeks vs placebo.",
        "Over half kept remission at 52 weeks.",
        "The exact remission rates are in a closed paper.",
    )
    assert conflicts_of(tmp_path, page) == ()


def test_a_list_of_measures_that_did_not_change() -> None:
    words = words_of(
        "80M: no significant improvement in reach (p=.3), grip time (p=.8), or lumin-4"
    )
    found = [(one.measure, one.arm, one.effect) for one in results_in(words)]
    assert found == [
        ("reach", "80m", "no change"),
        ("grip time", "80m", "no change"),
        ("lumin-4", "80m", "no change"),
    ]


def test_what_acted_is_no_measure() -> None:
    assert [one.measure for one in results_in(words_of("Amber light reduced reach."))] == ["reach"]


def test_an_arm_is_no_measure() -> None:
    words = words_of("The ratio rose and no changes were found in the 100M-group (p=.6).")
    assert [one.measure for one in results_in(words)] == []


def test_no_rejection_and_antibodies_in_one_patient(tmp_path: Path) -> None:
    page = programme(
        "No related serious events at 1 month; one patient in the 20M group developed weak"
        " donor-specific antibodies, no others",
        third="NORDLYS trials showed no immune rejection at 6 months for single-dose use.",
    )
    assert [kind for kind, _, _ in told_of(tmp_path, page)] == ["safety"]


def test_a_denial_for_one_trial_denies_nothing_for_its_sibling(tmp_path: Path) -> None:
    page = programme(
        "One patient in the 20M group developed donor-specific antibodies",
        "No immune rejection was seen",
    )
    assert conflicts_of(tmp_path, page) == ()


@pytest.mark.parametrize(
    ("denied", "reported"),
    [
        ("No patient died and no infections were seen.", "Two patients developed infections."),
        ("There were no serious adverse events.", "One patient had a serious adverse event."),
    ],
)
def test_harms_denied_and_reported(tmp_path: Path, denied: str, reported: str) -> None:
    assert kinds(conflicts_of(tmp_path, cited(denied, reported))) == ["safety"]


@pytest.mark.parametrize(
    ("denied", "reported"),
    [
        ("No treatment-related deaths occurred.", "One death at day 258 was judged unrelated."),
        ("No infections occurred in 30 days.", "Two patients developed infections at month 9."),
        ("There was no increase in infections.", "Two patients developed infections."),
        ("No infections occurred.", "Two patients on placebo developed infections."),
        ("No infections occurred with 20 million.", ("With 80 million, two patients developed"
         " infections.")),
        ("No tumours were seen in mice.", "Two patients developed tumours."),
    ],
)  # fmt: skip
def test_harms_that_do_not_meet(tmp_path: Path, denied: str, reported: str) -> None:
    assert conflicts_of(tmp_path, cited(denied, reported)) == ()


def test_a_harm_and_what_limits_its_denial() -> None:
    (event,) = events_in(words_of("No treatment-related deaths in the 20M group over 6 months."))
    assert (event.kind, event.denied, event.related) == ("death", True, True)
    assert event.arms == frozenset({"20m"})
    assert event.days == pytest.approx(182.6, abs=0.1)


SETTLED_TEXT = "This fits the wider picture: safety is established, and effects are unclear."


@pytest.mark.parametrize(
    "other",
    [
        "| Safety established long-term? | no — follow-up is short; no chronic-dosing data |",
        "Long-term safety is not established.",
        "No data beyond 12 months for any use.",
    ],
)
def test_settled_safety_is_told_with_what_is_open(tmp_path: Path, other: str) -> None:
    table = "| Dimension | Status |\n|---|---|\n" if other.startswith("|") else ""
    page = f"# Page\n\n{SETTLED_TEXT}\n\n{table}{other}\n"
    assert kinds(conflicts_of(tmp_path, page)) == ["safety"]


@pytest.mark.parametrize(
    "text",
    [
        "Safety is established in transplant patients.",
        "Safety is not established.",
        "Safety has not yet been established.",
        "Is safety established?",
        "One page says “safety is established” about light.",
        "Whether safety is established is open.",
    ],
)
def test_a_limited_or_denied_claim_settles_nothing(text: str) -> None:
    assert SETTLED not in safety_claims(words_of(text))


def test_no_repeat_dose_data_and_a_trial_that_repeated_doses(tmp_path: Path) -> None:
    page = programme(
        "All came back",
        "Three infusions were given 12 weeks apart; 80-week follow-up.",
        "NORDLYS gave one dose; long-term repeated dosing safety data are absent.",
    )
    assert [kind for kind, _, _ in told_of(tmp_path, page)] == ["safety"]


def test_doses_repeated_for_a_week_are_no_long_term_data() -> None:
    assert repeats_doses(words_of("Three infusions with a follow-up of 52 weeks"))
    assert not repeats_doses(words_of("Three infusions with a follow-up of 2 weeks"))
    assert not repeats_doses(words_of("One infusion with a follow-up of 52 weeks"))
    assert {OPEN, REPEATED}.isdisjoint(safety_claims(words_of("Doses were repeated.")))

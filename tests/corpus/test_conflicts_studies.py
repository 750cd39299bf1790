"""Contradictions about one study: its state, phase, size, year and what a review pooled."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.conflicts.phases import phase_stated, phases_disagree
from corpus.conflicts.sizes import sizes_in
from corpus.conflicts.statuses import states_disagree, states_in
from corpus.tiers.words import words_of
from tests.corpus.conflict_pages import REGISTERED, cited, conflicts_of, kinds, told_of

REVIEW = (
    "\n\n[^a]: doi:10.5555/rev.1 · Birk C · Rev Nord 2021;1:2 · systematic review of human trials\n"
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The NORDLYS trial enrolled 15 people.", "This was a randomized trial (n=30)."),
        ("The trial randomized 40 adults.", "The trial randomized 44 adults."),
        ("The study enrolled sixteen volunteers.", "The trial included 24 participants."),
    ],
)
def test_two_sizes_of_one_study(tmp_path: Path, first: str, second: str) -> None:
    told = (first.removesuffix("."), second.removesuffix("."))
    found = told_of(tmp_path, cited(first), cited(second))
    assert [(kind, *(one.removesuffix(".") for one in words)) for kind, *words in found] == [
        ("n", *told)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # counted at different points
        ("The trial randomized 40 adults.", "In the trial 36 adults were analysed."),
        ("The trial enrolled 40 adults.", "The trial screened 61 adults."),
        ("The trial enrolled 40 adults.", "The trial planned to enrol 60 adults."),
        # an arm, a subset, a round figure, people with an event
        ("The trial enrolled 40 adults.", "It was a randomized trial (n=20 per group)."),
        ("The trial enrolled 40 adults.", "A post hoc analysis of the trial included 22 adults."),
        ("The trial enrolled 40 adults.", "The trial enrolled about 50 adults."),
        ("The trial enrolled 40 adults.", "In the trial 3 adults had a fever."),
        # the statement knows the other number
        ("The trial enrolled 40 adults.", "Of 40, the trial included 38 adults."),
        # another study, or one that mends the number
        ("The trial enrolled 40 adults.", "A second trial enrolled 90 adults."),
        (
            "The trial enrolled 40 adults.",
            "The trial enrolled 45 adults, an error since corrected.",
        ),
    ],
)
def test_numbers_that_may_differ(tmp_path: Path, first: str, second: str) -> None:
    assert conflicts_of(tmp_path, cited(first, second)) == ()


def test_numbers_of_two_studies_are_not_compared(tmp_path: Path) -> None:
    other = cited("The trial enrolled 90 adults.").replace("nord.1", "nord.2")
    assert conflicts_of(tmp_path, cited("The trial enrolled 40 adults."), other) == ()


def test_a_taken_over_citation_is_too_little_for_a_number(tmp_path: Path) -> None:
    page = cited("The trial enrolled 40 adults.").replace(
        "[^a].", "[^a]. Overall the trial included 70 adults."
    )
    assert conflicts_of(tmp_path, page) == ()


@pytest.mark.parametrize(
    ("first", "second"), [("2", "3"), ("2", "1/2"), ("2a", "2b"), ("1/2", "2/3"), ("2b", "1/2")]
)
def test_phases_that_exclude_one_another(first: str, second: str) -> None:
    assert phases_disagree(first, second)
    assert phases_disagree(second, first)


@pytest.mark.parametrize(("first", "second"), [("2", "2b"), ("1/2", "1b/2a"), ("3", "3")])
def test_phases_that_may_both_be_right(first: str, second: str) -> None:
    assert not phases_disagree(first, second)
    assert not phases_disagree(second, first)


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("A phase I/II randomized trial", "1/2"),
        ("NORDLYS Phase 2b (NCT90000001, completed)", "2b"),
        ("Phase: Phase 1/Phase 2", "1/2"),
        ("PHASE1, PHASE2", "1/2"),
        ("A phase 1, 2 trial of warm light", "1/2"),
        ("A phase 1 trial followed by a randomized trial", ""),
        ("a phase Ib/IIa double-blind trial", "1b/2a"),
        ("The phase 2 trial lasted phase 2, 3 weeks of it open-label trial time", "2"),
        ("A phase 3 trial is planned", ""),
        ("There is no phase 3 trial", ""),
        ("The phase 2 signal was weak", ""),
        ("Phase 1 — uptake of warm light", ""),
        ("Phase 1 and later a phase 3 trial", ""),
        ("People came from APEX and a phase 2 study", ""),
    ],
)
def test_the_phase_of_the_study_told_of(text: str, phase: str) -> None:
    assert phase_stated(words_of(text)) == phase


def test_two_phases_of_one_registered_trial(tmp_path: Path) -> None:
    first = cited(
        "NORDLYS is a phase 2b trial in 20 adults.", footnote=REGISTERED.replace("phase-2 ", "")
    )
    record = "# Record\n\nNCT90000001 is a phase 1/2 trial.\n"
    found = conflicts_of(tmp_path, first, record)
    assert kinds(found) == ["phase"]
    assert found[0].subject == "NCT90000001"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The trial NCT90000001 is recruiting", {"running"}),
        ("Status of NCT90000001: Completed; no results posted", {"completed", "no results"}),
        ("NORDLYS phase 2b underway (NCT90000001 completed)", {"running", "completed"}),
        ("The trial was terminated early", {"stopped"}),
        ("No completed trial exists; NCT90000001 is not yet recruiting", {"running"}),
        ("In the trial 38 completed the course", set()),
        ("The trial results were published in 2022", {"results out"}),
    ],
)
def test_states_of_a_trial(text: str, states: set[str]) -> None:
    assert states_in(words_of(text)) == states


def test_a_state_moves_on_with_time() -> None:
    assert states_disagree("running", "completed", "2025-01", "2025-01-20")
    assert states_disagree("running", "completed", "2026-03", "2025-01-20")
    assert not states_disagree("running", "completed", "2024-12", "2025-01-20")
    assert not states_disagree("running", "completed", "", "2025-01")
    assert states_disagree("completed", "running", "", "")
    assert states_disagree("stopped", "completed", "2020", "2024")
    assert states_disagree("no results", "results out", "2025", "2024")
    assert not states_disagree("no results", "completed", "", "")
    assert not states_disagree("running", "results out", "", "")
    assert not states_disagree("running", "running", "", "")


def test_one_trial_both_running_and_ended(tmp_path: Path) -> None:
    page = (
        "# Page\n\n- NORDLYS phase 2b is underway (NCT90000001 completed).\n\n"
        "## NORDLYS (NCT90000001 completed, paper pending)\n\nIt tested warm light.\n"
    )
    found = conflicts_of(tmp_path, page)
    assert kinds(found) == ["status"]
    assert found[0].first != found[0].second


def test_an_older_article_may_say_that_a_trial_runs(tmp_path: Path) -> None:
    page = "---\nas-of: {date}\n---\n\n# Page\n\nNCT90000001 is {state}.\n"
    old = page.format(date="2023-04-01", state="recruiting")
    new = page.format(date="2025-04-01", state="a completed trial")
    assert conflicts_of(tmp_path, old, new) == ()
    later = page.format(date="2026-04-01", state="recruiting")
    assert kinds(conflicts_of(tmp_path, later, new)) == ["status"]


def test_years_of_one_paper(tmp_path: Path) -> None:
    page = cited("Light was warm.")
    assert conflicts_of(tmp_path, page, page.replace("Nord Med 2019", "Nord Med 2020")) == ()
    found = conflicts_of(tmp_path, page, page.replace("Nord Med 2019", "Nord Med 2013"))
    assert kinds(found) == ["date"]


def test_what_a_review_pooled(tmp_path: Path) -> None:
    first = cited("The review covered 17 trials of warm light.", footnote=REVIEW)
    second = cited("The review pooled 19 trials.", footnote=REVIEW)
    assert kinds(conflicts_of(tmp_path, first, second)) == ["count"]


@pytest.mark.parametrize(
    "other",
    [
        "The review found 5 reports across 7 trials.",
        "The review pooled 21 studies.",
        "Of 17 trials, the review pooled 9 trials.",
    ],
)
def test_counts_of_other_things(tmp_path: Path, other: str) -> None:
    first = cited("The review covered 17 trials of warm light.", footnote=REVIEW)
    assert conflicts_of(tmp_path, first, cited(other, footnote=REVIEW)) == ()


@pytest.mark.parametrize(
    ("text", "whole", "role"),
    [
        ("n=45 randomized between three arms", 45, "randomised"),
        ("Enrolment: 62 participants (actual)", 62, "enrolled"),
        ("Enrolment: 200 participants (anticipated, a plan)", 200, "planned"),
        ("The trial enrolled 1,204 women", 1204, "enrolled"),
    ],
)
def test_a_size_and_when_it_was_counted(text: str, whole: int, role: str) -> None:
    sizes = sizes_in(words_of(text))
    assert sizes is not None
    assert (sizes.whole, sizes.role) == (whole, role)

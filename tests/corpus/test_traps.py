"""Traps that a statement alone can meet, each in an invented article with words of our own.

The trials, products and figures are made up. What a trap asks of pairs of statements is tested
with the conflicts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import read_article
from corpus.passages import Budget
from corpus.records import Article, Statement
from corpus.vocabulary import TIERS

PAGE = """---
title: Marrow cells for tendon wear
---
# Marrow cells for tendon wear

## In short

- Two phase 2 trials are now complete and carry the work into jaw pain and tinnitus.
- Over these trials the tally reads: one controlled trial with a good sign and two more completed.

## SOLARIS Phase 2b (NCT05550001, completed, paper awaited)

- Double-blind and placebo-controlled in 88 adults; primary endpoint is grip strength.

## QUARTZ Phase 1/2 (Lindqvist 2021)

Lindqvist et al. 2021 ran a phase 2 trial in 24 adults with tendon wear.[^lindqvist2021]
Ultrasound thickness rose by 1.2 mm in the 40M group (p=.01), but the 90M group did not improve
(p=.44).[^lindqvist2021] #gap/dose-response-unclear

## MERIDIAN (Okafor 2022)

Okafor et al. 2022 reported a randomized phase 2 trial with three courses of infusions in 60
adults.[^okafor2022] #gap/contradictory-evidence
The three-course arm had more responders than placebo (mean difference 4.0%, posterior
probability 91%).
The two-course arm fared worse than placebo.

## Approvals

Japan's PMDA approved Tendocel in June 2019 for torn rotator cuffs in adults.
A separate phase 2 randomized trial of cord cells (Weber 2023) in torn rotator cuffs found less
pain than with placebo.[^weber2023]
The Tendocel approval offers a regulatory precedent for cord cells in knee pain.
The pivotal HELIX phase 3 trial (NCT05550002) showed more healed tendons than placebo, about 60%
at one year.[^fischer2020] #gap/no-fulltext-access

## How it might work

Mechanism: the cytokines that calm the immune cells in rotator cuff tears are biologically
identical to those proposed for ageing of the whole body.
Tendon thickness serves as a stand-in, yet it is no validated surrogate for pain. #gap/no-mechanism

## What is missing

- No Phase 3 randomized trial has tested the cells in jaw pain.
- Safety data after repeated courses are absent.

| Question | Answer |
|---|---|
| Long-term safety shown? | no — the longest trial ran nine months |

## Sources of the cells

Of 34 trials, marrow supplied 41%, fat 27%, cord tissue 15% and cord blood 9%.

## Notice

Many of these substances are investigational and not approved for the uses described everywhere.

[^lindqvist2021]: doi:10.5555/quartz.2021 · Lindqvist A · Invented J 2021;1:1 · phase-1 · n=24
[^okafor2022]: doi:10.5555/meridian.2022 · Okafor B · Invented J 2022;2:2 · phase-2 rct · n=60
[^weber2023]: doi:10.5555/weber.2023 · Weber C · Invented J 2023;3:3 · phase-2 rct · n=70
[^fischer2020]: doi:10.5555/fischer.2020 · Fischer D · Inv J 2020;4:4 · review · archive: not_oa
"""

FLAT = """Cells in the tendon
Stromal cells were named in 1978 1 after their marrow.
The review found less pain across 6 trials 2.
Footnotes
Footnotes
-
doi:10.5555/name.1978 · Moreau E · Invented J 1978;5:5 · review · n=— ↩
-
doi:10.5555/pooled.2020 · Haas F · Inv J 2020;6:6 · systematic review of trials · n=6 trials ↩
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Article:
    path = tmp_path_factory.mktemp("traps") / "tendon.md"
    path.write_text(PAGE, encoding="utf-8")
    return read_article(path, Budget())


def told(article: Article, part: str) -> Statement:
    """Return the one statement that holds `part`."""
    (found,) = (s for s in article.statements if part in " ".join(s.text.split()))
    return found


def test_a_completed_trial_is_no_success(page: Article) -> None:
    statement = told(page, "Two phase 2 trials are now complete")
    assert statement.tier == "trial_no_results"
    assert statement.direction == "na"
    assert {"results-unpublished", "time-sensitive"} <= set(statement.caveats)


def test_a_tally_of_trials_is_the_authors_reading(page: Article) -> None:
    assert not TIERS[told(page, "the tally reads").tier].outcome_evidence


def test_what_stands_under_an_unpublished_trial_has_no_results(page: Article) -> None:
    assert told(page, "Double-blind and placebo-controlled").tier == "trial_no_results"
    heading = told(page, "SOLARIS Phase 2b (NCT05550001")
    assert heading.tier == "trial_no_results"


def test_a_phase_that_the_cited_study_does_not_have_is_doubtful(page: Article) -> None:
    statement = told(page, "ran a phase 2 trial in 24 adults")
    assert statement.tier == "human_early_phase"
    assert {"phase-doubtful", "small-sample"} <= set(statement.caveats)


def test_a_smaller_amount_that_does_better_is_flagged_and_not_confirmed(page: Article) -> None:
    statement = told(page, "Ultrasound thickness rose")
    assert statement.tier == "human_early_phase"
    assert statement.direction == "mixed"
    assert {"inverse-dose-response", "exploratory-endpoint", "dose-response-unclear"} <= set(
        statement.caveats
    )


def test_each_arm_of_a_trial_points_its_own_way(page: Article) -> None:
    better = told(page, "three-course arm had more responders")
    worse = told(page, "two-course arm fared worse")
    assert {better.tier, worse.tier} == {"human_rct_phase2"}
    assert (better.direction, worse.direction) == ("positive", "negative")
    assert "contradictory-evidence" in better.caveats
    assert "contradictory-evidence" in worse.caveats


def test_an_approval_stays_with_its_product_use_place_and_date(page: Article) -> None:
    approval = told(page, "PMDA approved Tendocel")
    assert approval.tier == "regulatory_approval"
    assert {"indication-specific", "time-sensitive"} <= set(approval.caveats)
    assert told(page, "separate phase 2 randomized trial of cord cells").tier == "human_rct_phase2"


def test_an_argument_from_an_approval_is_extrapolation(page: Article) -> None:
    statement = told(page, "regulatory precedent for cord cells")
    assert statement.tier == "expert_review"
    assert {"extrapolation", "author-judgement"} <= set(statement.caveats)


def test_a_trial_told_by_an_unread_review_says_so(page: Article) -> None:
    statement = told(page, "The pivotal HELIX phase 3 trial")
    assert statement.tier == "human_rct_phase3"
    assert {"no-fulltext-access", "review-sourced", "closed-access"} <= set(statement.caveats)


def test_a_like_mechanism_lifts_nothing(page: Article) -> None:
    statement = told(page, "biologically identical")
    assert statement.tier == "lab_mechanistic"
    assert {"extrapolation", "author-judgement"} <= set(statement.caveats)


def test_a_tag_is_shown_as_the_sources_own_even_where_it_does_not_fit(page: Article) -> None:
    statement = told(page, "no validated surrogate")
    assert statement.caveats[0] == "no-mechanism"
    assert "surrogate-endpoint" in statement.caveats


@pytest.mark.parametrize(
    "part",
    [
        "No Phase 3 randomized trial",
        "Safety data after repeated courses",
        "Long-term safety shown?",
    ],
)
def test_denied_evidence_is_a_gap(page: Article, part: str) -> None:
    statement = told(page, part)
    assert statement.tier == "evidence_gap"
    assert statement.direction == "na"


def test_a_trial_of_repeated_courses_stands_beside_the_gap(page: Article) -> None:
    assert told(page, "three courses of infusions").tier == "human_rct_phase2"


def test_shares_of_cell_sources_are_no_outcome(page: Article) -> None:
    statement = told(page, "marrow supplied 41%")
    assert not TIERS[statement.tier].outcome_evidence
    assert "15%" in statement.text
    assert "9%" in statement.text


def test_a_stock_notice_is_no_evidence(page: Article) -> None:
    statement = told(page, "not approved for the uses described")
    assert (statement.tier, statement.caveats) == ("none", ("disclaimer",))


def test_bare_footnote_figures_are_no_data(tmp_path: Path) -> None:
    path = tmp_path / "flat.txt"
    path.write_text(FLAT, encoding="utf-8")
    article = read_article(path, Budget())
    named, pooled = told(article, "named in 1978"), told(article, "across 6 trials")
    assert named.references == ("doi:10.5555/name.1978",)
    assert named.clean.endswith("1978 after their marrow.")
    assert pooled.references == ("doi:10.5555/pooled.2020",)
    assert pooled.clean.endswith("across 6 trials.")
    assert pooled.tier == "human_systematic_review"

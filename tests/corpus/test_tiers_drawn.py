"""Causes of wrong tiers that were found by reading statements drawn at random."""

from __future__ import annotations

import pytest

from corpus.records import Kind, Reference
from corpus.tiers import StatementContext, decide_tier


def tier_of(
    text: str,
    *,
    kind: Kind = Kind.PARAGRAPH,
    section: tuple[str, ...] = (),
    preceding: tuple[str, ...] = (),
    references: tuple[Reference, ...] = (),
) -> str:
    context = StatementContext(
        text, kind, section=section, preceding=preceding, references=references
    )
    return decide_tier(context).tier


@pytest.mark.parametrize(
    "text",
    [
        "The route by which cord cells reach the spleen is incompletely mapped.",
        "Exosome uptake by neurons was seen once and not independently measured.",
        "Homing is credited to CXCR4, but no receptor blockade or knockout graft was tested.",
        "No inhibitor of the second enzyme exists for kidney disease.",
        "An atlas of receptor counts over the donor's life is lacking.",
        "Uptake by bone cells is not well characterized.",
        "Antibodies form early; unclear whether they matter.",
        "Long-term human data absent — what is known comes from rabbits.",
    ],
)
def test_knowledge_got_in_part_or_never_sought_is_a_gap(text: str) -> None:
    assert tier_of(text) == "evidence_gap"


def test_no_difference_and_no_lesion_are_findings() -> None:
    assert tier_of("No difference exists between the two arms of the study.") != "evidence_gap"
    assert tier_of("No dose adjustment was performed.") != "evidence_gap"


def test_a_question_under_a_heading_of_gaps_is_one() -> None:
    text = "Dose — do two infusions act longer than one?"
    assert tier_of(text, kind=Kind.LIST_ITEM, section=("Limits and gaps",)) == "evidence_gap"
    assert tier_of(text, kind=Kind.LIST_ITEM, section=("Dosing",)) != "evidence_gap"


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        # a wish for research, whatever animals it names
        ("Homing in rabbits requires further independent confirmation.", "expert_review"),
        ("Evidence on donor age in cord cells remains limited.", "expert_review"),
        # a kind of trial is no trial that one could look up
        ("Most adult BMMNC trials mix cells of several origins.", "background"),
        ("The BMMNC trial showed 12% better walking.", "human_early_phase"),
        # the trial in brackets shows one link of the mechanism that the sentence tells
        (
            "Iron is kept in by hepcidin binding (confirmed in the FERRUM trial).",
            "lab_mechanistic",
        ),
        ("Pain fell by 12% as cytokines fell (FERRUM trial).", "human_early_phase"),
    ],
)
def test_a_trial_named_by_the_way_lends_no_tier(text: str, tier: str) -> None:
    assert tier_of(text) == tier


@pytest.mark.parametrize(
    "text",
    [
        "Gene names were taken from an older list; recheck them on the next lint pass.",
        "The mouse gene number could not be found in this session.",
        "Not used as a primary source (a conference poster).",
        "The summary field is still null.",
        "The previously stated share of 40% responders was wrong.",
        "The share was stated from general knowledge.",
        "Earlier drafts of this page gave another residue.",
        "Tag:",
    ],
)
def test_the_pages_keeping_is_no_claim(text: str) -> None:
    assert tier_of(text) == "none"


def test_a_year_between_approved_and_its_use_leaves_an_approval() -> None:
    for dated in ("2014", "since 2014", "(2014)"):
        assert tier_of(f"Cordicel is FDA-approved {dated} for graft disease.") == (
            "regulatory_approval"
        )


def test_an_approval_in_brackets_does_not_lift_the_mechanism_around_it() -> None:
    text = "Temcell (approved by Japan's PMDA in 2015 for graft disease) inhibits T cells."
    assert tier_of(text) == "lab_mechanistic"


def test_figures_in_brackets_leave_a_lead_in_one() -> None:
    rats = Reference(key="doi:10.1/x", label="Meyer 2021", design="in-vivo")
    assert tier_of("In old (24-month) rats:", references=(rats,)) == "background"
    assert tier_of("In old rats (12% shorter):", references=(rats,)) == "animal_study"


def test_a_leading_cause_deep_in_a_result_defines_nothing() -> None:
    cohort = Reference(key="doi:10.1/x", label="Meyer 2021", design="observational")
    told = "In 14 women height rose despite normal hormones, so that diet is the primary brake."
    assert tier_of(told, references=(cohort,)) == "human_observational"
    assert tier_of("The thymus is the primary organ of T cells.") == "background"


@pytest.mark.parametrize(
    ("design", "model", "tier"),
    [
        ("in-vivo", "healthy volunteers, forearm patch", "human_observational"),
        ("in-vivo", "adult human skin under a patch", "human_observational"),
        ("in-vivo (human)", "frail adults", "human_observational"),
        # the weaker part of a mixed study counts
        ("in-vivo (rat) + human serum", "aged Wistar rats", "animal_study"),
        ("in-vivo", "mus-musculus with a graft of human skin", "animal_study"),
        ("in-vivo", "reconstructed human skin on a lattice", "animal_study"),
    ],
)
def test_in_vivo_is_people_only_where_people_alone_were_studied(
    design: str, model: str, tier: str
) -> None:
    text = f"doi:10.1/x · Meyer · Cell 2021 · {design} · model: {model} · oedema fell"
    study = Reference(
        key="doi:10.1/x", label="Meyer 2021", design="in-vivo", summary="oedema fell", text=text
    )
    assert tier_of("Oedema fell by 12% (p=0.03).", references=(study,)) == tier


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        (
            "Marrow failure correlates with donor age in several observational studies.",
            "human_observational",
        ),
        ("The clamp is loaded there and recruits the next enzyme.", "lab_mechanistic"),
        ("A helicase opens the strand before the two cuts.", "lab_mechanistic"),
        ("The anatomical correlates are listed below.", "background"),
    ],
)
def test_a_result_in_the_present_and_a_step_of_repair_are_claims(text: str, tier: str) -> None:
    assert tier_of(text) == tier


def test_a_gap_that_is_filled_is_no_critique() -> None:
    text = "The polymerase adds one base."
    assert tier_of(text, section=("Gap filling",)) == "lab_mechanistic"
    assert tier_of(text, section=("Gaps",)) == "expert_review"


@pytest.mark.parametrize(
    "text",
    [
        "The failed trial does not rule out a part for mitochondrial cytokines.",
        "Two lines of evidence join macrophage receptors to bone loss.",
        "Reading across cell lines calls for caution.",
        "The niche is best understood as a relay of signals.",
    ],
)
def test_a_reading_of_the_evidence_is_a_view_whatever_molecules_it_names(text: str) -> None:
    assert tier_of(text) == "expert_review"


def test_an_orthologue_among_identifiers_is_one_whatever_share_it_holds() -> None:
    text = "Rat ortholog: Abc1 (one-to-one; 91% of residues shared)"
    assert tier_of(text, kind=Kind.LIST_ITEM, section=("Identity",)) == "background"

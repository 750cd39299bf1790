"""Each rule of the tier decision on sentences of our own, traps included."""

from __future__ import annotations

import pytest

from corpus.records import Kind, Reference
from corpus.tiers import StatementContext, TierDecision, decide_tier
from corpus.vocabulary import TIERS


def decided(
    text: str,
    *,
    kind: Kind = Kind.PARAGRAPH,
    section: tuple[str, ...] = (),
    header: tuple[str, ...] = (),
    lead: str = "",
    preceding: tuple[str, ...] = (),
    references: tuple[Reference, ...] = (),
) -> TierDecision:
    return decide_tier(
        StatementContext(
            text=text,
            kind=kind,
            section=section,
            header=header,
            lead=lead,
            preceding=preceding,
            references=references,
        )
    )


def cited(design: str, text: str = "", *, phase: str = "") -> Reference:
    return Reference(key="doi:10.1/x", label="Meyer 2021", design=design, phase=phase, text=text)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        # R0
        ("Ask your doctor before you change any medicine.", "none"),
        ("The content is for informational purposes only.", "none"),
        ("All links were checked against the primary sources.", "none"),
        ("See also the page on cord blood banking.", "none"),
        # R1, whatever phase words stand in it
        ("No phase 3 trial has tested these cells in lupus.", "evidence_gap"),
        ("There is a lack of long-term data in osteoarthritis.", "evidence_gap"),
        ("Whether the effect lasts beyond a year remains to be shown.", "evidence_gap"),
        ("The product has never been tested in pregnant women.", "evidence_gap"),
        ("No cell product is FDA-approved for knee pain.", "evidence_gap"),
        ("None of these devices has yet entered a phase 2 trial.", "evidence_gap"),
        # R2, and arguments from an approval
        (
            "Japan's PMDA approved Temcell for acute graft-versus-host disease in 2015.",
            "regulatory_approval",
        ),
        (
            "Japan's PMDA approved Temcell in May 2015 for acute graft-versus-host disease.",
            "regulatory_approval",
        ),
        ("The Temcell approval supports trying the cells in Crohn's disease.", "expert_review"),
        ("The FDA declined to approve the product for heart failure.", "background"),
        # R3
        ("A phase 3 trial of the cells in stroke is recruiting.", "trial_no_results"),
        (
            "A phase 2 study (NCT01234567) compared the cells with placebo in 60 adults.",
            "trial_no_results",
        ),
        ("The LUNARIS trial was completed in 2022, results pending.", "trial_no_results"),
        # R4
        (
            "A systematic review of 14 randomized trials found fewer relapses.",
            "human_systematic_review",
        ),
        (
            "A meta-analysis of rat studies reported smaller infarcts.",
            "animal_systematic_review",
        ),
        # R5
        (
            "The phase 3 LUNARIS trial (NCT07654321) showed no gain in survival over placebo.",
            "human_rct_phase3",
        ),
        (
            "A randomized phase 2b trial (Ito 2020) improved walking by 12%.",
            "human_rct_phase2",
        ),
        ("A phase 2 trial (Ito 2020) improved walking by 12%.", "human_early_phase"),
        (
            "A randomized, open-label phase 3 trial (Ito 2020) improved walking by 12%.",
            "human_early_phase",
        ),
        ("A randomised phase I/II trial (Ito 2020) reported no deaths.", "human_early_phase"),
        ("Several phase 2 trials reported better pain scores.", "expert_review"),
        # R6 to R8
        ("A retrospective cohort of 90 patients had fewer relapses.", "human_observational"),
        ("The cells reduced scar size in swine.", "animal_study"),
        ("In cultured human fibroblasts the cells lowered IL-6 secretion.", "lab_mechanistic"),
        ("Exosomes carry microRNAs that suppress NF-κB.", "lab_mechanistic"),
        # R9
        ("These results suggest a promising path for larger trials.", "expert_review"),
        ("Theoretical risks include tumour growth.", "expert_review"),
        ("An expert panel published a consensus on release criteria.", "expert_review"),
        # R10
        ("Wharton's jelly is a type of connective tissue in the cord.", "background"),
        ("The cells are given through a vein.", "background"),
    ],
)
def test_rule_on_the_statement_alone(text: str, tier: str) -> None:
    assert decided(text).tier == tier


def test_absence_wins_over_the_heading_of_a_trial() -> None:
    got = decided(
        "No data on repeat dosing are available.",
        section=("LUNARIS Phase 3 (Ito 2020)",),
        kind=Kind.LIST_ITEM,
    )
    assert (got.tier, got.rule) == ("evidence_gap", "R1")


def test_no_adverse_events_is_a_finding_and_not_a_gap() -> None:
    got = decided(
        "No serious adverse events within 90 days",
        kind=Kind.LIST_ITEM,
        section=("LUNARIS Phase 1 (Ito 2020)",),
    )
    assert got.tier == "human_early_phase"
    assert 'in the section heading "LUNARIS Phase 1 (Ito 2020)"' in got.basis


def test_a_bullet_takes_the_design_its_introduction_states() -> None:
    got = decided(
        "Pain fell by 3.1 points in the treated arm (p=.04)",
        kind=Kind.LIST_ITEM,
        section=("LUNARIS Phase 2 (Ito 2020)",),
        lead="Phase 2 randomized, double-blind; n=44 adults with back pain.",
    )
    assert got.tier == "human_rct_phase2"


def test_a_sentence_goes_on_about_the_trial_before_it() -> None:
    trial = "Ito 2020 reported a randomized phase 2 trial of the cells in back pain."
    result = decided("At week 26 the response rate was 61% versus 40%.", preceding=(trial,))
    aside = decided("The cells are shipped frozen.", preceding=(trial,))
    verdict = decided("This reinforces the case for donor screening.", preceding=(trial,))
    assert (result.tier, aside.tier, verdict.tier) == (
        "human_rct_phase2",
        "background",
        "expert_review",
    )


def test_another_authors_result_does_not_borrow_the_trial_before_it() -> None:
    trial = "Ito 2020 reported a randomized phase 2 trial of the cells in back pain."
    got = decided("Novak 2018 described fewer relapses in 12 patients.", preceding=(trial,))
    assert TIERS[got.tier].rank > TIERS["human_rct_phase2"].rank


@pytest.mark.parametrize(
    ("reference", "tier"),
    [
        (cited("rct"), "human_rct_phase2"),
        (cited("rct", "doi:10.1/x · Meyer · phase-3 rct · n=400"), "human_rct_phase3"),
        (cited("phase-trial", phase="1"), "human_early_phase"),
        (cited("observational"), "human_observational"),
        (cited("in-vivo"), "animal_study"),
        (cited("in-vivo", "doi:10.1/x · Meyer · in-vivo + in-vitro · mice"), "lab_mechanistic"),
        (cited("meta-analysis", "x · meta-analysis · 12 RCTs pooled"), "human_systematic_review"),
        (cited("meta-analysis", "x · meta-analysis · 12 cohorts"), "human_observational"),
        (cited("rct", "x · rct · dogs, n=40"), "animal_study"),
    ],
)
def test_a_cited_design_gives_the_tier_of_a_result(reference: Reference, tier: str) -> None:
    assert decided("Walking improved by 14% (p=0.03).", references=(reference,)).tier == tier


def test_a_review_lifts_no_claim() -> None:
    review = cited("review")
    assert decided("The cells secrete IL-10.", references=(review,)).tier == "lab_mechanistic"
    assert decided("Walking improved by 14%.", references=(review,)).tier == "expert_review"


def test_a_mechanism_cited_to_a_trial_stays_a_mechanism() -> None:
    got = decided("The cells suppress macrophage signalling.", references=(cited("rct"),))
    assert got.tier == "lab_mechanistic"


def test_the_weakest_of_several_cited_studies_counts() -> None:
    got = decided("Scars shrank by 20%.", references=(cited("rct"), cited("in-vivo")))
    assert got.tier == "animal_study"


def test_a_limit_of_animal_work_keeps_the_tier_of_that_work() -> None:
    got = decided(
        "It does not show that patients would do better.",
        preceding=("A meta-analysis of rat studies reported smaller infarcts.",),
    )
    assert got.tier == "animal_systematic_review"


def test_headings() -> None:
    pending = decided("ORBIT Phase 2 (NCT07654321, results pending)", kind=Kind.HEADING)
    plain = decided("ORBIT Phase 2 (Ito 2020)", kind=Kind.HEADING)
    assert (pending.tier, plain.tier) == ("trial_no_results", "none")


def test_everything_under_an_unpublished_trial_has_no_results() -> None:
    section = ("ORBIT Phase 2 (NCT07654321, results pending)",)
    got = decided("Double-blind; primary endpoint is grip strength.", section=section)
    assert got.tier == "trial_no_results"


def test_table_rows_are_judged_by_their_cells_and_not_their_header() -> None:
    header = ("Question", "Phase 3 trial")
    row = "Question: Tested in lupus?; Phase 3 trial: no — mouse work only"
    got = decided(row, kind=Kind.TABLE_ROW, header=header)
    assert got.tier == "evidence_gap"
    header_row = decided("Question; Phase 3 trial", kind=Kind.TABLE_HEADER)
    assert header_row.tier == "none"


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("doi:10.1/a · Ito K · Cell 2020;1:2 · phase-1 open-label · n=9", "human_early_phase"),
        ("doi:10.1/a · Ito K · Cell 2020;1:2 · in-vitro · fibroblasts", "lab_mechanistic"),
        ("doi:10.1/a · Ito K · Cell 2020;1:2 · review/perspective · argues", "expert_review"),
        (
            "doi:10.1/a · Ito K · Cell 2020;1:2 · systematic review of clinical trials · 9 trials",
            "human_systematic_review",
        ),
        ("doi:10.1/a · Ito K · Cell 2020;1:2", "background"),
    ],
)
def test_a_footnote_has_the_tier_of_its_design(text: str, tier: str) -> None:
    assert decided(text, kind=Kind.FOOTNOTE).tier == tier


def test_front_matter_counts_only_for_results_of_a_study_page() -> None:
    page = {"type": "study", "study-design": "in-vivo", "organism": "mus-musculus"}
    result = StatementContext("Median lifespan rose by 9%.", Kind.PARAGRAPH, metadata=page)
    remark = StatementContext("The paper has nine authors.", Kind.PARAGRAPH, metadata=page)
    assert decide_tier(result).tier == "animal_study"
    assert decide_tier(remark).tier == "background"


def test_every_basis_opens_with_its_rule() -> None:
    for text in ("No data exist.", "Ask your doctor.", "The cells reduced scars in mice.", "—"):
        got = decided(text)
        assert got.basis.startswith(f"{got.rule}: ")


OPEN = ("What is not known",)


@pytest.mark.parametrize(
    "text",
    [
        "Whether the cells slow the disease; the trial of 40 patients could not tell",
        "What the two phase 2 trials found",
        "How often antibodies form after a second infusion",
        "Effects later than one year after treatment",
    ],
)
def test_what_stands_under_a_heading_of_unknowns_is_a_gap(text: str) -> None:
    assert decided(text, kind=Kind.LIST_ITEM, section=OPEN).tier == "evidence_gap"


def test_a_full_sentence_under_such_a_heading_is_judged_by_itself() -> None:
    got = decided(
        "The LUNARIS phase 3 trial (NCT07654321) showed no gain over placebo (p=0.4).",
        kind=Kind.LIST_ITEM,
        section=OPEN,
    )
    assert got.tier == "human_rct_phase3"


def test_an_unpublished_trial_lends_no_outcome() -> None:
    pending = cited("rct", "NCT01234567 · Ito · phase-2 rct, results not yet published · n=60")
    told = "For the trial of 60 adults, the page gives its size and no outcome."
    assert decided(told, references=(pending,)).tier == "trial_no_results"
    assert decided("Sixty adults were randomized.", references=(pending,)).tier == (
        "trial_no_results"
    )


APPROVALS = ("Medicine", "Indication", "Agency", "Year", "Status")


@pytest.mark.parametrize(
    ("cells", "tier"),
    [
        (("Temcell", "Graft disease", "PMDA, Japan", "2015", "Approved"), "regulatory_approval"),
        (("Novacell", "Knee pain", "FDA", "2021", "Refused"), "background"),
        (("Novacell", "Knee pain", "none", "", "Not approved"), "evidence_gap"),
    ],
)
def test_a_row_is_an_approval_when_row_and_header_say_so(cells: tuple[str, ...], tier: str) -> None:
    row = "; ".join(f"{name}: {cell}" for name, cell in zip(APPROVALS, cells, strict=True))
    got = decided(row, kind=Kind.TABLE_ROW, header=APPROVALS)
    assert TIERS[got.tier].rank >= TIERS[tier].rank
    assert (got.tier == "regulatory_approval") == (tier == "regulatory_approval")


def test_place_and_date_make_an_approval_of_a_named_product_alone() -> None:
    assert decided("Temcell was approved in Japan in 2015.").tier == "regulatory_approval"
    assert decided("The FDA approved a cell therapy in 2015.").tier == "background"
    assert decided("Its approval does not extend to cord cells.").tier == "evidence_gap"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Term", "Meaning"), ("Phase 2 trial", "A mid-stage trial with random groups")),
        (("Tier", "What stands behind it"), ("Animal study", "An experiment in animals")),
        (("Field", "Value"), ("Gene symbol", "IDO1")),
        (("Product", "Cells", "Manufacture"), ("A", "Fat", "Cultured for five passages")),
    ],
)
def test_rows_that_define_or_describe_are_background(
    header: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    row = "; ".join(f"{name}: {cell}" for name, cell in zip(header, cells, strict=True))
    assert decided(row, kind=Kind.TABLE_ROW, header=header).tier == "background"


def test_the_cited_design_completes_a_phase_and_never_lifts_an_open_trial() -> None:
    trial = cited("rct", "x · Ito · phase-2 rct · n=60", phase="2")
    assert decided("In the phase 2 trial pain fell.", references=(trial,)).tier == (
        "human_rct_phase2"
    )
    assert decided("In the open-label phase 2 trial pain fell.", references=(trial,)).tier == (
        "human_early_phase"
    )


def test_a_heading_may_weaken_the_cited_trial() -> None:
    got = decided(
        "Pain fell by 12%.",
        section=("Meyer 2021: phase 1/2 trial",),
        references=(cited("rct"),),
    )
    assert got.tier == "human_early_phase"


@pytest.mark.parametrize(
    "remark",
    [
        "Context: the trial belongs to a family of studies.",
        "The authors ask for a larger trial.",
        "This limitation of 40 patients weakens the trial.",
    ],
)
def test_remarks_do_not_inherit_the_trial_above_them(remark: str) -> None:
    got = decided(remark, kind=Kind.LIST_ITEM, section=("LUNARIS Phase 2 RCT (Ito 2020)",))
    assert not TIERS[got.tier].outcome_evidence


def test_front_matter_lends_nothing_to_remarks() -> None:
    page = {"type": "study", "study-design": "rct", "organism": "homo-sapiens"}
    text = "Only 40 patients were studied, which reduced power."
    under = StatementContext(text, Kind.LIST_ITEM, ("A trial", "Limitations"), metadata=page)
    assert not TIERS[decide_tier(under).tier].outcome_evidence


def test_figures_from_people_without_a_study_are_an_observation() -> None:
    got = decided("In women above 60, IL-6 was 14% higher after adjustment for weight (p<0.01).")
    assert got.tier == "human_observational"


def test_an_editors_note_is_no_claim() -> None:
    assert decided("Prevalence of 40% in adults: citation needed.").tier == "none"


def test_an_approval_stays_one_where_its_later_status_is_not_told() -> None:
    told = "Temcell was approved in Japan in 2015; its current status is not covered here."
    assert decided(told).tier == "regulatory_approval"

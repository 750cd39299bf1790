"""Statements of articles that are studies themselves: full texts, protocols, registry records."""

from __future__ import annotations

import pytest

from corpus.records import Kind, Reference
from corpus.tiers import StatementContext, TierDecision, decide_tier
from corpus.tiers.parts import Part, part_of

TRIAL = Reference(
    key="doi:10.5555/own",
    label="Brandt 2022",
    doi="10.5555/own",
    design="rct",
    phase="2",
    n=64,
    population="human",
    status="published",
)
HORSES = Reference(
    key="doi:10.5555/horse", label="Eder 2021", design="in-vivo", population="animal"
)
DISHES = Reference(key="doi:10.5555/dish", label="Roux 2020", design="in-vitro", population="cells")
PROTOCOL = Reference(
    key="doi:10.5555/plan", label="Voss 2023", design="rct", phase="2", status="ongoing"
)
RECORD = Reference(
    key="NCT05550009",
    label="NCT05550009",
    nct="NCT05550009",
    design="rct",
    phase="3",
    status="completed",
    summary="Completed; no results posted",
    text="NCT05550009 · randomized phase 3 trial · Completed; no results posted",
)
POSTED = Reference(
    key="NCT05550010",
    label="NCT05550010",
    nct="NCT05550010",
    design="rct",
    phase="3",
    status="completed",
    summary="Completed; results posted",
    text="NCT05550010 · randomized phase 3 trial · Completed; results posted",
)
MICE = Reference(key="doi:10.5555/mice", label="Ortega 2019", design="in-vivo")


def judged(
    own: Reference,
    text: str,
    *section: str,
    references: tuple[Reference, ...] = (),
    carried: bool = False,
    preceding: tuple[str, ...] = (),
    kind: Kind = Kind.PARAGRAPH,
    header: tuple[str, ...] = (),
) -> TierDecision:
    return decide_tier(
        StatementContext(
            text=text,
            kind=kind,
            section=section,
            header=header,
            preceding=preceding,
            references=references,
            own=own,
            carried=carried,
        )
    )


@pytest.mark.parametrize(
    ("text", "section", "tier"),
    [
        (
            "Pain fell by 2.1 points more than with placebo (p=.03).",
            ("Results",),
            "human_rct_phase2",
        ),
        ("No infections were seen in either group.", ("Results", "Safety"), "human_rct_phase2"),
        ("There was no evidence of rejection.", ("3. Results",), "human_rct_phase2"),
        ("Grip strength improved in 40 patients.", ("Abstract", "Findings"), "human_rct_phase2"),
        ("The cells were safe and well tolerated.", ("Conclusions",), "human_rct_phase2"),
        ("We found less pain in the treated group.", ("Discussion",), "human_rct_phase2"),
        (
            "Patients were randomly assigned 1:1 to cells or placebo.",
            ("Methods",),
            "human_rct_phase2",
        ),
        # what takes nothing of the own study
        ("Frailty affects 11% of people over 65.", ("Introduction",), "expert_review"),
        ("The cells were grown in medium with 10% serum.", ("Methods",), "background"),
        ("Earlier work reported less pain.", ("Discussion",), "expert_review"),
        ("These results suggest a role in frailty.", ("Results",), "expert_review"),
        (
            "Adults aged 60 to 80 years were admitted.",
            ("Methods", "Inclusion criteria"),
            "background",
        ),
    ],
)
def test_a_trials_full_text(text: str, section: tuple[str, ...], tier: str) -> None:
    assert judged(TRIAL, text, *section).tier == tier


def test_a_decision_on_the_own_study_says_so() -> None:
    decision = judged(TRIAL, "Pain fell by 2.1 points (p=.03).", "Results")
    assert decision.own
    assert decision.basis.startswith("R5: ")
    assert "the article's own study" in decision.basis
    assert not judged(TRIAL, "Frailty is common.", "Introduction").own


def test_a_citation_of_its_own_goes_before_the_own_study() -> None:
    text = "The cells reduced scars by 20%."
    assert judged(TRIAL, text, "Results", references=(MICE,)).tier == "animal_study"
    carried = judged(TRIAL, text, "Results", references=(MICE,), carried=True)
    assert carried.tier == "human_rct_phase2"


def test_methods_cite_where_a_procedure_comes_from() -> None:
    text = "Scores were counted as described before."
    assert judged(TRIAL, text, "Methods", references=(MICE,)).tier == "background"


def test_cells_and_animals_in_a_trials_results_keep_their_own_tier() -> None:
    lab = judged(TRIAL, "In vitro, the cells reduced IL-6 by 30%.", "Results", "In vitro assays")
    cells = judged(TRIAL, "The cells expressed CD90 in 95%.", "Results", "Cell characterisation")
    mice = judged(TRIAL, "In mice the cells reduced scars by 12%.", "Results")
    assert (lab.tier, cells.tier, mice.tier) == (
        "lab_mechanistic",
        "lab_mechanistic",
        "animal_study",
    )


@pytest.mark.parametrize("own", [HORSES, DISHES])
def test_words_of_trials_lift_no_animal_or_laboratory_study(own: Reference) -> None:
    earlier = ("This randomized placebo-controlled trial enrolled 30 subjects.",)
    for section in ("Results", "Discussion", "Abstract"):
        decision = judged(own, "The treated group improved by 30%.", section, preceding=earlier)
        assert decision.tier in ("animal_study", "lab_mechanistic", "expert_review")


@pytest.mark.parametrize(
    "text",
    [
        "The cells will reduce pain in 80 adults.",
        "The primary outcome improved walking by 12%.",
        "Patients will be randomly assigned to cells or placebo.",
        "In this phase 2 randomized trial the cells improved walking.",
    ],
)
def test_a_protocol_has_no_results_whatever_its_verbs(text: str) -> None:
    for section in ("Methods", "Abstract", "Background", "Discussion"):
        assert judged(PROTOCOL, text, section).tier in (
            "trial_no_results",
            "expert_review",
            "background",
        )
    assert judged(PROTOCOL, text, "Methods").tier == "trial_no_results"


def test_a_protocol_may_cite_others_results() -> None:
    other = Reference(key="doi:10.5555/x", label="Weiss 2018", design="rct", phase="3")
    text = "Pain fell by 12% in an earlier trial."
    assert judged(PROTOCOL, text, "Background", references=(other,)).tier == "human_rct_phase3"


def test_a_record_without_posted_results_is_never_evidence() -> None:
    plan = ("Registered plan (no results posted)",)
    assert judged(RECORD, "Planned primary outcome: pain fell", *plan).tier == "trial_no_results"
    assert judged(RECORD, "Enrolment: 300 participants", "Registry entry").tier == (
        "trial_no_results"
    )
    admitted = judged(RECORD, "No history of cancer", *plan, "Eligibility", "Exclusion criteria")
    assert admitted.tier == "background"
    text = "Patients treated with the cells improved by 30% (p=.01)."
    assert judged(RECORD, text, "Summary").tier == "trial_no_results"


def test_a_record_with_posted_results_has_the_design_of_its_trial() -> None:
    text = "Pain at week 12 (mean, points): Cells (n=150) 3.1; Placebo (n=150) 4.0"
    decision = judged(POSTED, text, "Results posted in the registry", kind=Kind.LIST_ITEM)
    assert decision.tier == "human_rct_phase3"


def test_an_article_about_studies_knows_no_own_study() -> None:
    context = StatementContext("Pain fell by 2.1 points (p=.03).", Kind.PARAGRAPH, ("Results",))
    assert decide_tier(context).tier != "human_rct_phase2"


def test_rows_of_results_are_results_even_where_a_cell_says_no() -> None:
    header = ("Ascites", "Cells n (%)", "Placebo n (%)")
    text = "Ascites: No; Cells n (%): 6 (67); Placebo n (%): 4 (44)"
    row = judged(TRIAL, text, "Results", kind=Kind.TABLE_ROW, header=header)
    assert row.tier == "human_rct_phase2"


def test_a_title_in_the_list_of_references_is_no_evidence() -> None:
    text = "4. Reed A · Insights from randomized controlled trials · Joints 2021;4:1–9"
    entry = judged(TRIAL, text, "References", kind=Kind.FOOTNOTE)
    assert entry.tier == "background"


@pytest.mark.parametrize(
    ("section", "part"),
    [
        (("Results", "Patients"), Part.RESULTS),
        (("Methods", "Outcomes"), Part.METHODS),
        (("Materials and methods",), Part.METHODS),
        (("Abstract", "Results"), Part.RESULTS),
        (("Abstract",), Part.ABSTRACT),
        (("Methods", "Inclusion criteria"), Part.ELIGIBILITY),
        (("4. Discussion", "Results of others"), Part.DISCUSSION),
        (("Background",), Part.INTRODUCTION),
        (("A heading",), Part.OTHER),
        ((), Part.OTHER),
    ],
)
def test_parts_are_told_by_headings(section: tuple[str, ...], part: Part) -> None:
    assert part_of(section) is part

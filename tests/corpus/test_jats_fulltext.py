"""The design of a full text: only the paper's own words decide. All papers here are invented."""

from __future__ import annotations

import pytest

from corpus.fulltext.condition import condition_of
from corpus.fulltext.design import FullText, StudyDesign, own_registry_number, study_of
from corpus.fulltext.size import value_of
from corpus.records import Reference
from corpus.tiers.designs import reference_design


def paper(
    title: str,
    methods: str = "",
    *,
    background: str = "",
    results: str = "The outcome was measured.",
    conclusion: str = "",
    kind: str = "research-article",
    subject: str = "Research",
    body: str = "",
) -> FullText:
    parts = (
        ("Background", background),
        ("Methods", methods),
        ("Results", results),
        ("Conclusions", conclusion),
    )
    return FullText(
        title=title,
        article_type=kind,
        subjects=(subject,),
        abstract=tuple((heading, text) for heading, text in parts if text),
        body=((("Methods",), body),) if body else (),
    )


def tier_of(study: StudyDesign) -> str:
    read = reference_design(
        Reference(
            key="doi:10.5555/x",
            label="Lindqvist 2021",
            design=study.design,
            phase=study.phase,
            population=study.population,
            status=study.status,
            summary=study.scope,
        )
    )
    return read.tier if read is not None else ""


ENROLLED = "Forty adults with invented fever were randomly assigned to cells or saline."


@pytest.mark.parametrize(
    ("text", "design", "tier"),
    [
        (paper("Cells for invented fever", ENROLLED), "rct", "human_rct_phase2"),
        (
            paper("Cells for invented fever: a phase 3 randomised trial", ENROLLED),
            "rct",
            "human_rct_phase3",
        ),
        (
            paper("Cells for invented fever: a randomised, open-label trial", ENROLLED),
            "open-label rct",
            "human_early_phase",
        ),
        (
            paper("Cells for invented fever", "In this pilot trial, adults were randomised."),
            "pilot rct",
            "human_early_phase",
        ),
        (
            paper("Cells for fever", "In a phase I trial, 12 patients received cells."),
            "phase-trial",
            "human_early_phase",
        ),
        (
            paper("Cells for fever", "An open-label study treated 30 patients with cells."),
            "open-label",
            "human_early_phase",
        ),
        (
            paper("Cells for fever", "A non-randomised clinical trial treated 30 patients."),
            "open-label",
            "human_early_phase",
        ),
        (
            paper("Fever after cells: a retrospective cohort study", "We read 300 records."),
            "observational",
            "human_observational",
        ),
        (
            paper("Fever in 400 adults", "Participants were randomly selected from a register."),
            "observational",
            "human_observational",
        ),
        (
            paper("Fever after cells: a case report", "A woman was treated."),
            "case-report",
            "human_observational",
        ),
        (
            paper("Cells in three patients with fever", "They were given cells."),
            "case-series",
            "human_observational",
        ),
        (
            paper("Body heat and fever: a Mendelian randomization study", "We used gene scores."),
            "mendelian-randomization",
            "human_observational",
        ),
        (
            paper("Cells cool fever in mice", "Mice were randomized to cells or saline."),
            "in-vivo",
            "animal_study",
        ),
        (
            paper("A randomized, placebo-controlled phase II trial of cells in dogs with fever"),
            "in-vivo",
            "animal_study",
        ),
        (
            paper("Fever in ponies: a case report", "One pony was treated."),
            "in-vivo",
            "animal_study",
        ),
        (
            paper("Heat harms stem cells", "Cells were cultured and assays were done in vitro."),
            "in-vitro",
            "lab_mechanistic",
        ),
        (
            paper("A computational model of heat in cells", "Cells were simulated; cell lines."),
            "in-silico",
            "lab_mechanistic",
        ),
        (
            paper("Cells for fever: a systematic review of randomised trials", "We searched."),
            "systematic-review",
            "human_systematic_review",
        ),
        (
            paper(
                "Cells for fever: what is known",
                "PubMed and Embase were searched for a systematic review of clinical trials.",
            ),
            "systematic-review",
            "human_systematic_review",
        ),
        (
            paper("Cells for fever in mice: a meta-analysis", "We searched two databases."),
            "meta-analysis",
            "animal_systematic_review",
        ),
        (
            paper("How cells cool: a review", kind="review-article"),
            "review",
            "expert_review",
        ),
        (paper("How cells cool", kind="review-article"), "review", "expert_review"),
        (paper("Cells cool?", kind="editorial"), "perspective", "expert_review"),
        (
            paper("Guidelines for cells in fever", results=""),
            "consensus",
            "expert_review",
        ),
    ],
)
def test_each_kind_of_paper(text: FullText, design: str, tier: str) -> None:
    study = study_of(text)
    assert (study.design, tier_of(study)) == (design, tier), study.basis


@pytest.mark.parametrize(
    ("text", "population"),
    [
        (paper("Cells cool fever in a murine model", "Patients gave cells."), "animal"),
        (paper("Heat", "Rats were given cells from the marrow of patients."), "animal"),
        (
            paper("Heat", "Stem cells were isolated from the teeth of patients and cultured."),
            "cells",
        ),
        (
            paper("Heat", "Cells were cultured with fetal bovine serum and goat anti-rabbit IgG."),
            "cells",
        ),
        (paper("Heat", "Patients received rabbit antithymocyte globulin and cells."), "human"),
        (paper("Heat", "Volunteers were given cells cultured in horse serum."), "human"),
        (paper("Heat in mice and in vitro", "Cells were cultured; mice were heated."), "animal"),
        (paper("Heat", ""), ""),
        (
            paper(
                "Heat",
                "Participants were asked.",
                background="In mice, rats and rabbits heat is known. Mice were often used.",
            ),
            "human",
        ),
        (paper("Heat", results="", body="Wistar rats were housed. Rats were heated."), "animal"),
    ],
)
def test_whom_a_paper_studied(text: FullText, population: str) -> None:
    assert study_of(text).population == population


@pytest.mark.parametrize(
    "others",
    [
        {"background": "Recent randomised trials and a meta-analysis have shown cooling."},
        {"conclusion": "Larger randomised, placebo-controlled phase 3 trials are needed."},
        {"conclusion": "A double-blind randomised phase 2 study should follow."},
        {"background": "In our phase I trial, cells were safe. Previous phase II trials failed."},
        {"methods": "Previous randomised trials have been summarised elsewhere."},
        {"body": "Doses followed earlier phase 3 trials, which have been reported elsewhere."},
    ],
)
def test_words_on_other_studies_decide_nothing(others: dict[str, str]) -> None:
    own = "Records of 120 patients were read in this retrospective analysis."
    told = {"methods": own} | {k: v for k, v in others.items() if k != "methods"}
    told["methods"] = f"{own} {others.get('methods', '')}".strip()
    study = study_of(paper("Fever after cells in a ward", **told))
    assert (study.design, study.phase) == ("observational", "")


@pytest.mark.parametrize(
    "text",
    [
        paper("Cells for fever: study protocol for a randomised trial", ENROLLED),
        paper("Cells for fever", ENROLLED, subject="Study Protocol"),
        paper("Rationale and design of the MADEUP-2 trial", ENROLLED),
        paper("Cells for fever", "Forty adults will be randomised to cells or saline.", results=""),
    ],
)
def test_a_plan_is_ongoing_whatever_its_verbs(text: FullText) -> None:
    study = study_of(text)
    assert (study.status, tier_of(study)) == ("ongoing", "trial_no_results")
    assert "ongoing: " in study.basis


def test_a_plan_of_a_review_has_no_tier() -> None:
    study = study_of(
        paper("Cells for fever: protocol for a systematic review of trials", results="")
    )
    assert (study.design, study.status, tier_of(study)) == ("protocol", "ongoing", "")


def test_a_paper_with_results_that_mentions_its_plan_is_published() -> None:
    text = paper("Cells for fever", f"{ENROLLED} The study protocol was registered.")
    assert study_of(text).status == "published"


def test_a_retracted_paper_says_so() -> None:
    text = paper("Cells for fever", ENROLLED)
    assert (
        study_of(FullText(text.title, abstract=text.abstract, retracted=True)).status == "retracted"
    )


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("phase I", "1"),
        ("Phase 2", "2"),
        ("phase IIa", "2a"),
        ("phase 2b", "2b"),
        ("phase III", "3"),
        ("phase I/II", "1/2"),
        ("phase Ib/IIa", "1/2"),
        ("phase 1-2", "1/2"),
        ("phase II/III", "2/3"),
        ("phase 4", "4"),
        ("phase contrast", ""),
        ("an acute phase", ""),
        ("phase 21", ""),
    ],
)
def test_phases_in_arabic_figures(words: str, phase: str) -> None:
    text = paper("Cells for fever", f"In this {words} trial adults were randomised.")
    assert study_of(text).phase == phase


@pytest.mark.parametrize(
    ("methods", "n"),
    [
        ("Forty-two adults with fever were randomised.", 42),
        ("One hundred and twenty patients were enrolled.", 120),
        ("A total of 1,024 participants were included.", 1024),
        ("Patients (n = 30, mean age 75) were randomised.", 30),
        ("They were assigned to cells (n = 14) or saline (n=12).", 26),
        ("Siblings (n=54) or strangers (n=40) gave to arm A (n=49) or arm B (n=45).", 94),
        ("27 patients were randomly assigned to A, 26 to B, and 28 to C.", 81),
        ("Of 300 patients screened, few stayed.", None),
        ("Fever fell in 40% of patients who were included.", None),
        ("Adults were treated for 12 months and 30 days.", None),
        ("Patients were recruited in 14 hospitals.", None),
        ("Nobody was counted.", None),
    ],
)
def test_how_many_took_part(methods: str, n: int | None) -> None:
    study = study_of(paper("A clinical trial of cells for fever", methods))
    assert study.n == n


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("ninety", 90),
        ("thirty-one", 31),
        ("two hundred and six", 206),
        ("9,001", 9001),
    ],
)
def test_numbers_in_words(words: str, value: int) -> None:
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("title", "keywords", "condition"),
    [
        ("Cells in patients with invented lung disease: a trial", [], "invented lung disease"),
        ("Cells ameliorate made-up colitis in mice", [], "made-up colitis"),
        ("Treatment of knee osteoarthritis with cells", [], "knee osteoarthritis"),
        ("How heat moves", ["Heat", "Invented bone pain (IBP)"], "Invented bone pain"),
        ("How heat moves", ["GVHD", "Pain"], ""),
        ("Cell diagnosis and apoptosis", [], ""),
    ],
)
def test_the_condition_in_the_papers_words(title: str, keywords: list[str], condition: str) -> None:
    assert condition_of(title, keywords) == condition


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (paper("A", "Registered as NCT90000001."), "NCT90000001"),
        (paper("A", "NCT90000001 followed NCT90000002."), ""),
        (paper("A", "Adults.", body="The trial is registered (NCT90000003)."), "NCT90000003"),
        (paper("A", "Adults.", body="Doses were those of NCT90000004."), ""),
        (paper("A", "Adults."), ""),
    ],
)
def test_the_papers_own_registry_number(text: FullText, number: str) -> None:
    assert own_registry_number(text) == number

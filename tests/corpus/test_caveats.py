"""Caveats: the source's tags first, then what words and references justify, and no more."""

from __future__ import annotations

import pytest

from corpus.caveats import derive_caveats, inherited_tags
from corpus.records import Kind, Marker, Reference, Span
from corpus.statements import Draft
from corpus.tiers import StatementContext
from corpus.vocabulary import CAVEATS


def caveats(
    text: str,
    tier: str,
    *references: Reference,
    kind: Kind = Kind.PARAGRAPH,
    tags: tuple[str, ...] = (),
) -> tuple[str, ...]:
    context = StatementContext(text=text, kind=kind, references=references, tags=tags)
    found = derive_caveats(context, tier)
    assert all(name in CAVEATS for name in found if name not in tags)
    return found


def study(design: str, *, n: int | None = None, access: str = "") -> Reference:
    return Reference(key="k", label="Meyer 2021", design=design, n=n, access=access)


def test_source_tags_come_first_and_once() -> None:
    found = caveats("Scars shrank in rats.", "animal_study", tags=("no-mechanism", "my-own-tag"))
    assert found[:2] == ("no-mechanism", "my-own-tag")
    assert "animal-only" in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("text", "tier", "caveat"),
    [
        ("In the per-protocol set 61% responded.", "human_rct_phase2", "per-protocol-only"),
        ("Pain improved from 6.1 to 3.0 at week 12.", "human_early_phase", "within-group-only"),
        ("The trial (n=24) reduced pain.", "human_rct_phase2", "small-sample"),
        ("The study was underpowered.", "human_rct_phase2", "underpowered"),
        ("Results are not yet published.", "trial_no_results", "results-unpublished"),
        ("Results are not yet published.", "trial_no_results", "time-sensitive"),
        ("Serum CRP fell in the treated arm.", "human_rct_phase2", "surrogate-endpoint"),
        ("Single-arm; pain improved.", "human_early_phase", "uncontrolled"),
        ("Conditional approval for children.", "regulatory_approval", "conditional-approval"),
        ("Conditional approval for children.", "regulatory_approval", "pediatric"),
        ("Approved for one use.", "regulatory_approval", "indication-specific"),
        ("A post-hoc look favoured the cells.", "human_rct_phase2", "exploratory-endpoint"),
        ("Theoretical risks include tumours.", "expert_review", "theoretical-risk"),
        ("This is a promising direction.", "expert_review", "promissory-language"),
        ("The cells secrete IL-10.", "lab_mechanistic", "uncited"),
        ("41% responded versus 30% with placebo.", "human_rct_phase2", "analysis-set-omitted"),
        ("Effects held only in patients with mild disease.", "human_rct_phase2", "subgroup"),
        ("CRP levels fell against placebo.", "human_rct_phase2", "surrogate-endpoint"),
        ("Walking improved (p=.02).", "human_early_phase", "exploratory-endpoint"),
        ("The lower dose did better than the higher.", "human_rct_phase2", "inverse-dose-response"),
        (
            "10 mg showed the largest gain; 40 mg did not improve walking.",
            "human_rct_phase2",
            "inverse-dose-response",
        ),
        ("The trial enrolled 31 adults.", "human_rct_phase2", "small-sample"),
        ("The primary endpoint was changed to gait.", "trial_no_results", "endpoint-mismatch"),
        ("It was run at a single centre.", "human_rct_phase2", "single-centre"),
        ("ORBIT and LUNA trials reduced pain.", "human_rct_phase2", "mixed-sources"),
        ("It holds for this specific condition.", "expert_review", "indication-specific"),
        ("In steroid-resistant disease pain fell.", "human_rct_phase2", "indication-specific"),
        ("It may apply to other patients.", "expert_review", "extrapolation"),
        ("The effect must act through the lung.", "lab_mechanistic", "author-judgement"),
        ("Fresh versus thawed cells differ.", "lab_mechanistic", "heterogeneous-product"),
        ("A phase 2 trial is planned.", "trial_no_results", "time-sensitive"),
    ],
)
def test_words_that_justify_a_caveat(text: str, tier: str, caveat: str) -> None:
    assert caveat in caveats(text, tier)


@pytest.mark.parametrize(
    ("text", "tier", "caveat"),
    [
        ("Per-protocol and intention-to-treat agreed.", "human_rct_phase2", "per-protocol-only"),
        ("Pain improved from 6 to 3 versus placebo.", "human_rct_phase2", "within-group-only"),
        ("The trial (n=124) reduced pain.", "human_rct_phase2", "small-sample"),
        ("The per-protocol set is defined below.", "background", "per-protocol-only"),
        ("Ask your doctor.", "none", "uncited"),
        (
            "By intention to treat 41% responded versus 30%.",
            "human_rct_phase2",
            "analysis-set-omitted",
        ),
        ("Adverse events did not differ (p=.4).", "human_early_phase", "exploratory-endpoint"),
        (
            "40 mg improved walking; 10 mg did not improve it.",
            "human_rct_phase2",
            "inverse-dose-response",
        ),
        ("The trial enrolled 310 adults.", "human_rct_phase2", "small-sample"),
        ("No extrapolation is needed.", "expert_review", "extrapolation"),
    ],
)
def test_words_that_do_not(text: str, tier: str, caveat: str) -> None:
    assert caveat not in caveats(text, tier)


def test_references_justify_caveats() -> None:
    small = caveats("Pain fell.", "human_rct_phase2", study("rct", n=30, access="abstract_only"))
    assert {"small-sample", "abstract-only"} <= set(small)
    assert "uncited" not in small
    retold = caveats("Pain fell.", "lab_mechanistic", study("review", access="closed"))
    assert {"review-sourced", "closed-access"} <= set(retold)
    mixed = caveats("Pain fell.", "animal_study", study("rct"), study("in-vivo"))
    assert "mixed-sources" in mixed


def test_bookkeeping_follows_the_kind() -> None:
    assert "table-row" in caveats("Pain fell.", "background", kind=Kind.TABLE_ROW)
    assert caveats("Ask your doctor first.", "none") == ("disclaimer",)


def test_a_phase_that_disagrees_with_the_cited_one_is_doubtful() -> None:
    text = "In the phase 3 trial pain fell."
    early = Reference(key="k", label="Meyer 2021", design="rct", phase="1/2")
    same = Reference(key="k", label="Meyer 2021", design="rct", phase="3")
    assert "phase-doubtful" in caveats(text, "human_rct_phase2", early)
    assert "phase-doubtful" not in caveats(text, "human_rct_phase3", same)


def test_a_registry_number_in_the_heading_is_a_source() -> None:
    context = StatementContext(
        "The trial is double-blind.", Kind.LIST_ITEM, ("ORBIT (NCT05550003, recruiting)",)
    )
    assert "uncited" not in derive_caveats(context, "trial_no_results")


def test_a_footnote_takes_the_tags_of_the_passages_that_cite_it() -> None:
    def draft(start: int, end: int, *tags: str) -> Draft:
        return Draft(0, Kind.PARAGRAPH, Span(start, end), (), (), "", "", tags)

    marks = [Marker("b", Span(70, 74)), Marker("a", Span(10, 14)), Marker("a", Span(40, 44))]
    drafts = [
        draft(0, 30, "needs-replication"),
        draft(30, 60, "no-mechanism", "needs-replication"),
        draft(60, 90),
    ]
    assert inherited_tags(drafts, marks) == {"a": ("needs-replication", "no-mechanism")}

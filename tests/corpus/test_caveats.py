"""Caveats: the source's tags first, then what words and references justify, and no more."""

from __future__ import annotations

import pytest

from corpus.caveats import derive_caveats
from corpus.records import Kind, Reference
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

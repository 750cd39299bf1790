"""The design of each full text, written down from its title, abstract and methods by reading."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest

from corpus.readers.jats.notices import is_notice
from corpus.readers.jats.reader import read_jats
from corpus.records import Document, Kind, Reference
from corpus.tiers.designs import reference_design
from tests.corpus.proofs import proved
from tests.shared import shared_path

FOLDER = "corpora/cell_therapy_fulltext"


class Right(NamedTuple):
    """What a reader finds: design, phase, participants, population, status and its tier.

    For a protocol `n` is the planned number: nobody has taken part yet.
    """

    design: str
    phase: str
    n: int | None
    population: str
    status: str
    tier: str


RIGHT = {
    # mice, groups randomised: an animal experiment
    "PMC3856598": Right("in-vivo", "", None, "animal", "published", "animal_study"),
    "PMC4332717": Right("rct", "2", 94, "human", "published", "human_rct_phase2"),
    "PMC4482193": Right("rct", "", 90, "human", "published", "human_rct_phase2"),
    # a protocol: eighty are to be recruited, nothing is found yet
    "PMC4606493": Right("rct", "2", 80, "human", "ongoing", "trial_no_results"),
    # 26 patients of a randomised trial with 80
    "PMC4687062": Right("rct", "", 26, "human", "published", "human_rct_phase2"),
    # dental materials on cultured cells of human teeth
    "PMC4731528": Right("in-vitro", "", None, "cells", "published", "lab_mechanistic"),
    # a protocol: open label, 120 are to be enrolled
    "PMC4759781": Right("open-label rct", "2", 120, "human", "ongoing", "trial_no_results"),
    # five patients followed for years, no comparison
    "PMC5009698": Right("case-series", "", 5, "human", "published", "human_observational"),
    "PMC5320771": Right("rct", "", 18, "human", "published", "human_rct_phase2"),
    # biopsies of the 58 patients of a randomised trial that its title does not mention
    "PMC5395856": Right("rct", "", 58, "human", "published", "human_rct_phase2"),
    # "this pilot study", phase Ib/IIa: early, though randomised and double-blind
    "PMC5541727": Right("pilot rct", "1/2", 17, "human", "published", "human_early_phase"),
    # 27 + 26 + 28 patients, open label: early, though randomised and phase 2
    "PMC5738975": Right("open-label rct", "2", 81, "human", "published", "human_early_phase"),
    # a randomised, placebo-controlled trial in horses
    "PMC5844532": Right("in-vivo", "", 22, "animal", "published", "animal_study"),
    # a randomised, placebo-controlled "trial" in swine with cells of patients
    "PMC5850145": Right("in-vivo", "", None, "animal", "published", "animal_study"),
    "PMC5861900": Right("rct", "2", 30, "human", "published", "human_rct_phase2"),
}


@cache
def full_text(name: str) -> Document:
    (document,) = read_jats(shared_path(f"{FOLDER}/{name}.nxml"))
    return document


def own(name: str) -> Reference:
    study = full_text(name).own
    assert study is not None
    return study


@pytest.mark.parametrize("name", RIGHT)
def test_the_design_of_each_full_text_is_right(name: str) -> None:
    study = own(name)
    read = reference_design(study)
    assert read is not None
    assert (study.n_planned is not None) is (study.status == "ongoing")
    size = study.n if study.n_planned is None else study.n_planned
    told = Right(study.design, study.phase, size, study.population, study.status, read.tier)
    assert told == RIGHT[name], full_text(name).metadata["design-basis"]


@pytest.mark.parametrize("name", RIGHT)
def test_the_basis_tells_the_deciding_words(name: str) -> None:
    basis = str(full_text(name).metadata["design-basis"])
    assert '"' in basis or "without a comparison" in basis
    assert " in the " in basis


def test_every_full_text_is_in_the_table() -> None:
    folder = shared_path(FOLDER)
    assert {path.stem for path in folder.glob("*.nxml")} == set(RIGHT)


CONDITIONS = {
    "PMC3856598": "extrapulmonary acute respiratory distress syndrome",
    "PMC4332717": "",
    "PMC4482193": "liver insufficiency",
    "PMC4606493": "progressive Multiple Sclerosis",
    "PMC4731528": "",
    "PMC4759781": "ST-elevation myocardial infarction",
    "PMC5009698": "chronic lower back pain",
    "PMC5320771": "fecal incontinence",
    "PMC5395856": "decompensated alcoholic liver disease",
    "PMC5541727": "Post-traumatic osteoarthritis",
    "PMC5738975": "liver cirrhosis",
    "PMC5844532": "tendinopathies",
    "PMC5861900": "Aging Frailty",
}
NUMBERS = {
    "PMC4332717": "NCT00603954",
    "PMC4606493": "NCT01815632",
    "PMC4759781": "NCT02502747",
    "PMC5541727": "NCT01088191",
    "PMC5861900": "NCT02065245",
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_condition_and_the_registry_number(name: str) -> None:
    assert own(name).nct == NUMBERS.get(name, "")
    if name in CONDITIONS:
        assert own(name).condition == CONDITIONS[name]


class Landmarks(NamedTuple):
    """Counted in the XML by eye and by element: what must be in the laid-out text."""

    references: int
    tables: int
    rows: int
    items: int
    first: str
    last: str


LANDMARKS = {
    "PMC3856598": Landmarks(34, 1, 7, 0, "Matthay MA", "19242323"),
    "PMC4332717": Landmarks(30, 2, 38, 0, "Baron F", "15784728"),
    "PMC4482193": Landmarks(34, 8, 109, 12, "Sakaida I", "22119930"),
    "PMC4606493": Landmarks(54, 2, 25, 24, "Rice CM", "18957087"),
    "PMC4687062": Landmarks(47, 3, 75, 0, "Seropian IM", "20353760"),
    "PMC4731528": Landmarks(45, 0, 0, 0, "Bose R", "23522544"),
    "PMC4759781": Landmarks(16, 0, 0, 35, "Keeley EC", "19540842"),
    "PMC5009698": Landmarks(30, 3, 13, 23, "Mathew J", "26240729"),
    "PMC5320771": Landmarks(42, 3, 30, 0, "Uustal Fornell E", "11897555"),
    "PMC5395856": Landmarks(25, 3, 61, 0, "Mathurin P", "25795699"),
    "PMC5541727": Landmarks(52, 5, 58, 0, "Felson DT", "12632421"),
    "PMC5738975": Landmarks(31, 4, 119, 0, "Williams R", "28296617"),
    "PMC5844532": Landmarks(47, 6, 45, 0, "Clegg PD", "25878980"),
    "PMC5850145": Landmarks(48, 7, 115, 5, "Ambrosy AP", "28077443"),
    "PMC5861900": Landmarks(49, 3, 44, 0, "Walston J", "10774463"),
}


@pytest.mark.parametrize("name", LANDMARKS)
def test_references_tables_and_lists_are_all_there(name: str) -> None:
    document = full_text(name)
    kinds = Counter(block.kind for block in document.blocks)
    notes = [b.span.quote(document.source) for b in document.blocks if b.kind is Kind.FOOTNOTE]
    captions = {b.lead for b in document.blocks if b.kind is Kind.TABLE_ROW}
    found = Landmarks(
        len(notes),
        len(captions),
        kinds[Kind.TABLE_ROW],
        kinds[Kind.LIST_ITEM],
        notes[0].split(",")[0].split(" · ")[0],
        notes[-1].rpartition(" ")[2],
    )
    assert found == LANDMARKS[name]


@pytest.mark.parametrize("name", RIGHT)
def test_every_full_text_is_proved_and_free_of_notices(name: str) -> None:
    document = full_text(name)
    article = proved(document)
    assert article.slug == name.lower()
    assert document.problems == ()
    shown = {block.section[0] for block in document.blocks if block.section}
    assert {"Abstract", "Discussion", "References"} <= shown
    assert not any(is_notice(part) for part in shown)
    for label, place in (
        (mark.label, mark.span.quote(document.source)) for mark in document.markers
    ):
        assert label in place
    for before, after in pairwise(document.markers):
        assert before.span.end <= after.span.start


@pytest.mark.parametrize("name", RIGHT)
def test_the_licence_is_that_of_the_manifest(name: str) -> None:
    manifest = json.loads(shared_path(f"{FOLDER}/manifest.json").read_text("utf-8"))
    entry = next(one for one in manifest if one["file"] == f"{name}.nxml")
    kind, version = entry["licence"][0].split("/")[-2:]
    assert full_text(name).metadata["licence"] == f"CC {kind.upper()} {version}"
    assert own(name).doi == entry["doi"].lower()
    assert str(full_text(name).metadata["date"])[:4] in {entry["year"], str(int(entry["year"]) - 1)}


def test_sentences_of_real_articles_keep_their_figures_and_marks() -> None:
    source = full_text("PMC5738975").source
    assert "viral hepatitis.[1, 2] Although the primary causes" in source
    assert "(0·2 × 10⁶ cells per kg per infusion)" in source
    assert "liver,[4, 5, 6] although the mechanisms" in source
    assert "| Parameter | Control Group: Day 5 |" in full_text("PMC5850145").source

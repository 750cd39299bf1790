"""The studies of a library as a list: what each is, under which conditions, in which order."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

from api.conditions import ConditionIndex, stems_of
from api.studies import StudyCatalogue
from api.study_filter import Order, StudyFilter
from corpus.findings import findings_of
from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Reference
from index.records import write_store
from index.store import RecordStore
from tests.handmade import make_article

MIXED = """---
title: Knees and livers
slug: mixed
as-of: 2026-05-06
conditions: ["knee osteoarthritis", "liver cirrhosis", "Parkinson's disease"]
---

# Knees and livers

## Knee osteoarthritis

Pain fell in the first trial [^adams2019].

## Other findings

Albumin rose in liver cirrhosis [^brown2021]. In Parkinson's, tremor did not change [^clark2020].
A mouse study saw less scarring [^davis2018].

[^adams2019]: doi:10.1000/adams · Adams A et al. · Knee 2019 · rct phase-3 · n=240 · model: human
[^brown2021]: doi:10.1000/brown · Brown B et al. · Liver 2021 · phase-1 · n=12 · model: human
[^clark2020]: doi:10.1000/clark · Clark C et al. · Nerve 2020 · rct phase-2 · n=60 · model: human
[^davis2018]: doi:10.1000/davis · Davis D et al. · Scar 2018 · in-vivo · n=8 · model: mouse
"""
ALONE = """---
title: One condition
slug: alone
as-of: 2026-05-08
conditions: ["osteoarthritis, knee"]
---

# One condition

Nothing was found by the mouse study [^davis2018] or by the trial [^evans2022].

[^davis2018]: doi:10.1000/davis · Davis D et al. · Scar 2018 · in-vivo · n=8 · model: mouse
[^evans2022]: doi:10.1000/evans · Evans E et al. · Joint 2022 · observational · model: human
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> StudyCatalogue:
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "mixed.md").write_text(MIXED, encoding="utf-8")
    (folder / "alone.md").write_text(ALONE, encoding="utf-8")
    library = read_library([folder], Budget())
    path = folder / "records.sqlite"
    write_store(path, library.articles, library.findings)
    return StudyCatalogue.gather(RecordStore(path))


def labels(
    catalogue: StudyCatalogue, wanted: StudyFilter, order: Order = "newest"
) -> Sequence[str]:
    return [each.reference.label.split()[0] for each in catalogue.find(wanted, order)]


def test_a_study_has_its_own_tier_and_those_of_what_is_said_of_it(
    catalogue: StudyCatalogue,
) -> None:
    own = {each.reference.label: each.tier for each in catalogue.entries}
    assert own == {
        "Evans 2022": "human_observational",
        "Brown 2021": "human_early_phase",
        "Clark 2020": "human_rct_phase2",
        "Adams 2019": "human_rct_phase3",
        "Davis 2018": "animal_study",
    }
    davis = catalogue.by_key["doi:10.1000/davis"]
    assert davis.cited_in == davis.articles == ("alone", "mixed")
    assert davis.said == 2
    assert davis.tiers == ("animal_study",)


def test_a_study_is_listed_under_what_is_told_of_it_alone(catalogue: StudyCatalogue) -> None:
    assert {each.reference.label: each.conditions for each in catalogue.entries} == {
        "Evans 2022": ("osteoarthritis, knee",),
        "Brown 2021": ("liver cirrhosis",),
        "Clark 2020": ("Parkinson's disease",),
        "Adams 2019": ("knee osteoarthritis",),
        "Davis 2018": ("osteoarthritis, knee",),
    }
    assert len(catalogue.conditions.names) == 3
    assert catalogue.conditions.names[0] in ("knee osteoarthritis", "osteoarthritis, knee")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (StudyFilter(), "Evans Brown Clark Adams Davis"),
        (StudyFilter(tier="animal_study"), "Davis"),
        (StudyFilter(condition="Osteoarthritis"), "Evans Adams Davis"),
        (StudyFilter(condition="knee pain"), ""),
        (StudyFilter(condition="!"), ""),
        (StudyFilter(phase="2"), "Clark"),
        (StudyFilter(year_from=2020, year_to=2021), "Brown Clark"),
        (StudyFilter(n_min=12), "Brown Clark Adams"),
        (StudyFilter(n_max=12), "Brown Davis"),
        (StudyFilter(retraction="struck"), ""),
        (StudyFilter(retraction="corrected"), ""),
        (StudyFilter(retraction="none", design="rct"), "Clark Adams"),
        (StudyFilter(q="10.1000/Adams"), "Adams"),
        (StudyFilter(q="joint"), "Evans"),
    ],
)
def test_filters(catalogue: StudyCatalogue, wanted: StudyFilter, expected: str) -> None:
    assert " ".join(labels(catalogue, wanted)) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", "Evans Brown Clark Adams Davis"),
        ("oldest", "Davis Adams Clark Brown Evans"),
        ("largest", "Adams Clark Brown Davis Evans"),
        ("smallest", "Davis Brown Clark Adams Evans"),
        ("strongest", "Adams Clark Brown Evans Davis"),
        ("name", "Adams Brown Clark Davis Evans"),
    ],
)
def test_orders(catalogue: StudyCatalogue, order: Order, expected: str) -> None:
    assert " ".join(labels(catalogue, StudyFilter(), order)) == expected


def test_articles_are_counted(catalogue: StudyCatalogue) -> None:
    mixed = catalogue.by_slug["mixed"]
    assert (mixed.statements, mixed.studies) == (4, 4)
    assert mixed.tiers[0] == "human_rct_phase3"


def test_a_condition_is_found_by_any_of_its_words_and_spelt_as_most_do() -> None:
    index = ConditionIndex(
        [["Knee Osteoarthritis"], ["Osteoarthritis, Knee"], ["Knee Osteoarthritis", "Pain"], []]
    )
    assert index.names == ("Knee Osteoarthritis", "Pain")
    assert index.find("osteoarthritis of the knee") == {0, 1, 2}
    assert index.find("knee pain") == index.find("the") == index.find("") == frozenset()


@pytest.mark.parametrize(
    ("names", "other"),
    [
        (("COVID-19", "Covid19", "COVID 19", "Covid-19"), "COVID-19 pneumonia"),
        (("SARS-CoV-2", "Sars-CoV2", "SARS\u2011CoV\u20112"), "SARS"),
        (("Type 1 Diabetes", "Type1 diabetes"), "Type 2 Diabetes"),
    ],
)
def test_a_number_is_told_apart_however_it_is_joined(names: Sequence[str], other: str) -> None:
    assert len({stems_of(name) for name in names}) == 1
    assert stems_of(other) != stems_of(names[0])
    index = ConditionIndex([[name] for name in (names[0], *names, other)])
    assert set(index.names) == {names[0], other}
    everyone = set(range(len(names) + 1))
    assert all(everyone <= index.find(name) for name in names)


def test_numbers_of_other_things_stay_joined() -> None:
    assert stems_of("injury at L4-L5") != stems_of("injury at L 4 L 5")


def test_a_key_that_leads_nowhere_is_no_study_and_no_error(tmp_path: Path) -> None:
    known = Reference(key="doi:10.1000/known", label="Known 2020", year=2020)
    article = make_article(
        "cites", [("Found", ("It was found to rise.", "What was lost fell."))], references=(known,)
    )
    lost = dataclasses.replace(article.statements[1], references=("cites#lost",))
    cites = dataclasses.replace(
        article,
        statements=(article.statements[0], lost),
        metadata={"conditions": ["lost", "found"]},
    )
    joined, findings = findings_of([cites])
    write_store(tmp_path / "records.sqlite", joined, findings)
    gathered = StudyCatalogue.gather(RecordStore(tmp_path / "records.sqlite"))
    assert [each.reference.label for each in gathered.entries] == ["Known 2020"]
    assert gathered.entries[0].conditions == ("found",)
    assert gathered.known("cites#lost") == "cites#lost"

"""Footnotes as references, one record for each study."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Reference
from corpus.references import canonical_keys, merge_references, parse_footnote, phase_of
from tests.shared import shared_path


def parsed(text: str) -> Reference:
    return parse_footnote(text, label="key2020", slug="page")


def test_a_whole_footnote() -> None:
    found = parsed(
        "doi:10.1000/ABC.1 · de la Cruz MA, Li X et al. · J Cells 2020;1(2):3–4 · phase-1/2 rct ·"
        " n=1,234 (old people) · walked further; slept less · model: human · archive: gold OA,"
        " downloaded ↩"
    )
    assert found.key == "doi:10.1000/abc.1"
    assert found.label == "de la Cruz 2020"
    assert (found.year, found.venue) == (2020, "J Cells 2020;1(2):3–4")
    assert (found.design, found.phase, found.n) == ("rct", "1/2", 1234)
    assert (found.population, found.access, found.status) == ("human", "full_text", "published")
    assert found.summary == "n=1,234 (old people); walked further; slept less"
    assert found.url == "https://doi.org/10.1000/abc.1"


def test_fields_in_another_order_and_missing_ones() -> None:
    found = parsed("review · Some venue 2019 · PMID 123 · archive: not_oa (closed access)")
    assert (found.key, found.design, found.year) == ("PMID:123", "review", 2019)
    assert (found.n, found.authors, found.access) == (None, "", "closed")
    bare = parsed("A page on the web")
    assert (bare.key, bare.label) == ("page#key2020", "key2020")


def test_status_of_a_registered_trial() -> None:
    found = parsed(
        "NCT02982915 · Name · randomized trial, completed, publication pending · n not given"
    )
    assert (found.key, found.status, found.design) == ("NCT02982915", "completed", "rct")
    assert parsed("doi:10.1000/x · rct, retracted 2020").status == "retracted"


def test_phases() -> None:
    assert [phase_of(f"Phase {text}") for text in ("I/II", "2b", "III", "1", "x")] == [
        "1/2",
        "2b",
        "3",
        "1",
        "",
    ]


def test_one_record_for_a_study_cited_twice() -> None:
    first = Reference(key="doi:10.1/a", label="A 2020", doi="10.1/a", pmid="7", n=None)
    again = Reference(key="doi:10.1/a", label="B", doi="10.1/a", n=30)
    by_pmid = Reference(key="PMID:7", label="C", pmid="7", venue="V")
    merged = merge_references([first, again, by_pmid])
    assert list(merged) == ["doi:10.1/a"]
    assert merged["doi:10.1/a"].label == "A 2020"
    assert (merged["doi:10.1/a"].n, merged["doi:10.1/a"].venue) == (30, "V")


@pytest.mark.parametrize(
    ("field", "design"),
    [
        ("rct (double-blind)", "rct"),
        ("in-vitro + in-vivo (mice)", "in-vivo"),
        ("observational (follow-up of people from an rct)", "observational"),
        ("in-vivo (human phase 1, open-label)", "phase-trial"),
        ("in-vivo (mice; first protocol)", "in-vivo"),
        ("review (animal models)", "review"),
        ("comprehensive review of quokka cells, " + "of their kin " * 15, "review"),
        ("scoping review", "systematic-review"),
        ("single-arm non-randomized", "open-label"),
        ("n=40 (35 per-protocol); rct, 96 weeks", "rct"),
        ("structural (cryo-EM)", "in-vitro"),
        ("quasi-experimental", "observational"),
        ("prospective, one centre", "observational"),
        ("controlled feeding study (crossover)", "open-label"),
        ("letter/hypothesis", "perspective"),
        ("individual-participant-data meta-analysis · 19 placebo-controlled RCTs", "meta-analysis"),
        ("investigator-blinded split-face trial", "open-label"),
        ("mathematical model", "in-silico"),
        ("walked further", ""),
    ],
)
def test_designs(field: str, design: str) -> None:
    assert parsed(f"doi:10.1000/x · Meyer A · *J Cells* 2020;1:2 · {field}").design == design


def test_journals_titles_and_links_state_no_design() -> None:
    found = parsed(
        'doi:10.1000/x · Meyer A · "A randomized trial of quokka cells" · *Nature Reviews'
        " Genetics* 2020 · https://example.org/experimental/review · *Human Genetics* 3:4"
    )
    assert (found.design, found.year, found.venue) == ("", 2020, "Nature Reviews Genetics 2020")
    assert found.title == "A randomized trial of quokka cells"


def test_sentences_are_fields_where_a_footnote_has_none() -> None:
    found = parsed(
        "Meyer A et al. *J Cells*. 2019;9:1. doi:10.1000/x. Secondary-prevention RCT; n=605."
    )
    assert (found.design, found.n, found.year) == ("rct", 605, 2019)


def test_the_study_is_named_by_the_identifier_that_fills_a_field() -> None:
    found = parsed(
        "doi:10.1000/own · Meyer A · J Cells 2020 · later data in Weber 2022 PMID 9 · PMID 7"
        " · note: 2021 erratum (doi:10.1000/erratum, PMID 8)"
    )
    assert (found.doi, found.pmid) == ("10.1000/own", "7")
    assert parsed("**RETRACTED** — doi:10.1000/own · see doi:10.1000/other").doi == "10.1000/own"
    assert parsed("See Weber 2022 (doi:10.1000/other)").doi == "10.1000/other"


def test_a_trial_is_the_studys_own_only_where_it_is_the_single_one() -> None:
    assert parsed("doi:10.1000/x · rct (NCT01234567)").nct == "NCT01234567"
    assert parsed("doi:10.1000/x · review · tells of NCT01234567").nct == ""
    assert parsed("doi:10.1000/x · rct · NCT01234567; NCT07654321").nct == ""
    several = parsed("A query that found NCT01234567 and NCT07654321")
    assert (several.nct, several.key) == ("", "page#key2020")
    assert parsed("NCT01234567 · QUOKKA · follows NCT07654321").key == "NCT01234567"


def test_years() -> None:
    assert parsed("doi:10.1000/j.2017.01.002 · rct · archive: none").year == 2020  # from the label
    assert parsed("doi:10.1000/x · Meyer A · J Cells 2019;1 · rct").year == 2019
    assert parsed("doi:10.1000/x · model: cells (verified 2026-05-01)").year == 2020


@pytest.mark.parametrize(
    ("text", "status", "as_of"),
    [
        ("doi:10.1000/x · **Retracted June 2018** (notice) · rct", "retracted", ""),
        ("**RETRACTED** — doi:10.1000/x · Meyer A", "retracted", ""),
        ("doi:10.1000/x · republication of the retracted 2014 paper · rct", "published", ""),
        ("doi:10.1000/x · not retracted · rct", "published", ""),
        ("doi:10.1000/x · rct (terminated early)", "published", ""),
        ("NCT01234567 · rct · status (as of 2026-05-08): RECRUITING", "ongoing", "2026-05-08"),
        ("NCT01234567 · rct · status: Terminated", "withdrawn", ""),
        ("NCT01234567 · rct", "", ""),
    ],
)
def test_status(text: str, status: str, as_of: str) -> None:
    assert (parsed(text).status, parsed(text).status_as_of) == (status, as_of)


@pytest.mark.parametrize(
    ("field", "condition"),
    [
        ("model: adults with quokka fever, 4 sites", "quokka fever"),
        ("condition: quokka fever (stage 2)", "quokka fever"),
        ("n=30 older patients with quokka fever who walked", "quokka fever"),
        ("model: adults with BMI >25", ""),
        ("model: aged mice with quokka fever", ""),
        ("n=30 · slept less", ""),
    ],
)
def test_condition_where_it_is_stated_plainly(field: str, condition: str) -> None:
    assert parsed(f"doi:10.1000/x · rct · {field}").condition == condition


def test_a_footnote_without_text_and_one_that_cites_another() -> None:
    empty = parsed("")
    assert (empty.key, empty.label, empty.design) == ("page#key2020", "key2020", "")
    circular = parsed("See [^meyer2020].")
    assert (circular.key, circular.doi, circular.design) == ("page#key2020", "", "")


def test_a_pubmed_record_becomes_its_doi_whatever_comes_first() -> None:
    paper = Reference(key="doi:10.1/a", label="A 2020", doi="10.1/a", pmid="7")
    bare = Reference(key="PMID:7", label="PMID 7", pmid="7", venue="V", where="page#a")
    for told in ([paper, bare], [bare, paper]):
        assert canonical_keys(told) == {"doi:10.1/a": "doi:10.1/a", "PMID:7": "doi:10.1/a"}
        (merged,) = merge_references(told).values()
        assert (merged.key, merged.doi, merged.venue) == ("doi:10.1/a", "10.1/a", "V")


def test_a_retraction_told_once_stands_and_places_are_kept() -> None:
    one = Reference(key="doi:10.1/a", label="A", doi="10.1/a", status="published", where="x#1")
    two = Reference(key="doi:10.1/a", label="A", doi="10.1/a", status="retracted", where="x#2")
    (merged,) = merge_references([one, two, one]).values()
    assert (merged.status, merged.where) == ("retracted", "x#1; x#2")


@given(st.text('·; ·doi:10.1000/xPMID7NCT0123456n=(rct)phase 2[^a]*"review\n', max_size=120))
def test_any_text_is_read(text: str) -> None:
    found = parsed(text)
    assert found.key
    assert found.label
    assert found.text == text


def test_footnotes_of_a_real_wiki() -> None:
    folder = shared_path("corpora/aging_wiki")
    with_doi = taken = 0
    for file in sorted(folder.rglob("*.md"))[::10]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("[^") and "]: " in line and re.search(r"\b10\.\d{4,}/\S", line):
                with_doi += 1
                taken += bool(parsed(line.split("]: ", 1)[1]).doi)
    assert with_doi > 400
    assert taken / with_doi >= 0.98

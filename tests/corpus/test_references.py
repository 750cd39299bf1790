"""Footnotes as references, one record for each study."""

from __future__ import annotations

from corpus.records import Reference
from corpus.references import merge_references, parse_footnote, phase_of


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

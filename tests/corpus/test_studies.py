"""Papers and registrations joined to studies, and where they disagree. All are invented."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.disagreement import FieldConflict
from corpus.library import assemble
from corpus.passages import Budget
from corpus.readers import read_documents
from corpus.readers.markdown import read_markdown
from corpus.records import Article, Block, Document, Kind, Reference, Span
from corpus.studies import StudyRegistry, gather_studies
from tests.shared import shared_path

TRIAL = "NCT01234567"
PAPER = "doi:10.1000/quokka"


def page(slug: str, *lines: str, as_of: str = "") -> Article:
    """Return a wiki page that says `lines`."""
    head = f"---\ntitle: Page\nas-of: {as_of}\n---\n" if as_of else ""
    source = head + "\n\n".join(["# Page", *lines]) + "\n"
    document = read_markdown(source, Path(f"{slug}.md"))
    return assemble(document, slug=slug, budget=Budget())


def document(slug: str, own: Reference, **metadata: object) -> Article:
    """Return an article that is itself the study `own`."""
    text = "What was planned for this study is told here."
    blocks = (Block(Kind.PARAGRAPH, Span(0, len(text))),)
    made = Document(f"{slug}.x", "text/plain", text, "Own", dict(metadata), blocks, own=own)
    return assemble(made, slug=slug, budget=Budget())


def registration(**known: object) -> Article:
    own = Reference(
        key=TRIAL, label=TRIAL, nct=TRIAL, title="Quokka cells", design="rct", phase="1/2",
        n=30, population="human", condition="quokka fever; fatigue", status="completed",
    )  # fmt: skip
    return document("registry", dataclasses.replace(own, **known))  # type: ignore[arg-type]


def full_text(**known: object) -> Article:
    own = Reference(
        key=PAPER, label="Quokka 2020", doi="10.1000/quokka", pmid="7", nct=TRIAL,
        title="Cells for quokkas", year=2020, design="rct", phase="2", n=28, status="published",
        access="full_text",
    )  # fmt: skip
    return document("full", dataclasses.replace(own, **known))  # type: ignore[arg-type]


def cited(slug: str, note: str, text: str = "Walked further.[^q]") -> Article:
    return page(slug, text, f"[^q]: {note}")


NOTE = (
    "doi:10.1000/quokka · Quokka AB · J Cells 2020;1:2 · rct (NCT01234567) · archive: abstract only"
)


def conflicts(registry: StudyRegistry) -> dict[str, set[str]]:
    return {
        conflict.field: {value for value, _ in conflict.values}
        for study in registry.studies.values()
        for conflict in study.conflicts
    }


def test_paper_and_registration_are_one_study_and_keep_their_keys() -> None:
    registry = gather_studies([cited("page", NOTE), registration()])
    assert set(registry.references) == {PAPER, TRIAL}
    (study,) = registry.studies.values()
    assert (study.key, study.registration, study.papers) == (TRIAL, TRIAL, (PAPER,))
    assert registry.study_of(PAPER) is registry.study_of(TRIAL) is study
    assert registry.study_of("doi:10.1000/unknown") is None
    assert study.conflicts == ()


def test_fields_flow_from_the_registration_where_the_paper_is_silent() -> None:
    paper = gather_studies([cited("page", NOTE), registration()]).references[PAPER]
    assert (paper.phase, paper.n, paper.condition) == ("1/2", 30, "quokka fever; fatigue")
    assert (paper.status, paper.access, paper.year) == ("published", "abstract_only", 2020)


def test_the_order_of_articles_decides_nothing_between_sources() -> None:
    given = [cited("page", NOTE), registration(), full_text()]
    forward, back = gather_studies(given), gather_studies(given[::-1])
    assert forward.references == {key: back.references[key] for key in forward.references}


def test_full_text_decides_design_and_size_the_footnote_keeps_its_words() -> None:
    note = NOTE.replace("rct", "rct · n=30 randomized")
    paper = gather_studies([cited("page", note), full_text()]).references[PAPER]
    assert (paper.n, paper.title, paper.pmid) == (28, "Cells for quokkas", "7")
    assert paper.access == "full_text"
    assert paper.text.startswith("doi:10.1000/quokka")
    assert paper.where == "page#q"


def test_the_registry_decides_status_unless_a_later_date_is_told() -> None:
    note = "NCT01234567 · rct · status (as of 2026-05): COMPLETED"
    earlier = registration(status="ongoing", status_as_of="2022-10")
    registered = gather_studies([cited("page", note), earlier])
    record = registered.references[TRIAL]
    assert (record.status, record.status_as_of) == ("completed", "2026-05")
    assert conflicts(registered) == {}  # what became of the trial is no contradiction
    undated = cited("page", "NCT01234567 · rct · status: COMPLETED")
    registered = gather_studies([undated, earlier])
    assert registered.references[TRIAL].status == "ongoing"
    assert conflicts(registered) == {"status": {"completed", "ongoing"}}


def test_size_flows_only_to_the_single_paper() -> None:
    second = cited("other", NOTE.replace("quokka ·", "second ·"))
    registry = gather_studies([cited("page", NOTE), second, registration()])
    assert [registry.references[key].n for key in (PAPER, "doi:10.1000/second")] == [None, None]
    assert registry.studies[TRIAL].papers == (PAPER, "doi:10.1000/second")


def test_a_review_of_the_trial_is_another_study() -> None:
    review = cited("page", "doi:10.1000/view · review of NCT01234567 · J Cells 2021")
    registry = gather_studies([review, registration()])
    assert registry.studies["doi:10.1000/view"].papers == ("doi:10.1000/view",)
    assert registry.references["doi:10.1000/view"].phase == ""


def test_a_planned_size_is_kept_apart_from_the_actual_one() -> None:
    own = registration().references[0]
    article = document("registry", dataclasses.replace(own, n=None), enrolment=99)
    record = gather_studies([article]).references[TRIAL]
    assert (record.n, record.n_planned) == (None, 99)


def test_a_pubmed_citation_joins_its_doi() -> None:
    by_pmid = cited("page", "PMID 7 · Quokka AB · J Cells 2020")
    registry = gather_studies([by_pmid, full_text()])
    assert registry.canonical["PMID:7"] == PAPER
    assert list(registry.references) == [PAPER]
    assert registry.study_of("PMID:7") is registry.study_of(PAPER)


def test_a_phase_in_a_page_that_the_registry_does_not_have() -> None:
    told = page("wiki", "## QUOKKA Phase 2b (NCT01234567)", "It was large.")
    registry = gather_studies([told, registration()])
    (conflict,) = registry.studies[TRIAL].conflicts
    assert conflict.field == "phase"
    (text, place), registered = conflict.values
    assert (text, registered) == ("2b", ("1/2", TRIAL))
    statement = next(one for one in told.statements if one.id == place)
    assert "Phase 2b" in statement.text


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("QUOKKA is a phase I/II trial (NCT01234567).", "1/2"),
        ("QUOKKA is a phase 1/2a trial (NCT01234567).", "1/2"),
        ("QUOKKA phase IIb (NCT01234567) went well.", "2"),
        ("NCT01234567 ended early; no phase 3 data exist.", "2"),
        ("After NCT01234567, a phase 3 trial (NCT07654321) began.", "2"),
        ("NCT01234567 joins a phase 1 and a phase 2 part.", "1/2"),
    ],
)
def test_phases_that_do_not_contradict(words: str, phase: str) -> None:
    assert conflicts(gather_studies([page("wiki", words), registration(phase=phase)])) == {}


def test_footnotes_that_disagree_keep_both_values_and_places() -> None:
    one = cited("a", "doi:10.1000/x · Meyer A · J Cells 2014;1 · rct · n=58")
    two = cited("b", "doi:10.1000/x · Meyer A · J Cells 2020;1 · review · n=128")
    registry = gather_studies([one, two])
    assert registry.references["doi:10.1000/x"].year == 2014
    assert registry.studies["doi:10.1000/x"].conflicts == (
        FieldConflict("year", (("2014", "a#q"), ("2020", "b#q"))),
        FieldConflict("design", (("rct", "a#q"), ("review", "b#q"))),
    )


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("n=58", "n=128", {"n": {"58", "128"}}),
        ("n=58 randomized", "n=40 completers", {}),
        ("n=58 planned", "n=40 planned", {}),
        ("n=6 per group", "n=58", {}),
        ("n=10 + n=11", "n=21", {}),
        ("n=58 · model: mice", "n=128 · model: mice", {}),
    ],
)
def test_sizes(first: str, second: str, told: dict[str, set[str]]) -> None:
    pages = [
        cited(slug, f"doi:10.1000/x · Meyer A · J Cells 2014;1 · rct · {size}")
        for slug, size in (("a", first), ("b", second))
    ]
    assert conflicts(gather_studies(pages)) == told


def test_more_people_analysed_than_enrolled() -> None:
    note = NOTE + " · n=45"
    assert conflicts(gather_studies([cited("page", note), registration()])) == {"n": {"45", "30"}}
    fewer = NOTE + " · n=20"
    assert conflicts(gather_studies([cited("page", fewer), registration()])) == {}


def test_online_and_print_years_and_mixed_designs_are_no_conflicts() -> None:
    one = cited("a", "doi:10.1000/x · Meyer A · J Cells 2019;1 · in-vivo + in-vitro")
    two = cited("b", "doi:10.1000/x · Meyer A · J Cells 2020;1 · observational")
    assert conflicts(gather_studies([one, two])) == {}


def test_two_footnotes_of_one_page_on_one_paper() -> None:
    both = page(
        "wiki",
        "Walked.[^a] Slept.[^b]",
        "[^a]: doi:10.1000/x · Meyer A · J Cells 2014;1 · rct",
        "[^b]: doi:10.1000/x · Meyer A · J Cells 2018;1 · rct",
    )
    registry = gather_studies([both])
    assert registry.references["doi:10.1000/x"].where == "wiki#a; wiki#b"
    (conflict,) = registry.studies["doi:10.1000/x"].conflicts
    ids = {statement.id for statement in both.statements}
    assert [value for value, _ in conflict.values] == ["2014", "2018"]
    assert {place for _, place in conflict.values} <= ids


def test_circular_footnotes_and_duplicate_labels_are_read() -> None:
    told = page(
        "wiki",
        "One.[^a] Two.[^b] Three.[^c] Four.[^e]",
        "[^a]: See [^b].\n[^b]: See [^a].\n[^c]: doi:10.1000/x\n[^c]: doi:10.1000/y\n[^e]:",
    )
    registry = gather_studies([told])
    assert set(registry.references) == {"wiki#a", "wiki#b", "doi:10.1000/x"}


def test_nothing_and_articles_without_studies() -> None:
    assert gather_studies([]) == StudyRegistry({}, {}, {})
    assert gather_studies([page("wiki", "No study here.")]).studies == {}


def test_the_phase_on_which_a_real_page_and_the_real_registry_disagree() -> None:
    (file,) = shared_path("corpora/seeds").glob("003_*.txt")
    (told,) = read_documents(file)
    records = shared_path("corpora/msc_trials_ctgov/trials.jsonl")
    registered = [
        document(
            record["NCTId"],
            Reference(
                key=record["NCTId"],
                label=record["NCTId"],
                nct=record["NCTId"],
                phase="/".join(re.findall(r"Phase (\d)", str(record.get("Phase")))),
            ),
        )
        for line in records.read_text(encoding="utf-8").splitlines()
        if (record := json.loads(line))["NCTId"] in told.source
    ]
    registry = gather_studies([assemble(told, slug="seed", budget=Budget()), *registered])
    assert len(registered) > 1
    assert conflicts(registry) == {"phase": {"2b", "1/2"}}


def _everything() -> Iterator[Article]:
    yield from (cited("page", NOTE), registration(), full_text())


def test_gathering_changes_no_article() -> None:
    before = list(_everything())
    gather_studies(before)
    assert before == list(_everything())

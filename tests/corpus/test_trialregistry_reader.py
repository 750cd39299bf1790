"""Registry records laid out as text: plans apart from results, the study with its fields."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from corpus.readers.trialregistry.layout import ENTRY, PLAN, PUBLICATIONS, RESULTS
from corpus.readers.trialregistry.reader import read_registry
from corpus.records import Document, Kind
from corpus.tiers.designs import reference_design
from tests.corpus.proofs import proved
from tests.corpus.registry_records import (
    FLAT,
    NESTED,
    NESTED_POSTED,
    POSTED,
    Record,
    changed,
    write_lines,
)
from tests.shared import shared_path

UNPOSTED_PLAN = f"{PLAN} (no results posted)"


def read(folder: Path, *records: object) -> list[Document]:
    return list(read_registry(write_lines(folder, *records)))


def one(folder: Path, record: Record, *, as_of: str = "") -> Document:
    (document,) = read_registry(write_lines(folder, record), as_of=as_of)
    return document


def under(document: Document, heading: str) -> list[str]:
    """Return the texts of the blocks, headings left out, below the headings of that name."""
    return [
        block.span.quote(document.source)
        for block in document.blocks
        if heading in block.section and block.kind is not Kind.HEADING
    ]


def test_the_layout_of_a_record_without_results(tmp_path: Path) -> None:
    document = one(tmp_path, FLAT, as_of="2022-10")
    assert document.source == (
        "Larkspur Cells for Stiff Wings: the PENGUIN-1 Study\n"
        "Registry entry\n"
        "- Status of NCT90000001 in the registry, as of 2022-10: Completed; no results posted\n"
        "- Registry: ClinicalTrials.gov, NCT90000001\n"
        "- Official title: A Phase II, Randomized Study of Larkspur Cells in Stiff Wings\n"
        "- Study type: Interventional\n"
        "- Phase: Phase 2\n"
        "- Allocation: Randomized\n"
        "- Assignment: Parallel Assignment\n"
        "- Masking: Double\n"
        "- Primary purpose: Treatment\n"
        "- Enrolment: 42 participants (actual)\n"
        "- Conditions: Stiff Wing; Old Feathers\n"
        "- Sponsor: Institute of Invented Birds\n"
        "- Countries: Iceland, Norway\n"
        "- Start: March 3, 2015\n"
        "- Completion: July 2017\n"
        "Summary\n"
        "Larkspur cells improved wings in mice.\n"
        "Do they in people, it asks.\n"
        "Description\n"
        "OBJECTIVES:\n"
        "- To compare wings.\n"
        "2. To count adverse events.\n"
        "Arms and interventions\n"
        "- Planned arm: Cells: Larkspur cells on day 1\n"
        "- Planned arm: Control: Saline on day 1\n"
        "- Planned intervention (biological): Larkspur cells: 2 million cells per kg, one\n"
        "- Planned intervention (other): Saline\n"
        "Planned outcomes\n"
        "- Planned primary outcome: Change in wing span (time frame: 12 months)\n"
        "- Planned secondary outcome: Flights per day\n"
        "- Planned secondary outcome: Serious adverse events\n"
        "Eligibility\n"
        "- Ages eligible: 18 Years to 80 Years\n"
        "Inclusion criteria\n"
        "- Wings that do not fold\n"
        "- No evidence of moulting\n"
        "Exclusion criteria\n"
        "1. Flightless birds\n"
        "Publications listed in the record\n"
        "| Identifier | Publication listed in the record |\n"
        "| PMID 19000001 | Puffin A. Wings / a review. J Inv Birds. 2009;1:1-9. |\n"
    )
    assert document.problems == ()
    proved(document, "nct90000001")


def test_sections_tell_plans_from_results_and_hold_no_title(tmp_path: Path) -> None:
    plain, posted = read(tmp_path, FLAT, POSTED)
    assert {block.section[0] for block in plain.blocks[1:]} == {ENTRY, UNPOSTED_PLAN, PUBLICATIONS}
    assert {block.section[0] for block in posted.blocks[1:]} == {ENTRY, PLAN, RESULTS, PUBLICATIONS}
    assert plain.blocks[0].section == (plain.title,)
    assert under(plain, "Exclusion criteria") == ["Flightless birds"]
    (excluded,) = [block for block in plain.blocks if block.lead.startswith("Exclusion")]
    assert excluded.section == (UNPOSTED_PLAN, "Eligibility", "Exclusion criteria")
    row = plain.blocks[-1]
    assert row.header == ("Identifier", "Publication listed in the record")


def test_posted_values_without_groups_are_not_told(tmp_path: Path) -> None:
    document = one(tmp_path, POSTED)
    assert under(document, RESULTS) == [
        "Results of NCT90000002 first posted: 2018-05-05",
        (
            "Outcome measure with posted values, which are not in this record: Change in Wing Span"
            " (time frame: 12 months)"
        ),
        (
            "Outcome measure with posted values, which are not in this record: Flights per Day"
            " (time frame: 6 months)"
        ),
        (
            "Serious adverse events posted, without counts or groups in this record:"
            " Moult; Lost feather"
        ),
        "Limitations and caveats: Few birds came back.",
    ]
    assert "3.1" not in document.source
    assert "Completed; results posted on 2018-05-05" in document.source
    assert document.metadata["results-posted"] == "2018-05-05"
    proved(document, "nct90000002")


def test_a_nested_record_reads_like_a_flat_one(tmp_path: Path) -> None:
    document = one(tmp_path, NESTED, as_of="2030-01")
    own = document.own
    assert own is not None
    assert (own.key, own.label, own.phase) == ("NCT90000003", "TEASEL (NCT90000003)", "1/2")
    assert (own.design, own.status, own.n) == ("non-randomized", "ongoing", None)
    assert under(document, ENTRY) == [
        (
            "Status of NCT90000003 in the registry, as of 2024-02-23:"
            " Active, not recruiting; no results posted"
        ),
        "Registry: ClinicalTrials.gov, NCT90000003",
        "Study type: Interventional",
        "Phase: Phase 1/Phase 2",
        "Allocation: Non-Randomized",
        "Assignment: Sequential Assignment",
        "Masking: None (Open Label)",
        "Primary purpose: Treatment",
        "Enrolment: 24 participants (anticipated, a plan)",
        "Conditions: Tired Hoof",
        "Sponsor: Hoof House",
        "Countries: Chile",
        "Start: 2021-10",
        "Completion: 2026-11-24",
    ]
    assert under(document, "Arms and interventions") == [
        "Planned arm: Low: 1 million cells",
        "Planned arm: High",
        "Planned intervention (biological): Teasel cells",
    ]
    assert under(document, "Summary") == ["Teasel cells are tested at >5 sites."]
    assert under(document, "Eligibility") == [
        "Ages eligible: 5 Years to no upper limit",
        "Sexes eligible: All",
        "Hoof older than 5 years",
    ]
    assert under(document, PUBLICATIONS)[1:] == ["| PMID 19000002 | Hoof B. Steps. |"]
    assert document.problems == ()
    proved(document, "nct90000003")


def test_nested_results_name_group_size_unit_and_time(tmp_path: Path) -> None:
    document = one(tmp_path, NESTED_POSTED)
    assert under(document, RESULTS) == [
        "Results of NCT90000004 first posted: 2023-05-01",
        (
            "Posted result: Steps per Day, Front (mean, steps, 1 year):"
            " Low (n=12) 10.5 (2.1); High (n=11) 9 (7 to 11)"
        ),
        (
            "Posted result: Steps per Day, Low (n=12) compared with High (n=11):"
            " Mean difference 1.5, 95% CI -0.2 to 3.2, p=0.09"
        ),
        (
            "Posted result: Serious adverse event, Lost shoe:"
            " Low 1 of 12 participants; High 0 of 11 participants"
        ),
        "Limitations and caveats: Two horses were ponies.",
    ]
    assert document.problems == ()
    assert document.own is not None
    assert document.own.n == 23
    proved(document, "nct90000004")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("pValueComment", "Posterior probability that the low group did better"),
        ("statisticalMethod", "Bayesian logistic regression"),
    ],
)
def test_the_probability_of_a_bayesian_comparison_is_no_p_value(
    tmp_path: Path, field: str, text: str
) -> None:
    record = copy.deepcopy(NESTED_POSTED)
    (outcome,) = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    outcome["analyses"][0][field] = text
    (told,) = (line for line in under(one(tmp_path, record), RESULTS) if "compared with" in line)
    assert told.endswith("95% CI -0.2 to 3.2, 0.09 by a Bayesian analysis, not a p-value")


def test_the_study_and_the_head_of_a_record(tmp_path: Path) -> None:
    document = one(tmp_path, FLAT, as_of="2022-10")
    own = document.own
    assert own is not None
    assert (own.key, own.nct, own.label) == ("NCT90000001",) * 3
    assert (own.title, own.venue) == (document.title, "ClinicalTrials.gov")
    assert (own.authors, own.url) == (
        "Institute of Invented Birds",
        "https://clinicaltrials.gov/study/NCT90000001",
    )
    assert (own.phase, own.design, own.n, own.population) == ("2", "rct", 42, "human")
    assert (own.condition, own.status) == ("Stiff Wing; Old Feathers", "completed")
    assert (own.n_planned, own.status_as_of) == (None, "2022-10")
    assert own.summary == "Completed; no results posted"
    assert (
        own.text == "NCT90000001 · randomized phase 2 trial · n=42 · Completed; no results posted"
    )
    assert document.metadata == {
        "slug": "nct90000001",
        "url": "https://clinicaltrials.gov/study/NCT90000001",
        "lang": "en",
        "type": "registry-record",
        "registry": "ClinicalTrials.gov",
        "nct": "NCT90000001",
        "registry-status": "Completed",
        "study-type": "Interventional",
        "as-of": "2022-10",
        "start": "2015-03-03",
        "completion": "2017-07",
        "conditions": ["Stiff Wing", "Old Feathers"],
        "sponsor": "Institute of Invented Birds",
        "countries": ["Iceland", "Norway"],
        "enrolment": 42,
        "enrolment-type": "actual",
    }


def test_a_planned_enrolment_is_no_number_of_participants(tmp_path: Path) -> None:
    document = one(tmp_path, changed(EnrollmentType="Anticipated", OverallStatus="Recruiting"))
    assert document.own is not None
    assert (document.own.n, document.own.n_planned) == (None, 42)
    assert "42 participants anticipated" in document.own.text
    assert "- Enrolment: 42 participants (anticipated, a plan)\n" in document.source


@pytest.mark.parametrize(
    ("record", "tier"),
    [
        (FLAT, "trial_no_results"),
        (changed(OverallStatus="Terminated"), "trial_no_results"),
        (changed(OverallStatus="Unknown status"), "trial_no_results"),
        (changed(Phase="Phase 3", OverallStatus="Withdrawn"), "trial_no_results"),
        (POSTED, "human_rct_phase2"),
        (changed(POSTED, Phase="Phase 3"), "human_rct_phase3"),
        (changed(POSTED, Phase=["Phase 1", "Phase 2"]), "human_early_phase"),
        (changed(POSTED, DesignMasking="None (Open Label)"), "human_early_phase"),
        (changed(POSTED, DesignAllocation="Non-Randomized"), "human_early_phase"),
    ],
)
def test_who_cites_the_record_takes_no_outcome_from_a_study_without_results(
    tmp_path: Path, record: Record, tier: str
) -> None:
    own = one(tmp_path, record).own
    assert own is not None
    design = reference_design(own)
    assert design is not None
    assert design.tier == tier


def test_the_head_of_a_file_dates_its_records(tmp_path: Path) -> None:
    head = {"as-of": "October 2022", "licence": "public domain"}
    flat, nested = read(tmp_path, head, FLAT, NESTED)
    assert flat.metadata["as-of"] == "2022-10"
    assert flat.metadata["licence"] == nested.metadata["licence"] == "public domain"
    assert nested.metadata["as-of"] == "2024-02-23"
    (document,) = read_registry(write_lines(tmp_path, head, FLAT), as_of="2022-11-02")
    assert document.metadata["as-of"] == "2022-11-02"


def test_a_json_file_holds_one_record_a_list_or_a_page(tmp_path: Path) -> None:
    shapes = {
        "one": (FLAT, 1),
        "list": ([FLAT, POSTED, NESTED], 3),
        "page": ({"totalCount": 2, "studies": [NESTED, NESTED_POSTED], "nextPageToken": "x"}, 2),
    }
    for name, (value, count) in shapes.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        documents = list(read_registry(path))
        assert len(documents) == count
        assert all(document.own and not document.problems for document in documents)


def test_descriptions_that_match_no_name_are_kept_apart(tmp_path: Path) -> None:
    document = one(tmp_path, changed(InterventionDescription="1 million cells"))
    assert under(document, "Arms and interventions")[2:] == [
        "Planned intervention (biological): Larkspur cells",
        "Planned intervention (other): Saline",
        "Planned, its arm or intervention not stated: 1 million cells",
    ]


def test_landmarks_of_a_real_export() -> None:
    path = shared_path("corpora/msc_trials_ctgov/trials.jsonl")
    documents = list(read_registry(path, as_of="2022-10"))
    assert len(documents) == 1433  # one of the 1,434 records is there twice
    owns = [document.own for document in documents if document.own]
    assert len({own.key for own in owns}) == len(owns) == 1433
    assert sum("results-posted" in document.metadata for document in documents) == 45
    first, tenth, last = owns[0], owns[9], owns[-1]
    assert (first.key, first.phase, first.design) == ("NCT00081055", "2", "rct")
    assert (first.n, first.status) == (0, "withdrawn")
    assert first.condition == "Graft Versus Host Disease; Leukemia; Myelodysplastic Syndromes"
    assert (tenth.key, tenth.phase, tenth.design) == ("NCT00294112", "2", "rct")
    assert (tenth.n, tenth.status, tenth.condition) == (10, "completed", "Crohn's Disease")
    assert "open-label randomized phase 2 trial" in tenth.text
    assert (last.key, last.phase, last.design) == ("NCT05559801", "1/2", "single-arm")
    assert (last.n, last.status) == (None, "ongoing")
    assert documents[-1].metadata["enrolment"] == 12
    assert documents[9].metadata["start"] == "2006-03-13"
    assert all(document.metadata["as-of"] == "2022-10" for document in documents)
    codes = [problem.code for document in documents for problem in document.problems]
    assert {code: codes.count(code) for code in set(codes)} == {
        "contradictory-record": 38,
        "missing-field": 24,
        "repeated-record": 1,
    }
    for document in documents[::120]:
        proved(document)

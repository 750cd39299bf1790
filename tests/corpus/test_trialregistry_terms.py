"""The registry's terms in the product's words: every status, phase, design and date."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.trialregistry.reader import read_registry
from corpus.readers.trialregistry.record import registry_number
from corpus.readers.trialregistry.terms import (
    STATUSES,
    is_before,
    is_open_label,
    iso_date,
    phases_of,
    status_of,
)
from tests.corpus.registry_records import FLAT, Record, changed, write_lines


@pytest.mark.parametrize(
    ("flat", "constant", "status"),
    [
        ("Not yet recruiting", "NOT_YET_RECRUITING", "ongoing"),
        ("Recruiting", "RECRUITING", "ongoing"),
        ("Enrolling by invitation", "ENROLLING_BY_INVITATION", "ongoing"),
        ("Active, not recruiting", "ACTIVE_NOT_RECRUITING", "ongoing"),
        ("Suspended", "SUSPENDED", "ongoing"),
        ("Completed", "COMPLETED", "completed"),
        ("Terminated", "TERMINATED", "withdrawn"),
        ("Withdrawn", "WITHDRAWN", "withdrawn"),
        ("Unknown status", "UNKNOWN", ""),
        ("Withheld", "WITHHELD", ""),
        ("Available", "AVAILABLE", ""),
        ("Temporarily not available", "TEMPORARILY_NOT_AVAILABLE", ""),
        ("No longer available", "NO_LONGER_AVAILABLE", ""),
        ("Approved for marketing", "APPROVED_FOR_MARKETING", ""),
    ],
)
def test_every_status_keeps_its_words(
    tmp_path: Path, flat: str, constant: str, status: str
) -> None:
    known = status_of(flat)
    assert known is not None
    assert known == status_of(constant)
    assert (known.words, known.status) == (flat, status)
    (document,) = read_registry(write_lines(tmp_path, changed(OverallStatus=constant)))
    assert document.own is not None
    assert document.own.status == status
    assert document.metadata["registry-status"] == flat
    assert f"in the registry: {flat}; no results posted\n" in document.source


def test_the_table_of_statuses_is_complete_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    assert len({known.words for known in STATUSES.values()}) == 14
    record = changed(OverallStatus="Paused for moulting")
    (document,) = read_registry(write_lines(tmp_path, record))
    assert [problem.code for problem in document.problems] == ["unknown-value"]
    assert "in the registry: Paused for moulting; no results" in document.source
    assert document.own is not None
    assert document.own.status == ""


def test_the_last_known_status_is_told(tmp_path: Path) -> None:
    record = changed(OverallStatus="UNKNOWN", LastKnownStatus="RECRUITING")
    (document,) = read_registry(write_lines(tmp_path, record))
    assert "Unknown status, last known to be Recruiting; no results posted" in document.source


@pytest.mark.parametrize(
    ("words", "phases"),
    [
        (["Phase 1"], ("1",)),
        (["Early Phase 1"], ("1",)),
        (["EARLY_PHASE1"], ("1",)),
        (["Phase 0"], ("0",)),
        (["Phase 1", "Phase 2"], ("1", "2")),
        (["PHASE2", "PHASE3"], ("2", "3")),
        (["Phase 1/Phase 2"], ("1", "2")),
        (["Phase III"], ("3",)),
        (["Phase 2a"], ("2",)),
        (["Phase 4"], ("4",)),
        (["Not Applicable"], ()),
        (["N/A"], ()),
        (["NA"], ()),
        ([], ()),
        (["Phase 7"], None),
        (["late"], None),
    ],
)
def test_phases(words: list[str], phases: tuple[str, ...] | None) -> None:
    assert phases_of(words) == phases


@pytest.mark.parametrize(
    ("fields", "design"),
    [
        ({}, "rct"),
        ({"DesignInterventionModel": "Crossover Assignment"}, "rct"),
        ({"DesignAllocation": "Non-Randomized"}, "non-randomized"),
        ({"DesignAllocation": "N/A", "DesignInterventionModel": "Single Group Assignment"},
         "single-arm"),
        ({"ArmGroupLabel": "Cells"}, "single-arm"),
        ({"DesignAllocation": None, "DesignMasking": "None (Open Label)"}, "open-label"),
        ({"DesignAllocation": None}, "phase-trial"),
        ({"DesignAllocation": None, "Phase": None}, "clinical-trial"),
        ({"StudyType": "Observational", "Phase": None, "DesignAllocation": None}, "observational"),
        ({"StudyType": "Observational [Patient Registry]", "DesignAllocation": None,
          "Phase": None}, "observational"),
        ({"StudyType": "EXPANDED_ACCESS", "DesignAllocation": None, "Phase": None},
         "expanded-access"),
    ],
)  # fmt: skip
def test_designs(tmp_path: Path, fields: Record, design: str) -> None:
    (document,) = read_registry(write_lines(tmp_path, changed(**fields)))
    assert document.own is not None
    assert document.own.design == design


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("March 3, 2015", "2015-03-03"),
        ("July 2017", "2017-07"),
        ("2017-07", "2017-07"),
        ("2017-07-09", "2017-07-09"),
        ("2017-07-09T10:00", "2017-07-09"),
        ("Moult 2017", ""),
        ("March 41, 2015", ""),
        ("2017-13", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates(words: str, date: str) -> None:
    assert iso_date(words) == date


def test_dates_are_compared_as_far_as_both_are_stated() -> None:
    assert is_before("2015-03", "2015-04-01")
    assert not is_before("2015-04", "2015-04-30")
    assert not is_before("", "2015")


def test_masking_and_numbers() -> None:
    assert is_open_label("None (Open Label)")
    assert is_open_label("Open Label")
    assert not is_open_label("Quadruple")
    assert not is_open_label("")
    assert registry_number(" nct 90000001 ") == "NCT90000001"
    assert registry_number("NCT9000001") == registry_number("90000001") == ""
    assert FLAT["NCTId"] == registry_number(FLAT["NCTId"])

"""RIS as another library reads it: every source once, and no text that begins a field."""

from __future__ import annotations

from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from starlette.testclient import TestClient

from api.exporting.cited import nothing_known
from api.exporting.formats import EXPORTERS
from tests.api.exporting.answers import (
    HOSTILE,
    asked,
    handmade,
    hostile_report,
    known,
    nasty_texts,
)


def read(file: bytes) -> list[dict[str, Any]]:
    """Read a file as reference managers do."""
    text = file.decode("utf-8")
    assert text.count("\r\n") == text.count("\n") == text.count("\r")
    entries: list[dict[str, Any]] = rispy.loads(text)
    assert not any("unknown_tag" in entry for entry in entries)
    return entries


def test_studies_and_articles_are_named_once() -> None:
    answer = handmade()
    paper, trial, guidance, frailty, rules = read(EXPORTERS["ris"].write("?", answer, known))
    notes = [each.pop("notes") for each in (paper, trial, guidance, frailty, rules)]
    assert paper == {
        "type_of_reference": "JOUR",
        "authors": ["Golpanian, S.", "DiFede, D. L.", "Khan, A."],
        "title": "Allogeneic cells in aging frailty",
        "secondary_title": "J Gerontol A",
        "volume": "72",
        "number": "11",
        "start_page": "1505",
        "end_page": "1512",
        "year": "2017",
        "doi": "10.1093/gerona/glx056",
        "urls": ["https://doi.org/10.1093/gerona/glx056"],
        "label": "Golpanian 2017",
    }
    assert trial == {
        "type_of_reference": "ELEC",
        "accession_number": "NCT02982915",
        "name_of_database": "ClinicalTrials.gov",
        "urls": ["https://clinicaltrials.gov/study/NCT02982915"],
        "label": "hera",
    }
    assert guidance == {
        "type_of_reference": "GEN",
        "authors": ["FDA USA"],
        "year": "2020",
        "label": "FDA 2020",
    }
    assert frailty == {
        "type_of_reference": "ELEC",
        "title": "All on frailty",
        "urls": ["https://example.org/frailty"],
    }
    assert rules["title"] == "All on rules"
    for facts, disclaimer in notes:
        assert disclaimer == f"Disclaimer general-en-1.0.0: {answer.disclaimer.text}"
        assert "Refdesk answer a1b2, snapshot s1" in facts


@pytest.mark.parametrize("outcome", ["refused", "emergency", "not_in_library"])
def test_an_answer_that_cites_nothing_is_an_entry_that_says_so(
    client: TestClient, outcome: str
) -> None:
    question, answer = asked(client, outcome)
    (entry,) = read(EXPORTERS["ris"].write(question, answer, nothing_known))
    assert entry["type_of_reference"] == "GEN"
    assert "nothing is cited" in entry["notes"][0]
    assert answer.disclaimer.text in entry["notes"][1]


def test_every_hostile_text_is_a_value() -> None:
    for hostile in HOSTILE:
        check(hostile)


@settings(max_examples=50, deadline=None)
@given(nasty_texts)
def test_whatever_is_written_is_a_value(nasty: str) -> None:
    check(nasty)


def check(hostile: str) -> None:
    answer, known = hostile_report(hostile)
    entries = read(EXPORTERS["ris"].write(hostile, answer, known))
    assert len(entries) == 5
    for entry in entries:
        assert len(entry["notes"]) == 2
        assert entry["notes"][1].endswith(answer.disclaimer.text)
        assert entry["type_of_reference"] in {"JOUR", "ELEC", "GEN"}

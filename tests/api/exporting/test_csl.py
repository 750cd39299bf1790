"""CSL-JSON holds to its schema, names every source once, and invents nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
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

#: Of citation-style-language/schema, version 1.0.2 (MIT licence), as published.
SCHEMA = Path(__file__).parent / "csl-data.json"


@cache
def validator() -> Any:  # noqa: ANN401 - jsonschema_rs's own
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))


def read(file: bytes) -> list[dict[str, Any]]:
    """Read a file and hold it to the schema."""
    items: list[dict[str, Any]] = json.loads(file)
    validator().validate(items)
    assert len({item["id"] for item in items}) == len(items)
    return items


def test_studies_and_articles_are_named_once() -> None:
    answer = handmade()
    paper, trial, guidance, frailty, rules = read(EXPORTERS["csl-json"].write("?", answer, known))
    notes = [each.pop("note") for each in (paper, trial, guidance, frailty, rules)]
    assert paper == {
        "id": "Golpanian-2017",
        "type": "article-journal",
        "title": "Allogeneic cells in aging frailty",
        "author": [
            {"family": "Golpanian", "given": "S."},
            {"family": "DiFede", "given": "D. L."},
            {"family": "Khan", "given": "A."},
        ],
        "container-title": "J Gerontol A",
        "volume": "72",
        "issue": "11",
        "page": "1505-1512",
        "issued": {"date-parts": [[2017]]},
        "DOI": "10.1093/gerona/glx056",
        "URL": "https://doi.org/10.1093/gerona/glx056",
        "citation-label": "Golpanian 2017",
    }
    assert trial == {
        "id": "hera",
        "type": "webpage",
        "number": "NCT02982915",
        "URL": "https://clinicaltrials.gov/study/NCT02982915",
        "citation-label": "hera",
    }
    assert guidance == {
        "id": "FDA-2020",
        "type": "document",
        "author": [{"literal": "FDA USA"}],
        "issued": {"date-parts": [[2020]]},
        "citation-label": "FDA 2020",
    }
    assert frailty == {
        "id": "article-frailty",
        "type": "webpage",
        "title": "All on frailty",
        "URL": "https://example.org/frailty",
    }
    assert rules["id"] == "article-rules"
    for note in notes:
        assert answer.disclaimer.text in note
        assert "Refdesk answer a1b2, snapshot s1" in note
    assert "The record names more authors than these." in notes[0]
    assert "Clinical trial" not in notes[0]
    assert "15 participants; Published; Full text read." in notes[0]
    assert "Cited as [1] [2] in" in notes[0]


def test_of_what_only_the_answer_knows_nothing_is_invented() -> None:
    (paper, *_) = read(EXPORTERS["csl-json"].write("?", handmade(), nothing_known))
    assert set(paper) == {"id", "type", "issued", "DOI", "URL", "citation-label", "note"}
    assert paper["type"] == "document"


@pytest.mark.parametrize("outcome", ["refused", "emergency", "not_in_library"])
def test_an_answer_that_cites_nothing_is_an_entry_that_says_so(
    client: TestClient, outcome: str
) -> None:
    question, answer = asked(client, outcome)
    (item,) = read(EXPORTERS["csl-json"].write(question, answer, nothing_known))
    assert item["type"] == "document"
    assert "nothing is cited" in item["note"]
    assert question in item["note"]
    assert answer.disclaimer.text in item["note"]


def test_the_registration_of_a_paper_is_told_in_its_note() -> None:
    answer = handmade()
    (first, *rest) = answer.evidence
    registered = first.references[0].model_copy(update={"nct": "NCT02065245"})
    changed = first.model_copy(update={"references": [registered]})
    answer = answer.model_copy(update={"evidence": [changed, *rest]})
    (paper, *_) = read(EXPORTERS["csl-json"].write("?", answer, known))
    assert "number" not in paper
    assert "Registered as NCT02065245." in paper["note"]


def test_an_article_with_a_doi_is_a_document_that_names_it() -> None:
    answer = handmade()
    (first, *rest) = answer.evidence
    label = first.article.model_copy(update={"url": "https://doi.org/10.1186/scrt334", "slug": "p"})
    answer = answer.model_copy(
        update={"evidence": [first.model_copy(update={"article": label}), *rest]}
    )
    items = {each["id"]: each for each in read(EXPORTERS["csl-json"].write("?", answer, known))}
    assert items["article-p"]["type"] == "document"
    assert items["article-p"]["DOI"] == "10.1186/scrt334"


def test_two_studies_of_one_name_have_two_ids() -> None:
    answer = handmade()
    first, second, third = answer.evidence
    moved = first.model_copy(update={"references": third.references})
    doubled = answer.model_copy(update={"evidence": [moved, second, third]})
    ids = [item["id"] for item in read(EXPORTERS["csl-json"].write("?", doubled, known))]
    assert {"FDA-2020", "FDA-2020-2"} <= set(ids)


def test_every_hostile_text_is_a_value() -> None:
    for hostile in HOSTILE:
        check(hostile)


@settings(max_examples=50, deadline=None)
@given(nasty_texts)
def test_whatever_is_written_is_a_value(nasty: str) -> None:
    check(nasty)


def check(hostile: str) -> None:
    answer, known = hostile_report(hostile)
    items = read(EXPORTERS["csl-json"].write(hostile, answer, known))
    assert len(items) == 5
    for item in items:
        assert answer.disclaimer.text in item["note"]
        assert item["type"] in {"article-journal", "webpage", "document"}
        assert item.get("URL", "https://").startswith(("https://", "http://"))
        assert set(item["id"]) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789._-")  # fmt: skip

"""A source without an identifier that several articles cite is one study of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.same_source import same_sources
from api.settings import Settings
from api.studies import StudyCatalogue
from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Reference
from index.build import BuildOptions
from index.library import build_library
from index.records import write_store
from index.store import RecordStore

PAGE = """---
title: {title}
slug: {title}
as-of: 2026-05-06
---

# {title}

Old {title} cells were cleared [^yousefzadeh2018].

[^yousefzadeh2018]: [[studies/yousefzadeh-2018]] · n={n} · in-vivo · model: mouse
"""
WORDS = "the first clock made for skin alone, with 450,000 places in 108 people"


def reference(key: str, **more: object) -> Reference:
    fields: dict[str, object] = {"label": "Bormann 2016", "year": 2016, "summary": WORDS}
    return Reference(key=key, **(fields | more))  # type: ignore[arg-type]


def merged(*references: Reference) -> dict[str, str]:
    return same_sources({each.key: each for each in references})


@pytest.mark.parametrize(
    "other",
    [
        {"n": 108},
        {"design": "in-vivo"},
        {"year": 2017},
        {"label": "Bormann 2017"},
        {"summary": WORDS + ", twice"},
        {"text": "[[studies/bormann-2016]]"},
        {"doi": "10.1000/bormann"},
    ],
)
def test_what_differs_is_another_source(other: dict[str, object]) -> None:
    assert merged(reference("a#b"), reference("c#b")) == {"c#b": "a#b"}
    assert merged(reference("a#b"), reference("c#b", **other)) == {}


def test_few_words_or_no_year_tell_nothing() -> None:
    short = {"summary": "unpublished"}
    assert merged(reference("a#b", **short), reference("c#b", **short)) == {}
    assert merged(reference("a#b", year=None), reference("c#b", year=None)) == {}
    linked = short | {"text": "[[studies/bormann-2016|Bormann]]; unpublished"}
    assert merged(reference("a#b", **linked), reference("c#b", **linked)) == {"c#b": "a#b"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("same")
    for title, n in (("liver", 8), ("lung", 8), ("muscle", 8), ("skin", 12)):
        (at / f"{title}.md").write_text(PAGE.format(title=title, n=n), encoding="utf-8")
    return at


def test_it_is_listed_once_with_all_that_is_said_of_it(folder: Path, tmp_path: Path) -> None:
    library = read_library([folder], Budget())
    write_store(tmp_path / "records.sqlite", library.articles, library.findings)
    catalogue = StudyCatalogue.gather(RecordStore(tmp_path / "records.sqlite"))
    found = {each.reference.key: each for each in catalogue.entries}
    assert list(found) == ["liver#yousefzadeh2018", "skin#yousefzadeh2018"]
    one = found["liver#yousefzadeh2018"]
    assert one.articles == one.cited_in == ("liver", "lung", "muscle")
    assert one.said == 3
    assert catalogue.known("lung#yousefzadeh2018") == "liver#yousefzadeh2018"


def test_each_of_its_addresses_leads_to_its_page(
    folder: Path, tmp_path: Path, models_folder: Path
) -> None:
    build_library([folder], tmp_path, options=BuildOptions(models=models_folder))
    with TestClient(create_app(Settings(data=tmp_path)), follow_redirects=False) as client:
        moved = client.get("/library/studies/lung%23yousefzadeh2018")
        assert moved.status_code == 303
        page = client.get(moved.headers["location"])
        assert page.status_code == 200
        for title in ("liver", "lung", "muscle"):
            assert f"Old {title} cells were cleared" in page.text
        assert "Old skin cells" not in page.text
        assert client.get("/library/studies/none%23yousefzadeh2018").status_code == 404

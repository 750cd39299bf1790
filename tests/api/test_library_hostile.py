"""Lists and studies made of hostile articles hold words only, in pages and in spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from api.pages.article_list import articles_page
from api.pages.evidence_map import map_page
from api.pages.export import as_csv, saved_list
from api.pages.listing import listing_page
from api.pages.query import Wanted, WantedNames, WantedPage
from api.pages.rendering import study_path
from api.pages.study import study_page
from api.studies import StudyCatalogue
from corpus.library import read_library
from corpus.passages import Budget
from index.records import write_store
from index.store import RecordStore
from rag.disclaimers import disclaimer_for
from tests.api.hostile import HOSTILE

TURNED = "\u202e"
FORMULAS = f"""---
title: '=HYPERLINK("https://evil.example","x")'
slug: formulas
as-of: 2026-05-06
conditions: ["@SUM(1) pain <svg onload=alert(1)>"]
---

# Formulas

It fell by half [^one] and by a third [^two] and by {TURNED}more [^three].

[^one]: doi:10.1000/one · =cmd|'/c calc'!A0 et al. · +Journal 2019 · rct phase-2 · n=20 · model: human
[^two]: doi:10.1000/../two · ＝EVIL B et al. · J 2018 · rct phase-2 · n=21 · model: human
[^three]: doi:10.1000/three · {TURNED}Turned C et al. · -J 2017 · in-vivo · model: mouse
"""  # noqa: E501 - a footnote is one line


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "formulas.md").write_text(FORMULAS, encoding="utf-8")
    library = read_library([folder], Budget())
    path = Path(folder / "records.sqlite")
    write_store(path, library.articles, library.findings)
    return RecordStore(path)


@pytest.fixture(scope="module")
def catalogue(store: RecordStore) -> StudyCatalogue:
    return StudyCatalogue.gather(store)


def pages(store: RecordStore, catalogue: StudyCatalogue) -> list[str]:
    asked = WantedPage(q='"><script>alert(1)</script>')
    return [
        listing_page(catalogue, WantedPage(), "2026-11-22"),
        listing_page(catalogue, asked, "2026-11-22"),
        map_page(catalogue, WantedNames(), "2026-11-22"),
        map_page(catalogue, WantedNames(q="<svg onload=alert(1)>"), "2026-11-22"),
        articles_page(catalogue, WantedNames(q=None), "2026-11-22"),
        *(study_page(store, catalogue, each, 1) for each in catalogue.entries),
    ]


def test_nothing_of_an_article_or_an_address_is_markup(
    store: RecordStore, catalogue: StudyCatalogue
) -> None:
    made = pages(store, catalogue)
    assert len(made) == 9
    for html in made:
        tree = LexborHTMLParser(html)
        assert [node.attributes.get("src") for node in tree.css("script")] == ["/static/library.js"]
        assert not tree.css("iframe, object, embed, style, [style], base, main img, [formaction]")
        for node in tree.css("*"):
            for name, value in node.attributes.items():
                assert not name.startswith("on"), (node.tag, name)
                if name in ("href", "src", "action"):
                    assert re.match(r"(https://(doi|clinical|pubmed)|/|#)", value or ""), value
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)


def test_an_odd_key_still_has_its_own_address(catalogue: StudyCatalogue) -> None:
    paths = {study_path(key) for key in catalogue.by_key}
    assert len(paths) == len(catalogue.by_key)
    assert "/library/studies/doi:10.1000%2F..%2Ftwo" in paths
    assert not [path for path in paths if set(path) & set('"<> #?')]


def test_no_cell_of_a_spreadsheet_is_a_formula(catalogue: StudyCatalogue) -> None:
    saved = saved_list(catalogue, Wanted(), "2026-11-22", disclaimer_for(None))
    text = as_csv(saved)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 5
    for row in rows:
        assert len(row) == len(rows[0])
        for cell in row:
            assert not re.match(r"[\s\u200b]*[=+\-@＝＋－＠|%\t\r]", cell), cell
            assert TURNED not in cell


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", " =", "\u200b=", "\t", "|", "%", "\r="]
)
def test_what_would_begin_a_formula_is_text(catalogue: StudyCatalogue, start: str) -> None:
    saved = saved_list(catalogue, Wanted(), "2026-11-22", disclaimer_for(None))
    study = saved.studies[0].model_copy(update={"label": f"{start}1+1", "title": "a-b\x07"})
    text = as_csv(saved.model_copy(update={"studies": [study]}))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["label"] == f"'{start}1+1"
    assert row["title"] == "a-b"

"""What a study's page tells first: a retraction; and where the library's sources differ."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from api.pages.evidence_map import map_page
from api.pages.listing import listing_page
from api.pages.query import WantedNames, WantedPage
from api.pages.study import study_page
from api.studies import StudyCatalogue
from corpus.library import read_library
from corpus.passages import Budget
from corpus.retractions import Notice
from index.records import write_store
from index.store import RecordStore

KEY = "doi:10.1000/adams"
FIRST = """---
title: First
slug: first
as-of: 2026-05-06
conditions: ["knee pain"]
---

# First

Pain fell in the trial [^a], and nothing changed in another [^b].

[^a]: doi:10.1000/adams · Adams A et al. · Knee 2019 · rct phase-2 · n=240 · model: human
[^b]: doi:10.1000/brown · Brown B et al. · Knee 2020 · rct phase-2 · n=40 · model: human
"""
SECOND = """---
title: Second
slug: second
as-of: 2026-06-06
---

# Second

The trial was small [^x].

[^x]: doi:10.1000/adams · Adams A et al. · Knee 2019 · rct phase-2 · n=24 · model: human
"""


def opened(folder: pytest.TempPathFactory, *notices: Notice) -> tuple[RecordStore, StudyCatalogue]:
    at = folder.mktemp("standing")
    (at / "first.md").write_text(FIRST, encoding="utf-8")
    (at / "second.md").write_text(SECOND, encoding="utf-8")
    library = read_library([at], Budget(), notices=notices)
    write_store(at / "records.sqlite", library.articles, library.findings)
    store = RecordStore(at / "records.sqlite")
    return store, StudyCatalogue.gather(store)


def notice(nature: str, status: str) -> Notice:
    return Notice("1", nature, status, "2026-01-01", "10.1000/adams", "")


@pytest.mark.parametrize(
    ("nature", "status", "title"),
    [
        ("retraction", "retracted", "Retracted"),
        ("withdrawal", "withdrawn", "Withdrawn"),
        ("expression of concern", "concern", "Expression of concern"),
    ],
)
def test_a_struck_study_says_so_everywhere_and_is_not_counted(
    tmp_path_factory: pytest.TempPathFactory, nature: str, status: str, title: str
) -> None:
    store, catalogue = opened(tmp_path_factory, notice(nature, status))
    page = LexborHTMLParser(study_page(store, catalogue, catalogue.by_key[KEY], 1))
    alarm = page.css_first(".alarm")
    assert alarm is not None
    assert title in alarm.text()
    assert "never used as support" in alarm.text()
    listed = LexborHTMLParser(listing_page(catalogue, WantedPage(), "2026-11-22"))
    assert [node.text() for node in listed.css("tr.struck th > a")] == ["Adams 2019"]
    assert title in listed.css("tr.struck .notice")[0].text()
    assert len(LexborHTMLParser(
        listing_page(catalogue, WantedPage(retraction="none"), "2026-11-22")
    ).css("tbody tr")) == 1  # fmt: skip
    counted = LexborHTMLParser(map_page(catalogue, WantedNames(), "2026-11-22"))
    assert [row.css("td")[-1].text() for row in counted.css(".map-table tbody tr")] == ["1", "1"]
    assert "1 retracted, withdrawn or under concern is not counted" in counted.text()


def test_a_corrected_study_stands_and_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    store, catalogue = opened(tmp_path_factory, notice("correction", "corrected"))
    html = study_page(store, catalogue, catalogue.by_key[KEY], 1)
    assert "A correction to this paper was published" in html
    listed = listing_page(catalogue, WantedPage(retraction="corrected"), "2026-11-22")
    assert "1 study<" in listed
    assert 'class="struck"' not in listed


def test_values_that_differ_stand_side_by_side(tmp_path_factory: pytest.TempPathFactory) -> None:
    store, catalogue = opened(tmp_path_factory)
    page = LexborHTMLParser(study_page(store, catalogue, catalogue.by_key[KEY], 1))
    rows = [[cell.text() for cell in row.css("td")] for row in page.css(".scroll-x tbody tr")]
    assert rows == [["240", "First"], ["24", "Second"]]
    links = [str(node.attributes["href"]) for node in page.css(".scroll-x tbody a")]
    assert links == ["/library/articles/first#ref-a", "/library/articles/second#ref-x"]
    assert "None of these values is chosen here." in page.text()
    assert not page.css(".alarm")

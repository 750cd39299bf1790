"""The evidence library's pages: lists, studies, articles and the map, from the real service."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from api.fields import UNSTATED
from api.pages.listing import MOST_EXPORTED
from api.pages.query import WantedPage
from api.study_filter import Order, Retraction
from rag.disclaimers import disclaimer_for
from tests.api.api_checks import assert_disclaimed, assert_problem

STUDY = "/library/studies/doi:10.1093/gerona/glx137"
PAGES = ("/library", "/library/map", "/library/articles", STUDY)


def tree_of(client: TestClient, path: str) -> LexborHTMLParser:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return LexborHTMLParser(reply.text)


def names_of(tree: LexborHTMLParser) -> list[str]:
    return [node.text() for node in tree.css(".studies tbody th > a")]


def told(tree: LexborHTMLParser) -> str:
    found = tree.css_first("#found")
    assert found is not None
    return found.text()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_under_the_strict_policy_with_its_disclaimer(
    client: TestClient, path: str
) -> None:
    reply = client.get(path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["X-Disclaimer-Id"] == disclaimer_for("en").id
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", reply.text)
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/)", reply.text)
    note = LexborHTMLParser(reply.text).css_first("main > .disclaimer[role=note]")
    assert note is not None
    assert disclaimer_for("en").text in note.text()
    again = client.get(path, headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PAGES)
def test_no_link_inside_the_library_leads_nowhere(client: TestClient, path: str) -> None:
    tree = tree_of(client, path)
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    links = {str(node.attributes["href"]) for node in tree.css("a[href], link[href]")}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    for link in links:
        if link.startswith("/"):
            page, _, place = link.partition("#")
            reply = client.get(page)
            assert reply.status_code == 200, link
            if place:
                assert LexborHTMLParser(reply.text).css_first(f'[id="{place}"]'), link


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Tompkins 2017", "Golpanian 2017", "Dominici 2006"]),
        ("sort=newest", ["Golpanian 2017", "Tompkins 2017", "Dominici 2006"]),
        ("tier=human_rct_phase2", ["Tompkins 2017"]),
        ("condition=frailty", ["Tompkins 2017", "Golpanian 2017"]),
        ("design=rct&phase=2&status=published", ["Tompkins 2017"]),
        ("year_from=2006&year_to=2010", ["Dominici 2006"]),
        ("n_min=20", ["Tompkins 2017"]),
        ("n_max=20", ["Golpanian 2017"]),
        ("q=cytotherapy", ["Dominici 2006"]),
        ("q=10.1093/gerona/glx056", ["Golpanian 2017"]),
        ("retraction=struck", []),
        ("sort=oldest&retraction=none", ["Dominici 2006", "Golpanian 2017", "Tompkins 2017"]),
        ("sort=largest", ["Tompkins 2017", "Golpanian 2017", "Dominici 2006"]),
        ("sort=strongest", ["Tompkins 2017", "Golpanian 2017", "Dominici 2006"]),
    ],
)
def test_the_address_decides_the_list(client: TestClient, query: str, names: list[str]) -> None:
    tree = tree_of(client, f"/library?{query}")
    assert names_of(tree) == names
    assert told(tree) == ("1 study" if len(names) == 1 else f"{len(names)} studies")
    saved = assert_disclaimed(client.get(f"/library/studies.json?{query}"))
    assert [each["label"] for each in saved["studies"]] == names
    assert saved["total"] == saved["shown"] == len(names)


def test_what_is_asked_for_stands_in_the_form_and_can_be_taken_out(client: TestClient) -> None:
    tree = tree_of(client, "/library?tier=human_rct_phase2&n_min=20&q=Tompkins")
    chosen = [node.attributes["value"] for node in tree.css("option[selected]")]
    assert chosen == ["human_rct_phase2", "strongest"]
    field = tree.css_first("#by-q")
    assert field is not None
    assert field.attributes["value"] == "Tompkins"
    assert tree.css_first(".more-filters[open]") is not None
    chips = [str(node.attributes["href"]) for node in tree.css(".chips a")]
    assert chips == [
        "/library?tier=human_rct_phase2&n_min=20",
        "/library?q=Tompkins&n_min=20",
        "/library?q=Tompkins&tier=human_rct_phase2",
    ]


def test_a_heading_says_how_it_sorts(client: TestClient) -> None:
    first = tree_of(client, "/library").css_first("th[aria-sort]")
    assert first is not None
    assert first.text().strip() == "Kind of evidence"
    by_year = tree_of(client, "/library?sort=newest").css_first("th[aria-sort]")
    assert by_year is not None
    assert (by_year.text().strip(), by_year.attributes["aria-sort"]) == ("Year", "descending")
    link = by_year.css_first("a")
    assert link is not None
    assert link.attributes["href"] == "/library?sort=oldest"
    turned = tree_of(client, "/library?sort=smallest").css_first("th[aria-sort]")
    assert turned is not None
    assert (turned.text().strip(), turned.attributes["aria-sort"]) == ("People", "ascending")


def test_a_form_with_empty_fields_leads_to_the_address_worth_keeping(client: TestClient) -> None:
    reply = client.get("/library?q=&tier=background&n_min=", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"] == "/library?tier=background"
    reply = client.get("/library?q=&n_min=1&n_min=2", follow_redirects=False)
    assert reply.headers["location"] == "/library?n_min=1&n_min=2"
    reply = client.get("/library?q=", follow_redirects=False)
    assert reply.headers["location"] == "/library"


@pytest.mark.parametrize(
    "query",
    ["tier=best", "year_from=new", "n_min=-1", "retraction=some", "sort=random", "page=0",
     "tierr=background", "q=%00", "q=a&q=b", "tier=background&tier=none",
     "n_min=1&n_min=2", "condition=" + "x" * 201],
)  # fmt: skip
def test_an_address_that_cannot_be_used_shows_no_studies(client: TestClient, query: str) -> None:
    tree = tree_of(client, f"/library?{query}")
    assert told(tree) == "No studies shown"
    assert tree.css_first("[role=alert]") is not None
    assert not tree.css(".studies")
    if not query.startswith("page"):
        for kind in ("json", "csv"):
            assert_problem(client.get(f"/library/studies.{kind}?{query}"), 422)


def test_empty_lists_and_pages_say_so(client: TestClient) -> None:
    empty = tree_of(client, "/library?q=unheard-of").css_first(".empty")
    assert empty is not None
    assert "about this library, not about the evidence" in empty.text()
    past = tree_of(client, "/library?page=9").css_first(".empty")
    assert past is not None
    assert "There is no page 9" in past.text()
    for path in ("/library/articles?q=unheard-of", "/library/map?q=unheard-of", f"{STUDY}?page=5"):
        assert tree_of(client, path).css_first(".empty") is not None, path


def test_a_saved_list_in_csv_has_every_study_and_the_disclaimer(client: TestClient) -> None:
    reply = client.get("/library/studies.csv?condition=frailty")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert reply.headers["content-disposition"] == 'attachment; filename="refdesk-studies.csv"'
    assert reply.headers["X-Disclaimer-Id"] == disclaimer_for(None).id
    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert [row["doi"] for row in rows] == ["10.1093/gerona/glx137", "10.1093/gerona/glx056"]
    assert [row["n"] for row in rows] == ["30", "15"]
    assert rows[0]["disclaimer"] == disclaimer_for(None).text
    assert {row["disclaimer_id"] for row in rows} == {disclaimer_for(None).id}
    (empty,) = csv.DictReader(
        io.StringIO(client.get("/library/studies.csv?q=unheard-of").text.removeprefix("\ufeff"))
    )
    assert (empty["key"], empty["disclaimer"]) == ("", disclaimer_for(None).text)


def test_a_saved_list_in_json_is_whole(client: TestClient) -> None:
    reply = client.get("/library/studies.json?tier=human_rct_phase2&sort=name")
    saved = assert_disclaimed(reply)
    assert saved["filters"] == {"tier": "human_rct_phase2", "sort": "name"}
    (study,) = saved["studies"]
    assert study["page"] == STUDY
    assert study["conditions"] == ["aging frailty"]
    assert study["checked"] == "2026-05-06"
    assert json.loads(reply.text) == saved


def test_a_study_has_every_statement_about_it(client: TestClient) -> None:
    tree = tree_of(client, STUDY)
    said = [node.text() for node in tree.css(".saying blockquote")]
    assert said[0].startswith("In the phase 2 trial, six-minute walk distance did not differ")
    assert any("Tompkins BA et al." in each for each in said[1:])
    first = tree.css_first(".saying")
    assert first is not None
    assert "Human trial: phase 2, randomized" in first.text()
    assert "Not yet confirmed by another independent study." in first.text()
    places = [str(node.attributes["href"]) for node in tree.css(".place a")]
    assert places[0].startswith("/library/articles/frailty#at-")
    outside = [str(node.attributes["href"]) for node in tree.css(".facts a")]
    assert outside == ["https://doi.org/10.1093/gerona/glx137"]


def test_an_unknown_study_is_not_found(client: TestClient, empty_client: TestClient) -> None:
    for key in ("none", "doi:10.1/none", "%00", "a%2F..%2Fb"):
        assert_problem(client.get(f"/library/studies/{key}"), 404)
    assert_problem(client.get(f"{STUDY}?page=x"), 422)
    for path in PAGES:
        assert_problem(empty_client.get(path), 503)


def test_the_map_counts_what_its_links_list(client: TestClient) -> None:
    tree = tree_of(client, "/library/map")
    cells = tree.css(".map-table td a")
    assert len(cells) >= 5
    for cell in cells:
        count = int(cell.text().rpartition(" ")[2])
        assert len(names_of(tree_of(client, str(cell.attributes["href"])))) == count
    drawn = {str(node.attributes["href"]) for node in tree.css("svg.broad a, svg.narrow a")}
    table = {str(node.attributes["href"]) for node in tree.css(".map-table tbody a")}
    assert drawn <= table
    assert {node.attributes["tabindex"] for node in tree.css("svg a")} == {"-1"}


def test_articles_are_listed_with_the_kinds_in_them(client: TestClient) -> None:
    tree = tree_of(client, "/library/articles")
    assert [node.text() for node in tree.css(".titles a")] == [
        "Frailty trials",
        "What the cells are",
    ]
    assert "As of 2026-05-06" in tree.css(".titles li")[0].text()
    marks = {node.attributes["title"] for node in tree.css(".titles .shape")}
    meant = {node.text() for node in tree.css(".key strong")}
    assert marks == meant
    assert len(tree_of(client, "/library/articles?q=frail").css(".titles li")) == 1


def test_the_page_of_the_library_in_the_docs_names_every_filter() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "library.md").read_text("utf-8")
    for name in WantedPage.model_fields:
        assert f"`{name}`" in page
    for value in (*get_args(Order), *filter(None, get_args(Retraction)), UNSTATED):
        assert f"`{value}`" in page
    assert f"{MOST_EXPORTED:,}" in page

"""Articles, passages, studies and vocabularies."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from api.convert_library import context_span
from api.fields import UNSTATED
from corpus.records import Span
from corpus.vocabulary import TIERS
from tests.api.api_checks import assert_disclaimed, assert_problem

STATEMENT = set("text span section kind tier tier_basis caveats direction references".split())


def test_the_list_of_articles(client: TestClient) -> None:
    body = assert_disclaimed(client.get("/v1/articles"))
    assert [article["slug"] for article in body["articles"]] == ["frailty", "names"]
    first = body["articles"][0]
    assert first["title"] == "Frailty trials"
    assert first["as_of"] == "2026-05-06"
    assert first["url"] == "https://example.org/frailty"


def test_an_article_with_every_statement_on_its_span(client: TestClient) -> None:
    body = assert_disclaimed(client.get("/v1/articles/frailty"))
    source = body["source"]
    assert hashlib.sha256(source.encode()).hexdigest() == body["source_sha256"]
    assert len(body["statements"]) > 5
    for statement in body["statements"]:
        assert set(statement) == STATEMENT
        span = statement["span"]
        assert source[span["start"] : span["end"]] == statement["text"]
        assert statement["tier"] in TIERS
    covered = [(each["span"]["start"], each["span"]["end"]) for each in body["statements"]]
    for passage in body["passages"]:
        assert any(passage["span"]["start"] == start for start, _ in covered)
    assert {reference["key"] for reference in body["references"]} == {
        "doi:10.1093/gerona/glx056",
        "doi:10.1093/gerona/glx137",
    }


def test_a_passage_stands_in_its_context(client: TestClient) -> None:
    article = client.get("/v1/articles/frailty").json()
    ids = [passage["passage_id"] for passage in article["passages"]]
    for place, id_ in enumerate(ids):
        body = assert_disclaimed(client.get(f"/v1/passages/{id_}"))
        span, around = body["span"], body["context"]["span"]
        assert article["source"][span["start"] : span["end"]] == body["quote"]
        assert article["source"][around["start"] : around["end"]] == body["context"]["text"]
        assert around["start"] <= span["start"]
        assert span["end"] <= around["end"]
        assert body["next"] == (ids[place + 1] if place + 1 < len(ids) else None)
        assert body["previous"] == (ids[place - 1] if place else None)
        assert body["statements"]


@pytest.mark.parametrize("path", ["articles/none", "passages/none", "articles/%00", "none"])
def test_what_is_not_there_is_a_404(client: TestClient, path: str) -> None:
    assert_problem(client.get(f"/v1/{path}"), 404)


def test_context_is_cut_at_lines() -> None:
    source = "first line\n" + "x" * 900 + "\nquote\n" + "y" * 900 + "\nlast"
    start = source.index("quote")
    around = context_span(source, Span(start, start + 5))
    assert around.quote(source).startswith("quote")
    assert around.end < len(source)
    assert context_span("short quote here", Span(6, 11)) == Span(0, 16)


def test_studies_are_paged(client: TestClient) -> None:
    whole = assert_disclaimed(client.get("/v1/studies"))
    assert whole["total"] == 3
    assert [study["year"] for study in whole["studies"]] == [2017, 2017, 2006]
    second = client.get("/v1/studies", params={"offset": 1, "limit": 1}).json()
    assert second["total"] == 3
    assert second["studies"] == whole["studies"][1:2]


@pytest.mark.parametrize(
    ("params", "labels"),
    [
        ({"year": 2006}, {"Dominici 2006"}),
        ({"q": "tompkins"}, {"Tompkins 2017"}),
        ({"q": "10.1093/gerona/glx056"}, {"Golpanian 2017"}),
        ({"q": "nobody of this name"}, set()),
        ({"year": 2017, "q": "golpanian"}, {"Golpanian 2017"}),
        ({"design": "no-such-design"}, set()),
        ({"status": "retracted"}, set()),
    ],
)
def test_studies_are_filtered(
    client: TestClient, params: dict[str, str | int], labels: set[str]
) -> None:
    body = client.get("/v1/studies", params=params).json()
    assert {study["label"] for study in body["studies"]} == labels


def test_studies_by_the_tier_of_a_citing_statement(client: TestClient) -> None:
    for study in client.get("/v1/studies").json()["studies"]:
        for tier in study["tiers"]:
            found = client.get("/v1/studies", params={"cited_as": tier}).json()["studies"]
            assert study["key"] in {entry["key"] for entry in found}


def test_studies_by_their_own_tier_are_those_of_the_page(client: TestClient) -> None:
    every = client.get("/v1/studies").json()["studies"]
    tiers = {study["tier"] or UNSTATED for study in every}
    assert len(tiers) > 1
    for tier in tiers:
        params = {"tier": tier}
        found = {each["key"] for each in client.get("/v1/studies", params=params).json()["studies"]}
        assert found == {study["key"] for study in every if (study["tier"] or UNSTATED) == tier}
        page = client.get("/library/studies.json", params=params).json()
        assert found == {each["key"] for each in page["studies"]}


@pytest.mark.parametrize(
    ("params", "location"),
    [
        ({"tier": "best"}, "query.tier"),
        ({"cited_as": "unstated"}, "query.cited_as"),
        ({"yeer": "2017"}, "query.yeer"),
        ({"limit": "0"}, "query.limit"),
        ({"limit": "101"}, "query.limit"),
        ({"offset": "-1"}, "query.offset"),
        ({"year": "MMXVII"}, "query.year"),
        ({"q": ""}, "query.q"),
    ],
)
def test_bad_study_filters_are_named(
    client: TestClient, params: dict[str, str], location: str
) -> None:
    body = assert_problem(client.get("/v1/studies", params=params), 422)
    assert [error["location"] for error in body["errors"]] == [location]


def test_vocabularies(client: TestClient) -> None:
    tiers = assert_disclaimed(client.get("/v1/tiers"))["tiers"]
    assert [tier["rank"] for tier in tiers] == sorted(tier["rank"] for tier in tiers)
    assert {tier["id"] for tier in tiers} == set(TIERS)
    caveats = assert_disclaimed(client.get("/v1/caveats"))["caveats"]
    assert "needs-replication" in {caveat["id"] for caveat in caveats}
    body = assert_disclaimed(client.get("/v1/disclaimers"))
    assert body["disclaimer"] in body["disclaimers"]

"""The page and its files: nothing from other hosts, nothing inline, the disclaimer first."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from starlette.testclient import TestClient

from corpus.vocabulary import TIERS
from rag.disclaimers import disclaimer_for

PAGES = ("/", "/docs")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(
    client: TestClient, path: str
) -> None:
    reply = client.get(path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/)", reply.text)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", reply.text)
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]


def test_the_disclaimer_stands_on_the_page_before_the_question(client: TestClient) -> None:
    page = client.get("/").text
    assert page.index(disclaimer_for("en").text) < page.index('id="question"')
    assert disclaimer_for("en").text in client.get("/docs").text


def test_everything_the_page_names_is_served(client: TestClient) -> None:
    names = re.findall(r'(?:src|href)="(/[^"]*)"', client.get("/").text)
    assert {"/static/app.js", "/static/style.css", "/static/mark.svg", "/docs"} <= set(names)
    for name in names:
        assert client.get(name).status_code == 200, name


def test_files_are_revalidated_and_keep_their_policy(client: TestClient) -> None:
    for path in ("/", "/static/app.js"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        policy = "Content-Security-Policy"
        assert again.headers[policy] == first.headers[policy]


@pytest.mark.parametrize("name", ["index.html", "..%2Fapp.py", "none.js", "%2e%2e/app.py"])
def test_only_the_known_files_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_the_script_never_writes_markup_and_knows_every_tier() -> None:
    script = resources.files("api").joinpath("static/app.js").read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in script
    table = script[script.index("const TIERS") : script.index("const SHAPES")]
    assert set(re.findall(r"^  (\w+): \[", table, re.MULTILINE)) == set(TIERS)


def test_head_is_answered_like_get_without_a_body(client: TestClient) -> None:
    reply = client.head("/v1/tiers")
    assert reply.status_code == 200
    assert reply.content == b""
    assert reply.headers["content-length"] == client.get("/v1/tiers").headers["content-length"]

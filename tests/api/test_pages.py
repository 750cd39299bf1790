"""The pages and their files: nothing from other hosts, nothing inline, the disclaimer first."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.routes.widget import WIDGET_PATH
from api.settings import Settings
from rag.disclaimers import disclaimer_for

PAGES = ("/", "/desk", "/docs", "/library/articles/frailty")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(
    client: TestClient, path: str
) -> None:
    reply = client.get(path)
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/)", reply.text)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", reply.text)
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/library/articles/frailty"])
def test_the_disclaimer_stands_on_the_page_before_the_question(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert page.index(disclaimer_for("en").text) < page.index("<refdesk-chat")
    assert disclaimer_for("en").text in client.get("/docs").text


def test_a_page_without_a_library_says_so_and_keeps_the_disclaimer(
    empty_client: TestClient,
) -> None:
    reply = empty_client.get("/")
    assert reply.status_code == 200
    assert "The library is not open yet" in reply.text
    assert disclaimer_for("en").text in reply.text
    assert "<refdesk-chat" in reply.text
    assert empty_client.get("/library/articles/frailty").status_code == 503


def test_the_staff_desks_page_is_empty_until_somebody_signs_in(
    client: TestClient, empty_client: TestClient
) -> None:
    page = client.get("/desk").text
    assert page.index(disclaimer_for("en").text) < page.index("<refdesk-desk>")
    assert "frailty" not in page
    assert empty_client.get("/desk").text == page
    for name in re.findall(r'(?:src|href)="(/[^"]*)"', page):
        assert client.get(name).status_code == 200, name


def test_the_staff_desk_offers_the_issuer_where_there_is_one(tmp_path: Path) -> None:
    issued = {
        "oidc_issuer": "https://id.example.org",
        "oidc_client_id": "refdesk",
        "oidc_staff": ("evidence",),
        "public_url": "https://desk.example.org",
    }
    settings = Settings.model_validate({"data": tmp_path, **issued})
    with TestClient(create_app(settings), base_url="https://desk.example.org") as client:
        assert "<refdesk-desk data-issuer>" in client.get("/desk").text


def test_everything_the_page_names_is_served(client: TestClient) -> None:
    names = re.findall(r'(?:src|href)="(/[^"]*)"', client.get("/").text)
    files = {f"/static/{name}" for name in ("page.js", "tokens.css", "site.css", "mark.svg")}
    assert files | {WIDGET_PATH, "/docs", "/library/articles/frailty"} <= set(names)
    for name in names:
        assert client.get(name).status_code == 200, name


def test_files_are_revalidated_and_keep_their_policy(client: TestClient) -> None:
    for path in ("/", "/static/page.js", "/library/articles/frailty"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        policy = "Content-Security-Policy"
        assert again.headers[policy] == first.headers[policy]


@pytest.mark.parametrize(
    "name", ["page.html", "tiers.json", "..%2Fapp.py", "none.js", "%2e%2e/app.py"]
)
def test_only_the_known_files_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_the_script_never_writes_markup() -> None:
    script = resources.files("api").joinpath("static/page.js").read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in script


def test_head_is_answered_like_get_without_a_body(client: TestClient) -> None:
    reply = client.head("/v1/tiers")
    assert reply.status_code == 200
    assert reply.content == b""
    assert reply.headers["content-length"] == client.get("/v1/tiers").headers["content-length"]

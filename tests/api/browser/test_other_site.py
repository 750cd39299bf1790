"""A real page of another origin: it asks with a token that the widget gets and renews by itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from api.app import create_app
from api.settings import Settings
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenPage, serving

pytestmark = pytest.mark.e2e
ASK = "**/v1/ask/stream"


def site(service: str) -> FastAPI:
    """Return a site whose one page embeds the widget of a service, under a strict policy."""
    app = FastAPI()
    policy = f"default-src 'none'; script-src {service}; connect-src {service}"

    @app.get("/")
    def page() -> HTMLResponse:
        line = f'<script src="{service}/widget/refdesk-chat.js" data-auto async></script>'
        return HTMLResponse(
            f'<!doctype html><html lang="en"><title>Site</title><body><h1>Site</h1>{line}</body>',
            headers={"Content-Security-Policy": policy},
        )

    return app


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spoiled(headers: dict[str, str]) -> dict[str, str]:
    """Return headers with another token, as after a change of the signing key."""
    return headers | {"authorization": "Bearer of.another.day"}


@pytest.fixture(scope="module")
def sites(data_folder: Path) -> Iterator[tuple[str, str]]:
    """A listed site and one that is not, both embedding the same service."""
    port = free_port()
    listed = f"http://127.0.0.1:{port}"
    settings = Settings(data=data_folder, workers=2, origins=(listed,), limits="off")
    with (
        serving(create_app(settings)) as service,
        serving(site(service), port) as first,
        serving(site(service)) as second,
    ):
        assert first == listed
        yield first, second


def test_a_listed_site_is_answered_and_its_token_renewed(
    open_page: OpenPage, sites: tuple[str, str]
) -> None:
    page = open_page()
    page.goto(sites[0])
    chat = Chat(page).opened()
    minted: list[str] = []
    page.on("request", lambda sent: note(sent.method, sent.url))

    def note(method: str, url: str) -> None:
        if url.endswith("/v1/session"):
            minted.append(method)

    turn = chat.ask(QUESTIONS["answered"])
    assert "No serious adverse event" in turn.inner_text()
    turn.locator(".cite").first.click()
    chat.source.get_by_text("Shown exactly as the source has it").wait_for()
    assert minted.count("POST") == 1
    page.keyboard.press("Escape")
    page.route(ASK, lambda route: route.continue_(headers=spoiled(route.request.headers)), times=1)
    assert "No serious adverse event" in chat.ask(QUESTIONS["answered"]).inner_text()
    assert minted.count("POST") == 2


def test_one_new_token_is_enough_for_all_that_need_one(
    open_page: OpenPage, sites: tuple[str, str]
) -> None:
    page = open_page()
    page.goto(sites[0])
    chat = Chat(page).opened()
    turn = chat.ask(QUESTIONS["answered"])
    minted: list[str] = []
    page.on("request", lambda sent: minted.append(sent.url) if sent.method == "POST" else None)
    for path in ("**/v1/passages/**", "**/v1/feedback"):
        page.route(
            path, lambda route: route.continue_(headers=spoiled(route.request.headers)), times=1
        )
    # Both at once: a rating on its way while the source is opened.
    chat.root.evaluate(
        "node => { for (const each of ['[data-rating=up]', '.cite'])"
        " node.shadowRoot.querySelector(each).click(); }"
    )
    chat.source.get_by_text("Shown exactly as the source has it").wait_for()
    turn.get_by_text("Thank you.").wait_for()
    assert len([url for url in minted if url.endswith("/v1/session")]) == 1


def test_a_site_that_is_not_listed_is_told_so(open_page: OpenPage, sites: tuple[str, str]) -> None:
    page = open_page(expected="blocked by CORS policy")
    page.goto(sites[1])
    turn = Chat(page).opened().ask(QUESTIONS["answered"], "failed")
    assert "No answer came back" in turn.inner_text()
    assert not turn.get_by_role("article").count()
    assert turn.get_by_role("note").is_visible()

"""The widget on pages of others: plain, strict, styled at will, twice, opened and closed often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
SCRIPT = '<script src="/widget/refdesk-chat.js"{}></script>'
STRICT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; img-src 'none';"
    " require-trusted-types-for 'script'; trusted-types lit-html"
)
LOUD = (
    "<style>* { color: rgb(255, 0, 0) !important; font: 40px fantasy; }"
    " button, p, dialog { display: none; } h2 { text-transform: uppercase; }"
    " .card { background: rgb(0, 255, 0); }</style>"
)


def host(page: Page, service: str, body: str, policy: str = "") -> Chat:
    """Open a page of the service's origin that has this body and this policy."""
    headers = {"Content-Type": "text/html"} | (
        {"Content-Security-Policy": policy} if policy else {}
    )
    document = f'<!doctype html><html lang="en"><title>Host</title><body>{body}</body></html>'
    page.route("**/host", lambda route: route.fulfill(body=document, headers=headers))
    page.goto(f"{service}/host")
    return Chat(page)


@pytest.mark.parametrize("policy", ["", STRICT], ids=["plain", "strict"])
def test_one_line_puts_it_on_a_page(open_page: OpenPage, service: str, policy: str) -> None:
    page = open_page()
    chat = host(page, service, "<h1>Host</h1>" + SCRIPT.format(" data-auto"), policy)
    assert chat.button("Ask the evidence").is_visible()
    turn = chat.opened().ask(QUESTIONS["answered"])
    assert "No serious adverse event" in turn.inner_text()
    card = turn.get_by_role("article").first
    assert card.evaluate("node => getComputedStyle(node).borderTopWidth") == "1px"
    page.keyboard.press("Escape")
    assert chat.button("Ask the evidence").evaluate(
        "node => node.getRootNode().activeElement === node"
    )


def test_styles_leak_neither_way(open_page: OpenPage, service: str) -> None:
    body = f'{LOUD}<div class="card" id="own"><h2>Host</h2></div><refdesk-chat></refdesk-chat>'
    page = open_page()
    before = host(page, service, body)
    colour = "node => getComputedStyle(node).backgroundColor"
    own = before.page.locator("#own")
    plain = own.evaluate("node => JSON.stringify(getComputedStyle(node))")
    chat = host(open_page(), service, body + SCRIPT.format(""))
    turn = chat.ask(QUESTIONS["answered"])
    assert turn.get_by_role("article").first.evaluate(colour) == "rgb(255, 255, 255)"
    assert chat.button("Ask").is_visible()
    heading = chat.root.get_by_role("heading", level=2)
    assert heading.evaluate("node => getComputedStyle(node).textTransform") == "none"
    after = chat.page.locator("#own").evaluate("node => JSON.stringify(getComputedStyle(node))")
    assert after == plain
    assert chat.page.evaluate("() => document.styleSheets.length") == 1
    assert chat.page.evaluate("() => document.adoptedStyleSheets.length") == 0


def test_a_site_can_give_it_its_own_look(open_page: OpenPage, service: str) -> None:
    body = (
        "<style>refdesk-chat { --refdesk-accent: rgb(90, 0, 120);"
        " --refdesk-height: 500px; }</style>"
        '<refdesk-chat heading="Ask us" theme="dark" suggestions="One?|Two?"></refdesk-chat>'
    )
    chat = host(open_page(), service, body + SCRIPT.format(""))
    ask = chat.button("Ask")
    assert ask.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(90, 0, 120)"
    assert chat.root.evaluate("node => node.offsetHeight") == 500
    assert chat.root.get_by_role("heading", name="Ask us").is_visible()
    assert chat.root.locator(".suggestions").get_by_role("button").all_inner_texts() == [
        "One?",
        "Two?",
    ]
    paper = chat.root.locator(".panel").evaluate("node => getComputedStyle(node).backgroundColor")
    assert paper == "rgb(15, 21, 20)"


def test_a_panel_is_filled_when_it_is_first_opened(open_page: OpenPage, service: str) -> None:
    chat = host(open_page(), service, SCRIPT.format(" data-auto"))
    assert chat.button("Ask the evidence").is_visible()
    assert chat.root.locator(".panel *").count() == 0
    chat.opened()
    assert chat.root.get_by_role("note").is_visible()
    assert chat.field.evaluate("node => node.getRootNode().activeElement === node")
    chat.field.fill("Half a quest")
    chat.page.keyboard.press("Escape")
    chat.opened()
    assert chat.field.input_value() == "Half a quest"


def test_an_emergency_opens_a_panel_that_was_closed(open_page: OpenPage, service: str) -> None:
    chat = host(open_page(), service, SCRIPT.format(" data-auto"))
    chat.root.evaluate("(node, asked) => { node.ask(asked); node.hide(); }", QUESTIONS["emergency"])
    chat.root.get_by_role("alert").filter(has_text="Get help now").wait_for()


def test_its_own_words_can_be_given_in_another_language(open_page: OpenPage, service: str) -> None:
    chat = host(open_page(), service, SCRIPT.format("") + '<div id="place"></div>')
    chat.page.evaluate(
        "() => { customElements.get('refdesk-chat').addMessages('de', {ask: 'Los!'});"
        " const made = document.createElement('refdesk-chat'); made.locale = 'de-DE';"
        " document.getElementById('place').append(made); }"
    )
    chat.button("Los!").wait_for()
    assert chat.root.get_by_role("heading", name="Die Belege fragen").is_visible()
    chat.root.get_by_role("note").filter(has_text="Educational information only").wait_for()
    chat.root.get_by_role("textbox").fill(QUESTIONS["emergency"])
    chat.button("Los!").click()
    assert chat.last().get_by_role("link", name="112 anrufen").is_visible()


def test_two_widgets_keep_to_themselves(open_page: OpenPage, service: str) -> None:
    body = '<refdesk-chat id="a"></refdesk-chat><refdesk-chat id="b"></refdesk-chat>'
    page = open_page()
    one = host(page, service, body + SCRIPT.format("") + SCRIPT.format(""))
    first, second = Chat(page, "#a"), Chat(page, "#b")
    first.ask(QUESTIONS["answered"])
    second.ask(QUESTIONS["refused"])
    assert first.turns.count() == second.turns.count() == 1
    assert sorted(key[-2:] for key in one.kept()) == [":a", ":b"]
    ids = {kept["conversation"] for kept in one.kept().values()}
    assert len(ids) == 2
    page.reload()
    assert QUESTIONS["answered"] in first.last().inner_text()
    assert QUESTIONS["refused"] in second.last().inner_text()


def test_a_floating_widget_takes_no_room_on_the_page(open_page: OpenPage, service: str) -> None:
    body = "<style>html, body { height: 100%; margin: 0; }</style><main>words</main>"
    page = open_page()
    chat = host(page, service, body + SCRIPT.format(" data-auto"))
    size = "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert page.evaluate(size) == [1280, 860]
    chat.opened()
    assert page.evaluate(size) == [1280, 860]


def test_it_tells_the_page_what_happens_but_not_the_question(
    open_page: OpenPage, service: str
) -> None:
    chat = host(open_page(), service, SCRIPT.format(" data-auto"))
    chat.page.evaluate(
        "() => { window.told = []; for (const name of ['open', 'close', 'ask', 'answer', 'source'])"
        " addEventListener('refdesk-' + name, event =>"
        " window.told.push([event.type, JSON.stringify(event.detail)])); }"
    )
    chat.opened().ask(QUESTIONS["answered"]).locator(".cite").first.click()
    chat.source.locator("mark").wait_for()
    chat.page.keyboard.press("Escape")
    chat.button("Close").click()
    told = chat.page.evaluate("() => window.told")
    assert [name for name, _ in told] == [
        "refdesk-open", "refdesk-ask", "refdesk-answer", "refdesk-source", "refdesk-close",
    ]  # fmt: skip
    assert '"outcome":"answered"' in told[2][1]
    assert not any("adverse" in detail for _, detail in told)


def test_opening_and_closing_it_leaves_nothing_behind_and_shifts_nothing(
    open_page: OpenPage, service: str
) -> None:
    page = open_page()
    chat = host(page, service, "<p>words</p>" * 60 + SCRIPT.format(" data-auto"))
    chat.opened().ask(QUESTIONS["answered"])
    # What moves inside the widget is its own affair; nothing of the page around it may.
    page.evaluate(
        "() => { window.shifted = []; new PerformanceObserver(list => { for (const each of"
        " list.getEntries()) window.shifted.push(...each.sources.map(({node}) => node)"
        ".filter(node => node?.getRootNode() === document && node.localName !== 'refdesk-chat')"
        ".map(node => node.nodeName)); }).observe({type: 'layout-shift', buffered: true}); }"
    )
    again = (
        "async times => { const chat = document.querySelector('refdesk-chat');"
        " for (let at = 0; at < times; at++) {"
        " chat.hide(); await chat.updateComplete; chat.show(); await chat.updateComplete; } }"
    )
    counters = page.context.new_cdp_session(page)

    def held() -> dict[str, int]:
        counters.send("HeapProfiler.collectGarbage")
        found: dict[str, int] = counters.send("Memory.getDOMCounters")
        return {name: found[name] for name in ("nodes", "jsEventListeners")}

    page.evaluate(again, 10)
    before = held()
    page.evaluate(again, 200)
    after = held()
    assert after["jsEventListeners"] <= before["jsEventListeners"]
    assert after["nodes"] <= before["nodes"] + 5
    assert page.evaluate("() => window.shifted") == []

"""The widget in other languages: its words and the disclaimer follow, quotes stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat, never
from tests.api.browser.conftest import OpenPage
from tests.api.browser.test_standing import axe, violations
from tests.api.test_words import words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

__all__ = ["axe"]
pytestmark = pytest.mark.e2e
HOST = (
    '<!doctype html><html lang="{lang}" dir="{dir}"><meta name="viewport"'
    ' content="width=device-width"><title>Host</title><body><main><h1>Host</h1>{body}</main>'
    '<script src="/widget/refdesk-chat.js"></script></body></html>'
)
WIDGET = "<refdesk-chat></refdesk-chat>"


def host(page: Page, service: str, lang: str, body: str = WIDGET) -> Page:
    """Open a page of the service's origin in a language."""
    way = "rtl" if lang.startswith("ar") else "ltr"
    document = HOST.format(lang=lang, dir=way, body=body)
    page.route("**/host", lambda route: route.fulfill(body=document, content_type="text/html"))
    page.goto(f"{service}/host")
    return page


def ask(chat: Chat, language: str, question: str) -> Locator:
    said = words(language)
    chat.root.get_by_role("textbox", name=said["label"]).fill(question)
    chat.button(said["ask"]).click()
    return chat.last()


@pytest.mark.parametrize("lang", ["es-MX", "fr", "de-AT", "pt-BR", "ar-EG"])
def test_its_words_are_those_of_the_page(
    open_page: OpenPage, service: str, axe: str, lang: str
) -> None:
    language = lang[:2]
    said = words(language)
    page = host(open_page(320, 640, locale=lang), service, lang)
    chat = Chat(page)
    chat.root.get_by_role("heading", name=said["heading"]).wait_for()
    note = chat.root.get_by_role("note")
    note.filter(has_text="Educational information only").wait_for()  # the original, beside it
    assert note.get_attribute("lang") == language
    assert violations(page, axe) == []
    turn = ask(chat, language, QUESTIONS["answered"])
    assert turn.get_by_role("heading", name=said["answered"]).is_visible()
    assert "No serious adverse event" in turn.get_by_role("article").first.inner_text()
    quote = turn.locator("blockquote").first
    assert quote.evaluate("node => [node.closest('[lang]').lang, getComputedStyle(node).direction]"
                          ) == ["en", "ltr"]  # fmt: skip
    badge = turn.locator(".badge").first
    assert badge.evaluate("node => node.closest('[lang]').lang") == "en"
    assert violations(page, axe) == []
    own = "node => node.shadowRoot.querySelector('.rd').lang"
    assert chat.root.evaluate(own) == language
    wide = "node => node.scrollWidth - node.clientWidth"
    assert page.evaluate(f"({wide})(document.documentElement)") <= 0
    assert chat.root.locator(".scroll").evaluate(wide) <= 0


def test_a_page_written_from_right_to_left(open_page: OpenPage, service: str) -> None:
    page = host(open_page(locale="ar-EG"), service, "ar-EG")
    chat = Chat(page)
    turn = ask(chat, "ar", QUESTIONS["answered"])
    assert turn.evaluate("node => getComputedStyle(node).direction") == "rtl"
    button = chat.button(words("ar")["ask"]).bounding_box()
    field = chat.root.get_by_role("textbox").bounding_box()
    assert button is not None
    assert field is not None
    assert button["x"] < field["x"]


def test_times_are_told_in_the_language_too(open_page: OpenPage, service: str) -> None:
    page = host(open_page(locale="de-DE"), service, "de")
    chat = Chat(page)
    chat.root.get_by_role("heading", name="Die Belege fragen").wait_for()
    problem = {"status": 429, "headers": {"Retry-After": "90"}, "body": "{}"}
    page.route("**/v1/ask/stream", lambda route: route.fulfill(**problem), times=1)
    chat.root.get_by_role("textbox").fill(QUESTIONS["answered"])
    chat.button("Fragen").click()
    turn = chat.last("failed")
    assert "Sie können in 90 Sekunden noch einmal fragen." in turn.inner_text()


def test_on_a_small_phone_what_happens_is_seen_in_two_languages(
    open_page: OpenPage, service: str
) -> None:
    page = host(open_page(320, 640, phone=True, locale="ru-RU"), service, "ru")
    page.add_style_tag(content="body, h1 { margin: 0; } refdesk-chat { height: 600px; }")
    chat = Chat(page)
    chat.root.get_by_role("heading", name=words("ru")["heading"]).wait_for()
    page.route("**/v1/ask/stream", never, times=1)
    chat.root.get_by_role("textbox").fill(QUESTIONS["answered"])
    chat.button(words("ru")["ask"]).click()
    turn = chat.last("running")
    assert in_sight(turn.get_by_text(words("ru")["sending"]))
    turn.get_by_role("button", name=words("ru")["stop"]).click()
    turn = chat.last("stopped")
    assert in_sight(turn.get_by_role("button", name=words("ru")["again"]))
    assert turn.get_by_role("note").is_visible()
    page.context.set_offline(True)
    turn.get_by_role("button", name=words("ru")["again"]).click()
    assert in_sight(chat.last("failed").get_by_role("button", name=words("ru")["again"]))


def in_sight(place: Locator) -> bool:
    """Tell whether something stands inside the scrolled part of a 600 pixels high widget."""
    box = place.bounding_box()
    return box is not None and box["y"] > 0 and box["y"] + box["height"] < 540


def test_it_waits_for_its_words_but_not_for_long(open_page: OpenPage, service: str) -> None:
    first = (
        "<script>customElements.whenDefined('refdesk-chat').then(async () => {"
        " const chat = document.querySelector('refdesk-chat'); await chat.updateComplete;"
        " window.first = chat.shadowRoot.querySelector('h2').textContent; })</script>"
    )
    page = open_page(locale="es-ES")
    host(page, service, "es", WIDGET + first)
    assert page.wait_for_function("() => window.first").json_value() == words("es")["heading"]
    other = open_page(locale="es-ES")
    held: list[Route] = []
    other.route("**/words.es.json", lambda route: held.append(route))
    host(other, service, "es", WIDGET + first)
    assert other.wait_for_function("() => window.first").json_value() == "Ask the evidence"
    chat = Chat(other)
    assert chat.root.evaluate("node => node.shadowRoot.querySelector('.rd').lang") == "en"
    held[0].continue_()
    chat.root.get_by_role("heading", name=words("es")["heading"]).wait_for()


def test_two_widgets_fetch_their_words_once_and_english_ones_none(
    open_page: OpenPage, service: str
) -> None:
    page = open_page(locale="fr-FR")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    host(page, service, "fr", WIDGET + "<refdesk-chat id=b locale=en-GB></refdesk-chat>" + WIDGET)
    Chat(page, "refdesk-chat >> nth=2").root.get_by_role(
        "heading", name=words("fr")["heading"]
    ).wait_for()
    assert [url.rpartition("/")[2] for url in asked if "words" in url] == ["words.fr.json"]
    assert Chat(page, "#b").root.get_by_role("heading", name="Ask the evidence").is_visible()

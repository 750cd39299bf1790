"""An article that tries to run something, wherever its words are shown."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenPage

pytestmark = pytest.mark.e2e
QUESTIONS = (
    "Did the pain score in knee arthritis fall in the KNEEMARK trial?",
    "Was swelling in knee arthritis seen in the KNEEMARK trial?",
    "Did stiffness in knee arthritis change in the KNEEMARK trial?",
    "How far did people walk in the KNEEMARK trial of knee arthritis?",
)


def test_nothing_of_a_hostile_article_runs(open_page: OpenPage, hostile_service: str) -> None:
    page = open_page()
    page.goto(hostile_service)
    chat = Chat(page)
    shown = ""
    for question in QUESTIONS:
        turn = chat.ask(question)
        shown += turn.inner_text()
        for cite in turn.locator(".cite").all()[:2]:
            cite.click()
            chat.source.locator("mark").wait_for()
            links = [
                str(link.get_attribute("href")) for link in chat.source.get_by_role("link").all()
            ]
            assert all(link.startswith(("https://", hostile_service)) for link in links), links
            page.keyboard.press("Escape")
    assert "KNEEMARK" in shown
    assert "\u202e" not in shown
    assert page.evaluate("() => window.hostile") is None
    markup = chat.root.evaluate(
        "node => [...node.shadowRoot.querySelectorAll('img, iframe, script, [onload], [onerror]')]"
        ".length"
    )
    assert markup == 0


PATHS = (
    "/library",
    "/library?q=KNEEMARK",
    "/library?q=%3Csvg%20onload%3Dwindow.hostile%3D1%3E",
    "/library/map",
    "/library/articles",
    "/library/articles/hostile",
    "/library/studies/doi:10.1000%2F%22onmouseover%3D%22window.hostile%3D8",
)
#: What is there that must not be, and every address that leads out.
LOOK = """() => ({
  ran: window.hostile ?? null,
  markup: [...document.querySelectorAll(
    'main img, iframe, object, embed, base, main script, main style')].map(node => node.outerHTML),
  handlers: [...document.querySelectorAll('*')].filter(node => [...node.attributes]
    .some(each => each.name.startsWith('on') || each.name === 'style')).map(node => node.outerHTML),
  links: [...document.querySelectorAll('[href], [src], [action]')].map(node =>
    new URL(node.href?.baseVal ?? node.href ?? node.src ?? node.action, location.href).href),
  text: document.documentElement.textContent + document.title,
})"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_it_runs_on_any_page_of_the_library(
    open_page: OpenPage, hostile_service: str, theme: Literal["light", "dark"]
) -> None:
    page = open_page(theme=theme)
    shown = ""
    for path in (*PATHS, "/"):
        page.goto(hostile_service + path)
        for each in page.locator("main a, main summary").all()[:12]:
            if each.is_visible():
                each.hover()
                each.focus()
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        found = page.evaluate(LOOK)
        assert found["ran"] is None, path
        assert found["markup"] == found["handlers"] == [], path
        for link in found["links"]:
            assert link.startswith((hostile_service, "https://doi.org/")), (path, link)
        assert not set(found["text"]) & set(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )
        shown += found["text"]
    assert "<script>window.hostile=6</script>" in shown  # it was there, as words
    assert "KNEEMARK" in shown

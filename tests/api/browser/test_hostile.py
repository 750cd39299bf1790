"""An article that tries to run something, wherever its words are shown."""

from __future__ import annotations

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
    page.goto(f"{hostile_service}/library/articles/hostile")
    page.locator(".said").first.wait_for()
    assert page.evaluate("() => window.hostile") is None

"""The way that every reader goes, in a real browser; the rest is under the marker `e2e`."""

from __future__ import annotations

import pytest

from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.conftest import OpenChat


def test_ask_read_the_answer_and_open_its_source(open_chat: OpenChat) -> None:
    chat = open_chat()
    before = chat.root.get_by_role("note")
    assert before.inner_text() == disclaimer_for("en").text
    turn = chat.ask(QUESTIONS["answered"])
    assert turn.get_by_role("note").inner_text() == disclaimer_for("en").text
    statement = turn.get_by_role("article").first
    assert "No serious adverse event was judged to be caused by the cells" in (
        statement.inner_text()
    )
    assert statement.get_by_role("button", name="Human trial: early phase", exact=True).is_visible()
    cite = statement.get_by_role("button", name="Source 1,", exact=False)
    cite.click()
    mark = chat.source.locator("mark")
    mark.wait_for()
    chat.source.get_by_text("Shown exactly as the source has it").wait_for()
    quote = "No serious adverse event was judged to be caused by the cells in the CRATUS trial"
    assert mark.inner_text().startswith(quote)
    link = chat.source.get_by_role("link", name="Read it in the article")
    assert "example.org/frailty#:~:text=" in str(link.get_attribute("href"))
    chat.page.keyboard.press("Escape")
    chat.source.wait_for(state="hidden")
    assert cite.evaluate("node => node.getRootNode().activeElement === node")


@pytest.mark.parametrize("outcome", ["refused", "not_in_library"])
def test_what_is_not_answered_offers_other_questions(open_chat: OpenChat, outcome: str) -> None:
    chat = open_chat("/?q=" + QUESTIONS[outcome])
    turn = chat.last()
    titles = {
        "refused": "Not something this service can answer",
        "not_in_library": "Not in the library",
    }
    assert turn.get_by_role("heading", name=titles[outcome]).is_visible()
    assert not turn.get_by_role("article").count()
    instead = turn.locator(".instead").get_by_role("button")
    assert instead.count() == 3

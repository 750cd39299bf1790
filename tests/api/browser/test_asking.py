"""Asking: what is shown for each outcome, what is kept, what is sent."""

from __future__ import annotations

import json

import pytest

from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenChat, OpenPage

pytestmark = pytest.mark.e2e
NAMES_QUESTION = "Which markers do mesenchymal stromal cells carry on their surface?"


def test_before_the_first_question_nothing_is_asked_and_the_disclaimer_stands(
    open_page: OpenPage, service: str
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(service)))
    page.goto(service + "/")
    chat = Chat(page)
    assert chat.root.get_by_role("note").inner_text() == disclaimer_for("en").text
    assert not [path for path in asked if path.startswith("/v1/")]
    assert chat.root.locator(".suggestions").get_by_role("button").count() == 4


def test_an_emergency_cannot_be_missed(open_chat: OpenChat) -> None:
    chat = open_chat(locale="en-US", phone=True, width=360, height=740)
    turn = chat.ask(QUESTIONS["emergency"])
    alert = turn.get_by_role("alert")
    assert alert.get_by_role("heading", name="Get help now").is_visible()
    call = alert.get_by_role("link", name="Call 911")
    assert call.get_attribute("href") == "tel:911"
    box = call.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 740 - box["height"]
    assert box["height"] >= 44
    assert turn.get_by_role("note").is_visible()
    assert chat.root.get_by_role("status").inner_text() == ""


def test_a_crisis_names_the_helplines(open_chat: OpenChat) -> None:
    turn = open_chat(locale="en-NL").ask("I want to kill myself")
    link = turn.get_by_role("alert").get_by_role("link", name="findahelpline.com")
    assert link.get_attribute("href") == "https://findahelpline.com"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_what_can_be_asked_instead_is_asked_by_its_button(open_chat: OpenChat) -> None:
    chat = open_chat()
    turn = chat.ask(QUESTIONS["refused"])
    button = turn.locator(".instead").get_by_role("button").last
    question = button.inner_text()
    button.click()
    chat.page.wait_for_function(
        "() => document.querySelector('refdesk-chat').shadowRoot"
        ".querySelectorAll('.turn[data-state=done]').length === 2"
    )
    asked = chat.last().locator(".question")
    assert question in asked.inner_text()
    assert asked.evaluate("node => node.getRootNode().activeElement === node")


def test_a_follow_up_shows_how_it_was_read(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask("Did six-minute walk distance differ from placebo in the phase 2 frailty trial?")
    turn = chat.ask("And the deaths?")
    (kept,) = chat.kept().values()
    asked_as = kept["turns"][-1]["answer"]["asked_as"]
    assert asked_as
    assert asked_as in turn.locator(".asked-as").inner_text()


def test_the_conversation_is_kept_in_this_tab_only(open_chat: OpenChat, service: str) -> None:
    chat = open_chat()
    chat.ask(QUESTIONS["answered"])
    (kept,) = chat.kept().values()
    assert kept["conversation"]
    chat.page.reload()
    assert QUESTIONS["answered"] in chat.last().inner_text()
    other = chat.page.context.new_page()
    other.goto(service + "/")
    assert not Chat(other).turns.count()
    chat.button("Start again").click()
    assert not chat.turns.count()
    assert chat.kept() == {}
    assert chat.field.evaluate("node => node.getRootNode().activeElement === node")


def test_a_continued_conversation_sends_its_id_and_nothing_else(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask(QUESTIONS["answered"])
    (kept,) = chat.kept().values()
    with chat.page.expect_request("**/v1/ask/stream") as sent:
        chat.ask(NAMES_QUESTION)
    request = sent.value
    assert json.loads(request.post_data or "") == {
        "question": NAMES_QUESTION,
        "locale": "en-US",
        "conversation_id": kept["conversation"],
    }
    headers = {name.lower() for name in request.all_headers()}
    assert not headers & {"cookie", "authorization", "referer"}


def test_what_is_copied_has_its_sources_and_the_disclaimer(open_chat: OpenChat) -> None:
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"])
    turn = chat.ask(QUESTIONS["answered"])
    chat.button("Copy with sources").click()
    turn.get_by_text("Copied, with sources and disclaimer.").wait_for()
    copied = chat.page.evaluate("() => navigator.clipboard.readText()")
    assert QUESTIONS["answered"] in copied
    assert "https://doi.org/10.1093/gerona/glx056" in copied
    assert copied.endswith(disclaimer_for("en").text)


def test_feedback_is_sent_by_the_contract_and_its_absence_is_said(open_chat: OpenChat) -> None:
    chat = open_chat()
    turn = chat.ask(QUESTIONS["answered"])
    sent: list[dict[str, object]] = []
    chat.page.on("request", lambda request: note(request.url, request.post_data or ""))

    def note(url: str, body: str) -> None:
        if url.endswith("/v1/feedback"):
            sent.append(json.loads(body))

    chat.page.route("**/v1/feedback", lambda route: route.fulfill(status=404, json={}), times=1)
    turn.get_by_role("button", name="Helpful", exact=True).click()
    turn.get_by_text("Feedback could not be sent.").wait_for()
    turn.get_by_role("button", name="Not helpful").click()
    turn.get_by_text("Thank you.").wait_for()
    pressed = turn.get_by_role("button", name="Not helpful", pressed=True)
    assert pressed.count() == 1
    turn.get_by_role("button", name="Wrong citation").click()
    turn.get_by_role("combobox", name="Citation").select_option("1")
    turn.get_by_role("textbox").fill("The paper says otherwise.")
    turn.get_by_role("button", name="Send").click()
    chat.root.locator(".report").wait_for(state="detached")
    answer_id = sent[0]["answer_id"]
    assert sent == [
        {"answer_id": answer_id, "rating": "up", "tags": []},
        {"answer_id": answer_id, "rating": "down", "tags": []},
        {
            "answer_id": answer_id,
            "rating": "down",
            "tags": ["wrong_citation"],
            "comment": "[1] The paper says otherwise.",
        },
    ]


def test_a_citation_leads_to_its_sentence_in_the_article(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.ask(NAMES_QUESTION)
    chat.root.locator(".cite").first.click()
    with chat.page.context.expect_page() as opened:
        chat.source.get_by_role("link", name="Read it in the article").click()
    article = opened.value
    article.wait_for_load_state()
    target = article.locator(":target")
    assert "Mesenchymal stromal cells carry CD105, CD73 and CD90" in target.inner_text()
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 860

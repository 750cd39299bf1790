"""When the service is broken or unwilling: what is said, and what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.problems import problem_bytes
from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenChat, OpenPage, serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Route

pytestmark = pytest.mark.e2e
ASK = "**/v1/ask/stream"
PROBLEM = "application/problem+json"


def test_a_service_without_a_library_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    from api.app import create_app
    from api.settings import Settings

    with serving(create_app(Settings(data=tmp_path))) as address:
        page = open_page()
        page.goto(address)
        turn = Chat(page).ask(QUESTIONS["answered"], "failed")
        assert "The service is busy or not ready" in turn.inner_text()
        assert turn.get_by_role("note").inner_text() == disclaimer_for("en").text


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (500, "internal-error", "Something went wrong in the service"),
        (403, "not-found", "This page may not ask the service"),
        (429, "not-found", "Too many questions at once. Try again in a moment."),
    ],
)
def test_each_refusal_is_told_in_plain_words(
    open_chat: OpenChat, status: int, code: str, said: str
) -> None:
    chat = open_chat()
    body = problem_bytes(code)
    chat.page.route(
        ASK, lambda route: route.fulfill(status=status, body=body, content_type=PROBLEM), times=1
    )
    turn = chat.ask(QUESTIONS["answered"], "failed")
    assert said in turn.inner_text()
    chat.button("Ask again").click()
    assert "No serious adverse event" in chat.last().inner_text()
    assert chat.turns.count() == 1


def test_half_an_answer_is_not_shown(open_chat: OpenChat) -> None:
    chat = open_chat()

    def broken(route: Route) -> None:
        whole = route.fetch().text()
        route.fulfill(body=whole[: whole.index("event: done")], content_type="text/event-stream")

    chat.page.route(ASK, broken, times=1)
    turn = chat.ask(QUESTIONS["answered"], "failed")
    assert "The connection broke before the answer was whole" in turn.inner_text()
    assert not turn.get_by_role("article").count()
    assert turn.get_by_role("note").is_visible()


def test_what_fails_in_the_stream_is_told(open_chat: OpenChat) -> None:
    chat = open_chat()

    def failing(route: Route) -> None:
        whole = route.fetch().text()
        problem = problem_bytes("internal-error").decode()
        route.fulfill(
            body=whole[: whole.index("event: evidence")] + f"event: error\ndata: {problem}\n\n",
            content_type="text/event-stream",
        )

    chat.page.route(ASK, failing, times=1)
    turn = chat.ask(QUESTIONS["answered"], "failed")
    assert "Something went wrong in the service" in turn.inner_text()


def test_an_answer_without_its_disclaimer_is_not_shown(open_chat: OpenChat) -> None:
    chat = open_chat()

    def stripped(route: Route) -> None:
        whole = route.fetch().text()
        route.fulfill(
            body=whole.replace('"disclaimer":', '"other":'), content_type="text/event-stream"
        )

    chat.page.route(ASK, stripped, times=1)
    turn = chat.ask(QUESTIONS["answered"], "failed")
    assert not turn.get_by_role("article").count()
    assert turn.get_by_role("note").inner_text() == disclaimer_for("en").text


def test_a_question_that_cannot_be_used_says_why(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.field.press("Enter")
    assert chat.root.get_by_text("Type a question first.").is_visible()
    turn = chat.ask("\u200b", "failed")
    assert "No answer came back" in turn.inner_text()
    assert not turn.get_by_role("button", name="Ask again").count()

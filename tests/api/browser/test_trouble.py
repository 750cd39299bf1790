"""Real trouble between a reader and the real service: no connection, waiting, limits, a restart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from api.provider import SnapshotProvider
from api.settings import Settings
from index.snapshot import activate
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenPage, serving
from tests.api.browser.troubled import Troubled

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.e2e
QUESTION = QUESTIONS["answered"]
ANSWER = "No serious adverse event"
POLICY = b"event: policy"
STATEMENT = b'"kind":"quote"'


@pytest.fixture(scope="module")
def wire(data_folder: Path) -> Iterator[tuple[Troubled, str]]:
    """The service behind a wire that can be held, and its address."""
    troubled = Troubled(create_app(Settings(data=data_folder, workers=2)))
    with serving(troubled) as address:
        yield troubled, address


@pytest.fixture
def trouble(wire: tuple[Troubled, str]) -> Iterator[Troubled]:
    wire[0].release()
    wire[0].asked = 0
    yield wire[0]
    wire[0].release()


@pytest.fixture
def chat(open_page: OpenPage, wire: tuple[Troubled, str], trouble: Troubled) -> Chat:
    del trouble
    page = open_page()
    page.goto(wire[1])
    return Chat(page).opened()


def said(chat: Chat) -> str:
    """What screen readers have been told last."""
    return chat.root.get_by_role("status").inner_text()


def again(turn: Locator) -> Locator:
    return turn.get_by_role("button", name="Ask again")


def test_a_question_asked_offline_is_kept_and_goes_out_by_one_press(
    chat: Chat, trouble: Troubled
) -> None:
    chat.page.context.set_offline(True)
    turn = chat.ask(QUESTION, "failed")
    assert "You are offline. Your question is kept here" in turn.inner_text()
    chat.page.context.set_offline(False)
    turn.get_by_text("The connection is back.").wait_for()
    assert "was not asked again by itself" in said(chat)
    assert trouble.asked == 0
    again(turn).click()
    assert ANSWER in chat.last().inner_text()
    assert trouble.asked == chat.turns.count() == 1


def test_going_offline_in_the_middle_takes_back_what_had_come(
    chat: Chat, trouble: Troubled
) -> None:
    trouble.hold(STATEMENT)
    turn = chat.ask(QUESTION, "running")
    turn.get_by_role("article").first.wait_for()
    chat.page.context.set_offline(True)
    turn.get_by_text("The connection is lost. Waiting for it to come back.").wait_for()
    trouble.cut()
    turn = chat.last("failed")
    assert "broke before the answer was whole" in turn.inner_text()
    assert "You are offline. Your question is kept here" in turn.inner_text()
    assert not turn.get_by_role("article").count()
    assert turn.get_by_role("note").is_visible()
    chat.page.context.set_offline(False)
    turn.get_by_text("The connection is back.").wait_for()
    assert trouble.asked == 1
    trouble.release()
    again(turn).click()
    assert ANSWER in chat.last().inner_text()
    assert trouble.asked == 2


def test_a_lost_connection_is_told_while_it_is_waited_for(chat: Chat, trouble: Troubled) -> None:
    trouble.hold(POLICY)
    turn = chat.ask(QUESTION, "running")
    turn.get_by_text("Looking in the library").wait_for()
    chat.page.context.set_offline(True)
    turn.get_by_text("The connection is lost. Waiting for it to come back.").wait_for()
    chat.page.context.set_offline(False)
    turn.get_by_text("Looking in the library").wait_for()
    trouble.release()
    assert ANSWER in chat.last().inner_text()
    assert trouble.asked == 1


def test_a_slow_service_is_told_of_once_and_can_be_stopped(chat: Chat, trouble: Troubled) -> None:
    chat.page.clock.install()
    trouble.hold()
    turn = chat.ask(QUESTION, "running")
    chat.page.clock.run_for(7_500)
    assert "longer than usual" not in turn.inner_text()
    chat.page.clock.run_for(1_000)
    turn.get_by_text("This takes longer than usual: 8 seconds so far.").wait_for()
    assert "8 seconds so far. You can wait or stop." in said(chat)
    chat.page.clock.run_for(5_000)
    turn.get_by_text("13 seconds so far").wait_for()
    assert "8 seconds so far" in said(chat)
    turn.get_by_role("button", name="Stop").click()
    turn = chat.last("stopped")
    assert "Stopped before an answer came." in turn.inner_text()
    trouble.release()
    again(turn).click()
    assert ANSWER in chat.last().inner_text()
    assert "seconds so far" not in chat.last().inner_text()


@pytest.mark.parametrize(
    ("after", "told"),
    [(b"", "cannot be reached"), (POLICY, "broke before the answer was whole")],
)
def test_a_minute_of_silence_ends_the_waiting(
    chat: Chat, trouble: Troubled, after: bytes, told: str
) -> None:
    chat.page.clock.install()
    trouble.hold(after)
    turn = chat.ask(QUESTION, "running")
    if after:
        turn.get_by_text("Looking in the library").wait_for()
    chat.page.clock.run_for(61_000)
    assert told in chat.last("failed").inner_text()


def test_a_connection_that_breaks_leaves_no_half_answer(chat: Chat, trouble: Troubled) -> None:
    trouble.hold(STATEMENT)
    turn = chat.ask(QUESTION, "running")
    turn.get_by_role("article").first.wait_for()
    trouble.cut()
    turn = chat.last("failed")
    assert "broke before the answer was whole" in turn.inner_text()
    assert not turn.get_by_role("article").count()
    trouble.release()
    again(turn).click()
    assert ANSWER in chat.last().inner_text()


def test_who_asks_too_often_is_told_how_long_to_wait(
    open_page: OpenPage, data_folder: Path
) -> None:
    settings = Settings(data=data_folder, limits="on", rate_public="1/3 second")
    with serving(create_app(settings)) as address:
        page = open_page()
        page.goto(address)
        chat = Chat(page)
        chat.ask(QUESTION)
        turn = chat.ask(QUESTIONS["refused"], "failed")
        assert "Too many questions at once. You can ask again in" in turn.inner_text()
        assert again(turn).is_disabled()
        edge = "node => getComputedStyle(node).borderTopStyle"
        assert again(turn).evaluate(edge) == "dashed"
        turn.get_by_text("You can ask again now.").wait_for()
        assert said(chat) == "You can ask again now."
        again(turn).click()
        assert "Not something this service can answer" in chat.last().inner_text()
        assert chat.turns.count() == 2


def test_a_full_service_says_when_there_is_room(open_page: OpenPage, data_folder: Path) -> None:
    troubled = Troubled(create_app(Settings(data=data_folder, workers=1, queue=0)))
    with serving(troubled) as address:
        one, other = (Chat(open_page()) for _ in range(2))
        for chat in (one, other):
            chat.page.goto(address)
        troubled.hold(POLICY)
        one.ask(QUESTION, "running").get_by_text("Looking in the library").wait_for()
        turn = other.ask(QUESTION, "failed")
        assert "The service is busy or not ready. You can ask again in 1 second." in (
            turn.inner_text()
        )
        troubled.release()
        assert ANSWER in one.last().inner_text()
        turn.get_by_text("You can ask again now.").wait_for()
        again(turn).click()
        assert ANSWER in other.last().inner_text()


def test_an_answer_from_another_library_says_so(
    open_page: OpenPage, two_snapshots: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(two_snapshots / "snapshots", data / "snapshots", copy_function=os.link)
    shutil.copy(two_snapshots / "ACTIVE", data / "ACTIVE")
    first = (data / "ACTIVE").read_text(encoding="utf-8").strip()
    second = next(each.name for each in (data / "snapshots").iterdir() if each.name != first)
    settings = Settings(data=data, workers=2, reload_seconds=0)
    provider = SnapshotProvider(settings)
    with serving(create_app(settings, provider)) as address:
        page = open_page()
        page.goto(address)
        chat = Chat(page)
        question = "How many frail adults took part in the CRATUS trial?"
        chat.ask(question)
        activate(data, second)
        provider.refresh()
        turn = chat.ask(question)
        assert "of fifteen frail" in turn.inner_text()
        assert "The library has been renewed since the answer before." in turn.inner_text()
        before = chat.turns.first
        assert "has been renewed" not in before.inner_text()
        before.locator(".cite").first.click()
        chat.source.get_by_text("so the quote stands alone").wait_for()
        assert "of 15 frail" in chat.source.locator("mark").inner_text()


def test_a_restart_ends_no_conversation_on_the_page(open_page: OpenPage, data_folder: Path) -> None:
    settings = Settings(data=data_folder, workers=2)
    with serving(create_app(settings)) as address:
        page = open_page()
        page.goto(address)
        chat = Chat(page)
        chat.ask(QUESTION)
        (kept,) = chat.kept().values()
    turn = chat.ask(QUESTIONS["refused"], "failed")
    assert "The service cannot be reached. Try again in a moment." in turn.inner_text()
    with serving(create_app(settings), int(address.rpartition(":")[2])):
        again(turn).click()
        assert "Not something this service can answer" in chat.last().inner_text()
        assert chat.turns.count() == 2
        assert next(iter(chat.kept().values()))["conversation"] == kept["conversation"]

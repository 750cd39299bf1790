"""Sources that contradict each other, and a retracted one: both are seen before anything else."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from tests.api.browser.chat import Chat
from tests.api.browser.conftest import OpenPage
from tests.api.browser.test_library import WIDE
from tests.api.browser.test_standing import axe, violations
from tests.api.disagreeing import QUESTION, STRUCK, STRUCK_QUESTION, STUDY

__all__ = ["axe"]
pytestmark = pytest.mark.e2e
Theme = Literal["light", "dark"]
THEMES = pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1280, "light")])


@THEMES
def test_an_answer_shows_that_its_sources_disagree_and_both_of_them(
    open_page: OpenPage, disagreeing_service: str, axe: str, width: int, theme: Theme
) -> None:
    page = open_page(width, theme=theme)
    page.goto(disagreeing_service)
    chat = Chat(page).opened()
    turn = chat.ask(QUESTION)
    card = turn.locator(".conflict")
    assert card.get_by_role("heading", name="The sources disagree").is_visible()
    assert "different phases" in card.inner_text()
    first = turn.locator(".statement").first
    assert card.evaluate("(node, other) => node.compareDocumentPosition(other) === 4",
                         first.element_handle())  # fmt: skip
    cites = card.get_by_role("button")
    assert cites.count() == 2
    said = []
    for number in range(2):
        cites.nth(number).click()
        said.append(chat.source.locator("mark").inner_text())
        page.keyboard.press("Escape")
        chat.source.wait_for(state="hidden")
    phases = sorted(number for words in said for number in re.findall(r"phase[ -](\d)", words))
    assert phases == ["2", "3"]
    assert violations(page, axe) == []


@THEMES
def test_a_study_shows_statements_that_do_not_agree(
    open_page: OpenPage, disagreeing_service: str, axe: str, width: int, theme: Theme
) -> None:
    page = open_page(width, theme=theme)
    page.goto(disagreeing_service + STUDY)
    section = page.get_by_role("region", name="Statements that do not agree")
    assert "different phases" in section.get_by_role("heading", level=3).inner_text()
    both = section.get_by_role("article")
    assert [("phase 2" in each, "phase 3" in each) for each in both.all_inner_texts()] == [
        (True, False), (False, True),
    ]  # fmt: skip
    for each in both.all():
        assert each.locator(".badge").is_visible()
        assert each.get_by_role("link", name="Read it in the article").is_visible()
    line = page.get_by_text("What the library says of this study does not agree")
    assert line.get_by_role("link").all_inner_texts() == ["phase", "1 pair of statements"]
    box = line.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 860
    line.get_by_role("link", name="1 pair of statements").click()
    assert section.get_by_role("heading", level=2).evaluate("node => node.matches(':target')")
    differ = page.get_by_role("region", name="Where its sources differ")
    assert "None of these values is chosen here." in differ.inner_text()
    order = page.get_by_role("heading", level=2).all_inner_texts()
    assert order.index("Statements that do not agree") < order.index("What the articles say")
    assert page.evaluate(WIDE) <= 0
    assert violations(page, axe) == []


@THEMES
def test_a_retracted_study_says_so_first_and_is_never_support(
    open_page: OpenPage, disagreeing_service: str, axe: str, width: int, theme: Theme
) -> None:
    page = open_page(width, theme=theme)
    page.goto(disagreeing_service + STRUCK)
    alarm = page.locator(".alarm")
    assert "Retracted" in alarm.inner_text()
    box = alarm.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 860
    assert violations(page, axe) == []
    page.goto(disagreeing_service + "/library")
    assert "Retracted" in page.locator("tr.struck").inner_text()
    assert violations(page, axe) == []
    page.goto(disagreeing_service)
    turn = Chat(page).opened().ask(STRUCK_QUESTION)
    assert turn.get_by_role("heading", name="Not in the library").is_visible()
    assert not turn.locator(".statement").count()
    assert violations(page, axe) == []

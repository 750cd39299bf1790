"""The staff desk in a real browser: signing in, asking, and everything behind an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.access.roles import Role
from api.app import create_app
from api.settings import Settings
from rag.disclaimers import disclaimer_for
from tests.api.access_inputs import new_key
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.conftest import OpenDesk, serving
from tests.api.browser.staff import StaffDesk

QUOTE = "No serious adverse event was judged to be caused by the cells in the CRATUS trial"


def test_sign_in_ask_and_see_what_is_behind_the_answer(open_desk: OpenDesk) -> None:
    desk = open_desk()
    lane = desk.ask(QUESTIONS["answered"])
    assert lane.get_by_role("note").inner_text() == disclaimer_for("en").text
    statement = lane.get_by_role("article").first
    assert QUOTE in statement.inner_text()
    assert "Decided by" in statement.inner_text()
    assert "no restriction" in desk.fold("decision").inner_text()
    assert QUESTIONS["answered"] in desk.fold("search").inner_text()
    passages = desk.fold("passages").get_by_role("row")
    assert passages.count() > 1
    assert "cited" in passages.nth(1).inner_text()
    place = passages.nth(1).get_by_role("link").get_attribute("href")
    assert str(place).startswith("/library/articles/frailty#at-")
    fates = desk.fold("statements").locator("tbody tr")
    assert "Shown." in fates.first.inner_text()
    assert "Left out." in fates.last.inner_text()
    assert "All together" in desk.fold("making").inner_text()
    assert "CRATUS" not in desk.page.url


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("outcome", "action"),
    [
        ("refused", "decline, search nothing"),
        ("emergency", "show emergency contacts, search nothing"),
    ],
)
def test_what_the_policy_declines_is_declined_here_too(
    open_desk: OpenDesk, outcome: str, action: str
) -> None:
    desk = open_desk()
    lane = desk.ask(QUESTIONS[outcome])
    assert lane.get_by_role("note").is_visible()
    assert not lane.get_by_role("article").count()
    assert action in desk.fold("decision").inner_text()
    assert "The policy decided before" in desk.fold("search").inner_text()
    assert "No statements were weighed." in desk.fold("statements").inner_text()
    assert lane.get_by_role("alert").count() == (1 if outcome == "emergency" else 0)


@pytest.mark.e2e
def test_what_is_not_in_the_library_shows_what_is_missing(open_desk: OpenDesk) -> None:
    desk = open_desk()
    lane = desk.ask("Did the cells cure ALS in CRATUS?")
    assert lane.get_by_role("heading", name="Not in the library").is_visible()
    assert "als (condition)" in desk.fold("decision").inner_text()
    assert lane.locator(".related blockquote").count()


@pytest.mark.e2e
def test_filters_are_sent_and_can_be_taken_out(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.root.locator(".filters summary").click()
    desk.root.get_by_label("What the cells are").check()
    desk.root.get_by_label("Studies since").fill("2001")
    desk.root.get_by_label("Only about people").check()
    assert desk.root.locator(".filters summary").inner_text().endswith("3 set")
    with desk.page.expect_request("**/v1/desk/ask") as sent:
        lane = desk.ask(QUESTIONS["answered"])
    wanted = {"articles": ["names"], "since_year": 2001, "human_only": True}
    assert json.loads(sent.value.post_data or "")["filters"] == wanted
    assert lane.get_by_role("heading", name="Not in the library").is_visible()
    desk.root.get_by_role("button", name="Take all filters out").click()
    assert desk.ask(QUESTIONS["answered"]).get_by_role("article").count()


@pytest.mark.e2e
def test_a_follow_up_is_read_in_its_conversation_and_a_new_one_forgets(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk()
    desk.ask("How many frail older adults took part in CRATUS?")
    lane = desk.ask("Were any deaths reported in that trial?")
    assert "Read together with the earlier questions as:" in lane.inner_text()
    earlier = desk.root.locator(".earlier")
    assert "How many frail older adults took part in CRATUS?" in earlier.inner_text()
    desk.root.get_by_role("button", name="New conversation").click()
    assert not earlier.count()
    assert desk.question.input_value() == ""
    assert desk.question.evaluate("node => node.getRootNode().activeElement === node")
    lane = desk.ask("Were any deaths reported in that trial?")
    assert "Read together" not in lane.inner_text()


@pytest.mark.e2e
def test_a_quote_opens_in_its_place_and_gives_the_focus_back(open_desk: OpenDesk) -> None:
    desk = open_desk()
    cite = desk.ask(QUESTIONS["answered"]).get_by_role("button", name="Source 1,", exact=False)
    cite.click()
    source = desk.root.get_by_role("dialog", name="The quote in its place")
    source.locator("mark").wait_for()
    source.get_by_text("Shown exactly as the source has it").wait_for()
    link = source.get_by_role("link", name="Read it in the article")
    assert "/library/articles/frailty#at-" in str(link.get_attribute("href"))
    desk.page.keyboard.press("Escape")
    source.wait_for(state="hidden")
    assert cite.evaluate("node => node.getRootNode().activeElement === node")


@pytest.mark.e2e
def test_a_wrong_key_is_told_in_the_services_own_words(open_desk: OpenDesk) -> None:
    desk = open_desk(key=None)
    desk.key_field.fill("rdk_aaaaaaaaaa_wrong")
    desk.key_field.press("Enter")
    desk.root.get_by_role("heading", name="Credentials not valid").wait_for()
    assert "The API key is not one of this service" in desk.root.inner_text()
    assert desk.key_field.evaluate("node => node.getRootNode().activeElement === node")
    assert not desk.root.get_by_role("navigation").count()


@pytest.mark.e2e
def test_an_ended_sign_in_keeps_what_was_typed(open_desk: OpenDesk, data_folder: Path) -> None:
    desk = open_desk()
    desk.root.get_by_label("Most evidence").fill("3")
    desk.page.context.clear_cookies()
    desk.question.fill(QUESTIONS["answered"])
    desk.question.press("Enter")
    desk.root.get_by_text("Your sign-in has ended.").first.wait_for()
    desk.enter(new_key(data_folder))
    assert desk.question.input_value() == QUESTIONS["answered"]
    assert desk.root.get_by_label("Most evidence").input_value() == "3"
    assert desk.ask(QUESTIONS["answered"]).get_by_role("article").count()


@pytest.mark.e2e
def test_who_signs_out_leaves_nothing_behind(open_desk: OpenDesk, data_folder: Path) -> None:
    desk = open_desk()
    desk.ask(QUESTIONS["answered"])
    desk.root.get_by_role("button", name="Sign out").click()
    desk.root.get_by_text("You are signed out.").first.wait_for()
    assert QUOTE not in desk.root.inner_text()
    assert not desk.page.context.cookies()
    desk.enter(new_key(data_folder, Role.ADMIN))
    assert desk.question.input_value() == ""
    assert not desk.lanes.count()
    assert desk.page.evaluate("() => sessionStorage.length + localStorage.length") == 0


@pytest.mark.e2e
def test_a_page_that_is_looked_at_again_shows_nothing_of_an_ended_sign_in(
    open_desk: OpenDesk, staff_key: str
) -> None:
    desk = open_desk()
    desk.page.clock.install()
    desk.page.reload()
    desk.ask(QUESTIONS["answered"])
    desk.page.context.clear_cookies()
    desk.page.clock.fast_forward(60_000)
    desk.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    desk.root.get_by_text("Your sign-in has ended.").first.wait_for()
    assert QUOTE not in desk.root.inner_text()
    desk.enter(staff_key)
    assert QUOTE in desk.root.inner_text()


@pytest.mark.e2e
def test_signing_out_in_one_tab_empties_the_others(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask(QUESTIONS["answered"])
    other = StaffDesk(desk.page.context.new_page(), desk.address)
    other.page.goto(f"{other.address}/desk")
    other.root.get_by_role("button", name="Sign out").click()
    desk.root.get_by_text("The sign-in of this browser has changed.").first.wait_for()
    assert QUOTE not in desk.root.inner_text()
    assert not desk.root.get_by_role("navigation", name="Desk").count()


@pytest.mark.e2e
def test_without_a_library_the_desk_opens_and_says_what_is_missing(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    with serving(create_app(Settings(data=tmp_path))) as address:
        desk = open_desk(address=address, key=new_key(tmp_path))
        assert "There is no snapshot yet" in desk.root.inner_text()
        lane = desk.ask(QUESTIONS["answered"], "failed")
        assert "No snapshot is active" in lane.inner_text()
        assert lane.get_by_role("note").inner_text() == disclaimer_for("en").text


@pytest.mark.e2e
def test_trouble_is_told_beside_the_disclaimer_and_the_question_stays(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk()
    desk.page.route("**/v1/desk/ask", lambda route: route.abort())
    lane = desk.ask(QUESTIONS["answered"], "failed")
    assert "The service cannot be reached" in lane.inner_text()
    assert lane.get_by_role("note").inner_text() == disclaimer_for("en").text
    assert desk.question.input_value() == QUESTIONS["answered"]
    desk.page.unroute("**/v1/desk/ask")
    desk.root.get_by_text("Filters", exact=True).click()
    desk.root.get_by_label("Studies since").fill("12")
    lane = desk.ask(QUESTIONS["answered"], "failed")
    assert "since year" in lane.inner_text()
    desk.question.fill(" ")
    desk.question.press("Enter")
    assert desk.root.get_by_role("alert").inner_text() == "Type a question first."

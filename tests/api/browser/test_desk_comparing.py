"""Two answers beside each other: of two snapshots, and extractive beside a model's draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.access.roles import Role, Scope
from api.app import create_app
from api.settings import Settings
from tests.api.access_inputs import new_key
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.conftest import OpenDesk, serving
from tests.rag.generation.model_server import says, status
from tests.rag.generation.model_server import serving as model_serving

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.api.browser.staff import StaffDesk

pytestmark = pytest.mark.e2e
TRUE = (
    "No serious adverse event was judged to be caused by the cells in the CRATUS trial of 15 frail"
    " older adults [1]."
)
DRAFT = f"{TRUE} The cells are safe for everyone [1]. You should ask for them [1]."


@pytest.fixture(scope="module")
def compared(two_snapshots: Path) -> Iterator[tuple[str, str]]:
    """Return a service over two snapshots, and a key of it."""
    with serving(create_app(Settings(data=two_snapshots, workers=2))) as address:
        yield address, new_key(two_snapshots)


@pytest.fixture
def two(open_desk: OpenDesk, compared: tuple[str, str]) -> StaffDesk:
    address, key = compared
    desk = open_desk(address=address, key=key)
    desk.root.get_by_label("Two snapshots").check()
    desk.root.get_by_label("Second snapshot").select_option(index=1)
    return desk


def test_two_snapshots_are_compared_in_words(two: StaffDesk) -> None:
    two.ask(QUESTIONS["answered"], answers=2)
    names = two.lanes.get_by_role("heading", level=3).filter(has_text="Snapshot")
    assert names.first.inner_text().endswith(", serving")
    assert names.last.inner_text() != names.first.inner_text()
    differs = two.root.locator(".differences").inner_text()
    assert "only in the first, 1 only in the second." in differs
    for lane, words in enumerate(("of 15 frail", "of fifteen frail")):
        statement = two.lanes.nth(lane).get_by_role("article").filter(has_text=words)
        assert "Only in this answer" in statement.inner_text()
    elsewhere = two.lanes.get_by_text("links lead to the articles of the one that does")
    assert elsewhere.count() == 1
    folds = [two.fold("making", lane).inner_text() for lane in (0, 1)]
    assert folds[0] != folds[1]


def test_another_tier_and_another_outcome_are_told(two: StaffDesk) -> None:
    def weaker(route: Route) -> None:
        reply = route.fetch()
        body = reply.json()
        answer = body["answer"]
        answer["outcome"] = "partial"
        answer["evidence"][0]["tier"] |= {"id": "animal_study", "label": "Animal study"}
        route.fulfill(response=reply, json=body)

    two.root.get_by_label("Second snapshot").select_option(label="The serving one")
    two.page.route("**/v1/desk/ask", weaker, times=1)
    two.ask(QUESTIONS["answered"], answers=2)
    lines = two.root.locator(".differences").get_by_role("listitem").all_inner_texts()
    outcomes = {"Answered", "Answered in part"}
    assert {part.partition(" in the ")[0] for part in lines[0][9:].split(", ")} == outcomes
    assert lines[1:] == ["1 piece of evidence has another tier."]
    marks = two.lanes.get_by_text("Another tier in the")
    assert marks.count() >= 2
    assert two.lanes.get_by_text(": Animal study").count()


def test_two_answers_that_are_the_same_say_so(two: StaffDesk) -> None:
    two.root.get_by_label("Second snapshot").select_option(label="The serving one")
    two.ask(QUESTIONS["answered"], answers=2)
    assert "Nothing: outcome, evidence" in two.root.locator(".differences").inner_text()
    assert not two.root.get_by_text("Only in this answer").count()


def test_both_answers_are_announced_as_one(two: StaffDesk) -> None:
    two.ask(QUESTIONS["answered"], answers=2)
    two.said.filter(has_text="What the library says").wait_for()
    assert two.said.inner_text().count("What the library says. Sources: 1.") == 2


def test_a_part_that_is_opened_on_one_side_opens_on_the_other(two: StaffDesk) -> None:
    two.ask(QUESTIONS["answered"], answers=2)
    two.fold("passages", 0)
    two.lanes.nth(1).locator("details[data-fold=passages][open]").wait_for()


def test_one_answer_may_fail_while_the_other_stands(two: StaffDesk) -> None:
    def stumble(route: Route) -> None:
        if '"snapshot":null' in (route.request.post_data or ""):
            route.continue_()
        else:
            route.fulfill(status=503, content_type="application/problem+json", body="{}")

    two.page.route("**/v1/desk/ask", stumble)
    two.question.fill(QUESTIONS["answered"])
    two.question.press("Enter")
    two.lanes.nth(1).and_(two.root.locator("[data-state=failed]")).wait_for()
    two.lanes.nth(0).and_(two.root.locator("[data-state=done]")).wait_for()
    assert "Error 503" in two.lanes.nth(1).inner_text()
    assert not two.root.locator(".differences").count()


def test_without_a_model_the_desk_says_how_to_have_one(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert desk.root.get_by_label("Extractive beside generative").is_disabled()
    assert "REFDESK_GENERATE_BASE_URL" in desk.root.locator("#no-model").inner_text()
    assert desk.root.get_by_role("option", name="Generative").is_disabled()


def test_a_draft_stands_beside_the_quotes_with_what_was_dropped(
    open_desk: OpenDesk, data_folder: Path
) -> None:
    with model_serving(says(DRAFT)) as model:
        made = Settings(
            data=data_folder, workers=2, generate_base_url=model.base_url, generate_model="small"
        )
        with serving(create_app(made)) as address:
            narrow = new_key(data_folder, Role.STAFF, {Scope.DESK, Scope.LIBRARY})
            desk = open_desk(address=address, key=narrow)
            assert "lacks the scope generate" in desk.root.locator("#no-model").inner_text()
            assert desk.root.get_by_label("Extractive beside generative").is_disabled()
            desk = open_desk(address=address)
            desk.root.get_by_label("Extractive beside generative").check()
            desk.ask(QUESTIONS["answered"], answers=2)
            differs = desk.root.locator(".differences").get_by_role("listitem")
            told = "Sentences drafted by a model: 0 in the first, 1 in the second."
            assert differs.all_inner_texts() == [told]
            drafted = desk.lanes.nth(1)
            assert "1 of 3 sentences passed the checks" in drafted.inner_text()
            assert "Drafted by a model" in drafted.get_by_role("article").first.inner_text()
            assert "Drafted by a model" not in desk.lanes.nth(0).inner_text()
            dropped = desk.fold("draft", 1).inner_text()
            assert "The cells are safe for everyone" in dropped
            assert "negation" in dropped
            assert "You should ask for them" not in dropped
            assert "Withheld: it may not be shown anywhere." in dropped


def test_a_model_that_fails_is_told_and_the_quotes_stand(
    open_desk: OpenDesk, data_folder: Path
) -> None:
    with model_serving(status(401)) as model:
        made = Settings(
            data=data_folder, workers=2, generate_base_url=model.base_url, generate_model="small"
        )
        with serving(create_app(made)) as address:
            desk = open_desk(address=address)
            desk.root.get_by_label("Wording").select_option("generative")
            lane = desk.ask(QUESTIONS["answered"])
            assert "No draft is shown:" in lane.inner_text()
            assert "This is the extractive answer." in lane.inner_text()
            assert lane.get_by_role("article").count()

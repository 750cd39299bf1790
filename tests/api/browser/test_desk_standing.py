"""Who works at the staff desk by keyboard, by ear, by zoom, in other colours or on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.access.roles import Role
from tests.api.access_inputs import new_key
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import never
from tests.api.browser.conftest import OpenDesk
from tests.api.browser.staff import StaffDesk
from tests.api.browser.test_standing import AXE, violations

FOLDS = ("decision", "search", "passages", "statements", "making")
WIDE = "() => document.documentElement.scrollWidth - innerWidth"
FOCUSED = "node => node.getRootNode().activeElement === node"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not here (npm ci in widget/)")
    return AXE.read_text(encoding="utf-8")


def started(desk: StaffDesk) -> None:
    for name in ("How it is answered", "Filters"):
        summary = desk.root.locator("summary").filter(has_text=name)
        if summary.locator("..").get_attribute("open") is None:
            summary.click()


def answered(desk: StaffDesk) -> None:
    desk.ask(QUESTIONS["answered"])
    for name in FOLDS:
        desk.fold(name)
    desk.lanes.locator("summary").filter(has_text="Evidence").click()
    desk.root.get_by_role("button", name="Wrong citation").click()


def refused(desk: StaffDesk) -> None:
    desk.ask(QUESTIONS["refused"])


def emergency(desk: StaffDesk) -> None:
    desk.ask(QUESTIONS["emergency"])


def absent(desk: StaffDesk) -> None:
    desk.ask(QUESTIONS["not_in_library"])


def waiting(desk: StaffDesk) -> None:
    desk.page.route("**/v1/desk/ask", never, times=1)
    desk.ask(QUESTIONS["answered"], "running")


def stopped(desk: StaffDesk) -> None:
    desk.root.get_by_role("button", name="Stop").click()
    desk.lanes.get_by_text("Stopped before an answer came.").wait_for()


def failed(desk: StaffDesk) -> None:
    desk.page.route("**/v1/desk/ask", lambda route: route.abort(), times=1)
    desk.ask(QUESTIONS["answered"], "failed")


def side_by_side(desk: StaffDesk) -> None:
    started(desk)
    kind = desk.root.get_by_label("Two snapshots")
    kind.evaluate("node => { node.disabled = false; }")  # the small library has one alone
    kind.check()
    desk.ask(QUESTIONS["answered"], answers=2)


def queue(desk: StaffDesk) -> None:
    desk.room("Feedback", "Feedback")
    desk.root.locator(".total").wait_for()


def audit(desk: StaffDesk) -> None:
    desk.room("Audit", "Answers that were given")
    desk.root.locator("table").wait_for()


def record(desk: StaffDesk) -> None:
    desk.root.locator("table a").first.click()
    desk.root.get_by_role("button", name="Delete this record…").click()


def ended(desk: StaffDesk) -> None:
    desk.room("Ask", "Ask the library")
    desk.page.context.clear_cookies()
    desk.question.fill(QUESTIONS["answered"])
    desk.question.press("Enter")
    desk.key_field.wait_for()


STATES: tuple[Callable[[StaffDesk], None], ...] = (
    *(started, answered, refused, emergency, absent, waiting, stopped, failed, side_by_side),
    *(queue, audit, record, ended),
)


@pytest.mark.e2e
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_of_the_desk_breaks_a_rule_of_wcag_or_is_too_wide(
    open_desk: OpenDesk, data_folder: Path, axe: str, theme: str, width: int
) -> None:
    phone = {"width": width, "height": 640, "phone": True} if width < 500 else {}
    desk = open_desk(key=new_key(data_folder, Role.ADMIN), theme=theme, **phone)
    for state in STATES:
        state(desk)
        assert violations(desk.page, axe) == [], state.__name__
        assert desk.page.evaluate(WIDE) <= 0, state.__name__


@pytest.mark.e2e
def test_everything_can_be_done_by_keyboard(open_desk: OpenDesk, staff_key: str) -> None:
    desk = open_desk(key=None)
    page = desk.page

    def tab_to(name: str, backwards: bool = False) -> None:
        for _ in range(60):
            page.keyboard.press("Shift+Tab" if backwards else "Tab")
            at = page.evaluate(
                "() => { const at = document.querySelector('refdesk-desk').shadowRoot"
                ".activeElement; return at ? `${at.id} ${at.className} ${at.textContent}` : ''; }"
            )
            if name in at:
                return
        raise AssertionError(f"{name} cannot be reached")

    tab_to("key")
    page.keyboard.type(staff_key)
    page.keyboard.press("Enter")
    heading = desk.root.get_by_role("heading", name="Ask the library")
    heading.wait_for()
    assert heading.evaluate(FOCUSED)
    tab_to("question")
    page.keyboard.type(QUESTIONS["answered"])
    page.keyboard.press("Enter")
    desk.lanes.and_(desk.root.locator("[data-state=done]")).wait_for()
    assert desk.question.evaluate(FOCUSED)
    tab_to("cite")
    page.keyboard.press("Enter")
    desk.root.get_by_role("dialog", name="The quote in its place").locator("mark").wait_for()
    page.keyboard.press("Escape")
    tab_to("badge")
    assert desk.root.locator(".tip").is_visible()
    tab_to("Passages found")
    page.keyboard.press("Enter")
    tab_to("scroll-x")
    table = desk.root.get_by_role("region", name="Passages found, table")
    assert table.evaluate(FOCUSED)
    assert table.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    tab_to("Audit", backwards=True)
    page.keyboard.press("Enter")
    desk.root.get_by_text("This is for admins").wait_for()


@pytest.mark.e2e
def test_no_button_takes_the_focus_away_with_it(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.page.route("**/v1/desk/ask", never, times=1)
    desk.question.fill(QUESTIONS["answered"])
    desk.root.get_by_role("button", name="Ask", exact=True).press("Enter")
    stop = desk.root.get_by_role("button", name="Stop")
    stop.wait_for()
    assert stop.evaluate(FOCUSED)
    stop.press("Enter")
    desk.lanes.get_by_text("Stopped before an answer came.").wait_for()
    assert desk.root.get_by_role("button", name="Ask", exact=True).evaluate(FOCUSED)
    filters = desk.root.locator(".filters summary")
    filters.click()
    desk.root.get_by_label("Only about people").check()
    desk.root.get_by_role("button", name="Take all filters out").press("Enter")
    assert not desk.root.get_by_label("Only about people").is_checked()
    assert filters.evaluate(FOCUSED)


@pytest.mark.e2e
def test_each_finished_answer_is_announced_once(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.said.evaluate(
        "at => { window.said = []; new MutationObserver(() => at.textContent &&"
        " window.said.push(at.textContent)).observe(at, {childList: true, characterData: true,"
        " subtree: true}); }"
    )
    desk.ask(QUESTIONS["answered"])
    desk.page.wait_for_function("() => window.said.length === 1")
    assert desk.page.evaluate("() => window.said") == ["What the library says. Sources: 1."]
    for count in (2, 3):
        desk.ask(QUESTIONS["refused"])
        desk.page.wait_for_function(f"() => window.said.length === {count}")
    desk.ask(QUESTIONS["emergency"])  # an alert: it speaks for itself
    desk.root.get_by_role("button", name="New conversation").click()
    desk.page.wait_for_function("() => window.said.length === 4")
    assert desk.page.evaluate("() => window.said.at(-1)") == "A new conversation."


@pytest.mark.e2e
def test_colours_of_the_system_less_motion_and_paper(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    answered(desk)
    badge = desk.root.locator("td .badge").first
    assert badge.evaluate("node => getComputedStyle(node).borderStyle") == "solid"
    bar = desk.root.locator(".bar-line rect").first
    assert bar.evaluate("node => getComputedStyle(node).fill") != "none"
    desk.page.emulate_media(media="print", forced_colors="none")
    assert not desk.question.is_visible()
    assert not desk.root.get_by_role("button", name="Copy with sources").is_visible()
    table = desk.root.get_by_role("region", name="Statements weighed, table")
    assert table.evaluate("node => getComputedStyle(node).maxHeight") == "none"
    assert desk.lanes.get_by_role("note").is_visible()


@pytest.mark.e2e
def test_nothing_of_a_hostile_article_runs_at_the_desk(
    open_desk: OpenDesk, hostile_service: str, hostile_data: Path
) -> None:
    desk = open_desk(address=hostile_service, key=new_key(hostile_data))
    started(desk)
    shown = ""
    for question in (
        "Did the pain score in knee arthritis fall in the KNEEMARK trial?",
        "How far did people walk in the KNEEMARK trial of knee arthritis?",
    ):
        desk.ask(question)
        for name in FOLDS:
            desk.fold(name)
        shown += desk.root.inner_text()
    assert "KNEEMARK" in shown
    assert "\u202e" not in shown
    assert desk.page.evaluate("() => window.hostile") is None
    assert not desk.root.locator("img, iframe, script, [onload], [onerror]").count()

"""The rooms of the staff desk beside asking: feedback, audit, the record of an answer."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from api.access.roles import Role, Scope
from tests.api.access_inputs import bearer, new_key
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.conftest import OpenDesk
from tests.api.browser.staff import StaffDesk

pytestmark = pytest.mark.e2e
SAID = "Cites another trial"


@pytest.fixture
def admin(open_desk: OpenDesk, data_folder: Path) -> StaffDesk:
    return open_desk(key=new_key(data_folder, Role.ADMIN))


def report(desk: StaffDesk, words: str) -> str:
    """Report a wrong citation of a fresh answer; give the answer's id."""
    lane = desk.ask(QUESTIONS["answered"])
    button = lane.get_by_role("button", name="Wrong citation")
    button.click()
    lane.get_by_label("What is wrong", exact=False).fill(words)
    lane.get_by_role("button", name="Send").click()
    lane.get_by_text("Thank you. Your feedback was sent.").wait_for()
    assert button.evaluate("node => node.getRootNode().activeElement === node")
    return desk.fold("making").locator("a").inner_text()


def test_a_report_is_found_in_the_queue_and_decided(admin: StaffDesk) -> None:
    answer = report(admin, SAID)
    admin.room("Feedback", "Feedback")
    admin.root.get_by_label("State").select_option("new")
    admin.root.get_by_label("Answer", exact=True).fill(answer)
    admin.root.get_by_label("Answer", exact=True).press("Enter")
    entry = admin.root.locator(".entry")
    admin.root.get_by_text("1 entry of feedback").wait_for()
    assert admin.page.url.endswith(f"#feedback?state=new&answer_id={answer}")
    assert SAID in entry.inner_text()
    assert "wrong citation" in entry.inner_text()
    entry.get_by_role("button", name="Accept").click()
    entry.get_by_text("Now accepted.").wait_for()
    assert "Reviewed by key:" in entry.inner_text()
    left = entry.get_by_role("button", name="Dismiss")
    assert left.evaluate("node => node.getRootNode().activeElement === node")
    admin.page.reload()
    admin.root.get_by_text("Nothing meets these filters.").wait_for()
    admin.root.get_by_label("State").select_option("accepted")
    admin.root.get_by_text("1 entry of feedback").wait_for()


def test_thumbs_are_counted_for_the_answer(admin: StaffDesk) -> None:
    lane = admin.ask(QUESTIONS["answered"])
    thumb = lane.get_by_role("button", name="Helpful", exact=True)
    thumb.click()
    lane.get_by_text("Thank you.").wait_for()
    assert thumb.get_attribute("aria-pressed") == "true"


def test_the_audit_lists_answers_and_opens_a_record(admin: StaffDesk) -> None:
    admin.ask(QUESTIONS["refused"])
    admin.room("Audit", "Answers that were given")
    admin.root.get_by_label("Outcome").select_option("refused")
    row = admin.root.get_by_role("row").nth(1)
    dose = "a dose, or how to give something"
    row.get_by_text(dose).wait_for()
    admin.root.get_by_label("Policy category").select_option(label=dose)
    admin.page.wait_for_url("**/desk#audit?outcome=refused&category=dosing")
    assert QUESTIONS["refused"] not in admin.root.inner_text()
    row.get_by_role("link").click()
    heading = admin.root.get_by_role("heading", name="Record of an answer")
    heading.wait_for()
    assert heading.evaluate("node => node.getRootNode().activeElement === node")
    admin.root.get_by_text("Question (SHA-256)").wait_for()
    assert QUESTIONS["refused"] not in admin.root.inner_text()
    admin.page.go_back()
    admin.root.get_by_role("heading", name="Answers that were given").wait_for()
    assert admin.root.get_by_label("Outcome").input_value() == "refused"


def test_a_long_list_is_read_page_by_page(admin: StaffDesk, staff_key: str) -> None:
    asked = {"question": QUESTIONS["emergency"]}
    for _ in range(21):
        reply = httpx.post(f"{admin.address}/v1/ask", json=asked, headers=bearer(staff_key))
        assert reply.status_code == 200
    admin.page.goto(f"{admin.address}/desk#audit?asked_by=staff&outcome=emergency")
    admin.page.reload()
    total = admin.root.locator(".total")
    total.filter(has_text=", 1 to 20 shown").wait_for()
    assert admin.root.locator("tbody tr").count() == 20
    assert not admin.root.get_by_role("link", name="Newer").count()
    admin.root.get_by_role("link", name="Older").click()
    total.filter(has_text=", 21 to").wait_for()
    assert total.evaluate("node => node.getRootNode().activeElement === node")
    assert admin.page.url.endswith("#audit?asked_by=staff&outcome=emergency&offset=20")
    admin.root.get_by_role("link", name="Newer").click()
    total.filter(has_text=", 1 to 20 shown").wait_for()
    admin.root.get_by_role("link", name="Older").click()
    total.filter(has_text=", 21 to").wait_for()
    asked_by = admin.root.get_by_label("Asked by")
    asked_by.focus()
    asked_by.select_option("")
    total.filter(has_text=", 1 to 20 shown").wait_for()
    assert asked_by.evaluate("node => node.getRootNode().activeElement === node")


def test_a_record_is_deleted_only_when_it_is_said_twice(admin: StaffDesk) -> None:
    admin.ask(QUESTIONS["answered"])
    admin.fold("making").locator("a").click()
    first = admin.root.get_by_role("button", name="Delete this record…")
    first.click()
    admin.root.get_by_role("button", name="Keep it").click()
    first.click()
    admin.root.get_by_role("button", name="Delete for good").click()
    admin.root.get_by_text("a tombstone tells when and by whom").wait_for()
    admin.page.reload()
    admin.root.get_by_text("No record has this id.").wait_for()


def test_staff_are_told_that_the_queues_are_for_admins(open_desk: OpenDesk) -> None:
    desk = open_desk("#audit")
    assert "This is for admins" in desk.root.inner_text()
    desk.room("Feedback", "Feedback")
    assert "This is for admins" in desk.root.inner_text()
    desk.room("Ask", "Ask the library")
    desk.ask(QUESTIONS["answered"])
    desk.fold("making").locator("a").click()
    desk.root.get_by_text("Question (SHA-256)").wait_for()
    assert not desk.root.get_by_role("button", name="Delete this record…").count()


def test_a_place_opens_by_its_address_and_after_signing_in(
    open_desk: OpenDesk, data_folder: Path
) -> None:
    key = new_key(data_folder, Role.ADMIN)
    desk = open_desk("#audit?asked_by=admin", key=key)
    desk.root.get_by_label("Asked by").wait_for()
    assert desk.root.get_by_label("Asked by").input_value() == "admin"
    assert desk.page.title() == "Answers that were given · Staff desk · Refdesk"
    desk.page.goto(f"{desk.address}/desk#nowhere")
    desk.root.get_by_role("heading", name="Ask the library").wait_for()


def test_a_key_that_does_not_reach_the_desk_is_told_so(
    open_desk: OpenDesk, data_folder: Path
) -> None:
    desk = open_desk(key=None)
    desk.key_field.fill(new_key(data_folder, Role.STAFF, {Scope.RECORDS}))
    desk.key_field.press("Enter")
    desk.root.get_by_text("it lacks the scope desk and library").first.wait_for()
    assert not desk.root.get_by_role("navigation").count()

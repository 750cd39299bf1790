"""An answer taken along from the staff desk as a file."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.api.browser.conftest import OpenDesk
from tests.api.browser.staff import StaffDesk

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.e2e
QUOTE = "No serious adverse event was judged to be caused by the cells in the CRATUS trial"
NAMES = {
    "Markdown": "md",
    "Word (DOCX)": "docx",
    "Citations (CSL-JSON)": "json",
    "Citations (RIS)": "ris",
}


def taken(desk: StaffDesk, button: str) -> bytes:
    """Press a button of the newest answer; give the file that the browser keeps."""
    with desk.page.expect_download() as kept:
        desk.lanes.first.get_by_role("button", name=button).click()
    name = kept.value.suggested_filename
    assert name.endswith(f".{NAMES[button]}")
    assert not re.search("CRATUS|adverse", name)
    desk.lanes.first.get_by_text(f"Saved as {name}.").wait_for()
    return Path(kept.value.path()).read_bytes()


def test_an_answer_is_saved_in_each_format(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask(QUESTIONS["answered"])
    text = taken(desk, "Markdown").decode("utf-8")
    assert disclaimer_for("en").text.split(".")[0] in text
    assert QUOTE in text
    assert QUESTIONS["answered"] in text
    word = docx.Document(io.BytesIO(taken(desk, "Word (DOCX)")))
    assert any(QUOTE in part.text for part in word.paragraphs)
    entries = json.loads(taken(desk, "Citations (CSL-JSON)"))
    assert "10.1093/gerona/glx056" in json.dumps(entries)
    assert b"10.1093/gerona/glx056" in taken(desk, "Citations (RIS)")


@pytest.mark.parametrize("outcome", ["refused", "not_in_library", "emergency"])
def test_what_was_not_answered_is_saved_with_its_disclaimer(
    open_desk: OpenDesk, outcome: str
) -> None:
    desk = open_desk()
    desk.ask(QUESTIONS[outcome])
    text = taken(desk, "Markdown").decode("utf-8")
    assert disclaimer_for("en").text.split(".")[0] in text
    assert QUOTE not in text


def test_an_answer_that_was_changed_on_its_way_is_not_saved(open_desk: OpenDesk) -> None:
    desk = open_desk()

    def changed(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=reply.text().replace("of 15 frail", "of 50 frail"))

    desk.page.route("**/v1/desk/ask", changed)
    lane = desk.ask(QUESTIONS["answered"])
    lane.get_by_role("button", name="Markdown").click()
    lane.get_by_text("Not exported.").wait_for()


def test_a_follow_up_of_most_evidence_in_another_language_is_saved(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.root.get_by_label("Most evidence").fill("20")
    desk.root.get_by_label("Language tag").fill("de-DE")
    desk.ask("How many frail older adults took part in CRATUS?")
    desk.ask("Were any deaths reported in that trial?")
    assert "CRATUS" in taken(desk, "Markdown").decode("utf-8")

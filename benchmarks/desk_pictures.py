"""The staff desk's states for `benchmarks.screenshots`, seen with a key that ends with them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page

from api.access.keys import KeyStore
from api.access.roles import Role
from api.database import open_database
from api.database.engine import DATABASE_FILE
from index.keeping import list_folders

State = Callable[[Page, str], None]
ANSWERED = "Did the cells help frail older adults walk farther?"
QUESTIONS = {
    "desk-answer": ANSWERED,
    "desk-refused": "What dose of stem cells should I inject into my knee?",
    "desk-emergency": "I cannot breathe and my chest hurts since the infusion an hour ago",
    "desk-not-in-library": "Did MSCs cure ALS in a phase 3 trial?",
}


@contextlib.contextmanager
def desk_states(data: Path) -> Iterator[dict[str, State]]:
    """Give each state's name with what brings a page to it; two snapshots only where there are."""
    database = open_database(data / DATABASE_FILE)
    keys = KeyStore(database)
    until = datetime.now(UTC) + timedelta(hours=1)
    entry, key = keys.create("pictures", Role.ADMIN, None, until)
    try:
        yield _states(key, several=len(list_folders(data)) > 1)
    finally:
        keys.revoke(entry.id)
        database.close()


def _states(key: str, *, several: bool) -> dict[str, State]:
    states: dict[str, State] = {
        "desk-sign-in": _sign_in,
        "desk-wrong-key": lambda page, address: _enter(page, address, "rdk_x", ".failure"),
        "desk": lambda page, address: _enter(page, address, key),
        "desk-filters": lambda page, address: _filters(page, address, key),
        **{name: _asking(key, question) for name, question in QUESTIONS.items()},
        **{f"desk-{part}": _behind(key, part) for part in ("decision", "passages", "statements")},
        "desk-failed": lambda page, address: _failed(page, address, key),
        "desk-feedback": lambda page, address: _feedback(page, address, key),
        "desk-audit": lambda page, address: _audit(page, address, key),
        "desk-record": lambda page, address: _record(page, address, key),
    }
    if several:
        states["desk-two-snapshots"] = lambda page, address: _two(page, address, key)
    return states


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk")
    page.get_by_label("API key", exact=True).wait_for()


def _enter(page: Page, address: str, key: str, sign: str = ".room-title") -> None:
    _sign_in(page, address)
    page.get_by_label("API key", exact=True).fill(key)
    page.keyboard.press("Enter")
    page.locator(f"refdesk-desk {sign}").wait_for()


def _ask(page: Page, question: str, state: str = "done") -> None:
    page.get_by_label("Question", exact=True).fill(question)
    page.keyboard.press("Enter")
    for lane in page.locator("refdesk-desk .answers > .asked .lane").all():
        lane.and_(page.locator(f"[data-state={state}]")).wait_for()


def _asking(key: str, question: str) -> State:
    def asked(page: Page, address: str) -> None:
        _enter(page, address, key)
        _ask(page, question)

    return asked


def _behind(key: str, part: str) -> State:
    def opened(page: Page, address: str) -> None:
        _enter(page, address, key)
        _ask(page, ANSWERED)
        fold = page.locator(f"refdesk-desk details[data-fold={part}]")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.evaluate("node => node.scrollIntoView()")

    return opened


def _filters(page: Page, address: str, key: str) -> None:
    _enter(page, address, key)
    page.locator("refdesk-desk .filters summary").click()
    page.get_by_label("Only about people").check()
    page.locator("refdesk-desk .filters").evaluate("node => node.scrollIntoView()")


def _failed(page: Page, address: str, key: str) -> None:
    _enter(page, address, key)
    page.route("**/v1/desk/ask", lambda route: route.abort())
    _ask(page, ANSWERED, "failed")


def _feedback(page: Page, address: str, key: str) -> None:
    _enter(page, address, key)
    _ask(page, ANSWERED)
    page.get_by_role("button", name="Wrong citation").click()
    page.get_by_label("What is wrong", exact=False).fill("This is of the second trial")
    page.get_by_role("button", name="Send").click()
    page.locator("refdesk-desk .note").wait_for()
    page.get_by_role("link", name="Feedback", exact=True).click()
    page.locator("refdesk-desk .entry").first.wait_for()


def _audit(page: Page, address: str, key: str) -> None:
    _enter(page, address, key)
    page.get_by_role("link", name="Audit", exact=True).click()
    page.locator("refdesk-desk table").wait_for()


def _record(page: Page, address: str, key: str) -> None:
    _audit(page, address, key)
    page.locator("refdesk-desk table a").first.click()
    page.locator("refdesk-desk .facts").first.wait_for()


def _two(page: Page, address: str, key: str) -> None:
    _enter(page, address, key)
    making = page.locator("refdesk-desk .making")
    if making.get_attribute("open") is None:
        making.locator("summary").click()
    page.get_by_label("Two snapshots").check()
    page.get_by_label("Second snapshot").select_option(index=1)
    _ask(page, ANSWERED)

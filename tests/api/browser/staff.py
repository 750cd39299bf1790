"""The staff desk as staff meet it: by roles, names and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """The desk of one page."""

    page: Page
    address: str

    @property
    def root(self) -> Locator:
        """The desk inside of its element."""
        return self.page.locator("refdesk-desk .desk")

    @property
    def key_field(self) -> Locator:
        """Where a key is typed."""
        return self.root.get_by_label("API key", exact=True)

    @property
    def question(self) -> Locator:
        """Where a question is typed."""
        return self.root.get_by_label("Question", exact=True)

    @property
    def lanes(self) -> Locator:
        """The answers of the newest question."""
        return self.root.locator(".answers > .asked .lane")

    @property
    def said(self) -> Locator:
        """What screen readers are told."""
        return self.root.get_by_role("status")

    def open(self, place: str = "") -> StaffDesk:
        """Open the page before anybody has signed in."""
        self.page.goto(f"{self.address}/desk{place}")
        self.key_field.wait_for()
        return self

    def enter(self, key: str) -> StaffDesk:
        """Sign in with a key."""
        self.key_field.fill(key)
        self.key_field.press("Enter")
        self.root.get_by_role("navigation", name="Desk").wait_for()
        return self

    def room(self, name: str, heading: str) -> Locator:
        """Go to a room; give its heading."""
        self.root.get_by_role("link", name=name, exact=True).click()
        found = self.root.get_by_role("heading", name=heading, exact=True)
        found.wait_for()
        return found

    def ask(self, question: str, state: str = "done", answers: int = 1) -> Locator:
        """Type a question, send it and wait for all of its answers; give the first one."""
        self.question.fill(question)
        self.question.press("Enter")
        for at in range(answers):
            lane = self.lanes.nth(at)
            lane.and_(self.root.locator(f"[data-state={state}]")).wait_for()
        return self.lanes.first

    def fold(self, name: str, lane: int = 0) -> Locator:
        """Open a part of what is behind an answer, if it is not open; give it."""
        found = self.lanes.nth(lane).locator(f"details[data-fold={name}]")
        if found.get_attribute("open") is None:
            found.locator("summary").click()
        return found

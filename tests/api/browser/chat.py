"""The widget as a reader meets it: by roles, names and words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route


@dataclass(frozen=True, slots=True)
class Chat:
    """One widget of a page."""

    page: Page
    selector: str = "refdesk-chat"

    @property
    def root(self) -> Locator:
        """The element."""
        return self.page.locator(self.selector)

    @property
    def turns(self) -> Locator:
        """The turns of the conversation, oldest first."""
        return self.root.locator(".turn")

    @property
    def field(self) -> Locator:
        """Where a question is typed."""
        return self.root.get_by_role("textbox", name="Your question")

    @property
    def source(self) -> Locator:
        """The dialog of a quote in its place."""
        return self.root.get_by_role("dialog", name="The quote in its place")

    def opened(self) -> Chat:
        """Open the panel where the widget is a button in the corner."""
        self.root.locator(".panel").wait_for(state="attached")
        if not self.field.is_visible():
            self.button("Ask the evidence").click()
        return self

    def button(self, name: str, *, exact: bool = True) -> Locator:
        """A button by its name."""
        return self.root.get_by_role("button", name=name, exact=exact)

    def ask(self, question: str, state: str = "done") -> Locator:
        """Type a question, send it and wait; give its turn."""
        self.field.fill(question)
        self.field.press("Enter")
        return self.last(state)

    def last(self, state: str = "done") -> Locator:
        """The newest turn, once it has come to a state."""
        turn = self.turns.last
        turn.and_(self.root.locator(f"[data-state={state}]")).wait_for()
        return turn

    def kept(self) -> dict[str, Any]:
        """What the tab keeps, by key."""
        stored = self.page.evaluate("() => JSON.stringify({...sessionStorage})")
        return {key: json.loads(value) for key, value in json.loads(stored).items()}


def never(route: Route) -> None:
    """Leave a request without an answer."""
    del route

"""Who reads by keyboard, by ear, by zoom, in other colours or on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.api_inputs import QUESTIONS
from tests.api.browser.chat import Chat, never
from tests.api.browser.conftest import OpenChat, OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
AXE = Path(__file__).resolve().parents[3] / "widget/node_modules/axe-core/axe.min.js"
ASK = "**/v1/ask/stream"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
FOCUSED = "() => document.querySelector('refdesk-chat').shadowRoot.activeElement?.className"


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not here (npm ci in widget/)")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong by WCAG 2.2 A and AA, each with where."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    # Only what is asked for leaves the page: the whole result has the markup of every element.
    found: dict[str, Any] = page.evaluate(
        """async tags => {
          const found = await axe.run(document, {
            runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
          });
          return {passes: found.passes.length, violations: found.violations.map(each =>
            ({rule: each.id, where: each.nodes.map(node => node.target)}))};
        }""",
        RULES,
    )
    assert found["passes"] > 5
    violated: list[dict[str, Any]] = found["violations"]
    return violated


def emergency(chat: Chat) -> None:
    chat.ask(QUESTIONS["emergency"])


def refused(chat: Chat) -> None:
    chat.ask(QUESTIONS["refused"])


def answered(chat: Chat) -> None:
    turn = chat.ask(QUESTIONS["answered"])
    turn.locator("summary").click()
    turn.get_by_role("button", name="Wrong citation").click()


def source(chat: Chat) -> None:
    chat.ask(QUESTIONS["answered"]).locator(".cite").first.click()
    chat.source.locator("mark").wait_for()


def failed(chat: Chat) -> None:
    chat.page.route(ASK, lambda route: route.abort(), times=1)
    chat.ask(QUESTIONS["answered"], "failed")


def stopped(chat: Chat) -> None:
    chat.page.route(ASK, never, times=1)
    turn = chat.ask(QUESTIONS["answered"], "running")
    assert turn.locator(".working").is_visible()
    turn.get_by_role("button", name="Stop").click()
    chat.last("stopped")


def told_to_wait(chat: Chat) -> None:
    full = {"status": 503, "headers": {"Retry-After": "60"}, "body": "{}"}
    chat.page.route(ASK, lambda route: route.fulfill(**full), times=1)
    turn = chat.ask(QUESTIONS["answered"], "failed")
    assert "You can ask again in" in turn.inner_text()


def nothing_found(chat: Chat) -> None:
    chat.ask(QUESTIONS["not_in_library"])


def follow_up(chat: Chat) -> None:
    chat.ask("Did six-minute walk distance differ from placebo in the phase 2 frailty trial?")
    assert chat.ask("And the deaths?").locator(".asked-as").is_visible()


def about(chat: Chat) -> None:
    chat.ask("What can I ask you?")


def empty(chat: Chat) -> None:
    chat.field.press("Enter")
    chat.root.get_by_text("Type a question first.").wait_for()


def started(chat: Chat) -> None:
    chat.root.get_by_role("note").wait_for()


@pytest.mark.parametrize(
    ("theme", "phone"), [("light", True), ("dark", False)], ids=["phone-light", "desktop-dark"]
)
def test_no_state_of_any_screen_breaks_a_rule_of_wcag(
    open_chat: OpenChat, axe: str, theme: str, phone: bool
) -> None:
    size = {"width": 360, "height": 740, "phone": True} if phone else {}
    states: list[Callable[[Chat], None]] = [
        started, empty, answered, refused, emergency, nothing_found, follow_up, about, failed,
        stopped, told_to_wait, source,
    ]  # fmt: skip
    chat = open_chat(theme=theme, **size)
    for state in states:
        chat.root.evaluate("node => node.clear()")
        state(chat)
        assert violations(chat.page, axe) == [], state.__name__
        chat.page.keyboard.press("Escape")
        chat.opened()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_wcag(
    open_page: OpenPage, service: str, axe: str, theme: str
) -> None:
    page = open_page(theme=theme)
    for path in ("/library/articles/frailty", "/docs"):
        page.goto(service + path)
        for details in page.locator("details").all()[:1]:
            details.locator("summary").click()
        assert violations(page, axe) == [], path


def test_everything_can_be_done_by_keyboard(open_chat: OpenChat) -> None:
    chat = open_chat()
    page = chat.page
    chat.field.focus()
    page.keyboard.type(QUESTIONS["answered"])
    page.keyboard.press("Enter")
    chat.last()
    assert chat.field.evaluate("node => node.getRootNode().activeElement === node")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUSED) == "cite":
            break
    assert page.evaluate(FOCUSED) == "cite"
    page.keyboard.press("Enter")
    chat.source.locator("mark").wait_for()
    page.keyboard.press("Escape")
    chat.source.wait_for(state="hidden")
    assert page.evaluate(FOCUSED) == "cite"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "badge"
    tip = chat.root.locator(".tip")
    assert tip.is_visible()
    assert tip.inner_text().startswith("A small early trial in people")
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert page.evaluate(FOCUSED) == "badge"


def test_a_badge_explains_itself_on_tap_and_on_hover(open_chat: OpenChat) -> None:
    chat = open_chat()
    badge = chat.ask(QUESTIONS["answered"]).locator(".strongest .badge")
    tip = chat.root.locator(".tip")
    badge.hover()
    tip.wait_for()
    tip.hover()  # what is pointed at stays
    assert tip.is_visible()
    chat.field.hover()
    tip.wait_for(state="hidden")
    badge.click()
    chat.field.hover()
    assert tip.is_visible()
    badge.click()
    assert not tip.is_visible()


def test_each_finished_answer_is_announced_once(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.root.evaluate(
        "node => { window.said = []; const at = node.shadowRoot.querySelector('[role=status]');"
        " new MutationObserver(() => at.textContent && window.said.push(at.textContent))"
        ".observe(at, {childList: true, characterData: true, subtree: true}); }"
    )
    chat.ask(QUESTIONS["answered"])
    assert chat.page.evaluate("() => window.said") == ["What the library says. Sources: 1."]
    chat.ask(QUESTIONS["refused"])
    chat.ask(QUESTIONS["refused"])
    assert len(chat.page.evaluate("() => window.said")) == 3


def test_nothing_is_wider_than_the_window(open_chat: OpenChat) -> None:
    chat = open_chat(width=320, height=640)
    chat.ask(QUESTIONS["answered"])
    chat.root.locator(".cite").first.click()
    chat.source.locator("mark").wait_for()
    wide = "node => node.scrollWidth - node.clientWidth"
    for width in (320, 360, 768, 1280):
        chat.page.set_viewport_size({"width": width, "height": 640})
        assert chat.page.evaluate(f"({wide})(document.documentElement)") <= 0, width
        assert chat.root.locator(".scroll").evaluate(wide) <= 0, width
        assert chat.source.evaluate(wide) <= 0, width


def test_colours_of_the_system_and_less_motion(open_page: OpenPage, service: str) -> None:
    page = open_page()
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(service)
    chat = Chat(page)
    badge = chat.ask(QUESTIONS["answered"]).locator(".badge").first
    assert badge.evaluate("node => getComputedStyle(node).borderStyle") == "solid"
    assert badge.locator("svg").is_visible()
    page.route("**/v1/ask/stream", never, times=1)
    turn = chat.ask(QUESTIONS["answered"], "running")
    spinner = turn.locator(".spinner")
    assert spinner.evaluate("node => getComputedStyle(node).animationName") == "none"
    chat.button("Stop").last.click()


def test_on_paper_the_answer_is_whole_and_the_buttons_are_gone(open_chat: OpenChat) -> None:
    chat = open_chat(theme="dark")
    chat.root.evaluate("node => node.setAttribute('theme', 'dark')")
    chat.ask(QUESTIONS["answered"])
    chat.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    chat.page.emulate_media(media="print")
    words = chat.last().locator("blockquote").first
    assert words.evaluate("node => getComputedStyle(node).color") == "rgb(20, 32, 30)"
    assert not chat.field.is_visible()
    assert not chat.button("Copy with sources").is_visible()
    assert chat.root.locator(".sources ol").is_visible()
    box = chat.root.locator(".scroll")
    assert box.evaluate("node => getComputedStyle(node).overflowY") == "visible"
    assert box.evaluate("node => node.scrollHeight - node.clientHeight") <= 0

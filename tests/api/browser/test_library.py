"""The evidence library in a real browser: both themes, phone and desktop, keyboard, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.browser.conftest import OpenPage
from tests.api.browser.test_standing import AXE, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

STUDY = "/library/studies/doi:10.1093/gerona/glx137"
PATHS = (
    "/library",
    "/library?tier=human_rct_phase2&n_min=10",
    "/library?q=unheard-of",
    "/library?n_min=x",
    "/library?page=9",
    "/library/map",
    "/library/map?q=frailty",
    "/library/articles",
    "/library/articles?q=unheard-of",
    "/library/articles/frailty",
    STUDY,
)
WIDE = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not here (npm ci in widget/)")
    return AXE.read_text(encoding="utf-8")


def names(page: Page) -> list[str]:
    return page.locator(".studies tbody th > a").all_inner_texts()


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_no_page_of_the_library_breaks_a_rule_of_wcag(
    open_page: OpenPage, service: str, axe: str, width: int, theme: str
) -> None:
    page = open_page(width, phone=width < 500, theme=theme)
    for path in PATHS:
        page.goto(service + path)
        for closed in page.locator("details:not([open]) > summary").all()[:3]:
            closed.click()
        assert violations(page, axe) == [], path
        assert page.evaluate(WIDE) <= 0, path


@pytest.mark.e2e
def test_a_list_follows_its_filters_and_keeps_its_address(
    open_page: OpenPage, service: str
) -> None:
    page = open_page()
    page.goto(f"{service}/library")
    assert len(names(page)) == 3
    kind = page.get_by_label("Kind of evidence")
    kind.focus()
    kind.select_option("human_rct_phase2")
    page.get_by_role("heading", name="1 study").wait_for()
    assert names(page) == ["Tompkins 2017"]
    assert page.url == f"{service}/library?tier=human_rct_phase2"
    assert page.get_by_role("status").inner_text() == "1 study"
    assert kind.evaluate("node => node === document.activeElement")
    page.get_by_role("link", name="take this filter out").click()
    page.get_by_role("heading", name="3 studies").wait_for()
    assert page.url == f"{service}/library"
    field = page.get_by_label("Words, DOI, NCT or PubMed number")
    field.fill("Cytotherapy")
    field.press("Enter")
    page.get_by_role("heading", name="1 study").wait_for()
    page.reload()
    assert names(page) == ["Dominici 2006"]
    assert field.input_value() == "Cytotherapy"


@pytest.mark.e2e
def test_everything_works_without_any_script(browser: Browser, service: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{service}/library")

    def follow(link: Locator) -> None:
        with page.expect_navigation():
            link.click()

    page.get_by_label("Condition").fill("frailty")
    follow(page.get_by_role("button", name="Show studies"))
    assert names(page) == ["Tompkins 2017", "Golpanian 2017"]
    assert page.url == f"{service}/library?condition=frailty&sort=strongest"
    follow(page.get_by_role("columnheader", name="Year").get_by_role("link"))
    assert names(page) == ["Golpanian 2017", "Tompkins 2017"]
    follow(page.get_by_role("columnheader", name="People").get_by_role("link"))
    assert names(page) == ["Tompkins 2017", "Golpanian 2017"]
    follow(page.get_by_role("link", name="Tompkins 2017"))
    assert page.url == service + STUDY
    follow(page.get_by_role("link", name="Read it in the article").first)
    assert "/library/articles/frailty#at-" in page.url
    follow(page.get_by_role("link", name="Evidence map"))
    follow(page.locator(".map-table td a").first)
    assert names(page)
    page.context.close()


@pytest.mark.e2e
def test_the_list_is_usable_by_keyboard_alone(open_page: OpenPage, service: str) -> None:
    page = open_page()
    page.goto(f"{service}/library")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "by-q"
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        seen.append(page.evaluate("() => document.activeElement.textContent.trim()"))
        assert outline != "none", seen[-1]
        if seen[-1] == "Golpanian 2017":
            break
    assert seen[-1] == "Golpanian 2017"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Golpanian 2017").wait_for()


@pytest.mark.e2e
def test_a_study_on_paper_and_in_the_systems_colours(open_page: OpenPage, service: str) -> None:
    page = open_page(theme="dark")
    page.goto(service + STUDY)
    page.emulate_media(media="print")
    words = page.locator(".saying blockquote").first
    assert words.evaluate("node => getComputedStyle(node).color") == "rgb(20, 32, 30)"
    assert page.locator(".saying").first.is_visible()
    assert page.locator(".disclaimer").is_visible()
    page.emulate_media(media="screen", forced_colors="active")
    badge = page.locator(".saying .badge").first
    assert badge.evaluate("node => getComputedStyle(node).borderStyle") == "solid"
    page.goto(f"{service}/library/map")
    button = page.get_by_role("button", name="Show conditions")
    assert button.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    dot = page.locator("svg.broad .dot").first
    assert dot.evaluate("node => getComputedStyle(node).stroke") != "none"


@pytest.mark.e2e
def test_a_page_written_from_right_to_left(open_page: OpenPage, service: str) -> None:
    page = open_page()
    for path in ("/library", "/library/map", STUDY):
        page.goto(service + path)
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        assert page.evaluate(WIDE) <= 0, path
    page.goto(f"{service}/library/map")
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    drawing = page.locator("svg.broad").bounding_box()
    assert drawing is not None
    for name in page.locator("svg.broad text").all():
        box = name.bounding_box()
        assert box is not None
        assert drawing["x"] - 1 <= box["x"] <= drawing["x"] + drawing["width"]

"""Write pictures of the main states: `python -m benchmarks.screenshots FOLDER [--data data]`.

The service is the real one over the active snapshot of `--data`, the browser the system's
Chromium. Each state is taken at the size of a phone and of a desk, in both themes. Contradictions
and a retraction are those of an invented library, built for it.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from api.settings import Settings
from benchmarks.desk_pictures import desk_states
from index.embedding.export import prepare_model
from index.embedding.spec import ModelSpec
from tests.api import disagreeing

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run")
States = Mapping[str, Callable[[Page, str], None]]
SIZES = {"phone": (360, 740), "desk": (1280, 860)}
THEMES = ("light", "dark")
QUESTIONS = {
    "answer": "Did the cells help frail older adults walk farther?",
    "conflict": "What do studies in people with Parkinson's disease report?",
    "refused": "What dose of stem cells should I inject into my knee?",
    "emergency": "I cannot breathe and my chest hurts since the infusion an hour ago",
    "not-in-library": "Did MSCs cure ALS in a phase 3 trial?",
}


@contextlib.contextmanager
def serving(data: Path) -> Iterator[str]:
    """Serve the active snapshot of a data folder on a free port; give the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(data=data)), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def answered(page: Page, address: str, question: str) -> None:
    """Ask by the page's address and wait for the answer."""
    page.goto(f"{address}/?{urlencode({'q': question})}")
    page.locator("refdesk-chat .turn[data-state=done]").wait_for()


def start(page: Page, address: str) -> None:
    """Open the first page; on a phone, the panel too."""
    page.goto(address)
    page.locator("refdesk-chat .panel").wait_for(state="attached")


def panel(page: Page, address: str) -> None:
    """Open the panel before the first question."""
    start(page, address)
    launch = page.locator("refdesk-chat .launch")
    if launch.count():
        launch.click()


def source(page: Page, address: str) -> None:
    """Open a quote in its place."""
    answered(page, address, QUESTIONS["answer"])
    page.locator("refdesk-chat .cite").nth(2).click()
    page.locator("refdesk-chat .verbatim mark").wait_for()


def sources(page: Page, address: str) -> None:
    """Open the list of sources at the end of an answer, and the form for a wrong citation."""
    answered(page, address, QUESTIONS["answer"])
    page.locator("refdesk-chat .sources summary").click()
    page.locator("refdesk-chat .rate .quiet").click()


def offline(page: Page, address: str) -> None:
    """Ask without a connection."""
    panel(page, address)
    page.context.set_offline(True)
    page.locator("refdesk-chat textarea").fill(QUESTIONS["answer"])
    page.keyboard.press("Enter")
    page.locator("refdesk-chat .failure").wait_for()


def article(page: Page, address: str) -> None:
    """Open an article, down in its words."""
    page.goto(f"{address}/library/articles/frailty-trials")
    page.locator("h2").nth(1).scroll_into_view_if_needed()


def _opened(path: str, place: str = "h1") -> Callable[[Page, str], None]:
    def opened(page: Page, address: str) -> None:
        page.goto(f"{address}{path}")
        page.locator(place).first.scroll_into_view_if_needed()

    return opened


def _asking(question: str) -> Callable[[Page, str], None]:
    return lambda page, address: answered(page, address, question)


def busy(page: Page, address: str) -> None:
    """Be told by the service how long to wait."""
    panel(page, address)
    page.route(
        "**/v1/ask/stream",
        lambda route: route.fulfill(status=503, headers={"Retry-After": "20"}, body="{}"),
    )
    page.locator("refdesk-chat textarea").fill(QUESTIONS["answer"])
    page.keyboard.press("Enter")
    page.locator("refdesk-chat .failure").wait_for()


def slow(page: Page, address: str) -> None:
    """Wait longer than usual."""
    panel(page, address)
    page.clock.install()
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    page.locator("refdesk-chat textarea").fill(QUESTIONS["answer"])
    page.keyboard.press("Enter")
    page.locator("refdesk-chat .working").wait_for()
    page.clock.run_for(12_000)


def _speaking(language: str) -> Callable[[Page, str], None]:
    def answered_in(page: Page, address: str) -> None:
        page.goto(address)
        page.evaluate(
            "lang => { document.documentElement.lang = lang; if (lang === 'ar')"
            " document.documentElement.dir = 'rtl';"
            " document.querySelector('refdesk-chat').locale = lang; }",
            language,
        )
        page.locator(f"refdesk-chat .rd[lang={language}]").wait_for()
        page.evaluate(
            "asked => document.querySelector('refdesk-chat').ask(asked)", QUESTIONS["answer"]
        )
        page.locator("refdesk-chat .turn[data-state=done]").wait_for()

    return answered_in


def _printed(state: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    def printed(page: Page, address: str) -> None:
        state(page, address)
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")

    return printed


def _in_system_colours(state: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    def in_system_colours(page: Page, address: str) -> None:
        state(page, address)
        page.emulate_media(forced_colors="active")

    return in_system_colours


STUDY = _opened("/library/studies/doi:10.1093/gerona/glx137", ".saying")
STATES: dict[str, Callable[[Page, str], None]] = {
    "start": start,
    "panel": panel,
    **{name: _asking(question) for name, question in QUESTIONS.items()},
    "source": source,
    "sources": sources,
    "offline": offline,
    "busy": busy,
    "slow": slow,
    "spanish": _speaking("es"),
    "arabic": _speaking("ar"),
    "article": article,
    "studies": _opened("/library"),
    "studies-filtered": _opened("/library?condition=frailty&n_min=10", ".studies"),
    "studies-none": _opened("/library?q=unheard-of", ".empty"),
    "study": STUDY,
    "map": _opened("/library/map", "#found"),
    "map-table": _opened("/library/map", ".map-table"),
    "articles": _opened("/library/articles"),
    "answer-printed": _printed(_asking(QUESTIONS["answer"])),
    "article-printed": _printed(article),
    "study-printed": _printed(STUDY),
    "answer-system-colours": _in_system_colours(_asking(QUESTIONS["answer"])),
    "emergency-system-colours": _in_system_colours(_asking(QUESTIONS["emergency"])),
    "study-system-colours": _in_system_colours(STUDY),
    "map-system-colours": _in_system_colours(_opened("/library/map", "#found")),
}


#: Those of the library that contradicts itself.
CONTRADICTED: dict[str, Callable[[Page, str], None]] = {
    "sources-disagree": _asking(disagreeing.QUESTION),
    "retracted-answer": _asking(disagreeing.STRUCK_QUESTION),
    "statements-disagree": _opened(disagreeing.STUDY),
    "retracted-study": _opened(disagreeing.STRUCK),
}


def take(browser: Browser, address: str, folder: Path, states: States) -> int:
    """Write every picture; return how many."""
    taken = 0
    for size, (width, height) in SIZES.items():
        for theme in THEMES:
            for name, state in states.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if theme == "dark" else "light",
                    is_mobile=size == "phone", has_touch=size == "phone",
                    locale="en-US", reduced_motion="reduce",
                )  # fmt: skip
                page = context.new_page()
                state(page, address)
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{name}-{size}-{theme}.png")
                context.close()
                taken += 1
    return taken


def main() -> None:
    """Serve, look, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("data"))
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with (
        desk_states(chosen.data) as desk,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as made,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        models = chosen.data / "models"
        prepare_model(ModelSpec(), models)
        invented = disagreeing.build_disagreeing(Path(made), models)
        taken = 0
        for data, states in ((chosen.data, STATES | desk), (invented, CONTRADICTED)):
            with serving(data) as address:
                taken += take(browser, address, chosen.folder, states)
        print(f"{taken} pictures in {chosen.folder}")
        browser.close()


if __name__ == "__main__":
    main()

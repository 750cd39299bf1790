"""A real browser before the real service. Everything here is skipped, saying so, without one."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.settings import Settings
from index.build import BuildOptions
from index.library import build_library
from tests.api.access_inputs import new_key
from tests.api.browser.chat import Chat
from tests.api.browser.staff import StaffDesk
from tests.api.disagreeing import build_disagreeing
from tests.api.hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()
#: Milliseconds that a step of the browser may take on a busy machine.
PATIENCE = 15_000

OpenPage = Callable[..., "Page"]
OpenChat = Callable[..., Chat]
OpenDesk = Callable[..., StaffDesk]


@contextlib.contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve an application on a port of this machine, a free one if 0; give its address."""
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium (REFDESK_CHROMIUM names another).

    A module's own: its loop runs in this thread, where other tests may want theirs.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = (os.environ.get("REFDESK_CHROMIUM", "chromium"), "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not here (REFDESK_CHROMIUM names its program)")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def service(data_folder: Path) -> Iterator[str]:
    """Return the address of the real service over the small library."""
    with serving(create_app(Settings(data=data_folder, workers=2))) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_data(models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a library whose only article tries to run something."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    build_library([folder], folder / "data", options=BuildOptions(models=models_folder))
    return folder / "data"


@pytest.fixture(scope="session")
def hostile_service(hostile_data: Path) -> Iterator[str]:
    """Return the address of a service over that library."""
    with serving(create_app(Settings(data=hostile_data, workers=2))) as address:
        yield address


@pytest.fixture(scope="session")
def disagreeing_service(
    models_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of a service over a library that contradicts itself."""
    data = build_disagreeing(tmp_path_factory.mktemp("disagreeing"), models_folder)
    with serving(create_app(Settings(data=data, workers=2))) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return what opens a page of its own; in the end no page may have met an error."""
    contexts = []
    met: list[str] = []

    def opened(
        width: int = 1280,
        height: int = 860,
        *,
        phone: bool = False,
        theme: Literal["light", "dark"] = "light",
        locale: str = "en-US",
        permissions: list[str] | None = None,
        expected: str = "\n",  # words of an error that the browser is meant to report
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale=locale,
            has_touch=phone,
            is_mobile=phone,
            reduced_motion="reduce",
            permissions=permissions,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: met.append(str(error)))
        page.on("console", lambda said: _note(met, said.type, said.text, expected))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert met == []


def _note(met: list[str], kind: str, text: str, expected: str) -> None:
    # A refused request is told on the console by the browser itself, whoever deals with it.
    if kind == "error" and not text.startswith("Failed to load resource") and expected not in text:
        met.append(text)


@pytest.fixture
def open_chat(open_page: OpenPage, service: str) -> OpenChat:
    """Return what opens the first page and gives its widget, its panel open."""

    def opened(path: str = "/", **more: Any) -> Chat:  # noqa: ANN401 - those of open_page
        page = open_page(**more)
        page.goto(service + path)
        return Chat(page).opened()

    return opened


@pytest.fixture(scope="session")
def staff_key(data_folder: Path) -> str:
    """Return a key of the role staff for the real service."""
    return new_key(data_folder)


@pytest.fixture
def open_desk(open_page: OpenPage, service: str, staff_key: str) -> OpenDesk:
    """Return what opens the staff desk and signs in, unless `key` is None."""

    def opened(
        place: str = "",
        *,
        key: str | None = staff_key,
        address: str = service,
        **more: Any,  # noqa: ANN401 - those of open_page
    ) -> StaffDesk:
        desk = StaffDesk(open_page(**more), address).open(place)
        return desk.enter(key) if key else desk

    return opened

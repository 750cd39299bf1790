"""Staff sign in at the desk with a real issuer, and come back to the place that they opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.access.issuers import real_issuer
from tests.api.access.test_sign_in import settings
from tests.api.browser.conftest import OpenDesk, serving

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def with_issuer(data_folder: Path) -> Iterator[str]:
    """Return the address of a service whose staff sign in with a real issuer."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    with real_issuer(f"{here}/auth/callback") as known:
        made: Settings = settings(data_folder, known, public_url=here)
        with serving(create_app(made), port) as address:
            yield address


def test_staff_come_back_to_the_place_that_they_opened(
    open_desk: OpenDesk, with_issuer: str
) -> None:
    desk = open_desk("#audit", key=None, address=with_issuer)
    desk.root.get_by_role("link", name="Sign in with your organisation").click()
    desk.page.locator("input[name=sub]").fill("root")
    desk.page.locator("input[name=sub]").press("Enter")
    desk.root.get_by_role("heading", name="Answers that were given").wait_for()
    assert "Root" in desk.root.locator(".who").inner_text()
    assert desk.page.url.endswith("/desk#audit")
    desk.root.get_by_role("button", name="Sign out").click()
    desk.root.get_by_text("You are signed out.").first.wait_for()


def test_without_an_issuer_no_link_is_offered(open_desk: OpenDesk) -> None:
    desk = open_desk(key=None)
    assert not desk.root.get_by_role("link", name="Sign in with your organisation").count()

"""The built scripts of widget and desk: small, whole, safe, made from their source."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.routes.widget import WIDGET_PATH
from rag.disclaimers import disclaimer_for

ROOT = Path(__file__).resolve().parents[2]
STABLE = "/widget/refdesk-chat.js"
SCRIPTS = ("refdesk-chat.js", "refdesk-desk.js")
SCRIPT = resources.files("api").joinpath("static", "refdesk-chat.js").read_bytes()
SOURCES = sorted((ROOT / "widget" / "src").rglob("*.ts"))
MOST_GZIPPED = 45 * 1024


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_is_small_and_holds_the_released_disclaimer(name: str) -> None:
    script = resources.files("api").joinpath("static", name).read_bytes()
    assert len(gzip.compress(script, 9)) <= MOST_GZIPPED
    assert disclaimer_for("en").text in script.decode("utf-8")


def test_its_source_writes_no_markup_and_runs_no_text() -> None:
    assert len(SOURCES) > 30
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                          "eval(", "unsafeHTML", "unsafeSVG", "new Function", "localStorage",
                          "document.cookie", "console."):  # fmt: skip
            assert forbidden not in text, f"{source.name}: {forbidden}"
        # A style in a template would be refused by a strict policy of the page.
        assert not re.search(r"html`[^`]*\sstyle=", text), source.name


def test_it_is_revalidated_by_its_plain_name_and_kept_by_the_other(client: TestClient) -> None:
    plain, hashed = client.get(STABLE), client.get(WIDGET_PATH)
    assert plain.content == hashed.content == SCRIPT
    assert plain.headers["cache-control"] == "no-cache"
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = client.get(STABLE, headers={"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/widget/refdesk-chat.0123456789abcdef.js").status_code == 404


def test_every_site_may_load_it_and_nothing_else(client: TestClient) -> None:
    for path in (STABLE, WIDGET_PATH):
        reply = client.get(path, headers={"Origin": "https://site.example"})
        assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    other = client.get("/static/mark.svg")
    assert other.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "widget" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= 5


def test_it_is_what_its_source_builds() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here: the scripts are not built again")
    if not (ROOT / "widget" / "node_modules" / "esbuild").is_dir():
        pytest.skip("widget/node_modules is not here (npm ci): the scripts are not built again")
    done = subprocess.run(
        [node, "build.mjs", "--check"], cwd=ROOT / "widget", capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr

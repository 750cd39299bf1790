"""docs/embedding.md names each attribute, method, event and CSS property of the widget, no more."""

from __future__ import annotations

import re
from pathlib import Path

from api.routes.widget import WIDGET_PATH

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
SOURCE = ROOT / "widget" / "src"
CHAT = (SOURCE / "chat.ts").read_text(encoding="utf-8")
ATTRIBUTES = (SOURCE / "attributes.ts").read_text(encoding="utf-8")
SHEETS = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "api/static/tokens.css", SOURCE / "widget.css")
)


def named(section: str, pattern: str) -> set[str]:
    """Return what the first cells of a section's table name."""
    text = DOCS.split(f"## {section}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(pattern, cell)}


def test_every_attribute() -> None:
    block = ATTRIBUTES.split("static override properties")[1].split("};")[0]
    found = set()
    for name, options in re.findall(r"^    (\w+): \{([^}]*)\}", block, re.MULTILINE):
        given = re.search(r'attribute: "([^"]+)"', options)
        found.add(given[1] if given else name)
    assert len(found) >= 8
    assert named("Attributes", r"`([\w-]+)`") == found


def test_every_event() -> None:
    found = {
        name
        for path in SOURCE.glob("*.ts")
        for name in re.findall(r'"(refdesk-(?!chat)[\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(found) >= 7
    assert named("Methods and events", r"`([\w-]+)`") == found


def test_every_method() -> None:
    public = CHAT.split("// -- what a page may call")[1].split("// -- life")[0]
    found = set(re.findall(r"^  (\w+)\([^)]*\): void", public, re.MULTILINE))
    assert found == {"ask", "show", "hide", "clear"}
    for method in found:
        assert f"`{method}(" in DOCS


def test_every_css_property() -> None:
    found = set(re.findall(r"var\((--refdesk-[\w-]+)", SHEETS))
    assert len(found) >= 12
    assert named("CSS properties", r"`(--[\w-]+)`") == found


def test_every_kind_of_failure() -> None:
    types = (SOURCE / "types.ts").read_text(encoding="utf-8")
    line = types.split("export interface Failure")[1].split(";")[0]
    for kind in re.findall(r'"(\w+)"', line):
        assert f"`{kind}`" in DOCS


def test_the_addresses_are_those_that_are_served() -> None:
    assert re.sub(r"\.[0-9a-f]{16}\.", ".HASH.", WIDGET_PATH) in DOCS
    assert DOCS.count("/widget/refdesk-chat.js") >= 3

"""The reader's pages name every command, option, setting, route and problem there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from starlette.testclient import TestClient

from api.cli.main import cli
from api.cli.settings_page import settings_page
from api.problems import KINDS
from api.settings import Settings
from rag.evaluation.measures import MEASURES


def _commands(before: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(f"{before}{name} ", command)
        else:
            yield f"{before}{name} ", command


DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_command_line_page_is_complete() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name, command in _commands("", cli):
        assert f"`refdesk {name}" in page.replace("` |", " ` |")
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in page, (name, option.opts)


def test_the_page_of_settings_is_current() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page(), "run: refdesk config docs > docs/settings.md"
    for name, field in Settings.model_fields.items():
        assert f"`REFDESK_{name.upper()}`" in page
        assert (field.description or "").endswith("."), name


def test_the_http_page_is_complete(client: TestClient) -> None:
    page = (DOCS / "http-api.md").read_text(encoding="utf-8")
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        assert path in page
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                assert parameter["name"] in page
    for kind in KINDS.values():
        assert f"`{kind.code}`" in page
        assert f"| {kind.status} |" in page


def test_the_evaluation_page_names_every_measure() -> None:
    page = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    for measure in MEASURES:
        assert f"`{measure}`" in page

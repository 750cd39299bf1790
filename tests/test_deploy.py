"""The files under deploy/ name settings, metrics and parts of the program that there are."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml

from api.observing.metrics import Metrics
from api.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"


def test_every_figure_of_the_dashboard_is_counted() -> None:
    metrics = Metrics("1")
    kinds = re.findall(r"^# TYPE (\S+) (\S+)$", metrics.exposed().decode(), re.MULTILINE)
    there = {name for name, _ in kinds}
    there |= {f"{name}_{part}" for name, kind in kinds if kind == "histogram"
              for part in ("bucket", "sum", "count")}  # fmt: skip
    board = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    named = set(re.findall(r"\brefdesk_\w+", " ".join(asked)))
    assert named <= there
    assert len(named) >= 12
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_every_figure_stands_in_the_page_of_operations() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = Metrics("1").exposed().decode()
    for name in re.findall(r"^# TYPE (refdesk_\w+) ", told, re.MULTILINE):
        assert f"`{name}`" in page


def test_every_setting_that_the_files_name_is_one() -> None:
    known = {f"REFDESK_{name.upper()}" for name in Settings.model_fields}
    for file in ("Dockerfile", "compose.yaml", "refdesk.service", "../docs/operations.md"):
        named = set(re.findall(r"\bREFDESK_[A-Z_]+", (DEPLOY / file).read_text(encoding="utf-8")))
        assert {name.removesuffix("_FILE") for name in named} - {"REFDESK_"} <= known, file


def test_the_image_is_made_from_what_there_is_and_serves_without_torch() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    copied = [name for line in lines if line.startswith("COPY ") and "--from" not in line
              for name in line.split()[1:-1]]  # fmt: skip
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    included = pyproject["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {pattern.rstrip("*") for pattern in included} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored
    serving = lines[: next(i for i, line in enumerate(lines) if line.endswith("AS builder"))]
    extras = re.search(r"\[(\S+)\]", next(each for each in serving if "pip install" in each))
    assert extras
    assert set(extras[1].split(",")) <= set(project["optional-dependencies"]) - {"build", "test"}
    assert all(line != "USER root" for line in lines)
    assert sum(line == "USER 10001" for line in lines) == 2


def test_the_compose_file_takes_every_right_away() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name in ("refdesk", "build"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert compose["services"]["refdesk"]["ports"] == ["127.0.0.1:8000:8000"]
    for secret in compose["secrets"].values():
        assert not (DEPLOY / secret["file"]).exists(), "a secret must not be in the checkout"

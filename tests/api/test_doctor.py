"""`refdesk doctor`: each thing that can be wrong is found, and told with what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.app import create_app
from api.cli.doctor import Finding, run_doctor
from api.cli.main import cli
from api.database.engine import DATABASE_FILE
from api.settings import Settings
from tests.api.serving import serving

CHECKS = ["settings", "packages", "data", "snapshot", "model", "clock", "database", "disk", "port"]


@pytest.fixture
def data(two_snapshots: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "data"
    shutil.copytree(two_snapshots / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copy(two_snapshots / "ACTIVE", copied / "ACTIVE")
    return copied


def active(data: Path) -> Path:
    return data / "snapshots" / (data / "ACTIVE").read_text().strip()


def told(findings: Any) -> dict[str, Finding]:  # noqa: ANN401 - a sequence of findings
    return {each.check: each for each in findings}


def test_all_is_well(data: Path) -> None:
    findings = run_doctor(Settings(data=data, port=0))
    assert [each.check for each in findings] == CHECKS
    assert all(each.ok and each.told and not each.do for each in findings), findings


def _flip(data: Path) -> None:
    file = active(data) / "pieces.f16"
    held = bytearray(file.read_bytes())
    held[0] ^= 1
    file.unlink()  # it is a hard link
    file.write_bytes(held)


@pytest.mark.parametrize(
    ("harm", "check", "says", "do"),
    [
        (lambda data: (active(data) / "model" / "model.onnx").unlink(), "snapshot",
         "model.onnx", "snapshots activate"),
        (_flip, "snapshot", "pieces.f16 was altered", "snapshots activate"),
        (lambda data: (data / "ACTIVE").unlink(), "snapshot", "no snapshot is active", "build"),
        (lambda data: (data / DATABASE_FILE).write_bytes(b"no database" * 500), "database",
         "not a database", "operations.md"),
        (lambda data: (data / DATABASE_FILE).mkdir(), "database", "", "operations.md"),
    ],
)  # fmt: skip
def test_each_harm_is_found(
    data: Path, harm: Callable[[Path], object], check: str, says: str, do: str
) -> None:
    harm(data)
    findings = told(run_doctor(Settings(data=data, port=0)))
    assert [name for name, each in findings.items() if not each.ok] == [check]
    assert says in findings[check].told
    assert do in findings[check].do


def test_no_folder_no_room_and_a_clock_that_stepped_back(data: Path, tmp_path: Path) -> None:
    nowhere = told(run_doctor(Settings(data=tmp_path / "none", port=0)))
    wrong = [name for name, each in nowhere.items() if not each.ok]
    assert wrong == ["data", "snapshot", "database"]
    assert not (tmp_path / "none").exists()
    full = told(run_doctor(Settings(data=data, port=0, disk_floor_mb=100_000_000)))
    assert [name for name, each in full.items() if not each.ok] == ["disk"]
    early = told(run_doctor(Settings(data=data, port=0), datetime(2001, 1, 1, tzinfo=UTC)))
    assert [name for name, each in early.items() if not each.ok] == ["clock"]


def test_a_port_that_is_taken_by_another_program_or_by_the_service(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = Settings(data=data, port=other.getsockname()[1])
        findings = told(run_doctor(taken))
        assert "in use" in findings["port"].told
        assert not findings["port"].ok
    with serving(create_app(Settings(data=data))) as url:
        ours = Settings(data=data, port=int(url.rpartition(":")[2]))
        assert "a refdesk service listens" in told(run_doctor(ours))["port"].told


def doctor(*words: str, **environment: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner(env=environment).invoke(cli, ["doctor", *words])


def test_the_command_prints_lines_or_json_and_its_exit_code_tells(data: Path) -> None:
    words = ["--data", str(data), "--port", "0"]
    well = doctor(*words)
    assert well.exit_code == 0
    assert [line.split()[:2] for line in well.stdout.splitlines()] == [["ok", c] for c in CHECKS]
    (data / "ACTIVE").unlink()
    ill = doctor(*words, "--json")
    assert ill.exit_code == 1
    body = json.loads(ill.stdout)
    assert body["ok"] is False
    assert [each["check"] for each in body["checks"] if not each["ok"]] == ["snapshot"]
    assert "problem snapshot" in doctor(*words).stdout


def test_settings_that_cannot_be_read_are_a_problem_too(data: Path) -> None:
    ill = doctor("--data", str(data), REFDESK_PROT="80")
    assert ill.exit_code == 1
    assert ill.stdout.startswith("problem settings  REFDESK_PROT is not a setting")

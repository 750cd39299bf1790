"""What keeps a service from starting is told in one line, and the event loop gets its turn."""

from __future__ import annotations

import sys
from pathlib import Path

from click.testing import CliRunner
from starlette.testclient import TestClient

from api.access.signing import FILE, signing_key
from api.app import create_app
from api.cli.main import cli
from api.settings import Settings


def test_a_signing_key_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    signing_key("", tmp_path)
    (tmp_path / FILE).chmod(0o644)
    environment = {"REFDESK_ORIGINS": "https://www.example.org"}
    words = ["serve", "--data", str(tmp_path), "--port", "0"]
    done = CliRunner(env=environment).invoke(cli, words)
    assert done.exit_code == 3
    assert "chmod 600" in done.stderr


def test_threads_that_compute_let_the_event_loop_in(tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    with TestClient(create_app(Settings(data=tmp_path))):
        assert sys.getswitchinterval() < 0.001
    assert sys.getswitchinterval() == before

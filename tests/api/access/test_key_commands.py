"""`refdesk keys`: a key is printed once, alone on standard output, and its secret nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from starlette.testclient import TestClient

from api.access.roles import Scope
from api.app import create_app
from api.cli.main import cli
from api.settings import Settings
from tests.api.access_inputs import bearer


def run(folder: Path, *words: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner().invoke(cli, ["keys", *words, "--data", str(folder)])


def role_of(client: TestClient, key: str) -> object:
    reply = client.get("/v1/session", headers=bearer(key))
    found = reply.json()
    return found["role"] if reply.status_code == 200 else found["type"].rpartition(":")[2]


def test_the_life_of_a_key(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        made = run(tmp_path, "create", "evidence desk", "--days", "30")
        assert made.exit_code == 0
        key = made.stdout.strip()
        key_id = key.split("_")[1]
        assert role_of(client, key) == "staff"
        shown = json.loads(run(tmp_path, "show", key_id).stdout)
        assert (shown["name"], shown["state"]) == ("evidence desk", "good")
        assert shown["last_used"]
        listed = run(tmp_path, "list").stdout
        assert key_id in listed
        rotated = run(tmp_path, "rotate", key_id, "--overlap", "0").stdout.strip()
        assert role_of(client, key) == "key-expired"
        assert role_of(client, rotated) == "staff"
        assert run(tmp_path, "revoke", rotated.split("_")[1]).exit_code == 0
        assert role_of(client, rotated) == "key-revoked"
        entries = json.loads(run(tmp_path, "list", "--json").stdout)
        assert [entry["state"] for entry in entries] == ["expired", "revoked"]
        assert entries[0]["replaced_by"] == entries[1]["id"]
        for told in (listed, json.dumps(shown), json.dumps(entries)):
            assert key.rpartition("_")[2] not in told
            assert "hash" not in told


def test_scopes_narrow_a_key(tmp_path: Path) -> None:
    made = run(tmp_path, "create", "prometheus", "--role", "admin", "--scope", "metrics")
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        told = client.get("/v1/session", headers=bearer(made.stdout.strip())).json()
        assert (told["role"], told["scopes"]) == ("admin", ["metrics"])
        reply = client.get("/v1/tiers", headers=bearer(made.stdout.strip()))
        assert reply.status_code == 403


def test_the_help_names_every_scope(tmp_path: Path) -> None:
    told = run(tmp_path, "create", "--help").stdout
    assert [scope for scope in Scope if scope.value not in told] == []


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    key_id = run(tmp_path, "create", "x").stdout.split("_")[1]
    run(tmp_path, "revoke", key_id)
    for words in (
        ["create", " "],
        ["create", "x", "--scope", "admin"],
        ["create", "x", "--scope", "fly"],
        ["create", "x", "--role", "public"],
        ["show", "unknown"],
        ["rotate", "unknown"],
        ["rotate", key_id],
        ["revoke", "unknown"],
    ):
        refused = run(tmp_path, *words)
        assert refused.exit_code == 2, words
        assert refused.stdout == ""
    assert run(tmp_path / "nowhere" / "\0", "list").exit_code != 0

"""The commands under `refdesk database`, and a service that meets tables of another version."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from api.cli.main import cli
from api.database import open_database
from api.database.answers import AnswerStore
from api.database.engine import DATABASE_FILE
from api.database.migrating import HEAD
from api.settings import Settings, SettingsError, read_settings
from rag.replay.record import AnswerRecord
from tests.api.database.test_migrations import old_file
from tests.postgres_server import PostgresServer


def run(*words: str, database: Path | str = "", **environment: str) -> Any:  # noqa: ANN401
    url = f"sqlite:///{database}" if isinstance(database, Path) else database
    return CliRunner(env={"REFDESK_DATABASE": url, **environment}).invoke(cli, words)


def test_status_upgrade_status(empty_place: Path | str, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "data")]
    before = run("database", "status", *data, "--json", database=empty_place)
    told = json.loads(before.stdout)
    assert (told["version"], told["needed"], told["rows"]) == (None, HEAD, {})
    # SQLite is made when it is needed, PostgreSQL by hand.
    assert before.exit_code == (0 if isinstance(empty_place, Path) else 1)
    done = run("database", "upgrade", *data, database=empty_place)
    assert (done.exit_code, f"brought to version {HEAD}" in done.stdout) == (0, True)
    assert "is at version" in run("database", "upgrade", *data, database=empty_place).stdout
    after = run("database", "status", *data, "--json", database=empty_place)
    assert after.exit_code == 0
    assert json.loads(after.stdout)["rows"] == {
        "answers": 0, "deletions": 0, "feedback": 0, "keys": 0
    }  # fmt: skip


def test_upgrade_takes_over_the_old_file(
    empty_place: Path | str, record: AnswerRecord, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("data")
    old_file(data, record, ["one", "two"]).close()
    done = run("database", "upgrade", "--data", str(data), database=empty_place)
    assert "2 records taken over" in done.stdout
    shown = run("answers", "show", "two", "--data", str(data), database=empty_place)
    assert json.loads(shown.stdout)["answer_id"] == "two"


def test_a_service_does_not_start_over_tables_of_another_version(
    place: Path | str, tmp_path: Path
) -> None:
    opened = open_database(place)
    with opened.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    for words in (["serve", "--port", "0"], ["database", "upgrade"]):
        done = run(*words, "--data", str(tmp_path), database=place)
        assert done.exit_code == 3
        assert "version 9999" in done.stderr
    assert run("database", "status", "--data", str(tmp_path), database=place).exit_code == 1


def test_a_copy_is_whole_and_can_be_put_back(record: AnswerRecord, tmp_path: Path) -> None:
    store = AnswerStore(open_database(tmp_path / DATABASE_FILE))
    store.keep(record)
    copy = tmp_path / "copy.sqlite"
    words = ["database", "backup", str(copy), "--data", str(tmp_path)]
    assert run(*words).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert run(*words).exit_code == 3
    store.close()
    for each in tmp_path.glob(f"{DATABASE_FILE}*"):
        each.unlink()
    copy.rename(tmp_path / DATABASE_FILE)
    assert store.get(record.answer_id) == record
    store.close()
    made = sqlite3.connect(tmp_path / DATABASE_FILE)
    assert made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    made.close()


def test_a_dump_of_postgresql_can_be_put_back(
    postgres_server: PostgresServer, record: AnswerRecord, tmp_path: Path
) -> None:
    url, other = postgres_server.new_database(), postgres_server.new_database()
    store = AnswerStore(open_database(url))
    store.database.upgrade()
    store.keep(record)
    store.close()
    assert run("database", "backup", "x", database=url).exit_code == 3
    file = str(tmp_path / "dump")
    dump, restore = (postgres_server.program(name) for name in ("pg_dump", "pg_restore"))
    subprocess.run([dump, "--format=custom", f"--file={file}", url], check=True)
    subprocess.run(
        [restore, "--clean", "--if-exists", "--no-owner", f"--dbname={other}", file], check=True
    )
    again = AnswerStore(open_database(other))
    assert again.get(record.answer_id) == record
    again.close()


@pytest.mark.parametrize(
    "url", ["refdesk", "sqlite://", "mysql://h/n", "postgresql://h", "postgresql://h/n\n"]
)
def test_a_setting_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="database"):
        read_settings({}, {"REFDESK_DATABASE": url})


def test_the_address_is_a_secret(postgres_server: PostgresServer) -> None:
    told = postgres_server.url("nowhere").replace("refdesk@", "refdesk:zebrafinch@")
    assert "zebrafinch" in told
    for words in (
        ["config", "show"],
        ["database", "status"],
        ["answers", "prune", "--older-than", "1"],
    ):
        done = run(*words, database=told)
        assert "zebrafinch" not in done.stdout + done.stderr
    assert "zebrafinch" not in repr(Settings.model_validate({"database": told}))

"""Settings: strict, bounded, options before environment before the file before defaults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import SecretStr, ValidationError

from api.cli.main import cli
from api.settings import Settings, SettingsError, read_all, read_settings

CANARY = "zebrafinch"


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "refdesk.toml"


def test_defaults() -> None:
    assert read_settings() == Settings()
    assert Settings().data == Path("data")


def test_options_win_over_the_environment() -> None:
    environment = {"REFDESK_PORT": "9000", "REFDESK_HOST": "::1", "OTHER": "x"}
    found = read_settings({"port": 8001, "host": None, "articles": ()}, environment)
    assert (found.port, found.host) == (8001, "::1")


def test_each_setting_comes_from_the_first_that_gives_it(toml: Path) -> None:
    toml.write_text('port = 1\nworkers = 2\nprobes = 3\nhost = "::1"\narticles = ["a", "b"]\n')
    environment = {"REFDESK_WORKERS": "5", "REFDESK_PROBES": "6"}
    reading = read_all({"probes": 7}, environment, toml)
    found = reading.settings
    assert (found.port, found.workers, found.probes, found.host) == (1, 5, 7, "::1")
    assert found.articles == (Path("a"), Path("b"))
    origins = {name: reading.origins[name] for name in ("port", "workers", "probes", "data")}
    assert origins == {
        "port": str(toml), "workers": "REFDESK_WORKERS", "probes": "--probes", "data": "default"
    }  # fmt: skip


def test_every_setting_is_read_from_the_environment() -> None:
    found = read_settings(
        {},
        {
            "REFDESK_DATA": "elsewhere",
            "REFDESK_ARTICLES": "a:b/c.md",
            "REFDESK_MODEL": "other",
            "REFDESK_LOG_LEVEL": "DEBUG",
            "REFDESK_WORKERS": "8",
            "REFDESK_THREADS": "2",
            "REFDESK_PRECISION": "BF16",
        },
    )
    assert found == Settings(
        data=Path("elsewhere"),
        articles=(Path("a"), Path("b/c.md")),
        model="other",
        log_level="debug",
        workers=8,
        threads=2,
        precision="bf16",
    )


def test_more_are_computed_at_once_where_a_model_is_waited_for() -> None:
    drafts: dict[str, Any] = {
        "generate_base_url": "https://models.example.org/v1",
        "generate_model": "m",
    }
    assert Settings().computing == 1
    assert Settings(**drafts).computing == 4
    assert Settings(**drafts, workers=2).computing == 2


def test_a_key_is_not_shown() -> None:
    found = read_settings({}, {"REFDESK_GENERATE_KEY": CANARY})
    assert found.generate_key.get_secret_value() == CANARY
    assert CANARY not in repr(found) + str(found) + found.model_dump_json()


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    held = tmp_path / "key"
    held.write_text(f"{CANARY}\n")
    variables = {"REFDESK_GENERATE_KEY_FILE": str(held)}
    assert read_settings({}, variables).generate_key == SecretStr(CANARY)
    with pytest.raises(SettingsError, match="both given"):
        read_settings({}, {**variables, "REFDESK_GENERATE_KEY": "x"})
    held.unlink()
    with pytest.raises(SettingsError, match="REFDESK_GENERATE_KEY_FILE"):
        read_settings({}, variables)


@pytest.mark.parametrize(
    ("options", "environment", "named"),
    [
        ({"port": 70000}, {}, "port must be a whole number from 0 to 65,535"),
        ({"port": -1}, {}, "port"),
        ({"port": True}, {}, "port"),
        ({"workers": -1}, {}, "workers"),
        ({"host": " "}, {}, "host"),
        ({"model": "a\nb"}, {}, "model"),
        ({"log_level": "loud"}, {}, "log_level must be one of critical, error"),
        ({}, {"REFDESK_PRECISION": "int8"}, "precision .*REFDESK_PRECISION"),
        ({"colour": "red"}, {}, "colour"),
        ({"records": "sometimes"}, {}, "records"),
        ({}, {"REFDESK_RECORD_QUESTIONS": "yes"}, "record_questions"),
        ({}, {"REFDESK_GENERATE_BASE_URL": "https://x.example/v1"}, "generate_model"),
        ({"generate_base_url": "ftp://x", "generate_model": "m"}, {}, "generate_base_url"),
        ({"generate_base_url": "https://a:b@x/", "generate_model": "m"}, {}, "GENERATE_KEY"),
        ({"generate_base_url": "https://x/?key=1", "generate_model": "m"}, {}, "GENERATE_KEY"),
        ({}, {"REFDESK_GENERATE_KEY": "a\nb"}, "generate_key"),
        ({"generate_key": "x"}, {}, "generate_key is a secret"),
        ({"generate_timeout": 0}, {}, "generate_timeout"),
        ({}, {"REFDESK_PORT": "80a"}, "REFDESK_PORT"),
        ({}, {"REFDESK_PORT": "٣"}, "REFDESK_PORT"),
        ({}, {"REFDESK_DATA": ""}, "REFDESK_DATA"),
        ({}, {"REFDESK_PROT": "80"}, "did you mean REFDESK_PORT"),
        ({}, {"REFDESK_CONFG": "x"}, "did you mean REFDESK_CONFIG"),
    ],
)
def test_bad_settings_are_named(
    options: dict[str, object], environment: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings(options, environment)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("prot = 1", "'prot' is not a setting; did you mean port"),
        ("[server]\nport = 1", "'server' is not a setting"),
        ('port = "80"', "port must be a whole number.*refdesk.toml"),
        ("port = 1.5", "port"),
        ("data = 5", "data must be a path"),
        ("articles = [5]", "articles must be paths"),
        ('data = ""', "data"),
        (f'generate_key = "{CANARY}"', "generate_key is a secret; give it as REFDESK_GENERATE_KEY"),
        (f"{CANARY} = ", "not valid TOML"),
        ('host = "caf\\ud800"', "not valid TOML"),
    ],
)
def test_a_bad_file_is_named(toml: Path, text: str, named: str) -> None:
    toml.write_text(text)
    with pytest.raises(SettingsError, match=named) as caught:
        read_settings({}, {}, toml)
    assert CANARY not in str(caught.value)


def test_a_file_that_is_named_must_be_there(toml: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        read_settings({}, {}, toml)


def test_a_foreign_variable_with_our_prefix_is_left_alone() -> None:
    assert read_settings({}, {"REFDESK_TEST_CACHE": "x"}) == Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def config(*words: str, **environment: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner(env=environment).invoke(cli, words)


def test_config_show_tells_values_and_origins_and_no_secret(toml: Path) -> None:
    toml.write_text("workers = 2\n")
    variables = {"REFDESK_GENERATE_KEY": CANARY, "REFDESK_CONFIG": str(toml)}
    told = config("config", "show", "--json", "--data", "d", **variables)
    rows = json.loads(told.stdout)["settings"]
    assert set(rows) == set(Settings.model_fields)
    assert rows["workers"] == {"value": 2, "origin": str(toml)}
    assert rows["data"] == {"value": "d", "origin": "--data"}
    assert rows["generate_key"] == {"value": "set", "origin": "REFDESK_GENERATE_KEY"}
    assert rows["port"] == {"value": 8000, "origin": "default"}
    table = config("config", "show", **variables)
    assert CANARY not in told.output + table.output
    assert "REFDESK_GENERATE_KEY" in table.stdout


def test_the_file_is_named_before_the_command_or_lies_here(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = toml.with_name("other.toml")
    toml.write_text("port = 1\n")
    other.write_text("port = 2\n")

    def port(*words: str) -> tuple[int, str]:
        row = json.loads(config(*words, "config", "show", "--json").stdout)["settings"]["port"]
        return row["value"], row["origin"]

    monkeypatch.chdir(toml.parent)
    assert port() == (1, "refdesk.toml")
    assert port("--config", str(other)) == (2, str(other))
    refused = config("--config", "nowhere.toml", "config", "show")
    assert refused.exit_code == 2
    assert "cannot read nowhere.toml" in refused.stderr

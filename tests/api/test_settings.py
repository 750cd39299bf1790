"""Settings: strict, bounded, options before environment before defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import Settings, SettingsError, read_settings


def test_defaults() -> None:
    assert read_settings() == Settings()
    assert Settings().data == Path("data")


def test_options_win_over_the_environment() -> None:
    environment = {"REFDESK_PORT": "9000", "REFDESK_HOST": "::1", "OTHER": "x"}
    found = read_settings({"port": 8001, "host": None, "articles": ()}, environment)
    assert (found.port, found.host) == (8001, "::1")


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


def test_a_key_is_not_shown() -> None:
    found = read_settings({}, {"REFDESK_GENERATE_KEY": "zebrafinch"})
    assert found.generate_key == "zebrafinch"
    assert "zebrafinch" not in repr(found)


@pytest.mark.parametrize(
    ("options", "environment", "named"),
    [
        ({"port": 70000}, {}, "port"),
        ({"port": -1}, {}, "port"),
        ({"workers": 0}, {}, "workers"),
        ({"host": " "}, {}, "host"),
        ({"model": "a\nb"}, {}, "model"),
        ({"log_level": "loud"}, {}, "log_level"),
        ({}, {"REFDESK_PRECISION": "int8"}, "precision"),
        ({"colour": "red"}, {}, "colour"),
        ({"records": "sometimes"}, {}, "records"),
        ({}, {"REFDESK_RECORD_QUESTIONS": "yes"}, "record_questions"),
        ({}, {"REFDESK_GENERATE_BASE_URL": "https://x.example/v1"}, "generate_model"),
        ({"generate_base_url": "ftp://x", "generate_model": "m"}, {}, "generate_base_url"),
        ({"generate_base_url": "https://a:b@x/", "generate_model": "m"}, {}, "GENERATE_KEY"),
        ({"generate_base_url": "https://x/?key=1", "generate_model": "m"}, {}, "GENERATE_KEY"),
        ({}, {"REFDESK_GENERATE_KEY": "a\nb"}, "generate_key"),
        ({"generate_timeout": 0}, {}, "generate_timeout"),
        ({}, {"REFDESK_PORT": "80a"}, "REFDESK_PORT"),
        ({}, {"REFDESK_PORT": "٣"}, "REFDESK_PORT"),
        ({}, {"REFDESK_DATA": ""}, "REFDESK_DATA"),
        ({}, {"REFDESK_PROT": "80"}, "did you mean REFDESK_PORT"),
    ],
)
def test_bad_settings_are_named(
    options: dict[str, object], environment: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings(options, environment)


def test_a_foreign_variable_with_our_prefix_is_left_alone() -> None:
    assert read_settings({}, {"REFDESK_TEST_CACHE": "x"}) == Settings()

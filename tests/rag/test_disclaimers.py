"""The registry of disclaimers: verified at load, English as the last resort, nothing unreleased."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from rag.disclaimers import (
    MANDATORY_ELEMENTS,
    DisclaimerFileError,
    all_disclaimers,
    disclaimer_for,
    is_released,
    read_registry,
)


def _entry(**changes: object) -> dict[str, Any]:
    text = str(changes.pop("text", "Some text."))
    entry: dict[str, Any] = {
        "id": "general-en-1.0.0",
        "version": "1.0.0",
        "lang": "en",
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "elements": list(MANDATORY_ELEMENTS.values()),
        "placement": "before_answer",
        "released": True,
        "reviewed_by": "somebody",
    }
    return entry | changes


@pytest.mark.parametrize(
    "locale", [None, "", "en", "en-GB", "de-AT", "zh-Hant-TW", "x", "--", "e" * 99]
)
def test_every_locale_gets_a_released_disclaimer(locale: str | None) -> None:
    disclaimer = disclaimer_for(locale)
    assert is_released(disclaimer)
    assert is_released(disclaimer.text)
    assert set(MANDATORY_ELEMENTS.values()) <= set(disclaimer.elements)


def test_english_text() -> None:
    disclaimer = disclaimer_for("en")
    assert disclaimer.id == "general-en-1.0.0"
    assert "emergency call your local emergency number" in disclaimer.text
    assert disclaimer in all_disclaimers()


def test_altered_texts_and_values_are_not_released() -> None:
    disclaimer = disclaimer_for(None)
    assert not is_released(disclaimer.text + " ")
    assert not is_released(replace(disclaimer, text="Take it."))
    assert not is_released(replace(disclaimer, elements=()))


def test_more_specific_locale_wins_and_unreviewed_is_never_served() -> None:
    registry = read_registry(
        [
            _entry(),
            _entry(id="general-de-1.0.0", lang="de", text="Nur zur Information."),
            _entry(id="general-fr-1.0.0", lang="fr", text="Pour information.", reviewed_by=""),
        ]
    )
    german = registry.current("DE")
    assert german is not None
    assert german.id == "general-de-1.0.0"
    assert registry.current("fr") is None


@pytest.mark.parametrize(
    "entries",
    [
        [_entry(sha256="0" * 64)],
        [_entry(), _entry()],
        [_entry(elements=["ai_notice"])],
        [_entry(released=False)],
        [_entry(lang="de")],
        [],
    ],
)
def test_a_file_that_does_not_verify_is_refused(entries: list[dict[str, Any]]) -> None:
    with pytest.raises(DisclaimerFileError):
        read_registry(entries)

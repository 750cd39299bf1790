"""The widget's own words: every language of the disclaimers has every one, and serves it."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.routes.widget import WORDS
from rag.translations import languages, placeholders

SOURCE = Path(__file__).resolve().parents[2] / "widget" / "src"
ENGLISH = dict(
    re.findall(
        r'^  (\w+): "(.*)",$',
        (SOURCE / "messages.ts").read_text(encoding="utf-8").split("} as const;")[0],
        re.MULTILINE,
    )
)
SCRIPTS = {
    "ar": "ARABIC", "hi": "DEVANAGARI", "ja": "HIRAGANA", "ko": "HANGUL", "ru": "CYRILLIC",
    "zh": "CJK",
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    file = resources.files("api").joinpath("static", "words", f"{language}.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_every_language_of_the_disclaimers_is_there_and_no_other() -> None:
    listed = re.search(r"const LANGUAGES = new Set\(\[([^]]+)]", (SOURCE / "speech.ts").read_text())
    assert listed
    told = {each.lang for each in languages()}
    assert set(re.findall(r'"(\w+)"', listed[1])) == told
    assert set(WORDS) == {f"words.{language}.json" for language in told}


@pytest.mark.parametrize("language", [each.lang for each in languages()])
def test_every_word_is_there_with_the_same_places(language: str) -> None:
    assert len(ENGLISH) > 75
    given = words(language)
    assert list(given) == list(ENGLISH)
    for key, text in given.items():
        assert placeholders(text) == placeholders(ENGLISH[key]), key
        assert text == text.strip(), key
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069<>]", text), key
        assert not re.search(r"\d", text), key
    left = [key for key, text in given.items() if text == ENGLISH[key]]
    assert len(left) <= 2, left  # "Sources" is French as well


@pytest.mark.parametrize("language", [each.lang for each in languages()])
def test_words_are_in_their_own_letters(language: str) -> None:
    import unicodedata

    script = SCRIPTS.get(language, "LATIN")
    text = re.sub(r"\{\w+\}", "", "".join(words(language).values()))
    letters = [unicodedata.name(sign, "") for sign in text if sign.isalpha()]
    kinds = (script, "CJK", "KATAKANA") if language == "ja" else (script,)
    foreign = {name for name in letters if not name.startswith(kinds)}
    assert not {name for name in foreign if "PROLONGED SOUND" not in name}


def test_words_are_served_to_every_site(client: TestClient) -> None:
    reply = client.get("/widget/words.ar.json", headers={"Origin": "https://site.example"})
    assert reply.json() == words("ar")
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get("/widget/words.ar.json", headers={"If-None-Match": reply.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/widget/words.xx.json").status_code == 404

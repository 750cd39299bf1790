"""Translations: verified, complete for what an answer says, signed or shown with the original."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from rag.answer import Answer
from rag.desk import Question, ReferenceDesk
from rag.disclaimers import (
    MANDATORY_ELEMENTS,
    all_disclaimers,
    disclaimer_for,
    is_released,
    read_registry,
)
from rag.translations import (
    Language,
    TranslationFileError,
    language_of,
    languages,
    placeholders,
    read_language,
)
from rag.wording import (
    Line,
    all_wordings,
    contacts_for,
    in_one,
    is_released_wording,
    said,
    wording,
)

ROOT = Path(__file__).parents[2]
CODE = [file for name in ("rag", "api") for file in (ROOT / name).rglob("*.py")]
LANGS = "ar de es fr hi it ja ko nl pl pt ru tr zh".split()
# Released and said nowhere yet: these alone have no translation, and are English everywhere.
ENGLISH_ONLY = {
    "framing.animal_only", "framing.human_trials", "framing.no_results_yet", "framing.not_proof",
    "framing.other", "notice.clinician", "notice.conflict", "notice.crisis", "notice.emergency",
    "notice.language", "notice.no_head_to_head", "notice.registry", "related",
}  # fmt: skip
# Said over drafts of a language model, which are for staff and in English.
OVER_DRAFTS = {"framing.generated"}
ENGLISH = {item.id: item for item in all_wordings()}
SCRIPTS = {
    "ar": "\u0600-\u06ff", "hi": "\u0900-\u097f", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff",
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af",
}  # fmt: skip


def raw(lang: str) -> dict[str, Any]:
    file = resources.files("rag").joinpath("data", "translations", f"{lang}.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def signed(lang: str) -> Language:
    data = raw(lang)
    for entry in (data["disclaimer"], *data["wording"]):
        entry |= {"reviewed_by": "A. Reviewer", "reviewed_on": "2026-11-22"}
    return read_language(data)


def is_said(answer: Answer, wording_id: str) -> bool:
    return wording(wording_id).text in {each.text for each in answer.statements}


def test_the_languages_of_the_guard_are_there() -> None:
    assert [language.lang for language in languages()] == LANGS
    assert {language.lang for language in languages() if language.direction == "rtl"} == {"ar"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_language_says_all_that_stands_in_an_answer(lang: str) -> None:
    language = language_of(lang)
    assert language is not None
    assert set(language.wording) == set(ENGLISH) - ENGLISH_ONLY - OVER_DRAFTS
    for item in language.wording.values():
        english = ENGLISH[item.id]
        assert item.of_sha256 == english.sha256, f"{item.id}: made from another English text"
        assert placeholders(item.text) == placeholders(english.text)
        assert item.text != english.text
        assert not re.search(r"\d", item.text), "numbers come from the contacts alone"
        assert ("findahelpline.com" in item.text) is ("findahelpline.com" in english.text)
        if item.id.startswith("refusal."):
            assert re.search(r"[?？؟]", item.text), "the question to ask instead"
        if lang in SCRIPTS:
            letters = re.findall(r"[^\W\d_]", re.sub(r"\{\w+\}|findahelpline\.com", "", item.text))
            own = re.findall(f"[{SCRIPTS[lang]}\u4e00-\u9fff]", item.text)
            assert len(own) > 0.9 * len(letters)


@pytest.mark.parametrize("wording_id", sorted(ENGLISH_ONLY))
def test_what_has_no_translation_is_said_nowhere_and_stays_english(wording_id: str) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in CODE)
    named = f'"{wording_id}"' if "." in wording_id else f'wording("{wording_id}")'
    assert named not in code
    assert {said(ENGLISH[wording_id], lang) for lang in [*LANGS, "fi", None]} == {
        (ENGLISH[wording_id].text,)
    }


@pytest.mark.parametrize("lang", LANGS)
def test_a_number_has_its_place_in_every_language(lang: str) -> None:
    translated, english = Line(ENGLISH["count.held"], 12).said(lang)
    assert english == "The library holds 12 studies that match; it may not hold all."
    assert re.findall(r"\d+", translated) == ["12"]
    assert is_released_wording(translated)
    for wrong in ("0", "012", "-1", "{n}", "12 12", ""):
        assert not is_released_wording(translated.replace("12", wrong)), wrong


def test_lines_with_a_place_for_a_number_are_not_released_without_one() -> None:
    for item in all_wordings():
        for lang in ["en", *LANGS]:
            for text in (*said(item, lang), in_one(item, lang)):
                assert is_released_wording(text) is ("{" not in text)


@pytest.mark.parametrize("lang", LANGS)
def test_a_disclaimer_has_words_for_every_element(lang: str) -> None:
    language = language_of(lang)
    assert language is not None
    parts = language.disclaimer.parts
    assert set(parts) == set(MANDATORY_ELEMENTS.values())
    assert sum(map(len, parts.values())) >= 0.95 * len(language.disclaimer.text.replace(" ", ""))
    assert len(set(parts.values())) == len(parts)


@pytest.mark.parametrize("lang", LANGS)
def test_an_unsigned_disclaimer_is_served_with_the_english_one(lang: str) -> None:
    served, english = disclaimer_for(f"{lang}-ZZ"), disclaimer_for("en")
    language = language_of(lang)
    assert language is not None
    assert not language.disclaimer.reviewed
    assert served.lang == lang
    assert served.text == f"{language.disclaimer.text}\n\n{english.text}"
    assert served.sha256 == hashlib.sha256(served.text.encode()).hexdigest()
    assert served.id.isascii()
    assert is_released(served)
    assert not is_released(language.disclaimer.text)
    assert served in all_disclaimers()


def test_a_signed_text_is_served_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.loads(
        resources.files("rag").joinpath("data", "disclaimers.json").read_text(encoding="utf-8")
    )
    served = read_registry(data["disclaimers"], [signed("de")]).current("de")
    assert served is not None
    assert served.id == "general-de-1.0.0"
    assert "\n" not in served.text
    monkeypatch.setattr("rag.wording.language_of", lambda _: signed("de"))
    assert len(said(wording("not_in_library"), "de")) == 1


def test_a_translation_of_another_english_text_is_not_served() -> None:
    data = raw("fr")
    for entry in (data["disclaimer"], *data["wording"]):
        entry["of_sha256"] = "0" * 64
    stale = read_language(data)
    english = json.loads(
        resources.files("rag").joinpath("data", "disclaimers.json").read_text(encoding="utf-8")
    )
    assert read_registry(english["disclaimers"], [stale]).current("fr") is None


@pytest.mark.parametrize(
    ("lang", "changes"),
    [
        ("de", {"text": "Etwas anderes."}),
        ("de", {"text": " Blank vorn."}),
        ("de", {"text": "Siehe /srv/data/wording.json dazu."}),
        ("de", {"text": "Ein \u202ewort."}),
        ("ar", {"text": "اتصل {emergency_number} الآن."}),
        ("ar", {"text": "راجع findahelpline.com الآن."}),
        ("de", {"reviewed_by": "Nobody on no day"}),
        ("de", {"id": "refusal.dosing"}),
    ],
)
def test_a_file_that_does_not_verify_is_refused(lang: str, changes: dict[str, str]) -> None:
    data = raw(lang)
    entry = data["wording"][0]
    entry |= changes
    if "text" in changes and changes["text"] != "Etwas anderes.":
        entry["sha256"] = hashlib.sha256(entry["text"].encode()).hexdigest()
    with pytest.raises(TranslationFileError):
        read_language(data)


@pytest.mark.parametrize("part", ["emergency", "not_medical_advice"])
def test_an_element_without_words_is_refused(part: str) -> None:
    data = raw("it")
    data["disclaimer"]["parts"][part] = "Altre parole."
    with pytest.raises(TranslationFileError, match=part):
        read_language(data)


def test_numbers_are_filled_in_and_isolated_where_text_runs_from_right_to_left() -> None:
    contacts = contacts_for("ar-GB")
    arabic, english = said(wording("crisis.call"), "ar", contacts)
    assert "\u2066116 123\u2069" in arabic
    assert "116 123" in english
    for line in (arabic, english):
        assert is_released_wording(line)
        assert "{" not in line
    assert not is_released_wording(wording("crisis.call").text)
    assert not is_released_wording(arabic.replace("116", "117"))


@pytest.mark.parametrize(
    ("question", "locale", "first", "lang"),
    [
        ("¿Qué dosis de células madre debo inyectarme en la rodilla?", None, "Este servicio", "es"),
        ("What dose of stem cells should I inject into my knee?", "es-ES", "Este servicio", "es"),
        ("¿Qué dosis de células madre debo inyectarme en la rodilla?", "en", "This service", "en"),
        ("I want to kill myself", "de-DE", "Sind Sie gerade", "de"),
        ("我想自杀", None, "您现在安全吗", "zh"),
        ("I cannot breathe since the infusion an hour ago", "ar-US", "اتصل الآن", "ar"),
        ("What is the capital of France?", "ja", "このサービス", "ja"),
    ],
)
def test_an_answer_speaks_the_locale_or_the_language_of_the_question(
    desk: ReferenceDesk, question: str, locale: str | None, first: str, lang: str
) -> None:
    answer = desk.ask(Question(question, locale=locale))
    assert answer.statements[0].text.startswith(first)
    assert answer.disclaimer.lang == lang
    if lang != "en":
        assert answer.statements[1].text in {
            line for item in all_wordings() for line in said(item, "en", contacts_for(locale))
        }
        assert disclaimer_for("en").text in answer.text


def test_the_number_of_the_place_comes_first_in_every_language(desk: ReferenceDesk) -> None:
    for lang in LANGS:
        answer = desk.ask(Question("I cannot breathe since the infusion", locale=f"{lang}-US"))
        assert "911" in answer.text.split("\n")[0]
        assert answer.notices[0].kind == "emergency"


def test_an_emergency_is_also_answered_in_the_language_it_was_told_in(desk: ReferenceDesk) -> None:
    answer = desk.ask(Question("No puedo respirar desde la infusión", locale="en-US"))
    assert answer.outcome == "emergency"
    contacts = contacts_for("en-US")
    spanish, english = said(wording("emergency.number"), "es", contacts)
    assert [each.text for each in answer.statements] == [english, spanish]
    assert [each.text for each in answer.notices] == [english, spanish]
    assert answer.disclaimer.lang == "en"


def test_labels_over_quotes_are_said_in_the_language_of_the_answer(desk: ReferenceDesk) -> None:
    question = "Was any serious adverse event judged to be caused by the cells in CRATUS?"
    english = desk.ask(Question(question))
    labels = [each.text for each in english.statements if each.kind == "framing"]
    assert labels
    by_text = {item.text: item for item in all_wordings()}
    for lang in LANGS:
        answer = desk.ask(Question(question, locale=lang))
        framings = [each.text for each in answer.statements if each.kind == "framing"]
        assert framings == [line for text in labels for line in said(by_text[text], lang)]
        assert len(framings) == 2 * len(labels)
        assert [each.quote for each in answer.evidence] == [e.quote for e in english.evidence]


def test_what_a_question_in_another_language_did_not_find_may_still_be_there(
    desk: ReferenceDesk,
) -> None:
    hint = said(wording("not_in_library.english"), "it")
    asked = "Quali risultati ha dato lo studio CRATUS nel morbo di Parkinson?"
    answer = desk.ask(Question(asked))
    assert answer.outcome == "not_in_library"
    assert tuple(each.text for each in answer.statements[:2]) == hint
    assert not is_said(answer, "not_in_library")
    answer = desk.ask(Question("What did CRATUS find in Parkinson's disease?", locale="it"))
    assert answer.outcome == "not_in_library"
    assert is_said(answer, "not_in_library")
    assert not is_said(answer, "not_in_library.english")

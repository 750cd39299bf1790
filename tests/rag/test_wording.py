# ruff: noqa: E501 - lists of ids
"""Released wording: verified, complete for every category, and without numbers in refusals."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from rag.wording import (
    Line,
    UnknownWordingError,
    WordingFileError,
    all_wordings,
    contacts_for,
    emergency_for,
    is_released_wording,
    partial_for,
    read_contacts,
    read_wordings,
    refusal_for,
    wording,
)

CATEGORIES = (
    "treatment_recommendation should_i dosing document_dose clinic_cost medication_change diagnosis "
    "prognosis_cure pregnancy_child proxy hypothetical jailbreak professional comparison"
).split()
NOTICES = "dose child_pregnancy as_of crisis emergency conflict approval_scope analysis_set status".split()

REGIONS = json.loads(
    resources.files("rag").joinpath("data", "contacts.json").read_text(encoding="utf-8")
)["regions"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_refusal_names_who_can_and_what_to_ask(category: str) -> None:
    text = refusal_for(category).text
    assert refusal_for(category).id == f"refusal.{category}"
    assert "You could ask instead:" in text
    assert re.search(r"clinician|prescriber|pharmacist|regulator|specialist|veterinarian", text)
    assert not re.search(r"\d", text)


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_partial_declines_first(category: str) -> None:
    text = partial_for(category).text
    assert re.search(r"\bcannot\b|no dose is recommended", text.split(".")[0], re.IGNORECASE)
    assert "therefore" not in text


@pytest.mark.parametrize("kind", NOTICES)
def test_notices_exist(kind: str) -> None:
    assert wording(f"notice.{kind}").kind == "notice"


@pytest.mark.parametrize(
    ("category", "locale", "start"),
    [
        ("emergency", "en-US", "Call 911 now."),
        ("emergency", "en_GB", "Call 999 now."),
        ("emergency", "de-DE", "Call 112 now."),
        ("emergency", "en-IE", "Call 112 now."),
        ("emergency", "en-AU", "Call 000 now."),
        ("emergency", "en-NZ", "Call 111 now."),
        ("emergency", "ja-JP", "Call 119 now."),
        ("emergency", "tr-TR", "Call 112 now."),
        ("emergency", "hi-IN", "Call your local emergency number now."),
        ("emergency", "en", "Call your local emergency number now."),
        ("emergency", None, "Call your local emergency number now."),
        ("emergency", "en-x-us", "Call your local emergency number now."),
        ("self_harm", "en-CA", "Are you safe right now? Call or text 988"),
        ("self_harm", "en-GB", "Are you safe right now? Call 116 123"),
        ("self_harm", "fr-FR", "Are you safe right now? Please contact a crisis line"),
        ("self_harm", None, "Are you safe right now?"),
    ],
)
def test_emergency_text_starts_with_the_number(
    category: str, locale: str | None, start: str
) -> None:
    (line,) = emergency_for(category, locale, "en")
    assert line.startswith(start)
    assert is_released_wording(line)


@pytest.mark.parametrize("region", REGIONS)
def test_numbers_carry_source_and_date(region: str) -> None:
    contacts = contacts_for(f"en-{region}")
    assert re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", contacts.date)
    assert re.search(r"\w+\.\w+", contacts.source)
    assert contacts.emergency_number
    for number in filter(None, (contacts.emergency_number, contacts.crisis_number)):
        assert re.fullmatch(r"\d{3}(?: \d{3})?", number)


def test_without_a_region_that_is_known_no_number_is_told() -> None:
    assert not contacts_for("tlh").emergency_number
    assert not re.search(r"\d", wording(contacts_for(None).emergency).text)


def test_released_wording_is_recognised_to_the_character() -> None:
    whole = [item.text for item in all_wordings() if "{" not in item.text]
    assert all(map(is_released_wording, whole))
    assert not is_released_wording(wording("near_miss").text + " ")
    with pytest.raises(UnknownWordingError):
        wording("refusal.nothing")


def test_a_number_in_its_place_is_a_whole_one_and_nothing_else() -> None:
    held = wording("count.held")
    assert Line(held, 12).said("en") == (
        "The library holds 12 studies that match; it may not hold all.",
    )
    assert is_released_wording(Line(held, 12).said("en")[0])
    for number in ("0", "-1", "1.5", "012", "twelve", "{n}", "12 good", ""):
        assert not is_released_wording(held.text.replace("{n}", number)), number
    assert not is_released_wording(Line(held, 12).said("en")[0] + " ")
    for item, n in ((held, None), (wording("count.held_one"), 1)):
        with pytest.raises(ValueError, match="belong together"):
            Line(item, n)


def test_a_file_that_does_not_verify_is_refused() -> None:
    entry = {"id": "a", "version": "1", "text": "t", "sha256": "0", "kind": "x", "lang": "en"}
    with pytest.raises(WordingFileError):
        read_wordings([entry])
    wordings = {item.id: item for item in all_wordings()}
    broken = {
        "fallback": {"emergency": "emergency.local", "crisis": "crisis.local"},
        "regions": {
            "US": {
                "emergency": "emergency.local", "crisis": "crisis.call", "emergency_number": "911",
                "crisis_number": "988", "source": "s", "date": "d",
            }
        },
    }  # fmt: skip
    with pytest.raises(WordingFileError):
        read_contacts(broken, wordings)

"""The released framing sentences: the only words of our own that an extractive answer holds.

Read once from `rag/data/wording.json` (texts) and `rag/data/contacts.json` (emergency and crisis
numbers by region, each with its source and date). A text whose hash does not match stops serving.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

_PLACE = "{n}"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class WordingFileError(ValueError):
    """The wording or contacts file does not verify: mend or restore it."""


class UnknownWordingError(KeyError):
    """No released wording has this id: use one that the data file lists."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One released sentence or short text; `{n}` in it is the place of one whole number.

    Attributes:
        id: Stable dotted name, "notice.dose".
        version: Semantic version; another text is another version.
        text: The words shown.
        sha256: Hex SHA-256 of the text as UTF-8.
        kind: "notice", "refusal", "partial", "emergency", "crisis", "outcome" or "framing".
        lang: BCP 47 language of the text.
    """

    id: str
    version: str
    text: str
    sha256: str
    kind: str
    lang: str = "en"

    def filled(self, n: int) -> str:
        """Return the text with the number `n` in its place."""
        return self.text.replace(_PLACE, str(n))

    def says(self, text: str) -> bool:
        """Tell whether `text` is this wording to the character, its number filled in."""
        before, place, after = self.text.partition(_PLACE)
        if not place:
            return text == self.text
        number = text.removeprefix(before).removesuffix(after)
        return _NUMBER.fullmatch(number) is not None and text == f"{before}{number}{after}"


@dataclass(frozen=True, slots=True)
class Contacts:
    """Emergency and crisis wording of one region, with where the numbers come from.

    Attributes:
        emergency: Id of the emergency wording.
        crisis: Id of the crisis wording.
        emergency_number: The number inside the emergency wording, or "".
        crisis_number: The number inside the crisis wording, or "".
        source: Who gave the numbers.
        date: When they were checked, as year and month.
    """

    emergency: str
    crisis: str
    emergency_number: str = ""
    crisis_number: str = ""
    source: str = ""
    date: str = ""


def read_wordings(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Wording]:
    """Build and verify the wordings of a data file, keyed by id.

    Raises:
        WordingFileError: A hash does not match or an id is used twice.
    """
    found: dict[str, Wording] = {}
    for entry in entries:
        item = Wording(
            id=str(entry["id"]),
            version=str(entry["version"]),
            text=str(entry["text"]),
            sha256=str(entry["sha256"]),
            kind=str(entry["kind"]),
            lang=str(entry["lang"]),
        )
        if hashlib.sha256(item.text.encode("utf-8")).hexdigest() != item.sha256:
            raise WordingFileError(f"{item.id}: text and SHA-256 differ; give it a new version")
        if item.id in found:
            raise WordingFileError(f"{item.id}: id used twice")
        found[item.id] = item
    return MappingProxyType(found)


def read_contacts(
    data: Mapping[str, Any], wordings: Mapping[str, Wording]
) -> Mapping[str, Contacts]:
    """Build and verify the contacts by region; the key "" holds the numbers-free fallback.

    Raises:
        WordingFileError: A region names wording that does not exist, lacks a source or date, or
            its number does not stand in the wording it names.
    """
    found = {"": Contacts(data["fallback"]["emergency"], data["fallback"]["crisis"])}
    for region, entry in data["regions"].items():
        found[region] = Contacts(
            emergency=entry["emergency"],
            crisis=entry["crisis"],
            emergency_number=entry["emergency_number"] or "",
            crisis_number=entry["crisis_number"] or "",
            source=entry["source"],
            date=entry["date"],
        )
    for region, contacts in found.items():
        _verify_contacts(region, contacts, wordings)
    return MappingProxyType(found)


def _verify_contacts(region: str, contacts: Contacts, wordings: Mapping[str, Wording]) -> None:
    pairs = (
        (contacts.emergency, contacts.emergency_number),
        (contacts.crisis, contacts.crisis_number),
    )
    for wording_id, number in pairs:
        if wording_id not in wordings:
            raise WordingFileError(f"region {region!r}: no wording {wording_id}")
        if number not in wordings[wording_id].text:
            raise WordingFileError(f"region {region!r}: {wording_id} lacks its number {number}")
    if region and not (contacts.source and contacts.date):
        raise WordingFileError(f"region {region!r}: numbers without source or date")


def _read_json(name: str) -> Any:  # noqa: ANN401 - JSON, verified by the readers above
    return json.loads(resources.files("rag").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def _wordings() -> Mapping[str, Wording]:
    return read_wordings(_read_json("wording.json")["wording"])


@cache
def _contacts() -> Mapping[str, Contacts]:
    return read_contacts(_read_json("contacts.json"), _wordings())


def wording(wording_id: str) -> Wording:
    """Return the released wording of this id.

    Raises:
        UnknownWordingError: No such wording.
    """
    try:
        return _wordings()[wording_id]
    except KeyError:
        raise UnknownWordingError(f"no released wording {wording_id!r}") from None


def all_wordings() -> tuple[Wording, ...]:
    """Return every released wording in file order."""
    return tuple(_wordings().values())


def is_released_wording(text: str) -> bool:
    """Tell whether `text` is, to the character, a released wording."""
    return any(item.says(text) for item in _wordings().values())


def refusal_for(category: str) -> Wording:
    """Return the refusal for a policy category, or the general one."""
    return _wordings().get(f"refusal.{category}") or wording("refusal.default")


def partial_for(category: str) -> Wording:
    """Return the opening of a partial answer for a policy category, or the general one."""
    return _wordings().get(f"partial.{category}") or wording("partial.default")


def contacts_for(locale: str | None) -> Contacts:
    """Return the contacts of a BCP 47 locale's region; numbers-free where it is not known.

    A language without a region is not enough: people of one language live in many places.
    """
    for part in (locale or "").replace("_", "-").split("-")[1:]:
        if len(part) == 1:  # extensions and private use hold no region (RFC 5646)
            break
        if part.upper() in _contacts():
            return _contacts()[part.upper()]
    return _contacts()[""]


def emergency_for(category: str, locale: str | None) -> Wording:
    """Return what to say first in an emergency: crisis wording for "self_harm", else a number."""
    contacts = contacts_for(locale)
    return wording(contacts.crisis if category == "self_harm" else contacts.emergency)

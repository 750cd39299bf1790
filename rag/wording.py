"""The released framing sentences: the only words of our own that an extractive answer holds.

Read once from `rag/data/wording.json` (texts) and `rag/data/contacts.json` (emergency and crisis
numbers by region, each with its source and date). A text whose hash does not match stops serving.
What is said in another language stands in `rag.translations`; one that is not signed yet is said
with the English original behind it.
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

from rag.translations import language_of, languages, placeholders

_PLACE = "{n}"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class WordingFileError(ValueError):
    """The wording or contacts file does not verify: mend or restore it."""


class UnknownWordingError(KeyError):
    """No released wording has this id: use one that the data file lists."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One released sentence or short text; a `{name}` in it is the place of a number.

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


@dataclass(frozen=True, slots=True)
class Line:
    """A wording about to be said, with the number for its place where it has one.

    Raises:
        ValueError: A number is missing, or the wording has no place for it: a defect of ours.
    """

    wording: Wording
    n: int | None = None

    def __post_init__(self) -> None:
        if (self.n is not None) != (_PLACE in self.wording.text):
            raise ValueError(f"{self.wording.id}: a number and its place belong together")

    def said(self, lang: str | None) -> tuple[str, ...]:
        """Return the lines in which it is said, see `said`."""
        number = "" if self.n is None else str(self.n)
        return tuple(text.replace(_PLACE, number) for text in said(self.wording, lang))


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
        (contacts.emergency, contacts.emergency_number, "{emergency_number}"),
        (contacts.crisis, contacts.crisis_number, "{crisis_number}"),
    )
    for wording_id, number, name in pairs:
        if wording_id not in wordings:
            raise WordingFileError(f"region {region!r}: no wording {wording_id}")
        if bool(number) != (name in wordings[wording_id].text):
            raise WordingFileError(f"region {region!r}: {wording_id} has no place for {number!r}")
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


def said(item: Wording, lang: str | None, contacts: Contacts | None = None) -> tuple[str, ...]:
    """Return the lines in which a wording is said: one, or a translation and its original.

    Args:
        item: A released wording.
        lang: BCP 47 language or locale; English where it is not translated into.
        contacts: Numbers for a wording that has places for them.
    """
    language = language_of(lang)
    found = language.wording.get(item.id) if language else None
    if found is None or found.of_sha256 != item.sha256:
        return (_filled(item.text, contacts),)
    texts = [found.text] if found.reviewed else [found.text, item.text]
    return tuple(_filled(text, contacts) for text in texts)


def in_one(item: Wording, lang: str | None) -> str:
    """Return the lines in which a wording is said as one text, one below the other."""
    return "\n".join(said(item, lang))


def _filled(text: str, contacts: Contacts | None) -> str:
    if contacts is None:
        return text
    text = text.replace("{emergency_number}", contacts.emergency_number)
    return text.replace("{crisis_number}", contacts.crisis_number)


def all_wordings() -> tuple[Wording, ...]:
    """Return every released wording in file order."""
    return tuple(_wordings().values())


def is_released_wording(text: str) -> bool:
    """Tell whether `text` is, to the character, a released wording in any language."""
    return text in _released() or any(_tells(item, text) for item in _numbered())


def _tells(template: str, text: str) -> bool:
    """Tell whether `text` is the template to the character, one whole number in its place."""
    before, _, after = template.partition(_PLACE)
    number = text.removeprefix(before).removesuffix(after)
    return _NUMBER.fullmatch(number) is not None and text == f"{before}{number}{after}"


@cache
def _released() -> frozenset[str]:
    """Return every text that may be said as it stands, contacts filled in."""
    found: set[str] = set()
    for item in _wordings().values():
        for contacts in set(_contacts().values()):
            if placeholders(item.text) and item.id not in {contacts.emergency, contacts.crisis}:
                continue
            for tag in _tags():
                lines = said(item, tag, contacts)
                found |= {*lines, "\n".join(lines)}
    return frozenset(text for text in found if _PLACE not in text)


@cache
def _numbered() -> tuple[str, ...]:
    """Return the texts that are said with a number in them, in every language."""
    items = [item for item in _wordings().values() if _PLACE in item.text]
    return tuple(line for item in items for tag in _tags() for line in said(item, tag))


def _tags() -> tuple[str, ...]:
    return ("en", *(language.lang for language in languages()))


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


def emergency_for(category: str, locale: str | None, lang: str | None = None) -> tuple[str, ...]:
    """Return what to say first in an emergency: crisis wording for "self_harm", else a number.

    Args:
        category: The policy's category.
        locale: Where the person is, as far as a BCP 47 tag tells; decides the numbers.
        lang: The language to say it in; that of `locale` where it is not given.
    """
    contacts = contacts_for(locale)
    item = wording(contacts.crisis if category == "self_harm" else contacts.emergency)
    return said(item, lang or locale, contacts)

"""Translations of released wording, one file a language, each text signed by a reviewer or not.

A text that nobody has signed is served with the English original beside it; one whose English
has changed since is not served at all. Files are `rag/data/translations/<language>.json`; see
docs/wording.md. Nothing is translated at run time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, cast

Direction = Literal["ltr", "rtl"]
_PLACEHOLDER = re.compile(r"\{\w+\}")
_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATED = re.compile("\u2066[^\u2066\u2069]+\u2069")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z]{2,}|\{\w+\}")
_PATH = re.compile(r"(?:^|[\s\"'(])(?:/[\w.-]+){2,}|[A-Za-z]:\\|\bfile:")


class TranslationFileError(ValueError):
    """A file of translations does not verify: mend or restore it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated text.

    Attributes:
        id: Of a wording, its id; of a disclaimer, its own, "general-es-1.0.0".
        lang: BCP 47 language.
        version: Semantic version; another text is another version.
        text: The words shown; `{name}` is filled in.
        sha256: Hex SHA-256 of the text as UTF-8.
        of_sha256: That of the English text it was made from.
        reviewed_by: Who signed it; empty until somebody has.
        reviewed_on: The day it was signed, or "".
        parts: Of a disclaimer, the words that cover each element; empty for wording.
        of: Of a disclaimer, the id of the English one.
    """

    id: str
    lang: str
    version: str
    text: str
    sha256: str
    of_sha256: str
    reviewed_by: str = ""
    reviewed_on: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def reviewed(self) -> bool:
        """Tell whether somebody has signed the text."""
        return bool(self.reviewed_by and self.reviewed_on)


@dataclass(frozen=True, slots=True)
class Language:
    """All translations into one language."""

    lang: str
    direction: Direction
    disclaimer: Translation
    wording: Mapping[str, Translation]


def read_language(data: Mapping[str, Any]) -> Language:
    """Build and verify the translations of one file.

    Raises:
        TranslationFileError: A hash does not match, an id is used twice, an element has no words,
            a machine's path or a stray control character stands in a text, or words that run
            from left to right are not isolated in a text that runs from right to left.
    """
    lang = str(data["lang"])
    direction = data["direction"]
    if direction not in {"ltr", "rtl"}:
        raise TranslationFileError(f"{lang}: direction is 'ltr' or 'rtl'")
    disclaimer = _translation(data["disclaimer"], lang)
    wording: dict[str, Translation] = {}
    for entry in data["wording"]:
        item = _translation(entry, lang)
        if item.id in wording:
            raise TranslationFileError(f"{lang}: {item.id} is translated twice")
        wording[item.id] = item
    for item in (disclaimer, *wording.values()):
        _verify(item, direction)
    missing = [name for name, words in disclaimer.parts.items() if words not in disclaimer.text]
    if missing or not disclaimer.parts or not all(disclaimer.parts.values()):
        raise TranslationFileError(f"{lang}: no words for the elements {', '.join(missing)}")
    return Language(lang, cast(Direction, direction), disclaimer, MappingProxyType(wording))


def _translation(entry: Mapping[str, Any], lang: str) -> Translation:
    return Translation(
        id=str(entry["id"]),
        lang=lang,
        version=str(entry["version"]),
        text=str(entry["text"]),
        sha256=str(entry["sha256"]),
        of_sha256=str(entry["of_sha256"]),
        reviewed_by=str(entry["reviewed_by"]),
        reviewed_on=str(entry["reviewed_on"]),
        parts=MappingProxyType(dict(entry.get("parts", {}))),
        of=str(entry.get("of", "")),
    )


def _verify(item: Translation, direction: Direction) -> None:
    where = f"{item.lang}: {item.id}"
    actual = hashlib.sha256(item.text.encode("utf-8")).hexdigest()
    if actual != item.sha256:
        raise TranslationFileError(
            f"{where}: text has SHA-256 {actual}, the file says {item.sha256}; a changed text "
            "needs a new version and loses its signature"
        )
    if item.text != item.text.strip() or not item.text:
        raise TranslationFileError(f"{where}: blank, or blanks at an end")
    if _PATH.search(item.text):
        raise TranslationFileError(f"{where}: holds what reads as a machine's path")
    if bool(item.reviewed_by) != bool(item.reviewed_on):
        raise TranslationFileError(f"{where}: a signature needs a name and a day")
    rest = _ISOLATED.sub(" ", item.text) if direction == "rtl" else item.text
    if _CONTROLS.search(rest):
        raise TranslationFileError(f"{where}: a stray mark of direction")
    if direction == "rtl" and _LEFT_TO_RIGHT.search(rest):
        raise TranslationFileError(
            f"{where}: isolate what runs from left to right (U+2066 ... U+2069)"
        )


def placeholders(text: str) -> list[str]:
    """Return the `{names}` that a text is filled in with, sorted."""
    return sorted(_PLACEHOLDER.findall(text))


@cache
def _languages() -> Mapping[str, Language]:
    found = {language.lang: language for language in map(read_language, _files())}
    return MappingProxyType(found)


def _files() -> Iterator[Mapping[str, Any]]:
    folder = resources.files("rag").joinpath("data", "translations")
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".json"):
            yield json.loads(entry.read_text(encoding="utf-8"))


def languages() -> tuple[Language, ...]:
    """Return all languages that there are translations for, by tag."""
    return tuple(_languages().values())


def language_of(locale: str | None) -> Language | None:
    """Return the translations for a BCP 47 locale, by its primary language, or None."""
    primary = (locale or "").replace("_", "-").split("-")[0].lower()
    return _languages().get(primary)

"""The released disclaimers: every payload carries one, and only one that stands here.

Which elements a disclaimer must cover follows the project's disclaimer policy (seven mandatory
elements). The registry is read once from `rag/data/disclaimers.json` and the files of
translations, and verified whole; a file that does not verify stops the process from serving at
all. A translation that nobody has signed is released only together with the English original:
both are one text with one hash, so that neither can be dropped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rag.translations import Language, languages

#: Mandatory elements by their number in the policy.
MANDATORY_ELEMENTS: Mapping[int, str] = {
    1: "not_medical_advice",
    2: "not_a_replacement",
    3: "ai_notice",
    4: "document_limits",
    5: "investigational",
    6: "no_treatment_change",
    7: "emergency",
}

#: Language that every locale falls back to.
FALLBACK_LANG = "en"
_WITH = "+"
"""Between the ids of a translation and of the original that stands beside it."""


class DisclaimerFileError(ValueError):
    """The registry of disclaimers does not verify: mend or restore the data file."""


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """One disclaimer text of one version in one language.

    Attributes:
        id: Stable name with language and version, "general-en-1.0.0".
        version: Semantic version; another text is another version.
        lang: BCP 47 language of the text.
        text: The words shown.
        sha256: Hex SHA-256 of the text as UTF-8.
        elements: Names of the elements that the text covers.
        placement: Where it stands relative to the answer.
    """

    id: str
    version: str
    lang: str
    text: str
    sha256: str
    elements: tuple[str, ...]
    placement: str


@dataclass(frozen=True, slots=True)
class DisclaimerRegistry:
    """All disclaimers of the data file, old versions included.

    Attributes:
        disclaimers: In file order; of one language the last one is served.
        released: Ids that are released and reviewed; no other is ever served.
    """

    disclaimers: tuple[Disclaimer, ...]
    released: frozenset[str]

    def current(self, lang: str) -> Disclaimer | None:
        """Return the newest released disclaimer in exactly this language, or None."""
        for disclaimer in reversed(self.disclaimers):
            if disclaimer.lang.lower() == lang.lower() and disclaimer.id in self.released:
                return disclaimer
        return None


def read_registry(
    entries: Sequence[Mapping[str, object]], translated: Sequence[Language] = ()
) -> DisclaimerRegistry:
    """Build and verify a registry from the entries of a data file.

    Args:
        entries: One mapping per disclaimer, fields as in `Disclaimer` plus `released` (bool)
            and `reviewed_by` (empty until somebody has signed the text).
        translated: Languages whose disclaimer is added, see `rag.translations`.

    Raises:
        DisclaimerFileError: A hash does not match, an id is used twice, an element is missing,
            or no released disclaimer in the fallback language exists.
    """
    originals = tuple(_disclaimer(entry) for entry in entries)
    disclaimers = (*originals, *_translations(originals, translated))
    ids = [disclaimer.id for disclaimer in disclaimers]
    if len(ids) != len(set(ids)):
        raise DisclaimerFileError("a disclaimer id is used twice: give each version its own id")
    released = frozenset(
        str(entry["id"]) for entry in entries if entry.get("released") and entry.get("reviewed_by")
    )
    whole = {language.disclaimer.id for language in translated if language.disclaimer.reviewed}
    released |= {
        entry.id
        for entry in disclaimers[len(originals) :]
        if entry.id in whole or entry.id.partition(_WITH)[2] in released
    }
    registry = DisclaimerRegistry(disclaimers, released)
    if registry.current(FALLBACK_LANG) is None:
        raise DisclaimerFileError("no released English disclaimer: nothing may be served")
    return registry


def _translations(
    originals: Sequence[Disclaimer], translated: Sequence[Language]
) -> Iterator[Disclaimer]:
    """Yield the translated disclaimers whose English text is still the one they were made from."""
    by_id = {original.id: original for original in originals}
    for language in translated:
        item = language.disclaimer
        missing = sorted(set(MANDATORY_ELEMENTS.values()) - set(item.parts))
        if missing:
            raise DisclaimerFileError(f"{item.id}: lacks the elements {', '.join(missing)}")
        original = by_id.get(item.of)
        if original is None or original.sha256 != item.of_sha256:
            continue
        text = item.text if item.reviewed else f"{item.text}\n\n{original.text}"
        yield Disclaimer(
            id=item.id if item.reviewed else f"{item.id}{_WITH}{original.id}",
            version=item.version,
            lang=item.lang,
            text=text,
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            elements=original.elements,
            placement=original.placement,
        )


def _disclaimer(entry: Mapping[str, object]) -> Disclaimer:
    names = entry.get("elements")
    elements = tuple(str(name) for name in names) if isinstance(names, list) else ()
    disclaimer = Disclaimer(
        id=str(entry["id"]),
        version=str(entry["version"]),
        lang=str(entry["lang"]),
        text=str(entry["text"]),
        sha256=str(entry["sha256"]),
        elements=elements,
        placement=str(entry["placement"]),
    )
    actual = hashlib.sha256(disclaimer.text.encode("utf-8")).hexdigest()
    if actual != disclaimer.sha256:
        raise DisclaimerFileError(
            f"{disclaimer.id}: text has SHA-256 {actual}, the file says {disclaimer.sha256}; "
            "a changed text needs a new version"
        )
    missing = sorted(set(MANDATORY_ELEMENTS.values()) - set(elements))
    if missing:
        raise DisclaimerFileError(f"{disclaimer.id}: lacks the elements {', '.join(missing)}")
    return disclaimer


@cache
def _registry() -> DisclaimerRegistry:
    data = resources.files("rag").joinpath("data/disclaimers.json").read_text(encoding="utf-8")
    return read_registry(json.loads(data)["disclaimers"], languages())


def disclaimer_for(locale: str | None) -> Disclaimer:
    """Return the released disclaimer for a BCP 47 locale; never fails on a request's value.

    The tag is shortened from the right (RFC 4647 lookup) and ends at English.
    """
    registry = _registry()
    parts = (locale or "").replace("_", "-").split("-")
    while parts:
        found = registry.current("-".join(parts))
        if found is not None:
            return found
        parts.pop()
    fallback = registry.current(FALLBACK_LANG)
    if fallback is None:  # read_registry has refused such a file
        raise DisclaimerFileError("no released English disclaimer: nothing may be served")
    return fallback


def is_released(disclaimer: str | Disclaimer) -> bool:
    """Tell whether this text, or this whole value, is a released one (old versions included)."""
    registry = _registry()
    known = [entry for entry in registry.disclaimers if entry.id in registry.released]
    if isinstance(disclaimer, Disclaimer):
        return disclaimer in known
    digest = hashlib.sha256(disclaimer.encode("utf-8", "surrogatepass")).hexdigest()
    return any(entry.sha256 == digest for entry in known)


def all_disclaimers() -> tuple[Disclaimer, ...]:
    """Return every released disclaimer, old versions included, in file order."""
    registry = _registry()
    return tuple(entry for entry in registry.disclaimers if entry.id in registry.released)

"""The released vocabularies: evidence tiers and caveats, with the words a reader is shown.

Both are data files of the package (`data/tiers.json`, `data/caveats.json`), so that their
wording can be reviewed and versioned apart from the rules that apply them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

_GENERIC_CAVEAT: Final = "The source marks this statement with the note '{name}'."


@dataclass(frozen=True, slots=True)
class Tier:
    """One kind of source behind a statement.

    Attributes:
        id: Stable machine name.
        rank: 1 is the strongest kind of source for an effect in people. For ordering and
            capping only; never shown as a score.
        label: Short name for a reader.
        plain: One sentence that says what the tier means.
        outcome_evidence: Whether the tier may head an answer about benefit or harm.
        human: Whether people were studied.
        needs_citation: Whether a statement of this tier should name its source.
    """

    id: str
    rank: int
    label: str
    plain: str
    outcome_evidence: bool
    human: bool
    needs_citation: bool


@dataclass(frozen=True, slots=True)
class Caveat:
    """A reservation about one statement.

    Attributes:
        id: Stable machine name.
        label: What it means, in plain words.
        public: Whether a reader is shown it; the rest serve ranking and checks.
    """

    id: str
    label: str
    public: bool


class UnknownTierError(KeyError):
    """A tier id that is not in the vocabulary: use one of `TIERS`."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"unknown tier {self.name!r}; use one of: {', '.join(TIERS)}"


def _load(name: str) -> dict[str, Any]:
    text = files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


_TIER_DATA: Final = _load("tiers.json")
_CAVEAT_DATA: Final = _load("caveats.json")

TIERS_VERSION: Final[str] = _TIER_DATA["version"]
CAVEATS_VERSION: Final[str] = _CAVEAT_DATA["version"]
TIERS: Final[Mapping[str, Tier]] = MappingProxyType(
    {entry["id"]: Tier(**entry) for entry in _TIER_DATA["tiers"]}
)
CAVEATS: Final[Mapping[str, Caveat]] = MappingProxyType(
    {entry["id"]: Caveat(**entry) for entry in _CAVEAT_DATA["caveats"]}
)


def tier(id: str) -> Tier:  # noqa: A002 - the field's own word
    """Return the tier called `id`.

    Raises:
        UnknownTierError: If there is none; the message lists those there are.
    """
    try:
        return TIERS[id]
    except KeyError:
        raise UnknownTierError(id) from None


def caveat(id: str) -> Caveat:  # noqa: A002 - the field's own word
    """Return the caveat called `id`; an unknown source tag gets a generic label.

    The set of source tags is open: authors add their own, so an unknown one is not an error.
    """
    known = CAVEATS.get(id)
    if known is not None:
        return known
    return Caveat(id=id, label=_GENERIC_CAVEAT.format(name=id.replace("-", " ")), public=True)


def weaker(first: str, second: str) -> str:
    """Return whichever tier id has the weaker rank; `first` when they are equal."""
    return second if tier(second).rank > tier(first).rank else first

"""Types of request fields: strict about JSON types, bounded, and free of lone surrogates."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from corpus.vocabulary import TIERS

#: Requests are strict: no number for a text, no text for a number, no unknown field.
STRICT: Final = ConfigDict(extra="forbid", strict=True, frozen=True)
TIER_IDS: Final = tuple(TIERS)
#: The tier of studies whose kind nothing tells, where one is looked for.
UNSTATED: Final = "unstated"

Mode = Literal["extractive", "generative", "auto"]


def _whole(value: object) -> object:
    # JSON has one number type: 6.0 is the integer 6 (JSON Schema 2020-12, 4.2.3).
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _known_tier(value: str) -> str:
    if value not in TIERS:
        raise PydanticCustomError("unknown_tier", "not a tier")
    return value


def _study_tier(value: str) -> str:
    return value if value == UNSTATED else _known_tier(value)


def _plain(value: str) -> str:
    if any(ord(mark) < 32 or 127 <= ord(mark) < 160 for mark in value):
        raise PydanticCustomError("control_character", "control character")
    return value


_TIER_SCHEMA: Final[dict[str, Any]] = {"enum": list(TIER_IDS)}

TierId = Annotated[str, AfterValidator(_known_tier), Field(json_schema_extra=_TIER_SCHEMA)]
StudyTierId = Annotated[
    str, AfterValidator(_study_tier), Field(json_schema_extra={"enum": [*TIER_IDS, UNSTATED]})
]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Year = Annotated[int, BeforeValidator(_whole), Field(ge=1900, le=2100)]
EvidenceCount = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=20)]
HitCount = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=50)]
Locale = Annotated[
    str, Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*$")
]
RowId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

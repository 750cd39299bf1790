"""Figures and foreign text as a reader is shown them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

_EXACT = 1e-9
_KEPT = {"\n", "\t"}
_UNSEEN = frozenset("\u00ad\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
                    "\u061c\u202a\u202b\u202c\u202d\u202e\u180e")  # fmt: skip
"""Characters that steer or hide text. Joiners (U+200C, U+200D) are letters' own and stay."""
_NO_TEXT = {"Cc", "Cs"}


def visible(text: str) -> str:
    """Return text with its hidden and forbidden characters told as [U+202E].

    A question may carry direction overrides, characters without width, or codes that neither
    HTML nor XML allows; a reader of worst cases must see them, and the page must stay whole.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"[U+{ord(each):04X}]" if _is_hidden(each) else each for each in text)


def clipped(text: str, most: int) -> str:
    """Return at most `most` characters, with a word on how many were left out."""
    left = len(text) - most
    return text if left <= 0 else f"{text[:most].rstrip()} … ({left:,} more characters)"


def share(value: float | None) -> str:
    """Return a value from 0 to 1 with three decimals.

    Nothing is rounded up to 1 or down to 0: "all but one in 5,000" is not "all".
    """
    if value is None:
        return "–"
    told = f"{value:.3f}"
    if told == "1.000" and value < 1 - _EXACT:
        return "> 0.999"
    if told == "0.000" and value > _EXACT:
        return "< 0.001"
    return told


def bounds(low: float | None, high: float | None) -> str:
    """Return an interval as words, "0.812 to 0.934"; "none" where there is no interval."""
    return "none" if low is None or high is None else f"{share(low)} to {share(high)}"


def count(value: float) -> str:
    """Return a count, which may be a sum of fractions as nDCG gives."""
    return f"{round(value):,}" if abs(value - round(value)) < _EXACT else f"{value:,.2f}"


def number_of(value: int, one: str, many: str = "") -> str:
    """Return a count with its noun, "1 case" or "2 cases"."""
    return f"{value:,} {one if value == 1 else many or f'{one}s'}"


def milliseconds(value: float) -> str:
    """Return a time: "4.2 ms", "310 ms", "12.4 s"."""
    if value >= 10_000:
        return f"{value / 1000:,.1f} s"
    return f"{value:,.1f} ms" if value < 10 else f"{value:,.0f} ms"


def seconds(value: float) -> str:
    """Return a time given in seconds: "8.1 s", "4 min 12 s"."""
    if value < 60:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes:,} min {rest} s"


def moment(iso: str) -> str:
    """Return an ISO 8601 time as "2026-11-22 00:51 UTC"; what is none as it stands."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def plain(name: str) -> str:
    """Return a machine name for reading: "not_in_library" as "not in library"."""
    return name.replace("_", " ")


def _is_hidden(character: str) -> bool:
    if character in _KEPT:
        return False
    code = ord(character)
    forbidden = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return forbidden or character in _UNSEEN or unicodedata.category(character) in _NO_TEXT

"""JSON as bytes, the same for HTTP and the command line."""

from __future__ import annotations

import json


def json_bytes(value: object, *, indent: int | None = None) -> bytes:
    """Return `value` as UTF-8 JSON; not-a-number is an error, never written.

    A source may hold lone surrogates, which UTF-8 cannot; such a value is written with escapes.

    Raises:
        TypeError: Something in `value` has no JSON form.
        ValueError: A float is not finite.
    """
    try:
        return _dump(value, indent, ascii_only=False).encode("utf-8")
    except UnicodeEncodeError:
        return _dump(value, indent, ascii_only=True).encode("ascii")


def _dump(value: object, indent: int | None, *, ascii_only: bool) -> str:
    separators = (",", ":") if indent is None else None
    return json.dumps(
        value, ensure_ascii=ascii_only, allow_nan=False, indent=indent, separators=separators
    )

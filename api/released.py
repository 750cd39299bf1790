"""Telling whether a payload carries a released disclaimer, whole and unaltered."""

from __future__ import annotations

import json
from typing import Any

from api.schemas import DisclaimerOut
from rag.disclaimers import Disclaimer, all_disclaimers


def carried_disclaimer(body: bytes) -> Disclaimer | None:
    """Return the released disclaimer that a JSON payload carries whole, or None."""
    try:
        payload: Any = json.loads(body)
        return released_disclaimer(payload["disclaimer"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def released_disclaimer(carried: object) -> Disclaimer | None:
    """Return the released disclaimer that a JSON value is, to the character, or None."""
    for released in all_disclaimers():
        whole = {name: getattr(released, name) for name in DisclaimerOut.model_fields}
        if carried == {**whole, "elements": list(released.elements)}:
            return released
    return None

"""Judging a payload's disclaimer: there, whole, unaltered, and the one that the header names."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.records import text_sha256
from rag.disclaimers import MANDATORY_ELEMENTS
from rag.evaluation.target import Reply


def has_valid_disclaimer(reply: Reply) -> bool:
    """Tell whether a payload carries a disclaimer that covers every mandatory element.

    The text is checked against its own hash and not against the registry of this checkout: a
    service of another version may rightly have another text.
    """
    found = reply.payload.get("disclaimer")
    if not isinstance(found, Mapping) or not str(found.get("text", "")).strip():
        return False
    if reply.disclaimer_header not in {None, found.get("id")}:
        return False
    elements = set(found.get("elements") or ())
    whole = elements >= set(MANDATORY_ELEMENTS.values())
    return whole and text_sha256(str(found["text"])) == found.get("sha256")

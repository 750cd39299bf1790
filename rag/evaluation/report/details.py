"""Reading `CaseResult.detail`: free JSON, perhaps from a file of another version.

Whatever is missing or of another shape is left out, so that a report can always be made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.evaluation.report.words import clipped

LONGEST = 700
"""Characters shown of one text."""

Detail = Mapping[str, Any]


def text_of(detail: Detail, name: str) -> str:
    """Return a field as text, "" where it is missing or null."""
    value = detail.get(name)
    return "" if value is None else clipped(str(value), LONGEST)


def list_of(detail: Detail, name: str) -> Sequence[Any]:
    """Return a field as a list, empty where it is none."""
    value = detail.get(name)
    return value if isinstance(value, list | tuple) else ()


def words_of(detail: Detail, name: str, most: int = 12) -> str:
    """Return the entries of a list in one line, at most `most` of them."""
    entries = [str(each) for each in list_of(detail, name)]
    more = f" and {len(entries) - most} more" if len(entries) > most else ""
    return clipped(", ".join(entries[:most]), LONGEST) + more


def mappings_of(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, and nothing of anything else."""
    entries = value if isinstance(value, list | tuple) else ()
    return [entry for entry in entries if isinstance(entry, Mapping)]

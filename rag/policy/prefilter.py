"""A cheap necessary condition for a pattern: substrings of which one must be in the text.

A rule whose substrings are all absent cannot match, so its expression need not run. Derived from
the parsed expression, never written by hand; where nothing can be derived the rule always runs.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

_parser: Any = importlib.import_module("re._parser")

Anchors = frozenset[str]


def anchors(pattern: str) -> Anchors:
    """Return substrings one of which every match of `pattern` contains; empty: none known."""
    return _of_sequence(_parser.parse(pattern)) or frozenset()


def possible(text: str, needed: Anchors) -> bool:
    """Tell whether a pattern with these anchors could match in `text` at all."""
    return not needed or any(anchor in text for anchor in needed)


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Anchors | None:
    candidates: list[Anchors] = []
    literal = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            literal += chr(argument)
            continue
        if len(literal) >= 2:
            candidates.append(frozenset((literal,)))
        literal = ""
        found = _of_item(name, argument)
        if found:
            candidates.append(found)
    if len(literal) >= 2:
        candidates.append(frozenset((literal,)))
    return min(candidates, key=_frequency) if candidates else None


def _of_item(name: str, argument: Any) -> Anchors | None:  # noqa: ANN401 - the parser has no types
    if name == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if name == "BRANCH":
        parts = [_of_sequence(branch) for branch in argument[1]]
        known = [part for part in parts if part]
        return frozenset().union(*known) if len(known) == len(parts) else None
    if name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
        return _of_sequence(argument[2])
    return None


def _frequency(candidate: Anchors) -> float:
    # A rough guess of how often some member stands in a text: short strings are everywhere.
    return sum(8.0 ** -len(anchor) for anchor in candidate)

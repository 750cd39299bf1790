"""Records as JSON without field names: a dataclass is the list of its values in order."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from corpus.records import Article, Kind, Passage, Problem, Reference, Span, Statement

# Raised whenever the same record would be written otherwise than before.
CODEC_VERSION = 1
_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (Article, Statement, Passage, Reference, Problem, Span)
}


def json_text(record: object) -> str:
    """Return a record, or a list of them, as ASCII JSON: lone surrogates survive as escapes."""
    return json.dumps(record, ensure_ascii=True, default=_values, separators=(",", ":"))


def article_from(raw: list[Any]) -> Article:
    """Return the article whose values are `raw`."""
    values = dict(zip(_NAMES[Article], raw, strict=True))
    values["sections"] = tuple(tuple(section) for section in values["sections"])
    values["statements"] = tuple(_statement(each) for each in values["statements"])
    values["passages"] = tuple(_passage(each) for each in values["passages"])
    values["references"] = tuple(Reference(*each) for each in values["references"])
    values["problems"] = tuple(Problem(*each) for each in values["problems"])
    return Article(**values)


def _statement(raw: list[Any]) -> Statement:
    values = dict(zip(_NAMES[Statement], raw, strict=True))
    values["span"] = Span(*values["span"])
    values["kind"] = Kind(values["kind"])
    for name in ("section", "caveats", "references", "header"):
        values[name] = tuple(values[name])
    return Statement(**values)


def _passage(raw: list[Any]) -> Passage:
    values = dict(zip(_NAMES[Passage], raw, strict=True))
    values["span"] = Span(*values["span"])
    values["section"] = tuple(values["section"])
    values["statements"] = tuple(values["statements"])
    values["pieces"] = tuple((start, end) for start, end in values["pieces"])
    return Passage(**values)


def _values(record: object) -> list[object]:
    return [getattr(record, name) for name in _NAMES[type(record)]]

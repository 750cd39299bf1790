"""Concepts a question can ask about, and the words by which a statement speaks of them.

A near miss is the commonest failure of retrieval: the right topic, the asked fact missing. So
what a question names - a condition, a measure, a kind of fact - is recognised by a table
(`rag/data/concepts.json`) and must be found again in the evidence. Lay words lead to the same
concept, and give the search the words of the field.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

# A space or any dash that is typed for a hyphen.
_GAP = r"[\s\-\u2010-\u2015\u2212]"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept.

    Attributes:
        id: Stable name, "condition.stroke".
        kind: "condition", "product", "source", "phase", "measure", "fact", "population" or
            "lay".
        asked: Finds the concept in a question.
        told: Finds it in a statement or its heading.
        words: Words of the field added to the search when the concept is asked for.
        required: Whether evidence without it is a near miss.
        joint: Whether one statement must hold it together with everything else named, as a
            comparison of two products must.
        value: Whether it is a figure, which belongs to the time and the arm of its clause
            (`rag.clauses`).
    """

    id: str
    kind: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    words: str
    required: bool
    joint: bool
    value: bool = False


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    """Return the entries by kind and name."""
    text = resources.files("rag").joinpath("data/concepts.json").read_text("utf-8")
    table: dict[str, dict[str, dict[str, Any]]] = json.loads(text)["concepts"]
    return table


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the table, compiled."""
    return tuple(
        Concept(
            id=f"{kind}.{name}",
            kind=kind,
            asked=_pattern(entry["asked"]),
            told=_pattern(entry.get("told") or entry["asked"]),
            words=str(entry.get("words", "")),
            required=bool(entry.get("required", kind != "lay")),
            joint=bool(entry.get("joint", False)),
            value=bool(entry.get("value", False)),
        )
        for kind, entries in _table().items()
        for name, entry in entries.items()
    )


def _pattern(alternatives: list[str]) -> re.Pattern[str]:
    # A trailing "*" leaves the word open at its end; "re:" marks a regular expression.
    parts = []
    for alternative in alternatives:
        if alternative.startswith("re:"):
            parts.append(alternative[3:])
        else:
            words = alternative.rstrip("*").split(" ")
            hyphened = (f"{_GAP}?".join(map(re.escape, word.split("-"))) for word in words)
            stem = f"{_GAP}+".join(hyphened)
            parts.append(rf"(?<![\w]){stem}" + ("" if alternative.endswith("*") else r"(?![\w])"))
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


def asked_concepts(question: str) -> tuple[Concept, ...]:
    """Return the concepts that `question` names, in table order."""
    return tuple(concept for concept in concepts() if concept.asked.search(question))


@lru_cache(maxsize=16384)
def told_of(kind: str, text: str) -> frozenset[str]:
    """Return the ids of the concepts of a kind that a text tells; remembered, as texts come again.

    Only what may begin where a word of the text begins is looked for.
    """
    starts = set(_WORD_START.findall(text.lower()))
    return frozenset(
        concept.id
        for concept, begins in _tellers(kind)
        if (begins is None or not begins.isdisjoint(starts)) and concept.told.search(text)
    )


_WORD_START = re.compile(r"(?<!\w)\w{3}")


@cache
def _tellers(kind: str) -> tuple[tuple[Concept, frozenset[str] | None], ...]:
    """Return the concepts of a kind with how a word that tells them begins; None for anyhow."""
    entries = {f"{kind}.{name}": entry for name, entry in _table()[kind].items()}
    found = []
    for concept in concepts():
        if concept.kind == kind:
            entry = entries[concept.id]
            begins = {each[:3].lower() for each in entry.get("told") or entry["asked"]}
            plain = all(_WORD_START.fullmatch(each) and each != "re:" for each in begins)
            found.append((concept, frozenset(begins) if plain else None))
    return tuple(found)

"""A pattern's branches: with which words each can begin, and which word each cannot do without.

"no (adjectives) trial was found" begins with "no", a word of every other sentence, but it also
needs "trial" or one of its kind. Knowing both spares most searches that would find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.tiers.starts import STEM, Starts, read_starts

_MOST_BRANCHES: Final = 400
_MOST_STEMS: Final = 80
_WINDOW: Final = STEM + 3
"""So many atoms suffice to read one word's beginning."""
_COMMON: Final = frozenset(
    "a all an and are as at be by can for from has have in is it its of on or that the this to was"
    " were with".split()
)
"""Stems that stand in so many sentences that needing one of them tells nothing."""
_FREQUENT: Final = frozenset("also been but had may more no not othe than thes thos whic".split())
"""Stems that tell something, yet less than most."""
OPENING: Final = "^"
"""Stands before the stem of a text's first word."""
_LOOKS: Final = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a pattern can match.

    Attributes:
        starts: Where such a match can begin; None when it may begin anywhere.
        needs: Stems of which every such match holds one; empty when none is known.
    """

    starts: Starts | None
    needs: frozenset[str]


def read_branches(pattern: str) -> tuple[Branch, ...]:
    """Return the branches of `pattern`; one that stands for all when they are too many."""
    texts = list(_distributed(pattern))
    if len(texts) > _MOST_BRANCHES:
        texts = [pattern]
    return tuple(Branch(_starts(text), _needed(_items(text))) for text in texts)


def _starts(branch: str) -> Starts | None:
    """Return where a branch begins; one tied to the text's opening begins with its first word."""
    starts = read_starts(branch)
    if starts is None or not starts.opening or not branch.startswith("^"):
        return starts
    first = read_starts(r"\b" + branch[1:])
    if first is None or first.partial or first.opening:
        return starts
    return Starts(frozenset(OPENING + stem for stem in first.stems), (), opening=False)


def _distributed(pattern: str) -> Iterator[str]:
    """Yield the alternatives of a pattern, those of a group that it opens with set free."""
    for branch in _split(pattern):
        items = _items(branch)
        at = next((i for i, item in enumerate(items) if not _has_no_width(item)), len(items))
        if at < len(items) and items[at].startswith("(?:") and items[at].endswith(")"):
            before, after = "".join(items[:at]), "".join(items[at + 1 :])
            for inner in _split(items[at][3:-1]):
                yield from _distributed(before + inner + after)
        else:
            yield branch


def _has_no_width(item: str) -> bool:
    return item in (r"\b", "^") or item.startswith(_LOOKS)


def _split(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, groups and classes left whole."""
    parts = [""]
    for atom in _atoms(pattern):
        if atom == "|":
            parts.append("")
        else:
            parts[-1] += atom
    return parts


def _items(branch: str) -> list[str]:
    """Return the atoms of a branch, each with the quantifier that follows it."""
    items: list[str] = []
    for atom in _atoms(branch):
        quantifies = atom[0] in "?*+{" and len(items) > 0
        if quantifies:
            items[-1] += atom
        else:
            items.append(atom)
    return items


def _atoms(pattern: str) -> Iterator[str]:
    """Yield characters, escapes, classes, groups and the parts of quantifiers, in order."""
    at = 0
    while at < len(pattern):
        end = _atom_end(pattern, at)
        yield pattern[at:end]
        at = end


def _atom_end(pattern: str, at: int) -> int:
    char = pattern[at]
    if char == "\\":
        return at + 2
    if char == "{":
        return pattern.index("}", at) + 1
    if char == "[":
        end = at + 1 + pattern.startswith("^", at + 1) + 1
        while pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return end + 1
    if char != "(":
        return at + 1
    end = at + 1
    while pattern[end] != ")":
        end = _atom_end(pattern, end)
    return end + 1


def _needed(items: list[str]) -> frozenset[str]:
    """Return the stems that the most telling word after a branch's first can have, or none."""
    chosen: frozenset[str] = frozenset()
    first = next((i for i, item in enumerate(items) if not _has_no_width(item)), len(items))
    edge = False
    for at, item in enumerate(items):
        if edge and at > first and item[0] != " ":
            starts = _word_starts("".join(items[at : at + _WINDOW]))
            stems = starts.stems if starts and not (starts.partial or starts.opening) else None
            telling = stems and len(stems) <= _MOST_STEMS and not (stems & _COMMON)
            if stems and telling and (not chosen or _cost(stems) < _cost(chosen)):
                chosen = stems
        edge = _ends_at_edge(item, before=edge)
    return chosen


def _cost(stems: frozenset[str]) -> int:
    """Return how often a text will hold one of `stems`, roughly: the fewer the better."""
    return len(stems) + 30 * len(stems & _FREQUENT)


@cache
def _word_starts(pattern: str) -> Starts | None:
    return read_starts(r"\b" + pattern, _MOST_STEMS)


def _ends_at_edge(item: str, *, before: bool) -> bool:
    """Tell whether what follows `item` begins a word, if `before` tells it of the item itself."""
    if item.startswith(_LOOKS):
        return before
    atom, *quantifier = _atoms(item)
    after = _atom_ends_at_edge(atom, before=before)
    may_be_left_out = bool(quantifier) and (
        quantifier[0] in ("?", "*") or quantifier[0].startswith("{0")
    )
    return after and (before or not may_be_left_out)


def _atom_ends_at_edge(atom: str, *, before: bool) -> bool:
    if atom[0] == "(":
        inner = atom[atom.index(">") + 1 if atom.startswith("(?P<") else _opening(atom) : -1]
        return all(_branch_ends_at_edge(branch, before=before) for branch in _split(inner))
    if atom[0] == "[":
        return not atom.startswith("[^") and not any(
            char.isalnum() or char == "_" for char in atom[1:-1].replace("\\s", " ")
        )
    if atom[0] == "\\":
        return atom[1] in "bsW" or not atom[1].isalnum()
    return atom == "^" or (atom not in (".", "$") and not (atom.isalnum() or atom == "_"))


def _opening(atom: str) -> int:
    return 3 if atom.startswith("(?:") else 1


def _branch_ends_at_edge(branch: str, *, before: bool) -> bool:
    edge = before
    for item in _items(branch):
        edge = _ends_at_edge(item, before=edge)
    return edge

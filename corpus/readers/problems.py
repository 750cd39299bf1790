"""What is wrong with the structure of a Markdown text, told with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from corpus.records import Block, Kind, Marker, Problem
from corpus.source import Lines

_MOST_CIRCLES = 20
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class FootnoteLines:
    """A footnote's definition: 0-based first and last line, and where its words begin."""

    label: str
    first: int
    last: int
    start: int


def footnote_problems(
    lines: Lines, path: Path, footnotes: Sequence[FootnoteLines], markers: Sequence[Marker]
) -> list[Problem]:
    """Return duplicate, empty, missing, unused and circular footnotes."""
    found: list[tuple[int, str, str]] = []
    defined: dict[str, FootnoteLines] = {}
    for footnote in footnotes:
        label, line = footnote.label, footnote.first + 1
        if label in defined:
            first = defined[label].first + 1
            message = f"footnote [^{label}] is defined again; the first is on line {first}"
            found.append((line, "duplicate-footnote", message))
        elif lines.span(footnote.first, footnote.last).end <= footnote.start:
            found.append((line, "empty-footnote", f"footnote [^{label}] says nothing"))
        defined.setdefault(label, footnote)
    cited: dict[str, int] = {}
    for marker in markers:
        cited.setdefault(marker.label, lines.number(marker.span.start))
    for label, line in cited.items():
        if label not in defined:
            message = f"footnote [^{label}] is cited and not defined; add its definition"
            found.append((line, "missing-footnote", message))
    for label, footnote in defined.items():
        if label not in cited:
            message = f"footnote [^{label}] is defined and never cited"
            found.append((footnote.first + 1, "unused-footnote", message))
    for label in _circular(_citing(lines, defined, markers)):
        message = f"footnote [^{label}] cites itself, directly or through another footnote"
        found.append((defined[label].first + 1, "circular-footnote", message))
    return [Problem(str(path), line, code, message) for line, code, message in found]


def structure_problems(lines: Lines, path: Path, blocks: Sequence[Block]) -> list[Problem]:
    """Return fences that are never closed and rows of bars that belong to no table."""
    problems = []
    for block in blocks:
        text = block.span.quote(lines.source)
        line = lines.number(block.span.start)
        if block.kind is Kind.CODE and (opening := _FENCE.match(text)):
            last = lines.text(lines.number(block.span.end) - 1).lstrip(" \t>").rstrip()
            if len(last) < len(opening[1]) or set(last) != {opening[1][0]} or "\n" not in text:
                message = f"the code fence {opening[1]} is never closed; all after it reads as code"
                problems.append(Problem(str(path), line, "unclosed-fence", message))
        elif block.kind in {Kind.PARAGRAPH, Kind.LIST_ITEM} and _is_row(text):
            message = "a row of bars that is in no table: add the header and its line |---|"
            problems.append(Problem(str(path), line, "broken-table", message))
    return problems


def _is_row(text: str) -> bool:
    return text.startswith("|") and text.count("|") > 1


def _citing(
    lines: Lines, defined: Mapping[str, FootnoteLines], markers: Sequence[Marker]
) -> dict[str, set[str]]:
    """Return for each footnote the footnotes that its own text cites."""
    owner = {
        line: label
        for label, footnote in defined.items()
        for line in range(footnote.first, footnote.last + 1)
    }
    citing: dict[str, set[str]] = {}
    for marker in markers:
        label = owner.get(lines.number(marker.span.start) - 1)
        if label and marker.label in defined:
            citing.setdefault(label, set()).add(marker.label)
    return citing


def _circular(citing: Mapping[str, set[str]]) -> list[str]:
    """Return the labels on circles, at most `_MOST_CIRCLES` circles of them."""
    left = dict(citing)
    found: list[str] = []
    for _ in range(_MOST_CIRCLES):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            found += sorted(circle)
            left = {label: targets for label, targets in left.items() if label not in circle}
        else:
            break
    return found

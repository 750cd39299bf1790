"""The running text of a JATS element: one line of words with its citation marks.

Citations that stand together are one group, written in square brackets with every entry of a
range in it: "[4]-[6]" and a raised "4-6" become "[4, 5, 6]", so that each mark has its own place.
A citation in words ("Smith et al., 2010") keeps them and is followed by its mark. Raised figures
become raised characters: laid out flat, ten to the sixth would read as one hundred and six.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.readers.htmlline import LaidLine, LineBuilder, raised
from corpus.readers.jats.xml import Node

FLOATS: Final = frozenset(
    "table-wrap table-wrap-group fig fig-group supplementary-material media boxed-text fn"
    " sec".split()
)
"""Elements that stand inside a paragraph and are laid out after it."""
_SILENT: Final = frozenset("graphic inline-graphic object-id hr".split())
_NOTE_LINKS: Final = frozenset({"fn", "table-fn"})
_BLANKS: Final = frozenset(
    "break mspace p list list-item def-list def-item disp-quote sec title disp-formula td th"
    " tr".split()
)
"""Elements whose edges part words where they are met inside a line."""
_BETWEEN: Final = re.compile(r"[\s,;]*(?:[-‐‑–—−][\s,;]*)?")
_RANGE: Final = re.compile(r"\s*[-‐‑–—−]\s*")
_NUMBERS: Final = re.compile(r"[\s\[\]()]*\d{1,4}[a-z]?(?:[\s,;–—‐‑−-]+\d{1,4}[a-z]?)*[\s\[\]()]*")
_OPENING: Final = re.compile(r"[\[(]\s*$")
_CLOSING: Final = re.compile(r"^\s*[\])]")
_ORDINAL: Final = re.compile(r"(?:st|nd|rd|th)$", re.IGNORECASE)
_LETTERS: Final = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_TEX_BODY: Final = re.compile(r"\$\$?(.+?)\$\$?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Citation:
    """A link to entries of the reference list, in the article's own words."""

    words: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of the reference list: by element id, and all in their order."""

    by_id: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the labels after `first` and before `last` in the list, none if out of order."""
        places = {label: place for place, label in enumerate(self.order)}
        if first not in places or last not in places:
            return ()
        return self.order[places[first] + 1 : places[last]]


class Line:
    """Collects the running text of elements; floats met on the way are set aside in `floats`."""

    def __init__(self, labels: Labels) -> None:
        self.floats: list[Node] = []
        self._labels = labels
        self._pieces: list[str | Citation] = []

    def add(self, part: Node | str) -> None:
        """Add a piece of text or an element with all that is in it."""
        if isinstance(part, str):
            self._pieces.append(part)
        elif part.tag in FLOATS:
            self.floats.append(part)
        elif part.tag == "xref":
            self._link(part)
        elif part.tag == "sup":
            self._raised(part)
        elif part.tag == "sub":
            self._lowered(part)
        elif part.tag == "alternatives":
            self._chosen(part)
        elif part.tag in {"math", "tex-math"}:
            self._pieces.append(formula(part))
        elif part.tag not in _SILENT:
            self._within(part)

    def take(self) -> LaidLine:
        """Return the line and start an empty one; `floats` is kept for the caller to empty."""
        pieces, self._pieces = _joined(self._pieces), []
        builder = LineBuilder()
        for piece in _grouped(pieces, self._labels):
            builder.pieces.append(piece)
        return builder.take()

    def _within(self, node: Node) -> None:
        blank = " " if node.tag in _BLANKS else ""
        self._pieces.append(blank)
        for part in node.parts:
            self.add(part)
        self._pieces.append(blank)

    def _link(self, node: Node) -> None:
        targets = [
            self._labels.by_id[target]
            for target in node.get("rid").split()
            if target in self._labels.by_id
        ]
        words = node.text()
        if targets:
            self._pieces.append(Citation(words, tuple(dict.fromkeys(targets))))
        elif node.get("ref-type") in _NOTE_LINKS and words.isalnum():
            self._pieces.append(f"[{words}]")
        else:
            self._within(node)

    def _raised(self, node: Node) -> None:
        if next(node.within("xref"), None) is not None:
            self._within(node)
            return
        words = node.text()
        before = self._last()
        if len(words) == 1 and words in "abcdefghijklmnoprstuvwxyz":
            words = words.translate(_LETTERS)
        elif raised(words) != words:
            words = raised(words)
        elif before.isalnum() and words[:1].isalnum() and not _ORDINAL.match(words):
            words = f"^{words}"
        self._pieces.append(words)

    def _lowered(self, node: Node) -> None:
        words = node.text()
        joins_figures = self._last().isdigit() and words[:1].isdigit()
        self._pieces.append(f"_{words}" if joins_figures else words)

    def _chosen(self, node: Node) -> None:
        """Add the one of several forms that has text: mathematics before TeX, no picture."""
        children = node.children()
        for tags in ({"math"}, {"tex-math"}):
            if found := [child for child in children if child.tag in tags]:
                self.add(found[0])
                return
        for child in children[:1]:
            self.add(child)

    def _last(self) -> str:
        """Return the last character written, or ""."""
        for piece in reversed(self._pieces):
            text = piece if isinstance(piece, str) else piece.words
            if text:
                return text[-1]
        return ""


def line_of(node: Node, labels: Labels | None = None) -> LaidLine:
    """Return the running text of one element without what floats in it."""
    if all(isinstance(part, str) for part in node.parts):
        return LaidLine(node.text())
    line = Line(labels or Labels())
    for part in node.parts:
        line.add(part)
    return line.take()


def formula(node: Node) -> str:
    """Return a formula in plain text: fractions with a slash, powers with a caret."""
    if node.tag == "tex-math":
        body = _TEX_BODY.search(node.text())
        return f" {body[1].strip() if body else node.text()} "
    return f" {_math(node)} "


def _math(node: Node) -> str:
    parts = [_math(part) if isinstance(part, Node) else part.strip() for part in node.parts]
    inner = [part for part in parts if part]
    if node.tag == "mspace":
        return " "
    mark = {"mfrac": "/", "msup": "^", "msub": "_"}.get(node.tag, "")
    if mark and len(inner) == 2:
        return mark.join(f"({part})" if " " in part.strip() else part.strip() for part in inner)
    if node.tag == "msqrt":
        return f"√({''.join(inner)})"
    if node.tag == "mo":
        return f" {''.join(inner)} "
    return "".join(inner)


def _joined(pieces: Iterable[str | Citation]) -> list[str | Citation]:
    """Return `pieces` with neighbouring texts made one."""
    joined: list[str | Citation] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        joined += ["".join(texts), piece]
        texts = []
    return [*joined, "".join(texts)]


def _grouped(pieces: Sequence[str | Citation], labels: Labels) -> list[tuple[str, str]]:
    """Return (text, label) in order, "" for text that is no mark; groups of citations bracketed."""
    laid: list[tuple[str, str]] = []
    group: list[Citation] = []
    separators: list[str] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, Citation):
            group.append(piece)
        elif group and place + 1 < len(pieces) and _BETWEEN.fullmatch(piece):
            separators.append(piece)
        elif group:
            before = laid.pop()[0] if laid and not laid[-1][1] else ""
            laid += _group(before, group, separators, piece, labels)
            group, separators = [], []
        else:
            laid.append((piece, ""))
    return laid


def _group(
    before: str, group: Sequence[Citation], separators: Sequence[str], after: str, labels: Labels
) -> list[tuple[str, str]]:
    """Return a group of citations with the text on either side of it."""
    cited: list[str] = []
    worded = not all(_NUMBERS.fullmatch(citation.words) for citation in group)
    for place, citation in enumerate(group):
        if place and _RANGE.fullmatch(separators[place - 1]) and not worded:
            cited += labels.between(group[place - 1].labels[-1], citation.labels[0])
        cited += _of_one(citation, labels)
    cited = list(dict.fromkeys(cited))
    if worded:
        told = "".join(
            citation.words + (separators[place] if place < len(separators) else "")
            for place, citation in enumerate(group)
        )
        return [(f"{before}{told} ", ""), *_marks(cited), (after, "")]
    if _OPENING.search(before) and _CLOSING.match(after):
        before, after = _OPENING.sub("", before), _CLOSING.sub("", after)
    return [(before, ""), *_marks(cited), (after, "")]


def _of_one(citation: Citation, labels: Labels) -> tuple[str, ...]:
    """Return the labels of one link; "12-15" that names its ends, or one of them, means all."""
    found = citation.labels
    numbers = re.findall(r"\d+", citation.words)
    if len(numbers) == 2 and re.search(r"\d\s*[-‐‑–—−]\s*\d", citation.words):
        between = labels.between(numbers[0], numbers[1])
        if between:
            return (numbers[0], *between, numbers[1])
    return found


def _marks(cited: Sequence[str]) -> list[tuple[str, str]]:
    last = len(cited) - 1
    return [
        (f"{'[' if place == 0 else ', '}{label}{']' if place == last else ''}", label)
        for place, label in enumerate(cited)
    ]

"""One line of laid-out HTML text: white space collapsed, footnote marks kept with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_FOOTNOTE_ID = re.compile(
    r"^(?:user-content-)?(?:fn|footnote|ref|cite_note|note|bib|cr|endnote)s?"
    r"(?:[-_:.](?P<name>.+)|(?P<number>\d.*))$",
    re.IGNORECASE,
)
_RAISED = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_RAISABLE = re.compile(r"^(?=.*\d)[\d+\-−–=()n, ]+$")


def footnote_label(element_id: str) -> str:
    """Return the label in the id of a note ("fn:1", "cite_note-Caplan-3"), or ""."""
    match = _FOOTNOTE_ID.match(element_id)
    return (match["name"] or match["number"]) if match else ""


def raised(text: str) -> str:
    """Return a superscript's text in raised figures where all of it can be: 10<sup>6</sup>.

    Laid out flat, ten to the sixth would read as one hundred and six.
    """
    words = text.strip()
    return words.translate(_RAISED) if _RAISABLE.match(words) else text


def collapsed(text: str) -> str:
    """Return `text` with runs of white space as one space, none at the ends."""
    return SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A finished line: `marks` are (label, start, end) inside `text`."""

    text: str
    marks: tuple[tuple[str, int, int], ...] = ()

    @property
    def words(self) -> str:
        """Return the text without its marks: what a heading is called."""
        kept, after = [], 0
        for _, start, end in self.marks:
            kept.append(self.text[after:start])
            after = end
        return collapsed("".join([*kept, self.text[after:]]))


@dataclass(slots=True)
class LineBuilder:
    """Collects the pieces of a line in order, and lays them out once."""

    pieces: list[tuple[str, str]] = field(default_factory=list)

    def text(self, text: str) -> None:
        """Add running text."""
        self.pieces.append((text, ""))

    def mark(self, words: str, label: str) -> None:
        """Add a footnote mark, in brackets: a bare digit after "75.3%" would read as data."""
        self.pieces.append((words if words.startswith(("[", "(")) else f"[{words}]", label))

    def take(self) -> LaidLine:
        """Return the line and start an empty one."""
        parts: list[str] = []
        marks: list[tuple[str, int, int]] = []
        length, spaced = 0, True
        for piece, label in self.pieces:
            text = SPACE.sub(" ", piece)
            if spaced:
                text = text.lstrip(" ")
            if not text:
                continue
            if label:
                marks.append((label, length, length + len(text)))
            parts.append(text)
            length += len(text)
            spaced = text.endswith(" ")
        self.pieces.clear()
        return LaidLine("".join(parts).rstrip(" "), tuple(marks))

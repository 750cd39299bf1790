"""The words of a Word paragraph: what is shown, with its footnote marks.

Insertions under review are shown and deletions are not, as after accepting all changes. Hidden
text, comments and field codes are left out; a field's result is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.ns import qn

from corpus.readers.docx.styles import Styles, is_on
from corpus.readers.htmlline import LineBuilder, raised

Element = Any
"""An element of the XML library, which has no types."""

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
INSIDE: Final = frozenset(
    qn(f"w:{name}")
    for name in "hyperlink ins moveTo smartTag sdt sdtContent customXml fldSimple dir bdo".split()
)
"""Elements that only wrap what is shown."""
_HEX = re.compile(r"[0-9A-Fa-f]{2,4}")
_HOLDERS = INSIDE | {qn("w:tbl"), qn("w:tr"), qn("w:tc")}
_TEXTS: Final = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_SYMBOLS = dict(zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True)) | {
    "D": "Δ",
    "W": "Ω",
    "S": "Σ",
    "\xb1": "±",
    "\xb3": "≥",
    "\xa3": "≤",
    "\xb0": "°",
    "\xb4": "×",
}
"""The Symbol font's letters for Greek and the signs of this field; others are left out."""


_WHITE = re.compile(r"[fF][0-9a-fA-F][fF][0-9a-fA-F][fF][0-9a-fA-F]")
_LEAST_HALF_POINTS = 5
"""Half points of type at which nobody can read a letter, and below."""


@dataclass(slots=True)
class Inline:
    """What is read of the paragraphs so far.

    Attributes:
        labels: A label for each note by its kind and id, in the order of their marks.
        hidden: Words of hidden runs.
        changes: Insertions and deletions that are under review.
        boxes: Text boxes anchored in the paragraph, read after it.
    """

    styles: Styles
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    changes: int = 0
    boxes: list[Element] = field(default_factory=list)

    def read(self, paragraph: Element, line: LineBuilder) -> None:
        """Add what is shown of `paragraph` to `line`."""
        style = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
        self._read(paragraph, line, hidden=self.styles.is_hidden(style))

    def _read(self, parent: Element, line: LineBuilder, *, hidden: bool) -> None:
        for child in parent.iterchildren("*"):
            if child.tag == qn("w:r"):
                self._run(child, line, hidden=hidden)
            elif child.tag in {qn("w:del"), qn("w:moveFrom")}:
                self.changes += 1
            elif child.tag in INSIDE:
                self.changes += child.tag in {qn("w:ins"), qn("w:moveTo")}
                self._read(child, line, hidden=hidden)
            elif child.tag.startswith(_MATH):
                line.text("".join(node.text or "" for node in child.iter(f"{_MATH}t")))

    def _run(self, run: Element, line: LineBuilder, *, hidden: bool) -> None:
        properties = run.find(qn("w:rPr"))
        unseen = self._is_unseen(properties, hidden=hidden)
        above = (
            properties is not None and _value(properties.find(qn("w:vertAlign"))) == "superscript"
        )
        for part in run.iterchildren("*"):
            text = _text_of(part)
            if unseen:
                self.hidden.append(text)
            elif text:
                line.text(raised(text) if above else text)
            elif part.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                label = self._label(part)
                line.mark(label, label)
            else:
                self.boxes += _boxes(part)

    def _is_unseen(self, properties: Element | None, *, hidden: bool) -> bool:
        if properties is None:
            return hidden
        own = properties.find(qn("w:vanish"))
        if own is not None:
            return is_on(own)
        if _is_pale(properties) or _is_tiny(properties):
            return True
        return hidden or self.styles.is_hidden(_value(properties.find(qn("w:rStyle"))))

    def _label(self, mark: Element) -> str:
        """Return the label of a note, numbered in the order in which notes are marked."""
        kind = "e" if mark.tag == qn("w:endnoteReference") else ""
        place = (kind, str(mark.get(qn("w:id"))))
        if place not in self.labels:
            number = 1 + sum(known == kind for known, _ in self.labels)
            self.labels[place] = f"{kind}{number}"
        return self.labels[place]


def _is_pale(properties: Element) -> bool:
    """Tell whether a run is white on the page's white.

    A highlight or a shade behind it shows it; so may a table's style, which is not looked into.
    """
    if not _WHITE.fullmatch(_value(properties.find(qn("w:color")))):
        return False
    above = list(properties.iterancestors(qn("w:p"), qn("w:tc")))
    if (
        any(one.tag == qn("w:tc") for one in above)
        or properties.find(qn("w:highlight")) is not None
    ):
        return False
    shades = [properties.find(qn("w:shd"))]
    shades += [one.find(f"{qn('w:pPr')}/{qn('w:shd')}") for one in above]
    fills = [str(shade.get(qn("w:fill")) or "") for shade in shades if shade is not None]
    return not any(
        fill.lower() not in {"", "auto"} and not _WHITE.fullmatch(fill) for fill in fills
    )


def _is_tiny(properties: Element) -> bool:
    size = _value(properties.find(qn("w:sz")))
    return size.isdigit() and int(size) <= _LEAST_HALF_POINTS


def paragraphs_in(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell or note, those of tables in it included."""
    for child in parent.iterchildren("*"):
        if child.tag == qn("w:p"):
            yield child
        elif child.tag in _HOLDERS:
            yield from paragraphs_in(child)


def _text_of(part: Element) -> str:
    if part.tag == qn("w:t"):
        return part.text or ""
    if part.tag == qn("w:sym"):
        code = str(part.get(qn("w:char")) or "")
        return _SYMBOLS.get(chr(int(code, 16) & 0xFF), "") if _HEX.fullmatch(code) else ""
    return _TEXTS.get(part.tag, "")


def _boxes(part: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing; of two versions of one drawing only the first."""
    if part.tag == _CHOICE:
        part = next(part.iterchildren("*"), part)
    for box in part.iter(qn("w:txbxContent")):
        if not any(above.tag == qn("w:txbxContent") for above in box.iterancestors()):
            yield box


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(qn("w:val")) or "")

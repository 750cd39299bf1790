"""What a Word document's styles make of a paragraph: heading, list item, contents, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST = 50
"""Styles that one may be based on, one on the other: Word allows fewer; a circle has no end."""
_BODY_LEVEL = 9


def is_on(switch: Any) -> bool:  # noqa: ANN401 - an element of the untyped XML library
    """Tell whether an element such as `<w:vanish/>` switches its property on."""
    return str(switch.get(qn("w:val")) or "1").lower() not in _OFF


class Styles:
    """The styles of a document by their ids, each with those that it is based on."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401
        self._styles = {
            str(style.get(qn("w:styleId"))): style for style in root.iterchildren(qn("w:style"))
        }
        self._hidden: dict[str, bool] = {}

    def name(self, style: str) -> str:
        """Return the name of a style that Word shows, in English for its own styles."""
        element = self._styles.get(style)
        name = None if element is None else element.find(qn("w:name"))
        return style if name is None else str(name.get(qn("w:val")) or style)

    def heading_level(self, style: str) -> int:
        """Return the level of headings in this style, 1 for the title, 0 for no heading."""
        for element in self._chain(style):
            name = str(getattr(element.find(qn("w:name")), "attrib", {}).get(qn("w:val")) or "")
            if name.lower() == "title":
                return 1
            if match := _HEADING.fullmatch(name):
                return int(match[1]) + 1
            outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None:
                return outline_level(outline)
        return 0

    def is_contents(self, style: str) -> bool:
        """Tell whether a style is that of a table of contents."""
        return _CONTENTS.fullmatch(self.name(style)) is not None

    def is_list(self, style: str) -> bool:
        """Tell whether a style makes list items."""
        for element in self._chain(style):
            number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                return str(number.get(qn("w:val"))) != "0"
        return False

    def is_hidden(self, style: str) -> bool:
        """Tell whether a style hides its text."""
        if style not in self._hidden:
            switches = (one.find(f"{qn('w:rPr')}/{qn('w:vanish')}") for one in self._chain(style))
            first = next((switch for switch in switches if switch is not None), None)
            self._hidden[style] = first is not None and is_on(first)
        return self._hidden[style]

    def _chain(self, style: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            base = element.find(qn("w:basedOn"))
            style = "" if base is None else str(base.get(qn("w:val")))


def outline_level(outline: Any) -> int:  # noqa: ANN401
    """Return the heading level of an outline level: 2 for the first, 0 for body text."""
    value = str(outline.get(qn("w:val")) or "")
    return int(value) + 2 if value.isdecimal() and int(value) < _BODY_LEVEL else 0

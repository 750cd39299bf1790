"""The words of a PDF with their places: a program of its own, run in a process that is bounded.

A PDF is read by a C++ library that a hostile file can make use any amount of memory or time, or
crash. So this file runs as a script in a child process (see `process`) under limits that it
sets itself, and writes what it found as lines of JSON: one for the file, one for each page, or
one that says what is wrong. It imports nothing of this product.

Points are 1/72 inch; y grows downwards from the page's upper edge, also on turned pages.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_BOLD_WEIGHT = 600
_FORCED_BOLD = 1 << 18
_INVISIBLE = 3  # text render mode of ISO 32000-1, table 106
_LEAST_SIZE = 2.5
"""Points below which nobody can read a letter: text of this size is hidden."""
_HYPHENS = "\x02\xad\ufffe"
"""What the library gives for a hyphen at a line's end, and the soft hyphen."""
_TURNS = (0, 90, 180, 270)
_NEAR_WHITE = 245
_CONTRAST = 16
"""Shades of 256 between a white letter and what is behind it from which on it can be seen."""
_OTHER_SIZE = 0.15
"""Share of the size by which a letter must differ in size to be set apart from a word."""
_GLUED = 0.12
"""Share of the size that may lie between a word and the raised figure on it."""
_OTHER_LINE = 0.3
"""Share of the size by which a baseline must differ for a letter to be raised or on a new line."""


_Place = Callable[[float, float], tuple[float, float]]


class _Refused(Exception):  # noqa: N818 - a result, told to the parent
    """What keeps the file from being read, as a code and a figure."""

    def __init__(self, code: str, count: int = 0) -> None:
        super().__init__(code)
        self.code, self.count = code, count


@dataclass(frozen=True, slots=True)
class _Face:
    """How a stretch of text is set."""

    size: float
    bold: bool
    turn: int
    unseen: bool
    pale: bool


def main(path: str, most_pages: int, most_characters: int, most_memory: int, seconds: int) -> None:
    """Write the words of the PDF at `path` to standard output."""
    _limit(most_memory, seconds)
    try:
        for entry in _entries(Path(path), most_pages, most_characters):
            sys.stdout.write(json.dumps(entry) + "\n")
    except _Refused as refusal:
        sys.stdout.write(json.dumps({"refused": refusal.code, "count": refusal.count}) + "\n")


def _limit(most_memory: int, seconds: int) -> None:
    """Bound this process's own memory and processor time where the system can."""
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's clock is the limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _entries(path: Path, most_pages: int, most_characters: int) -> Iterator[dict[str, Any]]:
    try:
        document = pdfium.PdfDocument(path.read_bytes())
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise _Refused("encrypted" if locked else "damaged") from error
    count = len(document)
    if not count:
        raise _Refused("no-pages")
    if count > most_pages:
        raise _Refused("too-many-pages", count)
    yield {"pages": count, "title": document.get_metadata_value("Title")}
    left = most_characters
    for number in range(count):
        page = _Page(document, number, left)
        left -= page.characters
        yield page.entry()


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter: where its pen starts (x, y) and its box, in the page's own coordinates."""

    char: str
    face: _Face
    x: float = 0
    y: float = 0
    left: float = 0
    bottom: float = 0
    right: float = 0
    top: float = 0
    made: bool = False


class _Page:
    """One page: its letters as the library gives them, and the words they make."""

    def __init__(self, document: pdfium.PdfDocument, number: int, most_characters: int) -> None:
        self.characters = 0
        self._faces: dict[int, _Face] = {}
        self._hidden: list[str] = []
        self._unmapped = 0
        try:
            page = document[number]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            self._text = None
            return
        self._text = text.raw
        self._page = page
        self._keep = text  # the library frees what nobody holds
        self._drawn: Any = None
        self._box: tuple[float, float, float, float] = page.get_cropbox()
        self.characters = text.count_chars()
        if self.characters > most_characters:
            raise _Refused("too-much-text", number + 1)

    def entry(self) -> dict[str, Any]:
        """Return the page as the parent reads it, upright, without hidden words."""
        if self._text is None:
            return {"unreadable": True}
        letters = list(self._letters())
        turns = Counter(letter.face.turn for letter in letters if letter.face.turn in _TURNS)
        turn = turns.most_common(1)[0][0] if turns else 0
        shown = self._shown(letters)
        upright = (letter for letter in shown if letter.face.turn == turn)
        left, bottom, right, top = self._box
        wide, high = right - left, top - bottom
        return {
            "width": high if turn in {90, 270} else wide,
            "height": wide if turn in {90, 270} else high,
            "words": list(_words(upright, self._place(turn))),
            "hidden": "".join(self._hidden)[:200],
            "unmapped": self._unmapped,
        }

    def _letters(self) -> Iterator[_Letter]:
        x, y = ctypes.c_double(), ctypes.c_double()
        box = raw.FS_RECTF()
        face: _Face | None = None
        for index in range(self.characters):
            code = raw.FPDFText_GetUnicode(self._text, index)
            char = chr(code) if code < sys.maxunicode and not 0xD800 <= code < 0xE000 else ""
            holder = raw.FPDFText_GetTextObject(self._text, index)
            if holder:
                face = self._face(index, ctypes.addressof(holder.contents))
                self._unmapped += raw.FPDFText_HasUnicodeMapError(self._text, index) == 1
            if face is None or not char:
                continue
            if not holder:  # a space or line end that the library put in
                yield _Letter(char, face, made=True)
                continue
            raw.FPDFText_GetCharOrigin(self._text, index, x, y)
            raw.FPDFText_GetLooseCharBox(self._text, index, box)
            edges = (box.left, box.bottom, box.right, box.top)
            yield _Letter(char, face, x.value, y.value, *edges)

    def _face(self, index: int, holder: int) -> _Face:
        known = self._faces.get(holder)
        if known is None:
            known = self._faces[holder] = self._new_face(index)
        return known

    def _new_face(self, index: int) -> _Face:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        turn = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        lower = name.value.decode("utf-8", "replace").lower()
        bold = (
            any(word in lower for word in _BOLD)
            or bool(flags.value & _FORCED_BOLD)
            or raw.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT
        )
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(self._text, index))
        unseen = size < _LEAST_SIZE or mode == _INVISIBLE or not alpha.value
        pale = min(red.value, green.value, blue.value) >= _NEAR_WHITE
        return _Face(size, bold, turn, unseen, pale)

    def _shown(self, letters: list[_Letter]) -> list[_Letter]:
        """Return the letters that can be seen; of a scan, the letters laid under its picture."""
        left, bottom, right, top = self._box
        shown: list[_Letter] = []
        hidden: list[_Letter] = []
        for letter in letters:
            inside = left <= letter.x <= right and bottom <= letter.y <= top
            kept = letter.made or (inside and not letter.face.unseen and self._is_drawn(letter))
            (shown if kept else hidden).append(letter)
        if not any(letter.char.strip() for letter in shown if not letter.made):
            return [one for one in letters if one.made or one.face.size >= _LEAST_SIZE]
        self._hidden = [letter.char for letter in hidden]
        return shown

    def _is_drawn(self, letter: _Letter) -> bool:
        """Tell whether a white letter stands out from what is behind it, on the drawn page."""
        if not letter.face.pale or not letter.char.strip() or self._page.get_rotation():
            return True
        if self._drawn is None:
            self._drawn = self._page.render(scale=1, grayscale=True)
        left, _, _, top = self._box
        first, last = int(letter.left - left), math.ceil(letter.right - left) + 1
        upper, lower = int(top - letter.top), math.ceil(top - letter.bottom) + 1
        shades = [
            shade
            for row in range(max(0, upper), min(lower, self._drawn.height))
            for shade in self._shades(row, max(0, first), min(last, self._drawn.width))
        ]
        return not shades or max(shades) - min(shades) > _CONTRAST

    def _shades(self, row: int, first: int, last: int) -> list[int]:
        start = row * self._drawn.stride
        return list(self._drawn.buffer[start + first : start + last])

    def _place(self, turn: int) -> _Place:
        """Return the map from the page's own coordinates to upright ones."""
        left, bottom, right, top = self._box
        if turn == 90:
            return lambda x, y: (y - bottom, x - left)
        if turn == 180:
            return lambda x, y: (right - x, y - bottom)
        if turn == 270:
            return lambda x, y: (top - y, right - x)
        return lambda x, y: (x - left, top - y)


@dataclass(slots=True)
class _Word:
    """A word as it grows: letters of one face on one baseline."""

    text: str
    x0: float
    x1: float
    base: float
    face: _Face
    glued: bool

    def goes_on(self, base: float, face: _Face) -> bool:
        """Tell whether a letter at baseline `base` belongs to this word."""
        near = abs(base - self.base) < _OTHER_LINE * min(self.face.size, face.size)
        return near and abs(face.size - self.face.size) < _OTHER_SIZE * self.face.size

    def entry(self) -> list[Any]:
        """Return the word as the parent reads it, places in tenths of a point."""
        places = [round(value, 1) for value in (self.x0, self.x1, self.base, self.face.size)]
        return [self.text, *places, int(self.face.bold), int(self.glued)]


def _words(letters: Iterable[_Letter], place: _Place) -> Iterator[list[Any]]:
    """Yield `[text, x0, x1, baseline, size, bold, glued]` for each word, in content order.

    `glued` is 1 where no white space parts the word from the one before, as with a raised figure.
    """
    word: _Word | None = None
    for letter in letters:
        if letter.char.isspace() and (letter.made or letter.char not in _HYPHENS):
            if word:
                yield word.entry()
            word = None
            continue
        if letter.made and letter.char not in _HYPHENS:
            continue
        text = "-" if letter.char in _HYPHENS else letter.char
        if letter.made:
            if word:
                word.text += text
            continue
        (u0, _), (u1, _) = place(letter.left, letter.bottom), place(letter.right, letter.top)
        base = place(letter.x, letter.y)[1]
        if word and not word.goes_on(base, letter.face):
            yield word.entry()
            glued = abs(min(u0, u1) - word.x1) < _GLUED * letter.face.size
            word = _Word("", min(u0, u1), 0, base, letter.face, glued)
        word = word or _Word("", min(u0, u1), 0, base, letter.face, glued=False)
        word.text += text
        word.x1 = max(u0, u1)
    if word:
        yield word.entry()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:6]))

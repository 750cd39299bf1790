"""The words of a paragraph as one text: hyphens at line ends, raised figures, footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.readers.htmlline import LaidLine, LineBuilder, raised
from corpus.readers.pdf.layout import Line, Token
from corpus.readers.pdf.paragraphs import note_labels

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u00a0": " ",
    "\u00ad": "",
}
_SHOWN = str.maketrans(_LIGATURES)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
_LAST_PART = re.compile(r"([^\W\d_]+)-$")
_FIRST_PART = re.compile(r"([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Vocabulary:
    """The words that a document writes within its lines: they decide what a line end parts.

    "treat-" and "ment" are one word; "dose-" and "dependent" keep their hyphen when the document
    writes both parts as words of their own, or writes the hyphened form elsewhere.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        for line in lines:
            tokens = line.tokens
            whole = tokens[:-1] if tokens[-1].text.endswith("-") else tokens
            for token in whole[1:] if whole is tokens else whole:
                self._words.update(_WORD.findall(token.text.translate(_SHOWN).lower()))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Tell whether the hyphen at the end of `before` stays when `after` follows."""
        first, second = _LAST_PART.search(before), _FIRST_PART.match(after)
        if not first or not second or not second[1][0].islower() or _is_acronym(first[1]):
            return True
        left, right = first[1].lower(), second[1].lower()
        if left + right in self._words:
            return False
        if f"{left}-{right}" in self._words:
            return True
        return left in self._words and right in self._words


def _is_acronym(part: str) -> bool:
    """Tell whether a part is written in capitals: "TNF-alpha" keeps its hyphen."""
    return not part[1:].islower() and len(part) > 1


def laid_text(
    lines: Sequence[Line],
    vocabulary: Vocabulary,
    notes: Mapping[tuple[int, str], str],
    *,
    skip_label: bool = False,
) -> LaidLine:
    """Return the lines as one text with its footnote marks.

    Args:
        lines: The lines of one paragraph.
        vocabulary: The document's words.
        notes: The label of each footnote by its page and its label as printed.
        skip_label: Leave out the bullet, figure or sign that the first line begins with.
    """
    builder = LineBuilder()
    ending = ""
    for place, line in enumerate(lines):
        tokens = _without_label(line.tokens) if skip_label and not place else line.tokens
        for index, token in enumerate(tokens):
            text = _plain(token.text)
            if not index and place:
                ending = _join(builder, ending, text, vocabulary)
            elif builder.pieces:
                builder.text(" ")
            _add(builder, token, line.page, notes)
            ending = text
    return builder.take()


def plain_text(text: str) -> str:
    """Return `text` without ligatures, soft hyphens and control characters."""
    return _plain(text)


def _plain(text: str) -> str:
    return _CONTROL.sub("", text.translate(_SHOWN))


def _join(builder: LineBuilder, ending: str, beginning: str, vocabulary: Vocabulary) -> str:
    """Join a new line to the text so far: with a space, or without where a hyphen ends it."""
    if not _hyphened(ending):
        builder.text(" ")
    elif not vocabulary.keeps_hyphen(ending, beginning):
        text, label = builder.pieces[-1]
        builder.pieces[-1] = (text.removesuffix("-"), label)
    return beginning


def _hyphened(ending: str) -> bool:
    """Tell whether a line ends within a word: "3-" and "TNF-" do, a dash between words does not."""
    return len(ending) > 1 and ending.endswith("-") and ending[-2].isalnum()


def _without_label(tokens: Sequence[Token]) -> Sequence[Token]:
    first = tokens[0]
    if len(first.pieces) == 1:
        return tokens[1:]
    rest = Token(first.pieces[1:], first.x0, first.x1, first.base, first.size, first.bold)
    return [rest, *tokens[1:]]


def _add(
    builder: LineBuilder, token: Token, page: int, notes: Mapping[tuple[int, str], str]
) -> None:
    for text, is_raised in token.pieces:
        shown = _plain(text)
        labels = note_labels(shown) if is_raised else []
        if labels and all((page, label) in notes for label in labels):
            for label in labels:
                builder.mark(label, notes[page, label])
        else:
            builder.text(raised(shown) if is_raised else shown)

"""Typed access to the flat fields of a registry record; what has the wrong type is told.

A field with several values is a list in one record and a plain text in the next, where there is
one value; numbers come as text. Both are read. Text is made safe to lay out: one kind of line
end, no control characters, nothing that cannot be stored as UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from corpus.records import Problem

MOST_CHARACTERS = 100_000
"""Longest text of one field; the registry's own limit is 32,000 for a description."""
MOST_VALUES = 2_000
"""Most values of one field."""

_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WHOLE = re.compile(r"\+?\d{1,3}(?:,\d{3})+|[-+]?\d{1,15}")


class Fields:
    """The fields of one record, and the problems met in reading them."""

    def __init__(self, values: Mapping[str, object], path: Path, line: int) -> None:
        self._values = values
        self._path = path
        self._line = line
        self.problems: list[Problem] = []

    def note(self, code: str, message: str, *, fatal: bool = False) -> None:
        """Add a problem of this record, once."""
        problem = Problem(str(self._path), self._line, code, message, fatal)
        if problem not in self.problems:
            self.problems.append(problem)

    def has(self, name: str) -> bool:
        """Tell whether the record has a value for `name`."""
        return self._values.get(name) not in (None, "", [], {})

    def text(self, name: str) -> str:
        """Return the text of `name` with its lines, or ""; of several values the first."""
        values = self.texts(name)
        if len(values) > 1:
            self.note("wrong-type", f"{name} has {len(values)} values; only the first is read")
        return values[0] if values else ""

    def line(self, name: str) -> str:
        """Return the text of `name` on one line."""
        return one_line(self.text(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of `name` that say something, in order."""
        value = self._values.get(name)
        given = value if isinstance(value, list) else [value]
        if len(given) > MOST_VALUES:
            message = f"{name} has {len(given):,} values; only {MOST_VALUES:,} are read"
            self.note("too-long", message)
        found = (self._clean(name, one) for one in given[:MOST_VALUES])
        return tuple(text for text in found if text)

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the values of `name`, each on one line."""
        return tuple(one_line(text) for text in self.texts(name))

    def aligned(self, name: str, others: int) -> tuple[str, ...]:
        """Return one value for each of `others`, "" where it has none, or () if they do not match.

        A flat record leaves out the values that are missing, so that lists of different lengths
        cannot be matched.
        """
        value = self._values.get(name)
        given = value if isinstance(value, list) else [value]
        if len(given) != others:
            return ()
        return tuple(one_line(self._clean(name, one)) for one in given)

    def whole(self, name: str) -> int | None:
        """Return the whole number that `name` states, or None."""
        value = self.line(name)
        if not value:
            return None
        if not _WHOLE.fullmatch(value):
            self.note("wrong-type", f"{name} is {_shown(value)}, which is no whole number")
            return None
        return int(value.replace(",", ""))

    def _clean(self, name: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            kind = {dict: "an object", list: "a list", bool: "true or false"}[type(value)]
            self.note("wrong-type", f"{name} holds {kind} where text is due; left out")
            return ""
        text = value if isinstance(value, str) else str(value)
        if len(text) > MOST_CHARACTERS:
            message = f"{name} has {len(text):,} characters; cut after {MOST_CHARACTERS:,}"
            self.note("too-long", message)
            text = text[:MOST_CHARACTERS]
        if text.isascii() and text.isprintable():
            return text.strip()
        if _SURROGATE.search(text):
            self.note("not-utf-8", f"{name} holds half a character; it is shown as \ufffd")
            text = _SURROGATE.sub("\ufffd", text)
        return _CONTROL.sub(" ", _LINE_END.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one blank."""
    return " ".join(text.split())


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else f"{value[:40]}…")

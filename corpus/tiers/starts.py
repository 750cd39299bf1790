"""With which words a match of a pattern can begin, read off the pattern itself.

A pattern that opens at a word's edge need only be tried at the words it can open with; all other
places of a text are passed over. Only the notation that the concepts use is understood; anything
else makes a pattern unreadable here, which costs time and never a match.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Final

STEM: Final = 4
"""How many letters of a word count."""
_DIGITS: Final = frozenset(string.digits)
_CLASSES: Final = {"d": _DIGITS, "s": frozenset(" \t\n\r\f\v"), "W": frozenset(" ")}
_WILD: Final = frozenset("wSDB")
_MOST_PREFIXES: Final = 4000


class UnreadableError(ValueError):
    """The pattern may begin anywhere, or uses notation not read here: search it plainly."""


@dataclass(frozen=True, slots=True)
class Starts:
    """Where matches of a pattern can begin.

    Attributes:
        stems: First letters of whole words, `STEM` at most.
        partial: Shorter beginnings of words that may go on in any way.
        opening: Whether a match may begin at the start of the text, whatever stands there.
    """

    stems: frozenset[str]
    partial: tuple[str, ...]
    opening: bool


_Path = tuple[str, bool]  # the letters so far, and whether a word's edge was asked for


class _Reader:
    """Reads a pattern from left to right and keeps every beginning a match may have."""

    def __init__(self, pattern: str, most: int) -> None:
        self.pattern = pattern
        self.most = most
        self.at = 0
        self.stems: set[str] = set()
        self.partial: set[str] = set()
        self.opening = False

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def alternatives(self, paths: set[_Path]) -> set[_Path]:
        """Read branches up to the closing bracket or the end; return the paths still open."""
        left = self.sequence(set(paths))
        while self.peek("|"):
            self.at += 1
            left |= self.sequence(set(paths))
        return left

    def sequence(self, paths: set[_Path]) -> set[_Path]:
        while self.at < len(self.pattern) and not self.peek("|") and not self.peek(")"):
            paths = self.item(paths)
            if len(paths) > self.most:
                raise UnreadableError(self.pattern)
        return paths

    def item(self, paths: set[_Path]) -> set[_Path]:
        """Read one item with its quantifier."""
        begin = self.at
        after = self.atom(paths)
        end = self.at
        low, high = self.quantifier()
        if (low, high) == (1, 1):
            return after
        stop, left = self.at, (set(paths) if low == 0 else set())
        rounds = after
        for count in range(1, min(high, STEM + 1) + 1):
            if count >= low or count == min(high, STEM + 1):
                left |= rounds
            if rounds <= paths or count == min(high, STEM + 1):
                break
            self.at = begin
            rounds = self.atom(rounds)
            if self.at != end:
                raise UnreadableError(self.pattern)
        self.at = stop
        return left

    def quantifier(self) -> tuple[int, int]:
        low = high = 1
        if self.peek("?"):
            low, high = 0, 1
        elif self.peek("*"):
            low, high = 0, STEM + 1
        elif self.peek("+"):
            low, high = 1, STEM + 1
        elif self.peek("{"):
            end = self.pattern.index("}", self.at)
            first, _, last = self.pattern[self.at + 1 : end].partition(",")
            low = int(first)
            high = int(last) if last else low
            self.at = end
        else:
            return low, high
        self.at += 1
        if self.peek("?"):
            self.at += 1
        return low, high

    def atom(self, paths: set[_Path]) -> set[_Path]:
        char = self.pattern[self.at]
        if char == "(":
            return self.group(paths)
        if char == "[":
            return self.take(paths, self.charset())
        self.at += 1
        if char == "\\":
            return self.escape(paths)
        if char == "^":
            self.opening = self.opening or bool(paths)
            return set()
        if char == "$":
            return self.close(paths)
        return self.take(paths, None if char == "." else frozenset(char))

    def escape(self, paths: set[_Path]) -> set[_Path]:
        char = self.pattern[self.at]
        self.at += 1
        if char == "b":
            return self.close(paths)
        if char in _WILD:
            return self.take(paths, None)
        return self.take(paths, _CLASSES.get(char, frozenset(char)))

    def group(self, paths: set[_Path]) -> set[_Path]:
        look = any(self.peek(mark) for mark in ("(?=", "(?!", "(?<=", "(?<!"))
        if look:
            self.skip()
            return paths
        if self.peek("(?:"):
            self.at += 3
        elif self.peek("(?P<"):
            self.at = self.pattern.index(">", self.at) + 1
        elif self.peek("(?"):
            raise UnreadableError(self.pattern)
        else:
            self.at += 1
        left = self.alternatives(paths)
        self.at += 1
        return left

    def skip(self) -> None:
        """Pass over a look-around: it narrows a match and moves no beginning."""
        depth = 0
        while True:
            char = self.pattern[self.at]
            if char == "\\":
                self.at += 1
            elif char == "[":
                self.charset()
                continue
            depth += (char == "(") - (char == ")")
            self.at += 1
            if depth == 0:
                return

    def charset(self) -> frozenset[str] | None:
        """Read a character class; None when it is too wide to list."""
        self.at += 1
        wide = self.peek("^")
        self.at += wide
        chars: set[str] = set()
        first = True
        while first or not self.peek("]"):
            first = False
            char = self.pattern[self.at]
            self.at += 1
            if char == "\\":
                char = self.pattern[self.at]
                self.at += 1
                wide = wide or char in _WILD
                chars |= _CLASSES.get(char, frozenset(char))
            elif self.peek("-") and self.pattern[self.at + 1] != "]":
                last = self.pattern[self.at + 1]
                self.at += 2
                chars |= {chr(code) for code in range(ord(char), ord(last) + 1)}
            else:
                chars.add(char)
        self.at += 1
        return None if wide else frozenset(chars)

    def take(self, paths: set[_Path], chars: frozenset[str] | None) -> set[_Path]:
        """Lengthen every path by one character of `chars`; None stands for any character."""
        left: set[_Path] = set()
        for letters, edge in paths:
            if not letters and (chars is None or not edge):
                raise UnreadableError(self.pattern)
            if chars is None:
                self.partial.add(letters)
                continue
            if not letters and chars >= _DIGITS:  # figures are too many to list
                self.partial.update(_DIGITS)
                chars -= _DIGITS
            for char in chars:
                self.lengthen(letters, char, left)
            if len(left) > self.most:
                raise UnreadableError(self.pattern)
        return left

    def lengthen(self, letters: str, char: str, left: set[_Path]) -> None:
        if not char.isalnum():
            if not letters:
                raise UnreadableError(self.pattern)
            self.stems.add(letters)
        elif len(letters) + 1 == STEM:
            self.stems.add(letters + char)
        else:
            left.add((letters + char, True))

    def close(self, paths: set[_Path]) -> set[_Path]:
        """Pass a word's edge: an open word ends there, an empty path may begin there."""
        self.stems.update(letters for letters, _ in paths if letters)
        return {("", True) for letters, _ in paths if not letters}


def read_starts(pattern: str, most: int = _MOST_PREFIXES) -> Starts | None:
    """Return where matches of `pattern` can begin, or None when it must be searched plainly.

    Args:
        pattern: Regular expression in the notation that the concepts use.
        most: Give up on a pattern with more open beginnings than this.
    """
    reader = _Reader(pattern, most)
    try:
        left = reader.alternatives({("", False)})
    except (UnreadableError, IndexError, ValueError):
        return None
    if reader.at != len(pattern) or any(not letters for letters, _ in left):
        return None
    reader.partial.update(letters for letters, _ in left)
    return Starts(frozenset(reader.stems), tuple(sorted(reader.partial)), reader.opening)

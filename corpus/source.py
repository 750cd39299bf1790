"""Reading a file's bytes into canonical text, with errors that name file and line."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.records import Problem, Span

MAX_BYTES = 16 * 1024 * 1024
"""Largest article file in bytes: a book of 2,500 pages; more is a mistake, not an article."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_END_BYTES = re.compile(rb"\r\n|\r|\n")
_UTF8_BOM = "\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


class ArticleError(Exception):
    """An article could not be read; fix the file. Carries the `Problem` to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_source(path: Path, *, max_bytes: int = MAX_BYTES) -> str:
    """Return the decoded bytes of `path`, unchanged: no newline or Unicode normalisation.

    Raises:
        ArticleError: Unreadable, empty, too large, binary or not UTF-8; names file and line.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise _refusal(
                path,
                0,
                "too-large",
                f"the file has {size:,} bytes, more than the {max_bytes:,} that one article may"
                " have; split it",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise _refusal(path, 0, "unreadable", f"cannot be read: {reason}") from error
    return decode_source(data, path)


def decode_source(data: bytes, path: Path) -> str:
    """Return `data` as text so that encoding it as UTF-8 again gives the same bytes.

    Raises:
        ArticleError: Empty, binary or not UTF-8.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END_BYTES.findall(data[: error.start])) + 1
        raise _refusal(
            path, line, "not-utf-8", f"byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    if not text.replace(_UTF8_BOM, "").strip():
        raise _refusal(path, 0, "empty", "the file holds no text")
    control = _CONTROL.search(text)
    if control:
        line = Lines(text).number(control.start())
        raise _refusal(
            path,
            line,
            "binary",
            f"control character U+{ord(control[0]):04X}: the file looks binary; remove it",
        )
    return text


def _refusal(path: Path, line: int, code: str, message: str) -> ArticleError:
    return ArticleError(Problem(str(path), line, code, message, fatal=True))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a source text and their offsets; line ends are LF, CRLF or CR.

    A byte order mark belongs to no line: with it a heading would not begin with its mark.
    """

    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __init__(self, source: str) -> None:
        starts = [1 if source.startswith(_UTF8_BOM) else 0]
        ends = []
        for match in _LINE_END.finditer(source):
            ends.append(match.start())
            starts.append(match.end())
        ends.append(len(source))
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "starts", tuple(starts))
        object.__setattr__(self, "ends", tuple(ends))

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        """Return line `index` (0-based) without its line end."""
        return self.source[self.starts[index] : self.ends[index]]

    def number(self, offset: int) -> int:
        """Return the 1-based number of the line that holds `offset`."""
        return max(1, bisect.bisect_right(self.starts, offset))

    def span(self, first: int, last: int) -> Span:
        """Return the span of lines `first` to `last` (0-based, both included), ends trimmed."""
        return trimmed(self.source, self.starts[first], self.ends[last])


def trimmed(source: str, start: int, end: int) -> Span:
    """Return `[start, end)` without white space at either end; empty at `start` if all blank."""
    text = source[start:end]
    left = len(text) - len(text.lstrip())
    if left == len(text):
        return Span(start, start)
    return Span(start + left, start + len(text.rstrip()))

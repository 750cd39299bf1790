"""The raw records of a registry file, one at a time, each with its line.

A file of one record a line is read by line, so that its size does not matter; a JSON file (one
record, a list, or a page of the registry's own interface with its "studies") is read whole and
its records one by one, so that the line of each is known and a broken one ends only the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from corpus.records import Problem
from corpus.source import MAX_BYTES, ArticleError, read_source

_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 20
_BLANK = re.compile(r"[ \t\r\n]*")
_STUDIES = re.compile(r'"studies"[ \t\r\n]*:[ \t\r\n]*\[')
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as decoded, with the 1-based line it begins on."""

    line: int
    fields: dict[str, Any]


def read_lines(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[RawRecord | Problem]:
    """Yield the record of each line that is not blank, or what is wrong with the line.

    Args:
        path: A file of one JSON object a line, UTF-8.
        max_bytes: Longest line that is read; a longer one is passed over.

    Raises:
        ArticleError: The file cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            for line, data, complete in _byte_lines(file, max_bytes):
                if complete is None:
                    message = f"the line has more than {max_bytes:,} bytes; no record is so long"
                    yield _refused(path, line, "too-large", message)
                elif data.strip():
                    yield _line(path, line, data, complete=complete)
    except OSError as error:
        message = f"cannot be read: {error.strerror or 'unreadable'}"
        raise ArticleError(_refused(path, 0, "unreadable", message)) from error


def _byte_lines(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes, bool | None]]:
    """Yield (line, bytes, whether it is ended); None for the last where the line is too long."""
    line = 0
    while data := file.readline(max_bytes + 1):
        line += 1
        if len(data) > max_bytes and not data.endswith(b"\n"):
            while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield line, b"", None
        else:
            yield line, data.removeprefix(_BOM) if line == 1 else data, data.endswith(b"\n")


def _line(path: Path, line: int, data: bytes, *, complete: bool) -> RawRecord | Problem:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the line is not UTF-8; save the file as UTF-8"
        return _refused(path, line, "not-utf-8", message)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not complete:
            message = "the file ends in the middle of a record; get it again"
            return _refused(path, line, "truncated-record", message)
        return _refused(path, line, "not-json", f"the line is not JSON: {_reason(error)}")
    return _record(path, line, value)


def read_whole(path: Path) -> Iterator[RawRecord | Problem]:
    """Yield the records of a JSON file: one, a list of them, or a page with "studies".

    Raises:
        ArticleError: The file cannot be read as text.
    """
    text = read_source(path).removeprefix("\ufeff")
    start = _skip(text, 0)
    if text[start] == "[":
        yield from _listed(path, text, start + 1)
        return
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        yield _broken(path, text, start, error)
        return
    page = _STUDIES.search(text) if isinstance(value, dict) and "studies" in value else None
    if page is not None and isinstance(value["studies"], list):
        yield from _listed(path, text, page.end(), alone=False)
        return
    yield _record(path, _line_of(text, start), value)
    if _skip(text, end) < len(text):
        message = "more follows the first record; name the file .jsonl or put a list in it"
        yield _refused(path, _line_of(text, end), "not-json", message)


def _listed(path: Path, text: str, at: int, *, alone: bool = True) -> Iterator[RawRecord | Problem]:
    """Yield the records of the list whose first one may begin at `at`."""
    at = _skip(text, at)
    while at < len(text) and text[at] != "]":
        line = _line_of(text, at)
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield _broken(path, text, at, error)
            return
        yield _record(path, line, value)
        at = _skip(text, end)
        if at < len(text) and text[at] == ",":
            at = _skip(text, at + 1)
        elif at < len(text) and text[at] != "]":
            message = "a comma or the end of the list is missing before this; the rest is not read"
            yield _refused(path, _line_of(text, at), "not-json", message)
            return
    if at >= len(text):
        message = "the file ends before its list does; get it again"
        yield _refused(path, _line_of(text, len(text)), "truncated-record", message)
    elif alone and _skip(text, at + 1) < len(text):
        message = "something follows the list of records; it is not read"
        yield _refused(path, _line_of(text, at), "not-json", message)


def _record(path: Path, line: int, value: object) -> RawRecord | Problem:
    if isinstance(value, dict):
        return RawRecord(line, value)
    kind = {list: "a list", str: "a text", type(None): "null"}.get(type(value), "a number")
    message = f"a record is an object of fields, and this is {kind}"
    return _refused(path, line, "not-a-record", message)


def _broken(path: Path, text: str, start: int, error: Exception) -> Problem:
    place = error.pos if isinstance(error, json.JSONDecodeError) else start
    # A text without its closing quote runs to the end of the file, wherever it began.
    ends = isinstance(error, json.JSONDecodeError) and error.msg.startswith("Unterminated")
    if ends or _skip(text, place) >= len(text):
        message = "the file ends in the middle of a record; get it again"
        return _refused(path, _line_of(text, start), "truncated-record", message)
    message = f"the record is not JSON: {_reason(error)}; what follows it is not read"
    return _refused(path, _line_of(text, place), "not-json", message)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[0].lower()}{error.msg[1:]} at column {error.colno}"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "a number in it is too long"


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refused(path: Path, line: int, code: str, message: str) -> Problem:
    return Problem(str(path), line, code, message, fatal=True)

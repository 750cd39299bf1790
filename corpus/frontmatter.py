"""The YAML front matter of an article: plain values, or a problem with its line."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.records import Problem
from corpus.source import Lines

_BOM = "\ufeff"
_MOST_NESTED = 20
_MAX_LINES = 400


# The loader's constructors let all of these through for odd scalars, for example "!!int ''".
_YAML_ERRORS = (yaml.YAMLError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter of a file: `body_line` is the 0-based line where the body starts."""

    values: dict[str, object]
    body_line: int
    problems: tuple[Problem, ...] = ()


def read_front_matter(lines: Lines, path: Path) -> FrontMatter:
    """Return the front matter of a text; its absence is no problem, a broken one is.

    Values are reduced to strings, numbers, booleans and lists of strings: a mapping or an
    anchor bomb has no business in an article's head.
    """
    if lines.text(0).lstrip(_BOM).rstrip() != "---":
        return FrontMatter({}, 0)
    last = min(len(lines), _MAX_LINES)
    end = next((i for i in range(1, last) if lines.text(i).rstrip() in {"---", "..."}), None)
    if end is None:
        message = "the front matter opened on line 1 is never closed; end it with a line '---'"
        return FrontMatter({}, 1, (Problem(str(path), 1, "broken-front-matter", message),))
    text = "\n".join(lines.text(index) for index in range(1, end))
    try:
        _check_plain(text)
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except _YAML_ERRORS as error:
        line = _error_line(error)
        message = f"the front matter is not YAML: {_reason(error)}"
        problem = Problem(str(path), line, "broken-front-matter", message)
        return FrontMatter({}, end + 1, (problem,))
    if loaded is None:
        return FrontMatter({}, end + 1)
    if not isinstance(loaded, dict):
        message = "the front matter is not a list of 'name: value' lines"
        return FrontMatter({}, end + 1, (Problem(str(path), 2, "broken-front-matter", message),))
    values = {str(key): _plain(value) for key, value in loaded.items()}
    return FrontMatter({key: value for key, value in values.items() if value is not None}, end + 1)


class _NotPlainError(ValueError):
    """YAML that is well formed and still not for a head; told like the parser's own errors."""

    def __init__(self, problem: str, event: yaml.Event) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problem_mark = event.start_mark


def _check_plain(text: str) -> None:
    """Refuse what no head needs and a loader may choke on, before it is loaded.

    Raises:
        _NotPlainError: An alias (a few lines can stand for gigabytes) or deep nesting.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _NotPlainError("aliases (*name) are not read here; write the value out", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MOST_NESTED:
            raise _NotPlainError(f"nested more than {_MOST_NESTED} deep", event)


def _error_line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 2 if mark is not None else 1


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or "a value that cannot be read")


def _plain(value: object) -> object:
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [
            plain.isoformat() if isinstance(plain, datetime.date) else str(plain)
            for plain in value[:200]
            if isinstance(plain, (bool, int, float, str, datetime.date))
        ]
    return None

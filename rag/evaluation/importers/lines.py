"""Reading sources line by line, so that a large file is never held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.evaluation.importers.base import wrong

R = TypeVar("R", bound=BaseModel)


class Row(BaseModel):
    """A line of somebody else's format: fields that are not needed are let pass."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line that is not blank, without its line end.

    Raises:
        SuiteImportError: The file cannot be read or is not UTF-8.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise wrong(path, 0, f"cannot be read: {error.strerror}") from error
    with file:
        for number, raw in enumerate(file, 1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise wrong(path, number, "not UTF-8; save the file as UTF-8") from error
            if text.strip():
                yield number, text.rstrip("\r\n")


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and object of every line of a JSON Lines file.

    Raises:
        SuiteImportError: A line is not a JSON object.
    """
    for number, line in text_lines(path):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            told = getattr(error, "msg", "too deep")
            raise wrong(path, number, f"not JSON ({told}); one object a line is read") from error
        if not isinstance(value, dict):
            raise wrong(path, number, "not a JSON object; one object a line is read")
        yield number, value


def rows(path: Path, model: type[R]) -> Iterator[tuple[int, R]]:
    """Yield number and row of every line of a JSON Lines file.

    Raises:
        SuiteImportError: A line lacks a field or has one of another type.
    """
    for number, value in objects(path):
        yield number, made(path, number, model, value)


def made(path: Path, line: int, model: type[R], value: dict[str, Any]) -> R:
    """Return a row or case from plain values.

    Raises:
        SuiteImportError: They do not fit; names file, line and field.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        raise wrong(path, line, f"{field}: {first['msg']}") from None


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())

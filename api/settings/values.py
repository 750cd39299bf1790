"""One value: what a setting allows, in words, and how it is read from text or from TOML."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import SecretStr

from api.settings.errors import SettingsError
from api.settings.model import Settings

_PATHS = tuple[Path, ...]
_TEXTS = tuple[str, ...]


def allowed(name: str) -> str:
    """Return what a setting may be: "a whole number from 1 to 64"."""
    field = Settings.model_fields[name]
    kind = field.annotation
    if kind is int:
        low = next(each.ge for each in field.metadata if isinstance(each, Ge))
        high = next(each.le for each in field.metadata if isinstance(each, Le))
        return f"a whole number from {low:,} to {high:,}"
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    return _WORDS[kind]


def from_text(name: str, label: str, text: str) -> Any:  # noqa: ANN401 - of the setting's type
    """Read a setting from an environment variable.

    Args:
        name: The setting.
        label: What to call it in an error: the variable.
        text: The value as text.

    Raises:
        SettingsError: It is not of the setting's kind; the text is not repeated.
    """
    kind = Settings.model_fields[name].annotation
    if get_origin(kind) is Literal:
        return text.lower()
    return _FROM_TEXT[kind](label, text)


def from_toml(name: str, value: object) -> Any:  # noqa: ANN401 - of the setting's type
    """Return a value of a TOML file in the setting's type, or as it is for the model to refuse."""
    kind = Settings.model_fields[name].annotation
    if kind in (Path, Path | None) and isinstance(value, str):
        return _path(name, value)
    if kind in (_PATHS, _TEXTS) and isinstance(value, list):
        return tuple(_path(name, one) if kind == _PATHS and isinstance(one, str) else one
                     for one in value)  # fmt: skip
    return value


def _whole(label: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise SettingsError(f"{label} must be a whole number")
    return int(text)


def _path(label: str, text: str) -> Path:
    if not text or "\0" in text:
        raise SettingsError(f"{label} must be a path")
    return Path(text)


def _paths(label: str, text: str) -> tuple[Path, ...]:
    return tuple(_path(label, part) for part in text.split(os.pathsep) if part)


def _texts(label: str, text: str) -> tuple[str, ...]:
    del label
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _text(label: str, text: str) -> str:
    del label
    return text


def _secret(label: str, text: str) -> SecretStr:
    del label
    return SecretStr(text)


_WORDS: Final[dict[Any, str]] = {
    str: "text",
    Path: "a path",
    Path | None: "a path",
    _PATHS: "paths; in a variable separated as in `PATH`",
    _TEXTS: "texts; in a variable separated by commas",
    SecretStr: "text, from the environment or a file of its own",
}
_FROM_TEXT: Final[dict[Any, Callable[[str, str], Any]]] = {
    int: _whole,
    str: _text,
    Path: _path,
    Path | None: _path,
    _PATHS: _paths,
    _TEXTS: _texts,
    SecretStr: _secret,
}

"""Settings put together from options, environment, file and defaults, each with its origin."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from api.settings.errors import SettingsError
from api.settings.model import Settings, is_secret
from api.settings.values import allowed, from_text, from_toml

PREFIX: Final = "REFDESK_"
CONFIG_FILE: Final = Path("refdesk.toml")
_FILE_SUFFIX: Final = "_FILE"
_OWN: Final = (f"{PREFIX}CONFIG", f"{PREFIX}TRACEBACK")
"""Variables of ours that are no settings."""
_MAX_SECRET_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings and where each comes from.

    Attributes:
        origins: By name: "default", "refdesk.toml", "REFDESK_PORT" or "--port".
    """

    settings: Settings
    origins: Mapping[str, str]


@dataclass(slots=True)
class _Found:
    values: dict[str, Any]
    origins: dict[str, str]

    def put(self, name: str, value: object, origin: str) -> None:
        self.values[name] = value
        self.origins[name] = origin


def read_settings(
    options: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Settings:
    """Combine options, environment, a file and the defaults.

    Args:
        options: Values by name; None and an empty tuple mean "not given".
        environment: Variables; those that do not start with `REFDESK_` are left alone.
        file: TOML file of settings; none when None.

    Raises:
        SettingsError: A value cannot be read or is out of bounds, an option or a key of the file
            is unknown, a variable's name is a near miss of a setting's, or a secret stands where
            it must not. The message names it and never repeats the value.
    """
    return read_all(options, environment, file).settings


def read_all(
    options: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Reading:
    """Do as `read_settings`, and tell where each setting comes from.

    Raises:
        SettingsError: As there.
    """
    found = _Found({}, dict.fromkeys(Settings.model_fields, "default"))
    if file is not None:
        _read_file(file, found)
    _read_environment(environment or {}, found)
    _read_options(options or {}, found)
    try:
        return Reading(Settings(**found.values), found.origins)
    except ValidationError as error:
        raise SettingsError(_told(error, found.origins)) from None


def _read_file(file: Path, found: _Found) -> None:
    try:
        with file.open("rb") as stream:
            values = tomllib.load(stream)
    except OSError as error:
        raise SettingsError(f"cannot read {file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # The library's message may show a part of the file.
        raise SettingsError(f"{file} is not valid TOML") from None
    for name, value in values.items():
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{file}: {name!r} is not a setting{hint}")
        if is_secret(Settings.model_fields[name]):
            variable = PREFIX + name.upper()
            raise SettingsError(
                f"{file}: {name} is a secret; give it as {variable}, or name a file that holds it "
                f"alone as {variable}{_FILE_SUFFIX}"
            )
        found.put(name, from_toml(name, value), str(file))


def _read_environment(environment: Mapping[str, str], found: _Found) -> None:
    variables = {PREFIX + name.upper(): name for name in Settings.model_fields}
    files = {
        PREFIX + name.upper() + _FILE_SUFFIX: name
        for name, field in Settings.model_fields.items()
        if is_secret(field)
    }
    for variable, text in environment.items():
        if variable in variables:
            name = variables[variable]
            found.put(name, from_text(name, variable, text), variable)
        elif variable in files:
            name = files[variable]
            if PREFIX + name.upper() in environment:
                raise SettingsError(f"{PREFIX}{name.upper()} and {variable} are both given")
            found.put(name, from_text(name, variable, _secret_in(variable, text)), variable)
        elif variable.startswith(PREFIX) and variable not in _OWN:
            _refuse_near_miss(variable, [*variables, *files, *_OWN])


def _read_options(options: Mapping[str, Any], found: _Found) -> None:
    for name, value in options.items():
        if name not in Settings.model_fields:
            known = ", ".join(Settings.model_fields)
            raise SettingsError(f"unknown setting {name!r}; there are: {known}")
        if value is None or value == ():
            continue
        if is_secret(Settings.model_fields[name]):
            raise SettingsError(f"{name} is a secret: others can read a command line")
        found.put(name, value, f"--{name.replace('_', '-')}")


def _secret_in(variable: str, path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            held = stream.read(_MAX_SECRET_BYTES)
        return held.decode("utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        raise SettingsError(f"{variable} must name a readable file of text") from None


def _refuse_near_miss(variable: str, known: list[str]) -> None:
    # Other programs may own names with our prefix, so only a likely typing error stops us.
    near = difflib.get_close_matches(variable, known, n=1, cutoff=0.85)
    if near:
        raise SettingsError(f"{variable} is not a setting; did you mean {near[0]}?")


def _told(error: ValidationError, origins: Mapping[str, str]) -> str:
    """Return the first thing that is wrong, in words of our own where the library has none."""
    first = error.errors(include_url=False, include_input=False)[0]
    own = first["ctx"]["error"] if first["type"] == "value_error" else None
    if not first["loc"]:
        return str(own or first["msg"])
    name = str(first["loc"][0])
    origin = origins.get(name, "")
    told = str(own) if own else f"must be {allowed(name)}"
    return f"{name} {told}" + (f" ({origin})" if origin not in {"", "default"} else "")

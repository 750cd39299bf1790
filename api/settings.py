"""The settings of the service: strict, bounded, read once at the edge and passed in.

Command-line options win over `REFDESK_*` environment variables, which win over the defaults.
Nothing below the command line reads the environment.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from index.embedding.precision import PRECISIONS, Precision

PREFIX: Final = "REFDESK_"
LOG_LEVELS: Final = ("critical", "error", "warning", "info", "debug")
DENSE: Final = ("auto", "exact", "ivf")
RECORDS: Final = ("on", "synced", "off")
SWITCH: Final = ("on", "off")
MAX_BODY_BYTES: Final = 64 * 1024


class SettingsError(ValueError):
    """A setting has a value that cannot be used: mend the option or variable it names."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a serving process is told.

    Attributes:
        data: Data folder that holds the snapshots.
        host: Address to listen at.
        port: Port to listen at, 1 to 65535; 0 lets the system choose one.
        articles: Article files and folders to build from when there is no snapshot.
        notices: CSV of retractions, corrections and the like, for that build; none when None.
        model: "bundled", a local sentence-transformers folder or a model name.
        dense: How a build indexes vectors, one of `DENSE`.
        probes: Inverted lists that a search then reads, 1 to 65536.
        log_level: One of `LOG_LEVELS`.
        workers: Questions computed at the same time, 1 to 64.
        threads: Batches of passages encoded at once, 1 to 64, or 0 for one per usable core.
        precision: In which a build embeds passages: "auto", "fp32" or "bf16".
        records: Whether a record of each answer is kept before it leaves, one of `RECORDS`;
            "synced" waits for the disk.
        record_questions: "on" keeps the words of questions in those records.
        generate_base_url: OpenAI-compatible endpoint for modes "generative" and "auto"; none when
            empty.
        generate_model: Name of the model there.
        generate_key: Bearer token for it; from the environment alone, never shown.
        generate_timeout: Seconds for one draft, retries included, 1 to 300.
        generate_requests: Requests to it in an hour at most, 1 to 1,000,000.
        generate_tokens: Tokens in a day after which it is not asked, 1 to 999,999,999.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    articles: tuple[Path, ...] = ()
    notices: Path | None = None
    model: str = "bundled"
    dense: str = "auto"
    probes: int = 256
    log_level: str = "info"
    workers: int = 4
    threads: int = 0
    precision: Precision = "auto"
    records: str = "on"
    record_questions: str = "off"
    generate_base_url: str = ""
    generate_model: str = ""
    generate_key: str = field(default="", repr=False)
    generate_timeout: int = 20
    generate_requests: int = 600
    generate_tokens: int = 2_000_000

    def __post_init__(self) -> None:
        """Refuse values out of bounds.

        Raises:
            SettingsError: The message names the setting and what is allowed.
        """
        _bounded("port", self.port, 0, 65535)
        _bounded("workers", self.workers, 1, 64)
        _bounded("threads", self.threads, 0, 64)
        _bounded("probes", self.probes, 1, 65536)
        _one_of("dense", self.dense, DENSE)
        _one_of("log_level", self.log_level, LOG_LEVELS)
        _one_of("precision", self.precision, PRECISIONS)
        _one_of("records", self.records, RECORDS)
        _one_of("record_questions", self.record_questions, SWITCH)
        _bounded("generate_timeout", self.generate_timeout, 1, 300)
        _bounded("generate_requests", self.generate_requests, 1, 1_000_000)
        _bounded("generate_tokens", self.generate_tokens, 1, 999_999_999)
        _endpoint(self.generate_base_url, self.generate_model, self.generate_key)
        for name in ("host", "model"):
            value: str = getattr(self, name)
            if not value.strip() or any(ord(mark) < 32 for mark in value):
                raise SettingsError(f"{name} must not be empty or hold control characters")


def read_settings(
    options: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Combine options, environment and defaults.

    Args:
        options: Values by field name; None means "not given".
        environment: Variables; those that do not start with `REFDESK_` are left alone.

    Raises:
        SettingsError: A value cannot be read or is out of bounds, an option is unknown, or a
            variable's name is a near miss of a setting's.
    """
    names = [each.name for each in fields(Settings)]
    values: dict[str, Any] = {}
    variables = {PREFIX + name.upper(): name for name in names}
    for variable, text in (environment or {}).items():
        if variable in variables:
            name = variables[variable]
            values[name] = _READERS[name](variable, text)
        elif variable.startswith(PREFIX):
            _refuse_near_miss(variable, list(variables))
    for name, value in (options or {}).items():
        if name not in names:
            raise SettingsError(f"unknown setting {name!r}; there are: {', '.join(names)}")
        if value is not None and value != ():
            values[name] = value
    return Settings(**values)


def _bounded(name: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not low <= value <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}")


def _one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}")


def _endpoint(base_url: str, model: str, key: str) -> None:
    if bool(base_url) != bool(model):
        raise SettingsError("generate_base_url and generate_model are given together or not at all")
    parts = urlsplit(base_url)
    plain = base_url.isascii() and base_url.isprintable() and " " not in base_url
    if base_url and not (plain and parts.scheme in {"http", "https"} and parts.hostname):
        raise SettingsError("generate_base_url must be an http or https address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("generate_base_url must hold no key; use REFDESK_GENERATE_KEY")
    if not (key.isascii() and key.isprintable() and model.isprintable()):
        raise SettingsError("generate_key and generate_model must be printable text")


def _refuse_near_miss(variable: str, known: list[str]) -> None:
    # Other programs may own names with our prefix, so only a likely typing error stops us.
    near = difflib.get_close_matches(variable, known, n=1, cutoff=0.85)
    if near:
        raise SettingsError(f"{variable} is not a setting; did you mean {near[0]}?")


def _text(variable: str, text: str) -> str:
    del variable
    return text


def _lower(variable: str, text: str) -> str:
    del variable
    return text.lower()


def _whole(variable: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise SettingsError(f"{variable} must be a whole number")
    return int(text)


def _path(variable: str, text: str) -> Path:
    if not text or "\0" in text:
        raise SettingsError(f"{variable} must be a path")
    return Path(text)


def _paths(variable: str, text: str) -> tuple[Path, ...]:
    return tuple(_path(variable, part) for part in text.split(os.pathsep) if part)


_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "data": _path,
    "host": _text,
    "port": _whole,
    "articles": _paths,
    "notices": _path,
    "model": _text,
    "dense": _lower,
    "probes": _whole,
    "log_level": _lower,
    "workers": _whole,
    "threads": _whole,
    "precision": _lower,
    "records": _lower,
    "record_questions": _lower,
    "generate_base_url": _text,
    "generate_model": _text,
    "generate_key": _text,
    "generate_timeout": _whole,
    "generate_requests": _whole,
    "generate_tokens": _whole,
}

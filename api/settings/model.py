"""Every setting with its bounds, its default and what it is for, in groups; the names are flat.

A group is a class of its own, its first docstring line the group's title in docs/settings.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic.fields import FieldInfo

from api.choices import Dense, LogFormat, LogLevel, Records, Switch
from api.settings.access import Access, Limits, SignIn
from api.settings.group import Group
from index.embedding.precision import Precision

MAX_BODY_BYTES: Final = 64 * 1024
#: For staff at the desk, who send an answer back to have it as a file.
MAX_DESK_BYTES: Final = 1024 * 1024
_DATABASE: Final = re.compile(r"^(postgresql(\+psycopg)?://[^/]*/[^/?]+|sqlite:///.)")


class Data(Group):
    """Data folder."""

    data: Path = Field(default=Path("data"), description="Folder that holds the snapshots.")


class Server(Group):
    """Server."""

    host: str = Field(default="127.0.0.1", description="Address to listen at.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port to listen at; 0 lets the system choose one."
    )
    workers: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Questions computed at the same time by each process; 0 is 1, or 4 where a "
        "model drafts ([decision 14](decisions/0014-refusals-under-load.md)).",
    )
    processes: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that serve; they share the address, the files of the snapshot and "
        "the conversations ([operations](operations.md)).",
    )
    stop_seconds: int = Field(
        default=10,
        ge=1,
        le=600,
        description="Seconds that requests under way have to end once the service is told to stop.",
    )
    reload_seconds: int = Field(
        default=5,
        ge=0,
        le=3600,
        description="Seconds between two looks whether another snapshot is active; 0 looks only "
        "when told to, by SIGHUP or `POST /v1/admin/reload`.",
    )
    disk_floor_mb: int = Field(
        default=64,
        ge=0,
        le=100_000_000,
        description="Megabytes that must be free where the data folder lies for the service to be "
        "ready.",
    )
    log_level: LogLevel = Field(
        default="info", description="What is logged: this and what is graver."
    )
    log_format: LogFormat = Field(
        default="text", description="Log lines for people, or one JSON object a line."
    )
    trace_endpoint: str = Field(
        default="",
        description="OpenTelemetry collector that traces are sent to over OTLP/HTTP, "
        "`http://collector:4318`; needs `refdesk[telemetry]`.",
    )
    trace_percent: int = Field(
        default=100, ge=0, le=100, description="Requests of a hundred that are traced."
    )

    @field_validator("trace_endpoint")
    @classmethod
    def _trace_endpoint(cls, value: str) -> str:
        check_address("trace_endpoint", value)
        return value

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return _plain(value)


class Building(Group):
    """Building."""

    articles: tuple[Path, ...] = Field(
        default=(),
        description="Article files and folders to build from: when there is no snapshot, and with "
        "`POST /v1/admin/rebuild`.",
    )
    notices: Path | None = Field(
        default=None,
        description="CSV of retractions and corrections in the Retraction Watch layout.",
    )
    model: str = Field(
        default="bundled",
        description="`bundled`, a local sentence-transformers folder, or a model name.",
    )
    dense: Dense = Field(
        default="auto",
        description="`exact` compares every vector, `ivf` reads the nearest lists "
        "([decision 9](decisions/0009-dense-index-by-size.md)), `auto` is `exact` up to 50,000 "
        "passages.",
    )
    probes: int = Field(default=256, ge=1, le=65536, description="Lists that `ivf` reads.")
    threads: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Batches of passages encoded at once; 0 is one per usable core.",
    )
    precision: Precision = Field(
        default="auto", description="Arithmetic in which a build embeds passages."
    )

    @field_validator("model")
    @classmethod
    def _model(cls, value: str) -> str:
        return _plain(value)


class RecordKeeping(Group):
    """Database and records of answers."""

    database: SecretStr = Field(
        default=SecretStr(""),
        description="`postgresql://USER:PASSWORD@HOST/NAME` or `sqlite:///FILE`; `refdesk.sqlite` "
        "in the data folder when empty ([database](database.md)).",
    )
    records: Records = Field(
        default="on",
        description="`on` keeps a record of each answer before it leaves, `synced` waits for the "
        "disk, `off` keeps none ([replay](replay.md)).",
    )
    record_questions: Switch = Field(
        default="off",
        description="`on` keeps the words of questions in those records, "
        "[redacted](database.md#redaction).",
    )
    retain_days: int = Field(
        default=0,
        ge=0,
        le=36500,
        description="Days after which records go, with the feedback on them, at start and daily; "
        "0 keeps them.",
    )

    @field_validator("database")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not (_DATABASE.match(url) and url.isprintable()):
            raise ValueError("must be postgresql://HOST/NAME or sqlite:///FILE")
        return value


class Generation(Group):
    """Generated answers."""

    generate_base_url: str = Field(
        default="",
        description="OpenAI-compatible address for the modes `generative` and `auto`, "
        "`https://models.example.org/v1` ([generation](generation.md)).",
    )
    generate_model: str = Field(
        default="", description="Name of the model there; given together with the address."
    )
    generate_key: SecretStr = Field(default=SecretStr(""), description="Bearer token for it.")
    generate_timeout: int = Field(
        default=20, ge=1, le=300, description="Seconds for one draft, retries included."
    )
    generate_requests: int = Field(
        default=600, ge=1, le=1_000_000, description="Requests in an hour at most, retries counted."
    )
    generate_tokens: int = Field(
        default=2_000_000,
        ge=1,
        le=999_999_999,
        description="Tokens in a day after which the model is not asked.",
    )

    @model_validator(mode="after")
    def _endpoint(self) -> Self:
        base_url, key = self.generate_base_url, self.generate_key.get_secret_value()
        if bool(base_url) != bool(self.generate_model):
            raise ValueError(
                "generate_base_url and generate_model are given together or not at all"
            )
        check_address("generate_base_url", base_url, "generate_key")
        if not (key.isascii() and key.isprintable() and self.generate_model.isprintable()):
            raise ValueError("generate_key and generate_model must be printable text")
        return self


GROUPS: Final[tuple[type[Group], ...]] = (
    Data,
    Server,
    Access,
    SignIn,
    Limits,
    Building,
    RecordKeeping,
    Generation,
)


class Settings(Data, Server, Access, SignIn, Limits, Building, RecordKeeping, Generation):
    """What a process is told: one flat set of all groups."""

    @property
    def computing(self) -> int:
        """Questions computed at the same time: who waits for a model leaves the interpreter."""
        return self.workers or (4 if self.generate_base_url else 1)


def check_address(name: str, address: str, key: str = "") -> None:
    """Refuse what is no http or https address, or holds a secret; an empty one is none.

    Args:
        name: The setting.
        address: Its value.
        key: The setting that a secret belongs in, if there is one.

    Raises:
        ValueError: The message names the setting and what is wrong, never the value.
    """
    if not address:
        return
    parts = urlsplit(address)
    plain = address.isascii() and address.isprintable() and " " not in address
    if not (plain and parts.scheme in {"http", "https"} and parts.hostname):
        raise ValueError(f"{name} must be an http or https address")
    if parts.username or parts.password or parts.query or parts.fragment:
        where = f"; use REFDESK_{key.upper()}" if key else ""
        raise ValueError(f"{name} must hold no key{where}")


def settings_by_group() -> Iterator[tuple[type[Group], dict[str, FieldInfo]]]:
    """Yield each group with its own settings, in the order of the documentation."""
    for group in GROUPS:
        yield group, {name: group.model_fields[name] for name in group.__annotations__
                      if name in group.model_fields}  # fmt: skip


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting is never shown, and never taken from a file of settings."""
    return field.annotation is SecretStr


def _plain(value: str) -> str:
    if not value.strip() or any(ord(mark) < 32 for mark in value):
        raise ValueError("must not be empty or hold control characters")
    return value
